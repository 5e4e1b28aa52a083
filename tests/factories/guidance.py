"""Pages of the resource centre, below /guidance/."""

from datetime import date
from itertools import count
from typing import Any

from wagtail.models import Revision, TaskState
from wagtail.rich_text import RichText

from learning.base.models import BasePage
from learning.resources.models import GuidancePage
from portal.accounts.models import User

_numbers = count(1)
TEXT = "<h2>Look first</h2><p>Ask who pays the workers. Write down what you see.</p>"


def root() -> GuidancePage:
    return GuidancePage.objects.get(url_path="/home/guidance/")


def text(html: str = TEXT) -> tuple[str, RichText]:
    return ("text", RichText(html))


def source(title: str = "Modern Slavery Act 2015", **values: Any) -> tuple[str, dict[str, Any]]:
    return (
        "source",
        {"title": title, "weight": "law", "read_on": date(2026, 11, 24), "place": "", "address": ""} | values,
    )


def guidance_page(*, parent: GuidancePage | None = None, **values: Any) -> GuidancePage:
    """A page that is published, without a draft; live=False for one that is not."""
    number = next(_numbers)
    page = GuidancePage(
        **{
            "title": f"A page of guidance {number}",
            "slug": f"guidance-{number}",
            "summary": "What to look for.",
            "body": [text()],
            "audience": "everyone",
            "topic": "signs",
            "next_check_on": date(2027, 11, 24),
        }
        | values
    )
    return (parent or root()).add_child(instance=page)


def draft(page: BasePage, *, by: User, **changes: Any) -> Revision:
    """Another version of the page, not handed in yet."""
    newest = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(newest, name, value)
    return newest.save_revision(user=by, log_action=True)


def handed_in(page: BasePage, *, by: User, **changes: Any) -> TaskState:
    """A new version of the page that waits in the first step of its review. Its author is its owner, if nobody is."""
    if hasattr(page, "looked_after_by") and not page.looked_after_by:
        changes = {"looked_after_by": by} | changes
    draft(page, by=by, **changes)
    page.refresh_from_db()
    return page.get_workflow().start(page, by).current_task_state


def approve(page: BasePage, *, by: User) -> None:
    """All that is left of the review."""
    while state := type(page).objects.get(pk=page.pk).current_workflow_task_state:
        state.task.specific.on_action(state, by, "approve", comment="")
