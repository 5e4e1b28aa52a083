"""Back up the database, the files and the anchors. Exit status: 0 when it is written, 2 when it is not."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from portal.operations import prompts
from portal.operations.backups import create
from portal.operations.backups.database import DatabaseToolFailed
from portal.operations.backups.encryption import EncryptionFailed
from portal.operations.models import Chore


class Command(prompts.ConsoleCommand):
    help = (
        "Write a backup into BACKUP_DIR, encrypted to BACKUP_RECIPIENT, and delete those older than BACKUP_KEEP_DAYS."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, default=settings.BACKUP_DIR, help="use another folder")
        parser.add_argument("--recipient", default=settings.BACKUP_RECIPIENT, help="age recipient or GPG key")
        parser.add_argument("--keep-days", type=int, default=settings.BACKUP_KEEP_DAYS)
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="include the keys, so anyone who opens this backup can open private files (encrypted backups only)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        recipient, now = options["recipient"], timezone.now()
        if options["with_secrets"] and not recipient:
            raise CommandError("Secrets can only be in an encrypted backup. Add a --recipient.", returncode=2)
        try:
            path = create.create_backup(
                options["into"], now=now, recipient=recipient, with_secrets=options["with_secrets"]
            )
        except (OSError, DatabaseToolFailed, EncryptionFailed) as error:
            Chore.objects.record("backup", begun_at=now, problem=str(error))
            raise CommandError(f"We could not write a backup: {error}", returncode=2) from error
        Chore.objects.record("backup", begun_at=now)
        gone = create.delete_old_backups(options["into"], now=now, keep=timedelta(days=options["keep_days"]))
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes. Old backups deleted: {len(gone)}.")
        if not recipient:
            self.stderr.write("The backup is not encrypted. Set BACKUP_RECIPIENT to an age recipient or a GPG key.")
