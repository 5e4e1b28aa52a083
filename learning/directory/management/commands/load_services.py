from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning.directory.services import loading

WORDS = {
    "added": "added",
    "changed": "changed",
    "kept": "changed here by hand, so not updated",
    "gone": "no longer in the file, so now hidden",
}


class Command(BaseCommand):
    help = "Load directory entries from FILE, or from the file supplied with the portal. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", nargs="?", help="a file in the same format as the portal's services.json"
        )
        parser.add_argument("--dry-run", action="store_true", help="show the changes without making them")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = loading.read_file(Path(options["file"])) if options["file"] else loading.get_shipped_file()
            report = loading.load_services(table, at=timezone.now(), dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"We could not read {options['file']}: {error.strerror}.", returncode=2) from error
        except loading.UnreadableFile as error:
            raise CommandError(f"{options['file'] or 'services.json'}: {error}", returncode=2) from error
        for slug, what, fields in report.lines:
            self.stdout.write(f"{slug}: {WORDS[what]}{' in ' + ', '.join(fields) if fields else ''}")
        counts = [f"{report.count(what)} {what}" for what in WORDS if report.count(what)]
        summary = ", ".join([*counts, f"{report.same} unchanged"])
        self.stdout.write(f"{'Would be: ' if options['dry_run'] else ''}{summary}.")
