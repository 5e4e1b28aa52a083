"""Going ahead with what waits for a second person when nobody is there to be one (decision 25).

Two people never stop a rescue: danger to a life or to a child goes ahead by the one who asked, with the reason written
down, and somebody else looks at it within a day.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.choices import LIFE_SAVING, ApprovalState
from compliance.casework.models import Approval, Referral
from compliance.casework.rules.disclosure import may_go_alone
from compliance.casework.services import approvals
from compliance.casework.services.keys import Keys
from compliance.casework.services.referrals import drafting
from compliance.casework.services.steps import Refusal
from portal.accounts.models import User


def referral_of(approval: Approval) -> Referral | None:
    """What was asked for, where it is a referral."""
    return Referral.objects.select_related("case__data_key").filter(approval=approval).first()


def may(approval: Approval, user: User, keys: Keys) -> bool:
    """Whether it is theirs to go ahead with, if nobody else is there."""
    is_theirs = approval.asked_by_id == user.pk and approval.state == ApprovalState.WAITING
    return is_theirs and approval.kind in LIFE_SAVING and _saves_life(approval, keys)


@transaction.atomic
def go_ahead(*, approval: Approval, reason: str, actor: User, keys: Keys, at: datetime) -> Approval:
    """Raises Refusal where it saves nobody, or where somebody is at the desk who may decide it."""
    if not _saves_life(approval, keys):
        raise Refusal(_("Only danger to a life or to a child goes ahead without a second person."))
    return approvals.go_ahead_with(approval=approval, reason=reason, actor=actor, keys=keys, at=at)


def _saves_life(approval: Approval, keys: Keys) -> bool:
    referral = referral_of(approval)
    if referral is None:
        return False
    return may_go_alone(ground=drafting.read(referral, keys).ground.ground, level=referral.case.level)
