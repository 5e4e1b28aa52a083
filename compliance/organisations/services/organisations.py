"""Creating and changing an organisation."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from compliance.organisations.choices import Role
from compliance.organisations.models import Membership, Organisation
from compliance.organisations.services import slugs
from compliance.organisations.services.people import audit_staff_refusals, check_can_join
from compliance.organisations.services.verification import withdraw_undecided_proofs
from portal.accounts.models import User
from portal.history import services as history

# Fields that only a new confirmation may change once the organisation is confirmed.
CONFIRMED_FIELDS = {"name": "wanted_name", "company_number": "wanted_company_number"}

# What a proof is about: while one is under way, changing these ends it.
FIELDS_NEEDING_PROOF = {"name", "company_number", "website", "wanted_name", "wanted_company_number"}


@audit_staff_refusals
@transaction.atomic
def create(*, actor: User, at: datetime, **fields: Any) -> Organisation:  # Any: values of the model's own fields
    """Create an unconfirmed organisation; the founder is its administrator and safeguarding lead.

    Raises ActionRefused for an account of our staff.

    See docs/requirements/statements.md#business-roles.
    """
    check_can_join(actor)
    organisation = slugs.save_with_slug(Organisation(**fields, created_by=actor))
    Membership.objects.create(
        organisation=organisation, user=actor, role=Role.ADMINISTRATOR, is_safeguarding_lead=True, joined_at=at
    )
    history.record(
        actor,
        "organisations.organisation.created",
        organisation,
        {"name": organisation.name, "company_number": organisation.company_number},
        scope=organisation.uuid,
        at=at,
    )
    return organisation


@transaction.atomic
def change(*, organisation: Organisation, actor: User, at: datetime, **fields: Any) -> list[str]:  # Any: as for create
    """Change fields and record in history which. Returns the names of the fields that changed.

    A confirmed organisation's new name or number waits as the wanted one; its old value typed again takes that back.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changes: dict[str, list] = {}
    for field, value in fields.items():
        target, new = field, value
        if organisation.is_confirmed and field in CONFIRMED_FIELDS:
            target = CONFIRMED_FIELDS[field]
            new = "" if value == getattr(organisation, field) else value
        old = getattr(organisation, target)
        if new != old:
            changes[target] = [_to_json_value(old), _to_json_value(new)]
            setattr(organisation, target, new)
    if FIELDS_NEEDING_PROOF & changes.keys():
        withdraw_undecided_proofs(organisation=organisation, actor=actor, at=at)
    if changes:
        organisation.save(update_fields=list(changes))
        history.record(
            actor, "organisations.organisation.changed", organisation, {"changes": changes}, scope=organisation.uuid
        )
    return list(changes)


def _to_json_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.name if isinstance(value, Organisation) else value
