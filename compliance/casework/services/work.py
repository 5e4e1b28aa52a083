"""Notes, tasks, who has a case, and where it stands."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.choices import NoteKind, Status, TaskKind
from compliance.casework.models import Case, Contact, Note, Task
from compliance.casework.rules import triage
from compliance.casework.services import steps, whole
from compliance.casework.services.keys import Keys, put
from compliance.casework.services.steps import Refusal
from compliance.concerns.choices import Status as ConcernStatus
from compliance.concerns.models import Concern
from compliance.concerns.services import desk
from portal.accounts.models import User


def concerns_of(case: Case) -> list[Concern]:
    """What people wrote on the site, or were given a code for, the first first."""
    contacts = whole.of(Contact.objects.exclude(concern=None), case)
    found = Concern.objects.filter(pk__in=contacts.values("concern"))
    return list(found.select_related("data_key").order_by("arrived_hour"))


def codes_of(case: Case) -> list[tuple[UUID, str]]:
    """Each concern of the case, and the reference of its contact."""
    contacts = whole.of(Contact.objects.exclude(concern=None).order_by("hour", "reference"), case)
    return [(concern, reference) for concern, reference in contacts.values_list("concern", "reference") if concern]


@transaction.atomic
def note(*, case: Case, kind: NoteKind, text: str, actor: User, keys: Keys, at: datetime) -> Note:
    """Also of a closed case. A decision stays as it is written here."""
    row = Note(case=case, kind=kind, by=actor, at=at)
    put(keys.of(case), row, text=text)
    row.save(force_insert=True)
    steps.acted(case, actor, "casework.note.added", at, kind=str(kind))
    return row


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
    """uuid: of a task that what made it finds again. Raises Refusal where the case is closed."""
    steps.open_case(case)
    task = Task(uuid=uuid or uuid4(), case=case, kind=kind, due_at=due_at, made_by=actor, made_at=at)
    task.owner = owner or case.owner
    put(keys.of(case), task, words={"what": what} if what else {})
    task.save(force_insert=True)
    steps.acted(case, actor, "casework.task.added", at, kind=str(kind))
    return task


@transaction.atomic
def finish_task(
    *, task: Task, outcome: str, actor: User, keys: Keys, at: datetime, contact: Mapping[str, str] | None = None
) -> Task:
    """Raises Refusal where it is done already. contact: of the council that was told, by services.children.CONTACT."""
    current = Task.objects.select_for_update(of=("self",)).select_related("case__data_key").get(pk=task.pk)
    if current.done_at:
        raise Refusal(_("This is done already."))
    words = keys.facts(current, "words")
    came_of_it = {"outcome": outcome, "contact": dict(contact or {})}
    said = words | {name: value for name, value in came_of_it.items() if value}
    put(keys.of(current.case), current, words=said)
    current.done_at, current.done_by = at, actor
    current.save()
    data = {"kind": current.kind, "action": current.child_action}
    steps.acted(current.case, actor, "casework.task.done", at, **data)
    return current


@transaction.atomic
def assign(*, case: Case, owner: User | None, actor: User, at: datetime) -> Case:
    """Nobody: back to those that are free. Raises Refusal for somebody who may not open it."""
    current = steps.open_case(case)
    if owner is not None and not permissions.can_work_at_desk(owner):
        raise Refusal(_("This person does not work at the desk."))
    if owner is not None and case.readers.filter(user=owner, is_kept_out=True).exists():
        raise Refusal(_("This person is kept from the case."))
    current.owner = owner
    return steps.save(current, actor, "casework.case.assigned", at, owner=str(owner or ""))


@transaction.atomic
def pick_up(*, case: Case, actor: User, at: datetime) -> Case:
    """A case that nobody has. Raises Refusal where a colleague was first."""
    current = steps.open_case(case)
    if current.owner_id is not None:
        raise Refusal(_("A colleague has taken it just now."))
    current.owner = actor
    return steps.save(current, actor, "casework.case.assigned", at, owner=str(actor))


@transaction.atomic
def move(*, case: Case, status: Status, actor: User, at: datetime) -> Case:
    """One step of the table. Raises Refusal, also where something has to be known first."""
    current = steps.open_case(case)
    if status in {Status.CLOSED, Status.MERGED, Status.REOPENED, Status.CLOSURE_REQUESTED}:
        raise Refusal(_("Closing, merging and reopening have pages of their own."))
    needed = triage.missing(level=current.level, category=current.category, age=current.age_of_person)
    if needed and current.status == Status.NEW:
        raise Refusal(_("Say first which kind of case it is, on “Coded facts”."))
    steps.step(current, status)
    if status == Status.IN_PROGRESS:
        for concern in concerns_of(current):
            desk.set_status(concern, ConcernStatus.UNDER_WAY, by=actor, now=at)
    return steps.save(current, actor, "casework.case.moved", at, status=str(status))
