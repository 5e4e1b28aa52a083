"""Adding, finding and finishing what is to do about a case."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.choices import TaskKind
from compliance.casework.models import Case, Task
from compliance.casework.services import merged_cases, transitions
from compliance.casework.services.case_keys import Keys, seal_columns
from portal.accounts.models import User
from portal.core import locks
from portal.core.exceptions import ActionRefused


def find_task(case: Case, uuid: UUID) -> Task | None:
    """Return an open task of the case, or of one that was merged into it."""
    return merged_cases.find_row(Task.objects.open(), case, uuid)


@transaction.atomic
def add_task(
    *,
    case: Case,
    kind: TaskKind,
    what: str,
    due_at: datetime | None,
    owner: User | None = None,
    actor: User,
    keys: Keys,
    at: datetime,
    uuid: UUID | None = None,
) -> Task:
    """Add a task. Raises ActionRefused where the case is closed. uuid: by which what made it finds it again."""
    transitions.lock_open_case(case)
    task = Task(uuid=uuid or uuid4(), case=case, kind=kind, due_at=due_at, made_by=actor, made_at=at)
    task.owner = owner or case.owner
    seal_columns(keys.get_key(case), task, words={"what": what} if what else {})
    task.save(force_insert=True)
    transitions.record_act(case, actor, "casework.task.added", at, kind=str(kind))
    return task


@transaction.atomic
def finish_task(
    *, task: Task, outcome: str, actor: User, keys: Keys, at: datetime, contact: Mapping[str, str] | None = None
) -> Task:
    """Finish a task with what came of it. Raises ActionRefused where it is done already or
    says nothing of somebody who asked to be called, RowGone where a merge deleted
    it. The case is locked first, since a merge seals its tasks anew.

    contact: of the council that was told, by services.children.CONTACT.
    """
    transitions.lock_row(task.case.goes_on_in)
    current = locks.lock_row(task, "case__data_key")
    if current.done_at:
        raise ActionRefused(_("This task is already done."))
    if current.kind == TaskKind.CONTACT_REQUEST and not outcome.strip():
        raise ActionRefused(_("Enter what happened. Someone asked us to call them."))
    words = keys.facts(current, "words")
    came_of_it = {"outcome": outcome, "contact": dict(contact or {})}
    all_words = words | {name: value for name, value in came_of_it.items() if value}
    seal_columns(keys.get_key(current.case), current, words=all_words)
    current.done_at, current.done_by = at, actor
    current.save()
    data = {"kind": current.kind, "action": current.child_action}
    transitions.record_act(current.case, actor, "casework.task.done", at, **data)
    return current
