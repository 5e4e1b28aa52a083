"""A business presses "Raise a concern": what it hands over begins a draft, and nothing ties the two (decision 20)."""

from collections.abc import Mapping
from datetime import datetime

from compliance.concerns.forms.fields import LONGEST, SHORT
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import files

# The plain texts that may be handed over, and how long each may be; everything else is left behind.
TAKEN = {
    "account": LONGEST,
    "business_contact_type": SHORT,
    "subject_organisation": SHORT,
    "subject_site": 5_000,
    "town": SHORT,
    "country": SHORT,
    "products": SHORT,
    "organisation_name": SHORT,
}


def start_draft(values: Mapping[str, str], *, now: datetime) -> str:
    """Begin a supply-chain concern with these texts; the cookie that opens it, for settings.DRAFT_COOKIE_NAME.

    Nothing is sent: the person reads and changes each answer before. What is no text, or empty, is left out.
    """
    answers = {key: str(values[key]).strip()[:most] for key, most in TAKEN.items() if values.get(key)}
    answers = {key: text for key, text in answers.items() if text} | {"purpose": "business_concern"}
    return drafts.begin(answers=answers, now=now, channel="portal_business").cookie.text


def is_unsent(cookie: str, *, now: datetime) -> bool:
    """Whether a draft that this cookie opens waits to be sent."""
    draft = drafts.find(cookie, now=now)
    return draft is not None and not draft.is_sent


def drop(cookie: str, *, now: datetime) -> None:
    """The draft of this cookie and its files."""
    if draft := drafts.find(cookie, now=now):
        files.drop_draft(draft)
