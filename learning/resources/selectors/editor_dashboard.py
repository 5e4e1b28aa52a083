"""Queries of the editors' first page, /cms/: what is due, what waits for them, what they have begun."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, IntegerField, Value, When
from wagtail.models import Page, TaskState, WorkflowState

from learning.resources.models import GuidancePage
from learning.resources.rules.review import REMINDER_DAYS
from portal.accounts.models import User

MAX_ROWS = 10


@dataclass(frozen=True)
class DuePage:
    key: int
    title: str
    keeper: str
    due_on: date
    is_mine: bool
    is_late: bool


@dataclass(frozen=True)
class PendingReview:
    """A review that waits. key: of the review."""

    key: int
    title: str
    step: str
    since: datetime


@dataclass(frozen=True)
class OpenDraft:
    """A draft. state: of its review, empty where it was not submitted."""

    key: int
    title: str
    changed_at: datetime
    state: str


def get_due_pages(user: User, today: date) -> list[DuePage]:
    """Return public guidance whose check is due within 60 days; one's own first, then by day."""
    is_mine = Case(When(looked_after_by=user.pk, then=Value(1)), default=Value(0), output_field=IntegerField())
    pages = GuidancePage.objects.live().filter(next_check_on__lte=today + timedelta(days=max(REMINDER_DAYS)))
    pages = pages.select_related("looked_after_by").annotate(is_mine=is_mine)
    return [
        DuePage(
            page.pk,
            page.title,
            str(page.looked_after_by or ""),
            page.next_check_on,
            bool(page.is_mine),
            page.next_check_on < today,
        )
        for page in pages.order_by("-is_mine", "next_check_on", "pk")[:MAX_ROWS]
    ]


def get_reviews_for(user: User) -> list[PendingReview]:
    """Return the reviews that wait for the user, the longest wait first."""
    states = TaskState.objects.reviewable_by(user).select_related("revision", "task").order_by("started_at", "pk")
    return [
        PendingReview(state.pk, state.revision.object_str, state.task.name, state.started_at)
        for state in states[:MAX_ROWS]
    ]


def get_drafts_by(user: User) -> list[OpenDraft]:
    """Return pages whose newest version is the user's own and not public; the newest first."""
    pages = Page.objects.filter(has_unpublished_changes=True, latest_revision__user=user).prefetch_workflow_states()
    return [
        OpenDraft(page.pk, page.draft_title, page.latest_revision_created_at, _state(page))
        for page in pages.order_by("-latest_revision_created_at", "pk")[:MAX_ROWS]
    ]


def _state(page: Page) -> str:
    state: WorkflowState | None = page.current_workflow_state
    return state.status if state else ""
