"""Whether a page was useful: counted, and the words kept for half a year."""

from datetime import date
from uuid import UUID

from learning.resources.models import Feedback, GuidancePage
from portal.core.fernet import seal


def give(*, page: GuidancePage, token: UUID, is_useful: bool, words: str, on: date) -> Feedback:
    """The same form sent twice counts once."""
    given = {
        "page": page,
        "is_useful": is_useful,
        "words_sealed": seal(words.encode()) if words else b"",
        "sent_on": on,
    }
    return Feedback.objects.get_or_create(token=token, defaults=given)[0]
