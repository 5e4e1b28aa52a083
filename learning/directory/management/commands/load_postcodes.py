from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning.directory.services import postcodes


class Command(BaseCommand):
    help = (
        "Load postcodes from FILE (the ONS Postcode Directory), so that people can find services near them. Safe to "
        "run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the CSV or ZIP file from the ONS, unchanged")
        parser.add_argument(
            "--part",
            action="store_true",
            help="FILE does not cover the whole country, so keep postcodes that it does not have",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            report = postcodes.load_postcodes(path, at=timezone.now(), is_part=options["part"])
        except OSError as error:
            raise CommandError(f"We could not read {path}: {error.strerror}.", returncode=2) from error
        except postcodes.UnreadableFile as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error
        for line in report.told:
            self.stderr.write(line)
        self.stdout.write(
            f"{report.kept:,} postcodes in use, {report.ended:,} ended, {report.islands:,} on islands without a "
            f"council, {report.wrong:,} rows not readable, {report.gone:,} no longer in the file."
        )
