"""A second person's word, and what follows from it at once. Other acts wait for the yes and spend it themselves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind, ApprovalState
from compliance.casework.hooks import get_caution, registered
from compliance.casework.models import Approval, Case
from compliance.casework.services import approvals, closing, priorities, restrictions, transitions
from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused


@transaction.atomic
def decide_and_apply(
    *, approval: Approval, is_yes: bool, answer: str, actor: User, keys: Keys, at: datetime, accepts: bool = False
) -> Approval:
    """Decide, and do at once what follows from a yes. Raises ActionRefused; nothing is decided then.

    accepts: whether they ticked the caution, which a yes needs where there is one (casework.hooks.get_caution).
    """
    if is_yes:
        for hooks in registered():
            hooks.require_agreeable(approval, actor=actor, keys=keys)
        if not accepts and get_caution(approval):
            raise ActionRefused(_("Tick the box if you agree that it goes out like this, or answer no."))
    decided = approvals.decide_approval(approval=approval, is_yes=is_yes, answer=answer, actor=actor, keys=keys, at=at)
    if decided.state == ApprovalState.APPROVED and decided.kind in APPLIED_AT_ONCE:
        APPLIED_AT_ONCE[ApprovalKind(decided.kind)](decided, actor, at)
        decided.used_at = at
        decided.save(update_fields=["used_at"])
    if decided.state == ApprovalState.REFUSED and decided.kind == ApprovalKind.CLOSURE:
        closing.keep_case_open(_case(decided), actor=actor, at=at)
    return decided


def _case(approval: Approval) -> Case:
    """Locked; every kind that is carried out here is of a case."""
    return transitions.lock_row(Case.objects.get(approvals=approval))


def _close(approval: Approval, actor: User, at: datetime) -> None:
    born = approval.data.get("youngest_born")
    closing.close_approved(_case(approval), youngest_born=born, actor=actor, at=at)


def _lower(approval: Approval, actor: User, at: datetime) -> None:
    priorities.set_level(transitions.lock_open_case(_case(approval)), approval.data["level"], actor=actor, at=at)


def _unseal(approval: Approval, actor: User, at: datetime) -> None:
    case, whom = _case(approval), approval.data["to"]
    if whom == "all":
        restrictions.lift_restriction_now(case, actor=actor, at=at)
        return
    person = User.objects.get(uuid=whom)
    if case.readers.filter(user=person, is_kept_out=True, named_at__gt=approval.asked_at).exists():
        raise ActionRefused(_("This person cannot open the case."))
    restrictions.name_reader_now(case, person, is_kept_out=False, actor=actor, at=at)


APPLIED_AT_ONCE = {ApprovalKind.CLOSURE: _close, ApprovalKind.LEVEL: _lower, ApprovalKind.UNSEALING: _unseal}
