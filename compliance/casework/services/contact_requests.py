"""A wish to be called is a task, until somebody says what came of it or the person takes it back.

See docs/requirements/helpline.md#wish-to-be-called.
"""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from compliance.casework.choices import TaskKind
from compliance.casework.models import Case, Contact, Task
from compliance.casework.services import merged_cases, transitions
from compliance.concerns.choices import IdentityMode
from compliance.concerns.services.delayed_history import round_to_hour
from portal.accounts.models import User
from portal.core.locks import lock_row
from portal.history.services import record


def get_request_id(contact: UUID) -> UUID:
    """Return the id of the task about the wish of this contact: there is never a second one."""
    return uuid5(contact, TaskKind.CONTACT_REQUEST)


def add_request(contact: Contact, *, actor: User, at: datetime) -> None:
    """Add the task about a wish to be called to the contact's case. When and how is read from what the person said."""
    case = contact.case
    if case is None:
        return
    given = {"case": case, "owner": case.owner, "due_at": case.due_at, "made_by": actor, "made_at": at}
    _task, is_new = Task.objects.get_or_create(
        uuid=get_request_id(contact.pk), defaults=given | {"kind": TaskKind.CONTACT_REQUEST}
    )
    if is_new:
        record(actor, "casework.task.added", case, {"kind": TaskKind.CONTACT_REQUEST.value}, at=at)


def get_waiting_concerns(case: Case) -> set[UUID]:
    """Return the concerns of the case whose reporters wait to be called."""
    waiting = set(merged_cases.rows_of_case(Task.objects.contact_requests(), case).values_list("pk", flat=True))
    if not waiting:
        return set()
    contacts = merged_cases.rows_of_case(Contact.objects.exclude(concern=None), case)
    return {
        concern for pk, concern in contacts.values_list("pk", "concern") if concern and get_request_id(pk) in waiting
    }


def end_withdrawn_requests(now: datetime) -> int:
    """End, for the sweep, the wishes of those who deleted their contact details. Return how many; twice is once."""
    ended = 0
    for task in Task.objects.contact_requests().select_related("case"):
        withdrawn = Contact.objects.filter(concern__identity_mode=IdentityMode.ANONYMOUS, concern__wants_call=False)
        contacts = merged_cases.rows_of_case(withdrawn, task.case.goes_on_in).values_list("pk", flat=True)
        if any(get_request_id(contact) == task.pk for contact in contacts):
            ended += _end(task, now)
    return ended


@transaction.atomic
def _end(task: Task, now: datetime) -> bool:
    """Whoever finished it meanwhile said what came of it, and that stays.

    Its times are of the hour: to the second, they would tell when somebody was at our website.
    """
    now = round_to_hour(now)
    transitions.lock_row(task.case.goes_on_in)
    current = lock_row(task)
    if current.done_at:
        return False
    current.done_at = now
    current.save(update_fields=["done_at"])
    record("system", "casework.task.done", current.case, {"kind": current.kind, "action": ""}, at=now)
    return True
