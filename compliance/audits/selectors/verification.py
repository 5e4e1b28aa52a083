"""The queue of verifiers: actions that are closed and not verified (docs/requirements/suppliers.md#verifier)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from compliance.audits.choices import Unverifiable
from compliance.audits.models import Action
from compliance.audits.permissions import get_unverifiable_reason
from compliance.audits.selectors.querysets import with_action_alerts
from compliance.organisations.models import Membership, Organisation


@dataclass(frozen=True)
class VerificationLine:
    """An action in the queue. obstacle: why the reader may not verify it; None where they may.

    has_alert: an A-alert about its finding is open. shows_details: without, only its references are shown.
    """

    action: Action
    obstacle: Unverifiable | None
    has_alert: bool
    shows_details: bool

    @property
    def is_by_supplier(self) -> bool:
        """Return whether the supplier said by its link that it is done."""
        return self.action.answered_at is not None and self.action.closed_by_user_id is None


def get_unverified_actions(organisation: Organisation) -> QuerySet[Action]:
    """Return closed actions that nobody has verified, those closed first before the others."""
    actions = Action.objects.for_organisation(organisation).filter(is_unverified=True)
    return actions.order_by("completed_on", "pk")


def get_verifiable_actions(membership: Membership) -> QuerySet[Action]:
    """Return what this verifier may verify: neither closed by them nor with evidence that they sent."""
    actions = get_unverified_actions(membership.organisation)
    return actions.exclude(closed_by_user=membership.user_id).exclude(files__file__uploaded_by=membership.user_id)


def with_verification_columns(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Return the actions with all that a line shows."""
    return with_action_alerts(actions).select_related("closed_by_user").prefetch_related("files__file")


def get_verification_lines(
    actions: Iterable[Action], membership: Membership, *, shows_all: bool
) -> list[VerificationLine]:
    """Return the lines of the queue as the member reads it."""
    return [
        VerificationLine(
            action,
            obstacle=get_unverifiable_reason(membership, action),
            has_alert=action.has_alert,  # type: ignore[attr-defined]  # annotated
            shows_details=shows_all or not action.has_alert,  # type: ignore[attr-defined]  # annotated
        )
        for action in actions
    ]
