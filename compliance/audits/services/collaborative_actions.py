"""Collaborative actions: who shares what, their progress, what is owed and repaid.

See docs/requirements/suppliers.md#collaborative-actions.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from compliance.audits.models import CarOwner, CarPlan
from compliance.audits.rules.dates import next_review_on
from compliance.audits.services.audits import get_local_date
from compliance.audits.services.transitions import Fields, lock_row, set_fields
from portal.accounts.models import User
from portal.history.services import record


@transaction.atomic
def save(
    *,
    plan: CarPlan,
    version: str,
    fields: Fields,
    owners: Iterable[Fields],
    was_reviewed: bool,
    actor: User,
    at: datetime,
) -> CarPlan:
    """Save the whole plan; owners replace those before. A review sets the day of the next. Raises EditConflict."""
    finding = plan.finding
    plan = lock_row(plan, version)
    set_fields(plan, fields)
    if was_reviewed:
        plan.review_on = next_review_on(get_local_date(at))
    plan.save()
    plan.owners.all().delete()
    CarOwner.objects.bulk_create([CarOwner(plan=plan, **owner) for owner in owners])
    act = "reviewed" if was_reviewed else "changed"
    record(actor, f"audits.plan.{act}", finding, scope=finding.audit.organisation.uuid, at=at)
    return plan
