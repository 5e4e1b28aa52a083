"""What is done by a referral ends: the action for the child that it is, and asking for an answer that has come."""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from compliance.casework.choices import ChildAction
from compliance.casework.models import Task
from compliance.casework.services import merged_cases, tasks
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.transitions import record_act
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


def finish_chase(referral: Referral, *, actor: User, at: datetime) -> None:
    """Finish the task to ask, for an answer came. The words of the task stay sealed as they are."""
    task = Task.objects.open().select_for_update(of=("self",)).filter(pk=get_chase_task_uuid(referral)).first()
    if task is not None:
        task.done_at, task.done_by = at, actor
        task.save(update_fields=["done_at", "done_by"])
        record_act(referral.case, actor, "casework.task.done", at, kind=task.kind, action="")
