"""What is done by a referral ends: the action for the child that it is, and asking for an answer that has come."""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import ChildAction
from compliance.casework.models import Task
from compliance.casework.services import merged_cases, tasks
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.transitions import record_act
from compliance.concerns.response_targets import get_targets
from compliance.referrals.models import Referral
from portal.accounts.models import User

# By the kind of recipient that was told.
CHILD_ACTIONS = {
    "la_children": ChildAction.LA_CHILDREN_CONTACTED,
    "hsc_trust": ChildAction.LA_CHILDREN_CONTACTED,
    "ictg": ChildAction.ICTG_REFERRED,
}


def get_chase_task_uuid(referral: Referral) -> UUID:
    """Return the id of the task to ask for an answer, so that the answer finds it without opening any words."""
    return uuid5(referral.pk, "chase")


def finish_child_action(referral: Referral, *, actor: User, keys: Keys, at: datetime) -> None:
    """Finish the task to tell a service that has been told. Whom at the council stays a task of its own."""
    action = CHILD_ACTIONS.get(referral.target_type)
    rows = Task.objects.open().filter(child_action=action) if action else Task.objects.none()
    for task in merged_cases.read_rows(rows, referral.case):
        name = keys.facts(referral, "target")["name"]
        tasks.finish_task(
            task=task, outcome=_("Referred to %(name)s.") % {"name": name}, actor=actor, keys=keys, at=at
        )  # fmt: skip


def move_chase(referral: Referral, due_at: datetime) -> None:
    """Ask later, or sooner: the case is due then, too."""
    task = _lock_chase(referral)
    if task is not None:
        task.due_at = due_at
        task.save(update_fields=["due_at"])
        _set_case_due(referral, due_at)


def finish_chase(referral: Referral, *, actor: User, at: datetime) -> None:
    """Finish the task to ask, for an answer came. The words of the task stay sealed as they are.

    The next step of the case is due as a referral is, from now on (docs/requirements/helpline.md#next-deadline).
    """
    task = _lock_chase(referral)
    if task is not None:
        task.done_at, task.done_by = at, actor
        task.save(update_fields=["done_at", "done_by"])
        record_act(referral.case, actor, "casework.task.done", at, kind=task.kind, action="")
        targets = get_targets(referral.case.goes_on_in.level)
        _set_case_due(referral, targets.referral.after(timezone.localtime(at)))


def _lock_chase(referral: Referral) -> Task | None:
    return Task.objects.open().select_for_update(of=("self",)).filter(pk=get_chase_task_uuid(referral)).first()


def _set_case_due(referral: Referral, due_at: datetime) -> None:
    """Give the case, which is locked, its next deadline. Open tasks that are due sooner come first all the same."""
    case = referral.case.goes_on_in
    case.due_at = due_at
    case.save(update_fields=["due_at"])
