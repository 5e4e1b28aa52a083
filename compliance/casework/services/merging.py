"""Two cases are one situation: one goes on, the other is counted no more and is read with it.

See docs/requirements/helpline.md#merged-cases.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.choices import ApprovalKind, Danger, Marking, NoteKind, Status
from compliance.casework.hooks import registered
from compliance.casework.models import Case, Task
from compliance.casework.services import (
    case_facts,
    claim,
    lead_access,
    merge_undo,
    merged_cases,
    notes,
    restrictions,
    transitions,
)
from compliance.casework.services.case_keys import Keys, seal_columns
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record

# The gravest first.
DANGERS = (Danger.HAPPENING_NOW, Danger.WITHIN_24H, Danger.UNKNOWN, Danger.NOT_IMMEDIATE)
MARKINGS = (Marking.CASEWORK, Marking.RESTRICTED, Marking.SEALED)


@transaction.atomic
def merge_cases(*, case: Case, into: Case, reason: str, actor: User, keys: Keys, at: datetime) -> Case:
    """Move contacts and open tasks to the other case. All else stays where it is sealed and is read from there.

    Both open to the same people afterwards: who is kept out of one is kept out of both. Raises ActionRefused, also
    where the owner of one could not open them then.
    """
    current, other = transitions.lock_open_case(case), transitions.lock_open_case(into)
    if current.pk == other.pk:
        raise ActionRefused(_("Choose a different case."))
    _must_be_settled(current, other)
    _must_be_as_private(current, other)
    before = merge_undo.capture_before_merge(current, other)
    transitions.move_to_status(current, Status.MERGED)
    notes.add_note(case=current, kind=NoteKind.DECISION, text=reason, actor=actor, keys=keys, at=at)
    _take_what_is_graver(other, current)
    current.contacts.update(case=other)
    current.merged_into, current.closed_at, current.closed_by = other, at, actor
    transitions.save_case(current, actor, "casework.case.merged", at, into=other.reference)
    other.forget_parts()
    _move_tasks(current, other, keys)
    if other.concerns_child:
        claim.add_child_actions(other, actor=actor, at=at)
    owners = {row.owner_id for row in (current, other)} - {None}
    _open_to_the_same_people(current, other, actor, at)
    _must_open_to_both_owners(other, User.objects.filter(pk__in=owners))
    lead_access.require_lead(other, actor)
    other.nationalities = case_facts.get_nationalities(other)["nationalities"]
    transitions.save_case(other, actor, "casework.case.merged_here", at, merged=current.reference)
    merge_undo.save_merge(current, other, before, actor=actor, keys=keys, at=at)
    return current


@dataclass(frozen=True)
class Preview:
    """What a merge would do. before, after: the case that goes on. contacts, tasks: how many move.

    child_tasks: added to it for the child. kept_out: who is kept out of both.
    """

    case: Case
    before: Case
    after: Case
    contacts: int
    tasks: int
    child_tasks: int
    kept_out: list[str]


def preview_merge(*, case: Case, into: Case, reason: str, actor: User, keys: Keys, at: datetime) -> Preview:
    """Merge, look, and take it back: nothing stays of it. Raises ActionRefused where the merge would."""
    tasks_before = into.tasks.count()
    contacts, open_tasks = case.contacts.count(), set(case.tasks.open().values_list("pk", flat=True))
    with transaction.atomic():
        merge_cases(case=case, into=into, reason=reason, actor=actor, keys=keys, at=at)
        after = Case.objects.select_related("owner").get(pk=into.pk)
        moved = after.tasks.filter(pk__in=open_tasks).count()
        preview = Preview(
            case=case,
            before=into,
            after=after,
            contacts=contacts,
            tasks=moved,
            child_tasks=after.tasks.count() - tasks_before - moved,
            kept_out=[str(reader.user) for reader in after.readers.filter(is_kept_out=True).select_related("user")],
        )
        transaction.set_rollback(True)
    return preview


def _must_be_settled(case: Case, other: Case) -> None:
    if any(hooks.has_unsent_referral(case) for hooks in registered()):
        raise ActionRefused(_("A referral in this case has not been sent. Send or delete it, then merge."))
    if case.approvals.waiting().exists():
        raise ActionRefused(
            _("A second person has not yet decided a request in this case. Merge once it is decided or withdrawn.")
        )
    if other.approvals.waiting().filter(kind=ApprovalKind.UNSEALING).exists():
        raise ActionRefused(
            _("A second person has not yet decided who can open %(case)s. Merge once it is decided or withdrawn.")
            % {"case": other}
        )


def _must_be_as_private(case: Case, other: Case) -> None:
    """Nobody may come to read it by the merge."""
    if case.marking == Marking.CASEWORK:
        return
    named = {*case.readers.filter(is_kept_out=False).values_list("user", flat=True), None}
    if case.marking == Marking.RESTRICTED:
        named.add(case.owner_id)
    theirs = set(other.readers.filter(is_kept_out=False).values_list("user", flat=True)) | {other.owner_id}
    if MARKINGS.index(Marking(other.marking)) < MARKINGS.index(Marking(case.marking)) or theirs - named:
        raise ActionRefused(
            _("More people can open %(case)s than this case. Restrict it to the same people first.") % {"case": other}
        )


def _open_to_the_same_people(case: Case, other: Case, actor: User, at: datetime) -> None:
    """Give what was merged the marking, owner and readers of the case that goes on. Who is kept out of one, is of both.

    No more people than before may open the case that goes on (_must_be_as_private).
    """
    kept_out = set(case.readers.filter(is_kept_out=True).values_list("user", flat=True))
    of_other = set(other.readers.filter(is_kept_out=True).values_list("user", flat=True))
    for person in User.objects.filter(pk__in=kept_out - of_other).order_by("pk"):
        restrictions.name_reader_now(other, person, is_kept_out=True, actor=actor, at=at)
    for person in User.objects.filter(pk__in=of_other - kept_out).order_by("pk"):
        record(actor, "casework.reader.kept_out", case, {"person": str(person)}, at=at)
    merged_cases.share_access(other)
    case.refresh_from_db(fields=["marking", "owner"])


def _must_open_to_both_owners(other: Case, owners: Iterable[User]) -> None:
    for owner in owners:
        if not permissions.can_open_case(owner, other):
            raise ActionRefused(
                _("%(person)s is assigned one of the cases and could not open both. Assign it to someone else first.")
                % {"person": owner}
            )


def _take_what_is_graver(other: Case, case: Case) -> None:
    """Age, level, danger and deadline; and whether everybody who told us knows what became of it."""
    if case.concerns_child and not other.concerns_child:
        other.age_of_person = case.age_of_person
    other.level, other.due_at = min(other.level, case.level), min(other.due_at, case.due_at)
    other.danger_level = min(Danger(other.danger_level), Danger(case.danger_level), key=DANGERS.index)
    if _can_be_told(case):
        other.is_told = case.is_told and (other.is_told or not _can_be_told(other))


def _can_be_told(case: Case) -> bool:
    return case.contacts.exclude(concern=None).exists()


def _move_tasks(case: Case, other: Case, keys: Keys) -> None:
    """Open ones, sealed anew. What has to be done for the child in both is done once; what was done there, stays."""
    children = merged_cases.rows_of_case(Task.objects.exclude(child_action=""), other).exclude(case=case)
    known = dict(children.values_list("child_action", "done_at"))
    for task in merged_cases.read_rows(Task.objects.open().filter(case=case), case):
        words = keys.facts(task, "words")
        if task.child_action not in known:
            task.case = other
            seal_columns(keys.get_key(other), task, words=words)
            task.save()
        elif known[task.child_action] is None:
            task.delete()
