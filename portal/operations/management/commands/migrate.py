from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.operations import database_roles, key_policies, row_policies, schema


class Command(migrate.Command):
    """Django's own command. A new SQLite database gets its schema from one file first; nothing is left to run then.
    On PostgreSQL it ends with the policies of rows, and with what the roles of the processes may do.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--every-step", action="store_true", help="Run every migration, even on a new SQLite database."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        changes_nothing = options["plan"] or options["check_unapplied"] or options["fake"]
        if not (options.pop("every_step", False) or options["app_label"] or changes_nothing):
            schema.load_schema(connections[options["database"]])
        super().handle(*args, **options)
        if not (options["app_label"] or changes_nothing):
            protect(connections[options["database"]])


def protect(connection: BaseDatabaseWrapper) -> None:
    """Bring policies and grants up to the models at hand; PostgreSQL only. Raises CommandError."""
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(using=connection.alias):
        row_policies.install_policies(connection)
        try:
            database_roles.grant_to_roles(connection, dict.fromkeys(filter(None, settings.DATABASE_ROLES.values())))
            for face, role in settings.FACE_ROLES.items():
                database_roles.grant_to_face(connection, face, role)
        except database_roles.RoleMissing as error:
            raise CommandError(str(error)) from error
        if settings.FACE_ROLES:
            key_policies.install_key_policies(connection, settings.FACE_ROLES["reporters"])
