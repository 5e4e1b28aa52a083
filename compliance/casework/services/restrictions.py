"""Cases for named people only, and people kept from a case that they know somebody in.

See docs/requirements/helpline.md#need-to-know.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.choices import ApprovalKind, Marking
from compliance.casework.models import Approval, Case, CaseReader, CaseRestriction
from compliance.casework.services import approvals, lead_access, merged_cases, transitions
from compliance.casework.services.case_keys import Keys, seal_columns
from compliance.casework.services.transitions import lock_whole
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def restrict_case(
    *,
    case: Case,
    marking: Marking,
    reason: str,
    actor: User,
    keys: Keys,
    at: datetime,
    lead: User | None = None,
) -> Case:
    """Restrict or seal a case; the owner and the actor stay among the named, and so does the lead of a sealed one.

    Raises ActionRefused, also where no lead besides the actor could open it any more.
    """
    current = lock_whole(case)
    if marking == Marking.CASEWORK or current.marking == marking:
        raise ActionRefused(_("Choose a different marking."))
    if current.marking == Marking.SEALED:
        raise ActionRefused(_("Two people must unseal the case first."))
    current.caserestrictions.filter(lifted_at=None).update(lifted_at=at, lifted_by=actor)
    row = CaseRestriction(case=current, marking=marking, set_by=actor, set_at=at)
    seal_columns(keys.get_key(current), row, reason=reason)
    row.save(force_insert=True)
    current.marking = marking
    named = {person.pk: person for person in (actor, current.owner, lead) if person is not None}
    for person in named.values():
        CaseReader.objects.get_or_create(case=current, user=person, defaults={"named_by": actor, "named_at": at})
    lead_access.require_lead(current, actor)
    transitions.save_case(current, actor, "casework.case.restricted", at, marking=str(marking))
    merged_cases.share_access(current)
    return current


@transaction.atomic
def lift_restriction(*, case: Case, reason: str, actor: User, keys: Keys, at: datetime) -> Approval | None:
    """Open it to all handlers again; a sealed case asks two more people first. Return None where it is done.

    Raises ActionRefused.
    """
    current = lock_whole(case)
    if current.marking == Marking.CASEWORK:
        raise ActionRefused(_("This case is not restricted."))
    if current.marking == Marking.SEALED:
        return approvals.request_approval(
            kind=ApprovalKind.UNSEALING, case=current, reason=reason, actor=actor, keys=keys, at=at, data={"to": "all"}
        )
    lift_restriction_now(current, actor=actor, at=at)
    return None


def lift_restriction_now(case: Case, *, actor: User, at: datetime) -> Case:
    """Open a locked case, or the one that it was merged into, to all handlers."""
    whole = case.goes_on_in
    whole.caserestrictions.filter(lifted_at=None).update(lifted_at=at, lifted_by=actor)
    whole.marking = Marking.CASEWORK
    transitions.save_case(whole, actor, "casework.case.unrestricted", at)
    merged_cases.share_access(whole)
    return whole


@transaction.atomic
def name_reader(*, case: Case, user: User, reason: str, actor: User, keys: Keys, at: datetime) -> Approval | None:
    """Let somebody into a restricted case; into a sealed one two more people have to agree. Raises ActionRefused."""
    current = lock_whole(case)
    if not permissions.can_work_at_desk(user):
        raise ActionRefused(_("This person does not work at the desk."))
    if current.marking == Marking.SEALED:
        data = {"to": str(user.uuid)}
        return approvals.request_approval(
            kind=ApprovalKind.UNSEALING, case=current, reason=reason, actor=actor, keys=keys, at=at, data=data
        )
    name_reader_now(current, user, is_kept_out=False, actor=actor, at=at)
    return None


def name_reader_now(case: Case, user: User, *, is_kept_out: bool, actor: User, at: datetime) -> None:
    """Name somebody for a case, or keep them out, together with all that it was merged with."""
    whole = case.goes_on_in
    values = {"is_kept_out": is_kept_out, "named_by": actor, "named_at": at}
    CaseReader.objects.update_or_create(case=whole, user=user, defaults=values)
    merged_cases.share_access(whole)
    verb = "kept_out" if is_kept_out else "named"
    record(actor, f"casework.reader.{verb}", whole, {"person": str(user)}, at=at)


@transaction.atomic
def keep_reader_out(*, case: Case, user: User, actor: User, at: datetime) -> None:
    """Keep somebody out of a case, since they know the people in it.

    Raises ActionRefused for oneself, its owner, and the last lead who can open it.
    """
    current = lock_whole(case)
    if user.pk in {actor.pk, current.owner_id}:
        raise ActionRefused(_("Assign the case to someone else first."))
    name_reader_now(current, user, is_kept_out=True, actor=actor, at=at)
    if permissions.is_lead(user):
        lead_access.require_lead(current, actor)
