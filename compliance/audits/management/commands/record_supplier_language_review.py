"""`manage.py record_supplier_language_review vi --by "Lan Example" --on 2027-01-31`: who read what suppliers get."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from compliance.audits import supplier_languages
from compliance.suppliers.languages import ENGLISH, LANGUAGE_NAMES

CODES = [code for code in LANGUAGE_NAMES if code != ENGLISH]


class Command(BaseCommand):
    help = "Record who has reviewed the words for suppliers in a language. Without a language, list each review."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="?", choices=CODES)
        parser.add_argument("--by", default="", help="the name of the person who read every sentence")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the date, like 2027-01-31")

    def handle(self, *args: Any, **options: Any) -> None:
        code, by, on = options["code"], options["by"].strip(), options["on"]
        if code is None:
            self._list()
            return
        if not by or on is None:
            raise CommandError("Add who reviewed it (--by) and when (--on).", returncode=2)
        if on > timezone.localdate():
            raise CommandError("The date of the review is in the future.", returncode=2)
        supplier_languages.record_review(code, by=by, on=on)
        path = supplier_languages.get_catalogue(code)
        self.stdout.write(f"Recorded: {by} reviewed {path} on {on}. Suppliers can now get these words.")

    def _list(self) -> None:
        recorded = supplier_languages.get_reviews()
        for code in CODES:
            review = recorded.get(code)
            if review is None:
                state = "not reviewed"
            elif review.digest != supplier_languages.get_digest(code):
                state = "changed since it was reviewed"
            else:
                state = f"reviewed by {review.reviewed_by} on {review.reviewed_on}"
            self.stdout.write(f"{code} {LANGUAGE_NAMES[code]}: {state}")
