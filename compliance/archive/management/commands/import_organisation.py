"""manage.py import_organisation FILE: import the archive of another portal."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance.archive.services import import_
from compliance.archive.validation import Refused


class Command(BaseCommand):
    """Import the archive of an organisation."""

    help = "Bring an organisation from another portal: FILE is the archive that its administrator downloaded there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and the options of the command."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--unconfirmed", action="store_true", help="have it prove anew who it is before it is shown or publishes"
        )
        parser.add_argument("--json", action="store_true", help="print one object instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the archive and print what was imported."""
        name = options["file"]
        if not Path(name).is_file():
            raise CommandError(f"{name} cannot be read: there is no such file.", returncode=2)
        try:
            report = import_.import_archive(Path(name), at=timezone.now(), is_trusted=not options["unconfirmed"])
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.", returncode=2) from error
        except Refused as refused:
            raise CommandError(f"{name} was not taken: {' '.join(str(refused).split())}.", returncode=2) from refused
        summary = {
            "organisation": report.organisation.slug,
            "name": report.organisation.name,
            "confirmed": report.organisation.is_confirmed,
            "sha256": report.sha256,
            "rows": report.rows,
            "files": report.files,
            "people": {"known": report.people_known, "made": report.people_made},
        }
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
            return
        self.stdout.write(
            f"{summary['name']} is at /o/{summary['organisation']}/ now: {report.rows} rows, {report.files} files. "
            f"{report.people_known} people had an account; {report.people_made} were given one, and set a password "
            "by “Forgotten your password?”. Nobody was sent a mail. "
            + (
                "It is confirmed, as it was there, and its published statements are public here."
                if summary["confirmed"]
                else "It is not confirmed: nothing of it is public here before it proves who it is."
            )
        )
