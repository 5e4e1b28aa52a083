"""Look before an upgrade. Exit status: 0 when it may begin, 1 when something speaks against it."""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from portal.operations import database_roles, doctor, health, migration_hazards, prompts
from portal.operations.models import Chore

MAX_BACKUP_AGE = timedelta(hours=24)
# A release before the upgrade has these by nature.
LEFT_OUT = {"migrations", "static_files", "backup"}


class Command(prompts.ConsoleCommand):
    help = "Show what the migrations in this release would do, and whether it is safe to upgrade now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--write-released", action="store_true", help="for developers: record the migrations of a new release"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if options["write_released"]:
            self._write_released(executor)
            return
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        self.stdout.write(f"Migrations to apply: {len(plan)}.")
        for migration, _backwards in plan:
            self.stdout.write(f"  {migration.app_label}.{migration.name}")
        keys = [(migration.app_label, migration.name) for migration, _backwards in plan]
        # Into an empty database nothing is upgraded.
        is_new = not executor.loader.applied_migrations
        hazards = [] if is_new else list(migration_hazards.find_hazards(executor.loader, keys))
        problems = [*hazards, *([] if is_new else _look_around(timezone.now()))]
        for problem in problems:
            self.stdout.write(f"- {problem}")
        if problems:
            self.stdout.write("Do not upgrade yet.")
            sys.exit(1)
        self.stdout.write("You can upgrade now: see docs/operations/upgrade.md.")

    def _write_released(self, executor: MigrationExecutor) -> None:
        path = migration_hazards.RELEASED_FILE
        head = [line for line in path.read_text().splitlines() if line.startswith("#")][:1]
        own = sorted(
            f"{app}.{name}"
            for (app, name), migration in executor.loader.disk_migrations.items()
            if migration.__module__.startswith(migration_hazards.OWN_PACKAGES)
        )
        path.write_text("\n".join([*head, *own]) + "\n")
        self.stdout.write(f"Migrations recorded: {len(own)}.")


def _look_around(now: datetime) -> Iterator[str]:
    backup = Chore.objects.filter(name="backup", problem="", done_at__isnull=False).first()
    if backup is None or backup.done_at is None or now - backup.done_at > MAX_BACKUP_AGE:
        yield "There is no backup from the last 24 hours: run manage.py backup."
    if problem := health.check_disk():
        yield f"Disk: {problem}."
    if connection.vendor == "postgresql" and database_roles.is_row_security_active(connection):
        yield "This role cannot run migrations: use the role that owns the database."
    for finding in doctor.examine(now):
        if finding.danger == doctor.Danger.LOSS and finding.name not in LEFT_OUT:
            yield f"{finding.problem} {finding.fix} [{finding.name}]"
