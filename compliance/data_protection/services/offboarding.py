"""Somebody leaves the desk: what they had goes to others first, then their key, then the team gets a new one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from compliance.casework import permissions
from compliance.casework.choices import Marking, TaskKind
from compliance.casework.models import CallDraft, Case, CaseReader, Task
from compliance.casework.services import assignment, key_rotation
from compliance.casework.services.case_keys import Keys
from compliance.data_protection.models import Complaint
from compliance.referrals.choices import ReferralStatus
from compliance.referrals.models import Referral
from portal.accounts.models import User
from portal.accounts.roles import DESK_ROLES, StaffRole
from portal.accounts.services import sessions, staff_roles
from portal.core.exceptions import ActionRefused
from portal.history.services import record
from portal.vault.encryption import DecryptionError
from portal.vault.services import handlers

REASON = "leaves the desk"
HELD_LABELS = (
    ngettext_lazy("%(n)d case", "%(n)d cases", "n"),
    ngettext_lazy("%(n)d task", "%(n)d tasks", "n"),
    ngettext_lazy("%(n)d call-back", "%(n)d call-backs", "n"),
    ngettext_lazy("%(n)d complaint", "%(n)d complaints", "n"),
    ngettext_lazy("%(n)d open call form", "%(n)d open call forms", "n"),
    ngettext_lazy("%(n)d sealed case that no one else can open", "%(n)d sealed cases that no one else can open", "n"),
)


@dataclass(frozen=True)
class WorkInHand:
    """What somebody has in hand, each to be given to another. Nothing is read before it is asked for."""

    cases: QuerySet[Case]
    tasks: QuerySet[Task]
    call_backs: QuerySet[Task]
    partners: QuerySet[Referral]
    complaints: QuerySet[Complaint]
    calls: QuerySet[CallDraft]

    # Any: rows of five models.
    @property
    # Any: rows of five models.
    def all_rows(self) -> tuple[QuerySet[Any], ...]:
        return self.cases, self.tasks, self.call_backs, self.partners, self.complaints, self.calls

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many there are of each, by the names above."""
        return {field.name: rows.count() for field, rows in zip(fields(self), self.all_rows, strict=True)}

    # Any: rows of five models, which a page lists together.
    def first(self, count: int) -> list[Any]:
        """Return the first so many rows, cases before all others."""
        first: list[Any] = []
        for rows in self.all_rows:
            first += rows[: count - len(first)]
        return first

    def __iter__(self) -> Iterator[Any]:
        for rows in self.all_rows:
            yield from rows

    def __len__(self) -> int:
        return sum(self.counts.values())


def get_work_in_hand(person: User, reader: User | None = None) -> WorkInHand:
    """Return what the person has in hand; with a reader, nothing of a case that the reader is kept out of.

    partners: agencies that were promised a call or that promised one, for a referral of theirs.
    """
    cases = Case.objects.open().filter(owner=person)
    tasks = Task.objects.open().filter(owner=person).select_related("case")
    promised = _promised(person).select_related("case")
    if reader is not None:
        cases = permissions.exclude_kept_out(cases, reader)
        tasks = permissions.exclude_kept_out(tasks, reader, "case")
        promised = permissions.exclude_kept_out(promised, reader, "case")
    return WorkInHand(
        cases=cases,
        tasks=tasks.exclude(kind=TaskKind.CALL_BACK),
        call_backs=tasks.filter(kind=TaskKind.CALL_BACK),
        partners=promised,
        complaints=Complaint.objects.filter(owner=person, answered_at=None),
        calls=CallDraft.objects.filter(handler=person),
    )


def get_sealed_cases_of(person: User, reader: User | None = None) -> list[Case]:
    """Return sealed cases that would open to nobody any more, or to no lead where the person is the lead named for
    them.

    With a reader, none that the reader is kept out of: another lead can ask for those (services.lead_access).
    """
    sealed = Case.objects.filter(marking=Marking.SEALED, readers__user=person, readers__is_kept_out=False)
    if reader is not None:
        sealed = permissions.exclude_kept_out(sealed, reader)
    roles = {StaffRole.TRIAGE_LEAD} if permissions.is_lead(person) else DESK_ROLES
    others = CaseReader.objects.filter(is_kept_out=False, user__is_active=True, user__groups__name__in=roles)
    return list(sealed.exclude(pk__in=others.exclude(user=person).values("case")).distinct())


def explain_what_keeps(person: User) -> str:
    """Return why somebody cannot leave the desk yet, for whoever may not know of the cases; empty where they can.

    Asked by portal.accounts before an account of the desk is closed or loses its last role there.
    """
    had = get_work_in_hand(person).counts
    promised, alone = had["call_backs"] + had["partners"], len(get_sealed_cases_of(person))
    held = (had["cases"], had["tasks"], promised, had["complaints"], had["calls"], alone)
    labels = [words % {"n": count} for words, count in zip(HELD_LABELS, held, strict=True) if count]
    if not labels:
        return ""
    message = _("%(name)s still has work at the desk: %(what)s. A triage lead must reassign it first, at %(address)s.")
    return message % {"name": person, "what": ", ".join(labels), "address": reverse("duties:leaving")}


@transaction.atomic
def revoke_access(person: User, *, at: datetime) -> None:
    """Let no key of somebody who leaves open anything, and no sealed case name them. Twice is once.

    What they may have kept a copy of opens until the team has another key: that is due from now on.
    """
    CaseReader.objects.filter(user=person, is_kept_out=False).delete()
    handlers.revoke_key(user=person, at=at)


@transaction.atomic
def offboard(*, person: User, owners: Mapping[UUID, User], by: User, keys: Keys, at: datetime) -> None:
    """Give everything to its new owner, end the person's sessions, take their roles and key, give the team a new key.

    owners: by uuid of each row of had_by. What belongs to a case that `by` is kept out of goes back to those that are
    free, without a word. Everybody unlocks again after it. Raises ActionRefused.
    """
    locked = User.objects.select_for_update().get(pk=person.pk)
    if locked.pk == by.pk:
        raise ActionRefused(_("Another lead must do this for you."))
    if alone := get_sealed_cases_of(locked, by):
        raise ActionRefused(
            _("Only this person has access to %(case)s. Give someone else access first.") % {"case": alone[0]}
        )
    had = list(get_work_in_hand(locked, by))  # all of it before any changes hands
    for row in had:
        _give(row, owners.get(row.pk), by, at)
    for row in list(get_work_in_hand(locked)):
        _set_owner(row, None, by, at)
    for role in locked.groups.filter(name__in=DESK_ROLES).values_list("name", flat=True):
        staff_roles.remove_role(person=locked, role=StaffRole(role), by=by, reason=REASON, at=at)
    sessions.close_all_sessions(user=locked)
    record(by, "casework.desk.left", locked, {"count": len(had)}, at=at)
    try:
        key_rotation.continue_rotation(keys=keys, actor=by, at=at, begin=True)
    except DecryptionError as error:
        raise ActionRefused(_("Your key does not open the team’s key. Another lead must do this.")) from error


def _promised(person: User) -> QuerySet[Referral]:
    over = (ReferralStatus.DONE, ReferralStatus.REVOKED, ReferralStatus.REJECTED)
    return Referral.objects.filter(made_by=person, call_back_due_at__isnull=False).exclude(status__in=over)


def _give(row: Any, owner: User | None, by: User, at: datetime) -> None:
    """Raises ActionRefused where nobody was said, or where it is not for them."""
    if owner is None:
        raise ActionRefused(_("They have just been given more work. Check the list again."))
    if isinstance(row, Case):
        _must_be_able_to_open(row, owner)
    _set_owner(row, owner, by, at)


def _set_owner(row: Any, owner: User | None, by: User, at: datetime) -> None:
    if isinstance(row, Case):
        assignment.assign_case(case=row, owner=owner, actor=by, at=at)
        return
    name = {Referral: "made_by", CallDraft: "handler"}.get(type(row), "owner")
    type(row).objects.filter(pk=row.pk).update(**{name: owner})
    about = getattr(row, "case", None) or row
    record(by, "casework.work.given", about, {"kind": row._meta.model_name, "owner": str(owner or "")}, at=at)


def _must_be_able_to_open(case: Case, owner: User) -> None:
    if case.marking == Marking.SEALED and not case.readers.filter(user=owner, is_kept_out=False).exists():
        raise ActionRefused(
            _("%(case)s is sealed, and %(person)s does not have access to it. Choose another person.")
            % {"case": case, "person": owner}
        )
