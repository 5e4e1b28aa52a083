"""Drafts started by a business with "Raise a concern"; nothing links draft and business.

See docs/requirements/helpline.md#no-links-from-concerns.
"""

from collections.abc import Mapping
from datetime import datetime

from compliance.concerns.forms.fields import MAX_ACCOUNT_TEXT, MAX_SHORT_TEXT
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import files

# The plain texts that may be handed over, and how long each may be; everything else is left behind.
PREFILLED_ANSWERS = {
    "account": MAX_ACCOUNT_TEXT,
    "business_contact_type": MAX_SHORT_TEXT,
    "subject_organisation": MAX_SHORT_TEXT,
    "subject_site": 5_000,
    "town": MAX_SHORT_TEXT,
    "country": MAX_SHORT_TEXT,
    "products": MAX_SHORT_TEXT,
    "organisation_name": MAX_SHORT_TEXT,
}


def start_draft(values: Mapping[str, str], *, now: datetime) -> str:
    """Start a supply-chain concern with these texts; return the cookie for settings.DRAFT_COOKIE_NAME.

    Nothing is sent: the person reads and changes each answer before. What is no text, or empty, is left out.
    """
    answers = {
        key: str(values[key]).strip()[:max_length] for key, max_length in PREFILLED_ANSWERS.items() if values.get(key)
    }
    answers = {key: text for key, text in answers.items() if text} | {"purpose": "business_concern"}
    return drafts.start_draft(answers=answers, now=now, channel="portal_business").cookie.text


def is_unsent(cookie: str, *, now: datetime) -> bool:
    """Return whether a draft that this cookie opens waits to be sent."""
    draft = drafts.find_draft(cookie, now=now)
    return draft is not None and not draft.is_sent


def discard_draft(cookie: str, *, now: datetime) -> None:
    """Delete the draft of this cookie and its files."""
    if draft := drafts.find_draft(cookie, now=now):
        files.delete_draft(draft)
