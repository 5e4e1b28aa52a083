"""Going ahead with what waits for a second person when nobody is there to be one.

Two people never stop a rescue: danger to a life or to a child goes ahead by the one who asked, with the reason written
down, and somebody else looks at it within a day.

See docs/requirements/helpline.md#small-teams.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.hooks import saves_life
from compliance.casework.models import Approval
from compliance.casework.services import approvals
from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused


@transaction.atomic
def go_ahead_alone(*, approval: Approval, reason: str, actor: User, keys: Keys, at: datetime) -> Approval:
    """Go ahead alone. Raises ActionRefused where it saves nobody, or where somebody at the desk may decide it."""
    if not saves_life(approval, keys):
        raise ActionRefused(_("You can go ahead without a second person only if a life or a child is in danger."))
    return approvals.go_ahead_with_request(approval=approval, reason=reason, actor=actor, keys=keys, at=at)
