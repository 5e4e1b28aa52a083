"""Queries of readers' feedback on the guidance, for those who write it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from learning.base.languages import get_public_pages
from learning.resources.models import Feedback, GuidancePage
from portal.core.fernet import DecryptionError, decrypt

COUNTED_PERIOD = timedelta(days=365)


@dataclass(frozen=True)
class Comment:
    text: str
    is_useful: bool
    sent_on: date


def page_for_feedback(key: int) -> GuidancePage | None:
    """Return the page, one that everybody may read."""
    return get_public_pages(GuidancePage.objects.live().public()).filter(pk=key, depth__gt=3).first()


def get_counts(today: date) -> QuerySet:
    """Return each page with answers in the last twelve months, and how many found it useful or did not."""
    recent = Feedback.objects.filter(sent_on__gt=today - COUNTED_PERIOD)
    answers = recent.values("page", "page__title").annotate(
        useful=Count("pk", filter=Q(is_useful=True)),
        not_useful=Count("pk", filter=Q(is_useful=False)),
        written=Count("pk", filter=~Q(words_sealed=b"")),
    )
    return answers.order_by("-not_useful", "page__title", "page")


def get_title(page: int) -> str | None:
    """Return the title of the page."""
    return GuidancePage.objects.filter(pk=page).values_list("title", flat=True).first()


def get_comments(page: int) -> QuerySet[Feedback]:
    """Return answers with words, the newest first."""
    return Feedback.objects.filter(page=page).exclude(words_sealed=b"").order_by("-sent_on", "-pk")


def open_comments(rows: Iterable[Feedback]) -> list[Comment]:
    """Return the comments; what cannot be decrypted any more is left out."""
    return [Comment(text, row.is_useful, row.sent_on) for row in rows if (text := _decrypt(row))]


def _decrypt(row: Feedback) -> str:
    try:
        return decrypt(bytes(row.words_sealed)).decode()
    except DecryptionError:
        return ""
