"""Mails about reviews and comments. They hold a link and nothing of the page (experience f3)."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import Translation

from learning.base.permissions import others_who_can_approve, writers
from portal.core import mail


def ask_reviewers(*, page: Page, state: TaskState, actor: Any) -> None:
    """Everybody who could read it, but not the person who has just approved the step before."""
    people = others_who_can_approve(page)
    address = _address("learning_review", state.pk)
    for person in people.exclude(pk=actor.pk) if actor else people:
        _send(person, "review", address)


@transaction.atomic
def hand_in(*, translation: Translation, page: Page, actor: Any) -> None:
    """The words of a translation as a new version of its page, for a review; one that was waiting begins anew."""
    if state := page.current_workflow_state:
        state.cancel(user=actor)
    translation.save_target(user=actor, publish=False)
    page.refresh_from_db()
    page.get_workflow().start(page, actor)


def tell_author(*, state: WorkflowState) -> None:
    """Of a review that is over, or that asks for changes; between two steps there is nothing to tell."""
    template = {WorkflowState.STATUS_APPROVED: "approved", WorkflowState.STATUS_NEEDS_CHANGES: "changes"}
    author = state.requested_by
    if author is not None and author.is_active and state.status in template:
        _send(author, template[state.status], _address("wagtailadmin_pages:edit", state.object_id))


def tell_of_comments(*, page: Page, actor: Any) -> None:
    """Everybody else who said something on the page."""
    said = Q(wagtail_admin_comments__page=page) | Q(comment_replies__comment__page=page)
    for person in writers().filter(said).exclude(pk=actor.pk):
        _send(person, "comment", _address("wagtailadmin_pages:edit", page.pk))


def _send(person: Any, template: str, address: str) -> None:
    mail.send(to=person.email, template=f"pages/{template}", context={"address": address})


def _address(name: str, key: Any) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[key])}"
