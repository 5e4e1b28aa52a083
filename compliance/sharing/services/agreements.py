"""Agreements with partners: proposed by a lead, agreed by a second person, revoked by any lead at once.

See docs/requirements/helpline.md#sharing-agreements.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind
from compliance.casework.reference_numbers import make_agreement_reference, make_unused_reference
from compliance.casework.services import approvals
from compliance.casework.services.case_keys import Keys
from compliance.referrals.models import Partner
from compliance.sharing.models import Agreement, Feed
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.locks import lock_row
from portal.history.services import record


@transaction.atomic
def propose_agreement(
    # Any: values of columns of Agreement.
    *,
    partner: Partner,
    facts: Mapping[str, Any],
    reason: str,
    actor: User,
    keys: Keys,
    at: datetime,
) -> Agreement:
    """Write an agreement down and ask a second person. Raises ActionRefused where the agency is no partner."""
    if partner.ended_at is not None:
        raise ActionRefused(_("This agency is not a partner, so you cannot add an agreement with it."))
    agreement = Agreement(
        partner=partner,
        reference=make_unused_reference(make_agreement_reference, Agreement),
        made_by=actor,
        made_at=at,
        **facts,
    )
    agreement.approval = approvals.request_approval(
        kind=ApprovalKind.SHARING_AGREEMENT,
        case=None,
        reason=reason,
        actor=actor,
        keys=keys,
        at=at,
        data={"agreement": str(agreement.pk)},
    )
    agreement.save(force_insert=True)
    record(actor, "sharing.agreement.proposed", agreement, {"partner": partner.name}, at=at)
    return agreement


@transaction.atomic
def start_agreement(*, agreement: Agreement, actor: User, at: datetime) -> Agreement:
    """Let feeds go out under the agreement, once a second person said yes. Raises ActionRefused."""
    current = lock_agreement(agreement)
    if current.agreed_at is not None or current.revoked_at is not None:
        raise ActionRefused(_("This agreement has already been started or revoked."))
    approvals.use_approval(
        kind=ApprovalKind.SHARING_AGREEMENT, case=None, actor=actor, at=at, agreement=str(current.pk)
    )
    current.agreed_at = at
    current.save(update_fields=["agreed_at"])
    record(actor, "sharing.agreement.started", current, {"partner": current.partner.name}, at=at)
    return current


@transaction.atomic
def revoke_agreement(*, agreement: Agreement, actor: User, at: datetime) -> Agreement:
    """End the agreement now: nothing is prepared or sent under it, and what was sent opens no more."""
    current = lock_agreement(agreement)
    if current.revoked_at is not None:
        raise ActionRefused(_("This agreement has already been revoked."))
    current.revoked_at, current.revoked_by = at, actor
    current.save(update_fields=["revoked_at", "revoked_by"])
    Feed.objects.filter(agreement=current).update(content=None, package=None, package_key=None)
    record(actor, "sharing.agreement.revoked", current, {"partner": current.partner.name}, at=at)
    return current


def require_live(agreement: Agreement, at: datetime) -> None:
    """Raise ActionRefused where nothing may go out under the agreement."""
    if not agreement.is_live(timezone.localdate(at)):
        state = agreement.get_state(timezone.localdate(at)).label
        raise ActionRefused(
            _("You cannot share anything under this agreement. Its status is: %(state)s.") % {"state": state}
        )


def lock_agreement(agreement: Agreement) -> Agreement:
    return lock_row(agreement, "partner")
