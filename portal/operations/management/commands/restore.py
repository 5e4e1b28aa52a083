"""Restore a backup into this installation. Exit status: 0 when it is in place, 2 when nothing was changed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from portal.operations import prompts
from portal.operations.backups import restore
from portal.operations.backups.database import DatabaseToolFailed
from portal.operations.backups.encryption import EncryptionFailed, get_identity


class Command(prompts.ConsoleCommand):
    help = "Restore a backup of the database, files and anchors. Stop the web servers and workers first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path)
        parser.add_argument("--identity", type=Path, default=get_identity(), help="the file with the age private key")
        parser.add_argument("--replace", action="store_true", help="replace a database that is in use")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if not options["replace"] and not restore.is_empty():
            sentence = "This database is in use. Back it up, then add --replace to overwrite everything in it."
            raise CommandError(sentence, returncode=2)
        staging = settings.VAR_DIR / f"restore-{now:%Y%m%dT%H%M%S}"
        try:
            with restore.unpack(options["backup"], staging, identity=options["identity"]) as manifest:
                aside = restore.restore(staging, manifest, now=now)
        except (OSError, restore.BackupRefused, DatabaseToolFailed, EncryptionFailed) as error:
            raise CommandError(f"We could not restore the backup: {error}", returncode=2) from error
        self.stdout.write(f"Restored the backup from {manifest.made_at}: {sum(manifest.rows.values()):,} rows.")
        if aside:
            self.stdout.write(f"We moved newer anchors to {aside[0].parent}: {len(aside)}.")
        self.stdout.write("Now run: manage.py migrate, audit_verify --strict, files_verify, doctor.")
