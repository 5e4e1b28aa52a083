"""No one person locks every lead out of a case: who seals it, keeps people out or merges leaves a lead a way in.

A lead who is not named for a sealed case may ask two other people to open it, so that a case stays reachable when
whoever was named for it has left.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.choices import ApprovalKind, Marking
from compliance.casework.models import Approval, Case, CaseReader
from compliance.casework.selectors import staff
from compliance.casework.services import approvals
from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused


def get_other_leads(actor: User, case: Case | None = None) -> list[User]:
    """Return the leads at the desk besides the actor; with a case, those who are not kept out of it."""
    leads = [lead for lead in staff.get_leads() if lead.pk != actor.pk]
    if case is None:
        return leads
    kept_out = set(CaseReader.objects.filter(case=case, is_kept_out=True).values_list("user", flat=True))
    return [lead for lead in leads if lead.pk not in kept_out]


def get_leads_who_can_open(case: Case) -> list[User]:
    return [lead for lead in staff.get_leads() if permissions.can_open_case(lead, case)]


def require_lead(case: Case, actor: User) -> None:
    """Raise ActionRefused where a change that the actor has just made would leave the case without a lead.

    For a child's case and for a sealed one a lead besides the actor is required, wherever there is another lead.
    """
    leads = get_leads_who_can_open(case)
    needs_other = (case.concerns_child or case.marking == Marking.SEALED) and get_other_leads(actor)
    if needs_other:
        leads = [lead for lead in leads if lead.pk != actor.pk]
    if not leads:
        raise ActionRefused(
            _("At least one other lead must be able to open this case. Select a lead who keeps access.")
        )


def find_case_to_ask_for(uuid: UUID, *, user: User) -> Case | None:
    """Return the sealed case, where the user may ask to open it."""
    case = Case.objects.select_related("data_key", "owner").filter(pk=uuid).first()
    return case if case and permissions.can_ask_to_open(user, case) else None


@transaction.atomic
def ask_to_open(*, case: Case, reason: str, actor: User, keys: Keys, at: datetime) -> Approval:
    """Ask two other people to open a sealed case to the actor, who is a lead. Raises ActionRefused."""
    whole = case.goes_on_in
    if not permissions.can_ask_to_open(actor, whole):
        raise ActionRefused(_("You cannot ask to open this case."))
    data = {"to": str(actor.uuid)}
    return approvals.request_approval(
        kind=ApprovalKind.UNSEALING, case=whole, reason=reason, actor=actor, keys=keys, at=at, data=data
    )
