import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance.archive.services import import_
from compliance.archive.validation import Refused


class Command(BaseCommand):
    help = "Bring an organisation from another portal: FILE is the archive that its administrator downloaded there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--unconfirmed", action="store_true", help="have it prove anew who it is before it is shown or publishes"
        )
        parser.add_argument("--json", action="store_true", help="print one object instead")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        if not Path(name).is_file():
            raise CommandError(f"{name} cannot be read: there is no such file.", returncode=2)
        try:
            done = import_.import_archive(Path(name), at=timezone.now(), is_trusted=not options["unconfirmed"])
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.", returncode=2) from error
        except Refused as refused:
            raise CommandError(f"{name} was not taken: {' '.join(str(refused).split())}.", returncode=2) from refused
        told = {
            "organisation": done.organisation.slug,
            "name": done.organisation.name,
            "confirmed": done.organisation.is_confirmed,
            "sha256": done.sha256,
            "rows": done.rows,
            "files": done.files,
            "people": {"known": done.people_known, "made": done.people_made},
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(
            f"{told['name']} is at /o/{told['organisation']}/ now: {done.rows} rows, {done.files} files. "
            f"{done.people_known} people had an account; {done.people_made} were given one, and set a password "
            "by “Forgotten your password?”. Nobody was sent a mail. "
            + (
                "It is confirmed, as it was there, and its published statements are public here."
                if told["confirmed"]
                else "It is not confirmed: nothing of it is public here before it proves who it is."
            )
        )
