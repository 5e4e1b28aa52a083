from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning.directory.services import postcodes


class Command(BaseCommand):
    help = (
        "Load the postcodes of the ONS Postcode Directory from FILE, so that people find services by theirs. "
        "Again without harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the CSV or the ZIP file of the ONS, as it is")
        parser.add_argument("--part", action="store_true", help="FILE is not the whole country: keep what it lacks")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            report = postcodes.load_postcodes(path, at=timezone.now(), is_part=options["part"])
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=2) from error
        except postcodes.UnreadableFile as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error
        for line in report.told:
            self.stderr.write(line)
        self.stdout.write(
            f"{report.kept:,} postcodes in use, {report.ended:,} ended, {report.islands:,} of islands without a "
            f"council, {report.wrong:,} rows could not be read, {report.gone:,} no longer in the file."
        )
