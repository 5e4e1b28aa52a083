"""Start the services, and run pytest on them with the arguments given."""

import logging
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import django

from portal.operations.temporary_postgres import get_postgres


def main(arguments: list[str]) -> int:
    """Return pytest's exit status. DATABASE_URL names a PostgreSQL to use in the place of a temporary one."""
    named = os.environ.get("DATABASE_URL", "")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    # These need the portal's models.
    from tests.reliability.overload import redis_server
    from tests.reliability.test_pooler import pooled
    from tests.support.s3_server import s3_server

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(get_postgres(named))
        environment = {"DATABASE_URL": stack.enter_context(pooled(server, size=40, lifetime=0))}
        environment |= {"DATABASE_POOLER": "yes", "DATABASE_REPLICA_URL": server}
        environment["CACHE_URL"], _ = stack.enter_context(redis_server(folder))
        environment |= stack.enter_context(s3_server()).environment(folder)
        command = [sys.executable, "-m", "pytest", "--ds", "tests.scaled.settings", "-p", "tests.scaled.plugin"]
        command += ["-m", "not soak and not once and not journey", *arguments]
        return subprocess.run(command, env=os.environ | environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
