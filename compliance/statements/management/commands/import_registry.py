from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance.statements.registry.parse_csv import CannotRead
from compliance.statements.registry.services import import_csv

MAX_LINES = 1000
COUNT_LABELS = {
    "added": "added",
    "changed": "changed",
    "same": "unchanged",
    "older": "older than the saved row",
    "gone": "no longer in the file",
    "twice": "duplicates",
    "bad": "not read",
}


class Command(BaseCommand):
    help = (
        "Load FILE, the open CSV of the government's modern slavery statement registry, as statements listed elsewhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--date", metavar="YYYY-MM-DD", help=("date of the file, if it was not last saved on that day")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.lines = 0
        today = timezone.localdate()
        dated = self._day(options["date"], today)
        try:
            done = import_csv.load(
                Path(options["file"]), dated=dated, today=today, at=timezone.now(), tell=self._write_report
            )
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.", returncode=2) from error
        except CannotRead as error:
            raise CommandError(f"{options['file']}: {error}", returncode=2) from error
        if self.lines > MAX_LINES:
            self.stderr.write(f"and {self.lines - MAX_LINES} more lines")
        counts = [f"{done[name]} {words}" for name, words in COUNT_LABELS.items() if done[name]]
        self.stdout.write(f"Rows: {', '.join(counts)}." if counts else "Nothing changed: this file is already loaded.")

    def _day(self, typed: str | None, today: date) -> date | None:
        try:
            day = date.fromisoformat(typed) if typed else None
        except ValueError:
            raise CommandError(f"{typed} is not a date. Enter it like 2026-11-24.", returncode=2) from None
        if day and day > today:
            raise CommandError(f"{typed} is in the future. Enter the date of the file.", returncode=2)
        return day

    def _write_report(self, number: int, problem: str) -> None:
        self.lines += 1
        if self.lines <= MAX_LINES:
            self.stderr.write(f"row {number}: {problem}")
