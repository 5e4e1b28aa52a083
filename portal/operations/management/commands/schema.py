import tempfile
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from portal.operations import schema


class Command(BaseCommand):
    help = (
        "Regenerate portal/operations/schema/sqlite.sql: the schema that all migrations create in an empty SQLite "
        "database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, default=schema.FILE, help="Write this file instead.")

    def handle(self, *args: Any, **options: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            fresh = {"ENGINE": "portal.core.sqlite3", "NAME": str(Path(folder) / "schema.sqlite3")}
            connections.databases["default"] = connections["default"].settings_dict | fresh
            del connections["default"]
            call_command("migrate", every_step=True, verbosity=0)
            schema.write_schema(connections["default"], options["output"])
            connections["default"].close()
