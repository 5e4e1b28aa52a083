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

    help = "Import an organisation from another portal. FILE is the archive that its administrator downloaded there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and the options of the command."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--unconfirmed",
            action="store_true",
            help="make the organisation verify itself again before it is shown or can publish",
        )
        parser.add_argument("--json", action="store_true", help="print a JSON object instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the archive and print what was imported."""
        name = options["file"]
        if not Path(name).is_file():
            raise CommandError(f"We could not read {name}: there is no such file.", returncode=2)
        try:
            report = import_.import_archive(Path(name), at=timezone.now(), is_trusted=not options["unconfirmed"])
        except OSError as error:
            raise CommandError(f"We could not read {name}: {error.strerror}.", returncode=2) from error
        except Refused as refused:
            raise CommandError(
                f"We could not import {name}: {' '.join(str(refused).split())}.", returncode=2
            ) from refused
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
            f"{summary['name']} is now at /o/{summary['organisation']}/, with {report.rows} rows and {report.files} "
            f"files. {report.people_known} people already had an account. {report.people_made} new people can set a "
            "password using “Forgotten your password?”. We did not send any emails. "
            + (
                "The organisation is verified, as it was there, and its published statements are now public here."
                if summary["confirmed"]
                else "The organisation is not verified, so nothing about it is public here until it is."
            )
        )
