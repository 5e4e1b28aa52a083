"""The workflow's review step: somebody who did not write the version reads it.

See docs/requirements/experience.md#two-step-review.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState, get_default_page_content_type

from learning.base import services
from learning.base.permissions import can_approve, can_write


class ReviewLock(WorkflowLock):
    """What is being read does not change under the reader's eyes, not even by the reader."""

    def get_message(self, user: Any) -> str:
        return _("Someone has been asked to review this version. You cannot change it until they have.")


class SecondPersonReview(Task):
    """A review by any writer who did not write the version: there is no group to choose, and none to be slipped into.

    It names no actions, so that Wagtail's own buttons stay away: the one door is learning.base.views.review, which asks
    again who is there.
    """

    lock_class = ReviewLock

    class Meta:
        verbose_name = gettext_lazy("review by a second person")
        verbose_name_plural = gettext_lazy("reviews by a second person")

    @classmethod
    def get_description(cls) -> str:
        return _("Someone who can write pages but did not write this version must approve it.")

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return True

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return can_write(user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        if not can_write(user):
            return TaskState.objects.none()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        waiting = waiting.exclude(workflow_state__requested_by=user).exclude(Exists(_own_changes(user)))
        return waiting.exclude(pk__in=_get_own_courses(waiting, user))

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        state = super().start(workflow_state, user=user)
        services.notify_reviewers(page=workflow_state.content_object, state=state, actor=user)
        return state

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or reject. Raises PermissionDenied for an author, where the version that was read is not the newest,
        and for an approval of one that lacks what every page needs.
        """
        state = TaskState.objects.select_for_update(of=("self",)).get(pk=task_state.pk)
        page = state.workflow_state.content_object
        if not can_approve(user, page) or state.revision_id != page.latest_revision_id:
            raise PermissionDenied
        if action_name == "approve" and state.revision.as_object().find_missing():
            raise PermissionDenied
        super().on_action(state, user, action_name, **kwargs)
        state.workflow_state.refresh_from_db()
        services.notify_author(state=state.workflow_state, comment=kwargs.get("comment", ""))


def _get_own_courses(waiting: QuerySet[TaskState], user: Any) -> list[int]:
    """Return the reviews of what is no page and what the user helped to write; few of these wait at a time."""
    others = waiting.exclude(workflow_state__base_content_type=get_default_page_content_type())
    states = others.select_related("workflow_state__base_content_type")
    return [state.pk for state in states if not can_approve(user, state.workflow_state.content_object)]


def _own_changes(user: Any) -> QuerySet[Revision]:
    """Return what get_authors() counts, for many waiting reviews of pages at once."""
    page = Page.objects.annotate(key=Cast("pk", CharField())).filter(key=OuterRef("object_id"))
    published = Subquery(page.values("last_published_at")[:1])
    changes = Revision.objects.filter(
        user=user,
        object_id=OuterRef("revision__object_id"),
        base_content_type=OuterRef("revision__base_content_type"),
    ).filter(base_content_type=get_default_page_content_type())
    changes = changes.annotate(published_at=published)
    return changes.filter(Q(published_at=None) | Q(created_at__gt=F("published_at")))
