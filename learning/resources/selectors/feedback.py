"""What readers told us of the guidance, for those who write it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from learning.base.languages import shown
from learning.resources.models import Feedback, GuidancePage
from portal.core.fernet import CannotOpen, open_sealed

COUNTED = timedelta(days=365)


@dataclass(frozen=True)
class Words:
    text: str
    is_useful: bool
    sent_on: date


def page_for_feedback(key: int) -> GuidancePage | None:
    """One that everybody may read."""
    return shown(GuidancePage.objects.live().public()).filter(pk=key, depth__gt=3).first()


def counts(today: date) -> QuerySet:
    """Of each page with answers in the last twelve months: how many found it useful, how many did not."""
    recent = Feedback.objects.filter(sent_on__gt=today - COUNTED)
    answers = recent.values("page", "page__title").annotate(
        useful=Count("pk", filter=Q(is_useful=True)),
        not_useful=Count("pk", filter=Q(is_useful=False)),
        written=Count("pk", filter=~Q(words_sealed=b"")),
    )
    return answers.order_by("-not_useful", "page__title", "page")


def title_of(page: int) -> str | None:
    return GuidancePage.objects.filter(pk=page).values_list("title", flat=True).first()


def written(page: int) -> QuerySet[Feedback]:
    """Answers with words, the newest first."""
    return Feedback.objects.filter(page=page).exclude(words_sealed=b"").order_by("-sent_on", "-pk")


def words(rows: Iterable[Feedback]) -> list[Words]:
    """What cannot be opened any more is left out."""
    return [Words(text, row.is_useful, row.sent_on) for row in rows if (text := _opened(row))]


def _opened(row: Feedback) -> str:
    try:
        return open_sealed(bytes(row.words_sealed)).decode()
    except CannotOpen:
        return ""
