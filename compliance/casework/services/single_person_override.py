"""Going ahead with what waits for a second person when nobody is there to be one.

Two people never stop a rescue: danger to a life or to a child goes ahead by the one who asked, with the reason written
down, and somebody else looks at it within a day.

See docs/requirements/helpline.md#small-teams.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.choices import LIFE_SAVING_KINDS, ApprovalState
from compliance.casework.hooks import registered
from compliance.casework.models import Approval
from compliance.casework.services import approvals
from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused


def can_go_ahead(approval: Approval, user: User, keys: Keys) -> bool:
    """Whether it is theirs to go ahead with, if nobody else is there."""
    is_theirs = approval.asked_by_id == user.pk and approval.state == ApprovalState.WAITING
    return is_theirs and approval.kind in LIFE_SAVING_KINDS and _saves_life(approval, keys)


@transaction.atomic
def go_ahead_alone(*, approval: Approval, reason: str, actor: User, keys: Keys, at: datetime) -> Approval:
    """Raises Refusal where it saves nobody, or where somebody is at the desk who may decide it."""
    if not _saves_life(approval, keys):
        raise ActionRefused(_("Only danger to a life or to a child goes ahead without a second person."))
    return approvals.go_ahead_with_request(approval=approval, reason=reason, actor=actor, keys=keys, at=at)


def _saves_life(approval: Approval, keys: Keys) -> bool:
    return any(hooks.saves_life(approval, keys) for hooks in registered())
