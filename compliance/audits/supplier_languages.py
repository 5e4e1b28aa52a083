"""Which languages a supplier's mails and pages are in: English, and others once a named person has reviewed the words.

The words are in locale/<language>/LC_MESSAGES/django.po. A record is for the words as they were that day: whoever
changes one needs a new review. A demo shows all of them and marks those that nobody has reviewed.

See docs/requirements/experience.md#reviewed-languages.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language_info, to_locale

from compliance.suppliers.languages import ENGLISH, LANGUAGE_NAMES

LOCALES = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Review:
    """A record that somebody read every sentence of a language."""

    reviewed_by: str
    reviewed_on: date
    digest: str


@dataclass(frozen=True)
class OfferedLanguage:
    """A language that a supplier may choose. is_reviewed: never False outside a demo."""

    code: str
    own_name: str
    is_reviewed: bool

    @property
    def direction(self) -> str:
        """Return the text direction, for dir= beside lang=."""
        return "rtl" if get_language_info(self.code)["bidi"] else "ltr"


def get_catalogue(code: str) -> Path:
    """Return the file with the words of a language."""
    return LOCALES / to_locale(code) / "LC_MESSAGES" / "django.po"


@cache
def get_digest(code: str) -> str:
    """Return what changes with any word of the language."""
    return hashlib.sha256(get_catalogue(code).read_bytes()).hexdigest()


def get_reviews() -> dict[str, Review]:
    """Return the records by code. What cannot be read is no record, so that nothing unreviewed is sent."""
    try:
        rows = json.loads(Path(settings.SUPPLIER_LANGUAGE_REVIEWS_FILE).read_text(encoding="utf-8"))
        records = {code: _parse_review(row) for code, row in rows.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return {code: review for code, review in records.items() if review.reviewed_by}


def list_offered_languages() -> list[OfferedLanguage]:
    """Return English and the reviewed languages; in a demo also the others, which are marked."""
    recorded = get_reviews()
    offered = [OfferedLanguage(ENGLISH, LANGUAGE_NAMES[ENGLISH], is_reviewed=True)]
    for code, name in LANGUAGE_NAMES.items():
        if code != ENGLISH:
            is_reviewed = code in recorded and recorded[code].digest == get_digest(code)
            if is_reviewed or settings.DEMO:
                offered.append(OfferedLanguage(code, name, is_reviewed))
    return offered


def get_offered_language(code: str) -> OfferedLanguage:
    """Return the language where it is offered, else English."""
    offered = {language.code: language for language in list_offered_languages()}
    return offered.get(code) or offered[ENGLISH]


def record_review(code: str, *, by: str, on: date) -> None:
    """Record that somebody has read every sentence of the language. Raises KeyError, ValueError."""
    if code == ENGLISH or code not in LANGUAGE_NAMES:
        raise KeyError(code)
    if not by.strip():
        raise ValueError("by")
    path = Path(settings.SUPPLIER_LANGUAGE_REVIEWS_FILE)
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    rows[code] = {"reviewed_by": by.strip(), "reviewed_on": on.isoformat(), "digest": get_digest(code)}
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _parse_review(row: dict[str, Any]) -> Review:
    return Review(str(row["reviewed_by"]).strip(), date.fromisoformat(row["reviewed_on"]), str(row["digest"]))
