"""Writes feedback: whether a page was useful is counted, and the words are kept for half a year."""

from datetime import date
from uuid import UUID

from learning.resources.models import Feedback, GuidancePage
from portal.core.fernet import encrypt


def save_feedback(*, page: GuidancePage, token: UUID, is_useful: bool, words: str, on: date) -> Feedback:
    """Save the answer. The same form sent twice counts once."""
    defaults = {
        "page": page,
        "is_useful": is_useful,
        "words_sealed": encrypt(words.encode()) if words else b"",
        "sent_on": on,
    }
    return Feedback.objects.get_or_create(token=token, defaults=defaults)[0]
