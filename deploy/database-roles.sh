#!/bin/sh
# Makes the roles of the web servers, the workers and the faces, as far as there is a password for each, at the first start
# of the database of compose.yaml or compose-faces.yaml.
set -eu
for name in web worker public reporters desk cms; do
    file=/run/secrets/portal_$name.database_password
    test -e "$file" || continue
    sees=NOBYPASSRLS
    test $name != worker || sees=BYPASSRLS
    psql --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" --set=ON_ERROR_STOP=1 --set=role="portal_$name" \
        --set=password="$(cat "$file")" <<SQL
CREATE ROLE :"role" LOGIN $sees PASSWORD :'password';
SQL
done
