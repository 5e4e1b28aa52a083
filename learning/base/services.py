"""Submits translations, and sends mails about reviews and comments: a link, what a reviewer says, nothing of the page.

See docs/requirements/experience.md#review-mails.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import Translation

from learning.base.admin_addresses import get_edit_address
from learning.base.permissions import get_other_reviewers, get_writers
from portal.accounts.models import User
from portal.core import mail
from portal.core.faces import build_address


# Any: a page or a course
def notify_reviewers(*, page: Any, state: TaskState, actor: User | None) -> None:
    """Mail everybody who could review it, but not the person who has just approved the step before."""
    people = get_other_reviewers(page)
    address = _address("learning_review", state.pk)
    for person in people.exclude(pk=actor.pk) if actor else people:
        _send(person, "review", address)


@transaction.atomic
def submit_translation(*, translation: Translation, page: Page, actor: User) -> None:
    """Save the words of a translation as a new version of its page, for a review; one that was waiting begins anew."""
    if state := page.current_workflow_state:
        state.cancel(user=actor)
    translation.save_target(user=actor, publish=False)
    page.refresh_from_db()
    page.get_workflow().start(page, actor)


def notify_author(*, state: WorkflowState, comment: str = "") -> None:
    """Mail the author about a review that is over, or that asks for changes; between two steps there is no mail.

    comment: what the reviewer says to the author.
    """
    template = {WorkflowState.STATUS_APPROVED: "approved", WorkflowState.STATUS_NEEDS_CHANGES: "changes"}
    author = state.requested_by
    if author is not None and author.is_active and state.status in template:
        address = build_address(get_edit_address(state.content_object))
        _send(author, template[state.status], address, comment=comment)


def notify_commenters(*, page: Page, actor: User) -> None:
    """Mail everybody else who commented on the page."""
    commented = Q(wagtail_admin_comments__page=page) | Q(comment_replies__comment__page=page)
    for person in get_writers().filter(commented).exclude(pk=actor.pk):
        _send(person, "comment", _address("wagtailadmin_pages:edit", page.pk))


def _send(person: User, template: str, address: str, *, comment: str = "") -> None:
    mail.send(to=person.email, template=f"pages/{template}", context={"address": address, "comment": comment})


def _address(name: str, key: Any) -> str:
    return build_address(reverse(name, args=[key]))
