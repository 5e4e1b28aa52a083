"""What the helpline is and which number to call, in languages of people who may not read English.

The sentences are in data/phone_help.json. A language is shown to the public only where it is recorded who read them
and on which day. A record is for the sentences as they were that day: whoever changes one needs a new review.

See docs/requirements/experience.md#reviewed-languages.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.reference.languages import Language, languages

SENTENCES = ("what", "call", "say_language", "interpreter", "no_name", "danger")
EMERGENCY = "999"


@dataclass(frozen=True)
class PhoneHelp:
    """The sentences in one language. spoken_name: what a caller says to the handler, in English."""

    language: Language
    spoken_name: str
    sentences: Mapping[str, str]

    @property
    def digest(self) -> str:
        """Return what changes with any sentence, so that a review of other words counts for nothing."""
        text = json.dumps([self.spoken_name, *(self.sentences[name] for name in SENTENCES)], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def danger(self) -> tuple[str, str]:
        """Return the sentence about danger before and after the number, which is a link."""
        before, _number, after = self.sentences["danger"].partition(EMERGENCY)
        return before, after


@dataclass(frozen=True)
class Review:
    """A record that somebody read every sentence of a language."""

    reviewed_by: str
    reviewed_on: date
    digest: str


@dataclass(frozen=True)
class Shown:
    """A language on the page. is_reviewed: never False for the public."""

    help: PhoneHelp
    is_reviewed: bool


@cache
def every_language() -> dict[str, PhoneHelp]:
    """Return the sentences by code of the language, in the order of the file."""
    text = files("compliance.concerns").joinpath("data", "phone_help.json").read_text(encoding="utf-8")
    names = languages()
    rows = [
        PhoneHelp(names[row["code"]], row["spoken_name"], row["sentences"]) for row in json.loads(text)["languages"]
    ]
    return {row.language.code: row for row in rows}


def reviews() -> dict[str, Review]:
    """Return the records by code. What cannot be read is no record, so that nothing unreviewed is shown."""
    try:
        rows = json.loads(Path(settings.PHONE_HELP_REVIEWS_FILE).read_text(encoding="utf-8"))
        records = {code: _review(row) for code, row in rows.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return {code: review for code, review in records.items() if review.reviewed_by}


def shown_languages() -> list[Shown]:
    """Return the reviewed languages, by their own names; in a demo also the others, which are marked."""
    recorded = reviews()
    lines = []
    for code, row in every_language().items():
        is_reviewed = code in recorded and recorded[code].digest == row.digest
        if is_reviewed or settings.DEMO:
            lines.append(Shown(row, is_reviewed))
    return sorted(lines, key=lambda shown: (shown.help.language.own_name or "").casefold())


def record_review(code: str, *, by: str, on: date) -> None:
    """Record that somebody has read every sentence of the language. Raises KeyError, ValueError."""
    row = every_language()[code]
    if not by.strip():
        raise ValueError("by")
    path = Path(settings.PHONE_HELP_REVIEWS_FILE)
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    rows[code] = {"reviewed_by": by.strip(), "reviewed_on": on.isoformat(), "digest": row.digest}
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _review(row: Mapping[str, Any]) -> Review:
    return Review(str(row["reviewed_by"]).strip(), date.fromisoformat(row["reviewed_on"]), str(row["digest"]))
