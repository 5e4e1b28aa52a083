from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance.statements.registry_file import CannotRead
from compliance.statements.services import elsewhere

MOST_LINES = 1000
TOLD = {
    "added": "added",
    "changed": "changed",
    "same": "as they were",
    "older": "older than what is here",
    "gone": "no longer in the file",
    "twice": "named twice",
    "bad": "not read",
}


class Command(BaseCommand):
    help = "Load FILE, the open CSV of the government's modern slavery statement registry, as listed elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--date", metavar="YYYY-MM-DD", help="day of the file, where it was not last written then")

    def handle(self, *args: Any, **options: Any) -> None:
        self.lines = 0
        today = timezone.localdate()
        dated = self._day(options["date"], today)
        try:
            done = elsewhere.load(Path(options["file"]), dated=dated, today=today, at=timezone.now(), tell=self._tell)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.", returncode=2) from error
        except CannotRead as error:
            raise CommandError(f"{options['file']}: {error}", returncode=2) from error
        if self.lines > MOST_LINES:
            self.stderr.write(f"and {self.lines - MOST_LINES} more lines")
        told = [f"{done[name]} {words}" for name, words in TOLD.items() if done[name]]
        self.stdout.write(f"Rows: {', '.join(told)}." if told else "Nothing changed: this file is loaded.")

    def _day(self, typed: str | None, today: date) -> date | None:
        try:
            day = date.fromisoformat(typed) if typed else None
        except ValueError:
            raise CommandError(f"{typed} is no date. Give it as 2026-11-24.", returncode=2) from None
        if day and day > today:
            raise CommandError(f"{typed} has not come yet. Give the day of the file.", returncode=2)
        return day

    def _tell(self, number: int, problem: str) -> None:
        self.lines += 1
        if self.lines <= MOST_LINES:
            self.stderr.write(f"row {number}: {problem}")
