from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning.directory.services import loading

WORDS = {
    "added": "added",
    "changed": "changed",
    "kept": "changed here by hand, left as it is",
    "gone": "no longer in the file, shown no more",
}


class Command(BaseCommand):
    help = "Load the directory's entries from FILE, or from the file that came with the portal. Again without harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", nargs="?", help="of the shape of the portal's own services.json")
        parser.add_argument("--dry-run", action="store_true", help="show the difference and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = loading.read_file(Path(options["file"])) if options["file"] else loading.get_shipped_file()
            report = loading.load_services(table, at=timezone.now(), dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.", returncode=2) from error
        except loading.UnreadableFile as error:
            raise CommandError(f"{options['file'] or 'services.json'}: {error}", returncode=2) from error
        for slug, what, fields in report.lines:
            self.stdout.write(f"{slug}: {WORDS[what]}{' in ' + ', '.join(fields) if fields else ''}")
        counts = [f"{report.count(what)} {what}" for what in WORDS if report.count(what)]
        summary = ", ".join([*counts, f"{report.same} as they were"])
        self.stdout.write(f"{'Would be: ' if options['dry_run'] else ''}{summary}.")
