"""A second person's word, and what follows from it at once. Other acts wait for the yes and spend it themselves."""

from datetime import datetime

from django.db import transaction

from compliance.casework.choices import ApprovalKind, ApprovalState
from compliance.casework.models import Approval, Case
from compliance.casework.services import approvals, closing, levels, restricting, steps
from compliance.casework.services.keys import Keys
from compliance.casework.services.nrm import agreeing
from portal.accounts.models import User


@transaction.atomic
def decide(*, approval: Approval, is_yes: bool, answer: str, actor: User, keys: Keys, at: datetime) -> Approval:
    """Raises Refusal; nothing is decided then."""
    if is_yes and approval.kind == ApprovalKind.NRM_HANDOVER:
        agreeing.require_agreeable(approval, actor=actor, keys=keys)
    decided = approvals.decide(approval=approval, is_yes=is_yes, answer=answer, actor=actor, keys=keys, at=at)
    if decided.state == ApprovalState.APPROVED and decided.kind in CARRIED_OUT:
        CARRIED_OUT[ApprovalKind(decided.kind)](decided, actor, at)
        decided.used_at = at
        decided.save(update_fields=["used_at"])
    if decided.state == ApprovalState.REFUSED and decided.kind == ApprovalKind.CLOSURE:
        closing.keep_open(_case(decided), actor=actor, at=at)
    return decided


def _case(approval: Approval) -> Case:
    """Locked; every kind that is carried out here is of a case."""
    return steps.locked(Case.objects.get(approvals=approval))


def _close(approval: Approval, actor: User, at: datetime) -> None:
    born = approval.data.get("youngest_born")
    closing.close_approved(_case(approval), youngest_born=born, actor=actor, at=at)


def _lower(approval: Approval, actor: User, at: datetime) -> None:
    levels.set_level(steps.open_case(_case(approval)), approval.data["level"], actor=actor, at=at)


def _unseal(approval: Approval, actor: User, at: datetime) -> None:
    case, whom = _case(approval), approval.data["to"]
    if whom == "all":
        restricting.lift_now(case, actor=actor, at=at)
    else:
        restricting.name_now(case, User.objects.get(uuid=whom), is_kept_out=False, actor=actor, at=at)


CARRIED_OUT = {ApprovalKind.CLOSURE: _close, ApprovalKind.LEVEL: _lower, ApprovalKind.UNSEALING: _unseal}
