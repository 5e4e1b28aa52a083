"""`manage.py record_language_review vi --by "Lan Example" --on 2027-01-31`: who read a language of /r/languages."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from compliance.concerns import phone_help


class Command(BaseCommand):
    help = "Record who has reviewed a language on the “Languages” page. Without a language, list the review of each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="?", choices=list(phone_help.every_language()))
        parser.add_argument("--by", default="", help="the name of the person who read every sentence")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the date, like 2027-01-31")

    def handle(self, *args: Any, **options: Any) -> None:
        code, by, on = options["code"], options["by"].strip(), options["on"]
        if code is None:
            self._list()
            return
        if not by or on is None:
            raise CommandError("Add who reviewed it (--by) and when (--on).", returncode=2)
        if on > date.today():  # noqa: DTZ011 — the day of whoever types it
            raise CommandError("The date of the review is in the future.", returncode=2)
        for name, sentence in phone_help.every_language()[code].sentences.items():
            self.stdout.write(f"{name}: {sentence}")
        phone_help.record_review(code, by=by, on=on)
        self.stdout.write(f"Recorded: {by} reviewed these sentences on {on}. They are now shown to the public.")

    def _list(self) -> None:
        recorded = phone_help.reviews()
        for code, row in phone_help.every_language().items():
            review = recorded.get(code)
            if review is None:
                state = "not reviewed"
            elif review.digest != row.digest:
                state = "changed since it was reviewed"
            else:
                state = f"reviewed by {review.reviewed_by} on {review.reviewed_on}"
            self.stdout.write(f"{code} {row.language.name}: {state}")
