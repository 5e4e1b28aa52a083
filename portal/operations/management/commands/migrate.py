from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from portal.operations import schema


class Command(migrate.Command):
    """Django's own command. A new SQLite database gets its schema from one file first; nothing is left to run then."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--every-step", action="store_true", help="Run every migration, also on a new SQLite database."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        changes_nothing = options["plan"] or options["check_unapplied"] or options["fake"]
        if not (options.pop("every_step", False) or options["app_label"] or changes_nothing):
            schema.load_schema(connections[options["database"]])
        super().handle(*args, **options)
