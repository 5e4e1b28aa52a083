"""Show that a backup can be restored. Exit status: 0 when it can, 1 when it cannot, 2 when it could not be tried."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from portal.operations import prompts
from portal.operations.backups import create, drill
from portal.operations.backups.database import DatabaseToolFailed
from portal.operations.backups.encryption import EncryptionFailed, get_identity
from portal.operations.backups.restore import BackupRefused
from portal.operations.models import Chore


class Command(prompts.ConsoleCommand):
    help = "Restore the newest backup into a scratch database, verify the log, the team key, the files and the counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, nargs="?", help="a backup other than the newest in BACKUP_DIR")
        parser.add_argument("--identity", type=Path, default=get_identity(), help="the file with the age private key")
        parser.add_argument("--open-cases", action="store_true", help="ask for the recovery key and open cases with it")
        parser.add_argument("--inspect", action="store_true", help="show what this installation contains, for a drill")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["inspect"]:
            self.stdout.write(json.dumps(drill.inspect(recovery_key=sys.stdin.read().strip())))
            return
        now, path = timezone.now(), options["backup"] or _newest()
        recovery_key = prompts.prompt_secret("The recovery key") if options["open_cases"] else ""
        try:
            scratch = settings.BACKUP_DIR / f"drill-{now:%Y%m%dT%H%M%S}"
            report = drill.run_drill(path, identity=options["identity"], scratch=scratch, recovery_key=recovery_key)
        except (OSError, BackupRefused, DatabaseToolFailed, EncryptionFailed) as error:
            Chore.objects.record("restore_drill", begun_at=now, problem=str(error))
            raise CommandError(f"The drill failed: {error}", returncode=2) from error
        Chore.objects.record("restore_drill", begun_at=now, problem="; ".join(report.problems))
        for problem in report.problems:
            self.stdout.write(problem)
        seconds = (timezone.now() - now).total_seconds()
        opened = f"{report.cases} cases opened, " if recovery_key else ""
        size = f"{opened}{report.rows:,} rows, {report.entries:,} log entries, {report.files:,} files, "
        size += f"{seconds:.0f} seconds"
        if report.problems:
            raise CommandError(f"The backup from {report.made_at} did NOT restore completely: {size}.", returncode=1)
        self.stdout.write(f"The backup from {report.made_at} restores completely: {size}.")


def _newest() -> Path:
    backups = create.list_backups(settings.BACKUP_DIR)
    if not backups:
        raise CommandError(f"There is no backup in {settings.BACKUP_DIR}.", returncode=2)
    return backups[0][0]
