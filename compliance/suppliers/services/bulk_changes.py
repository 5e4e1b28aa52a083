"""Change many suppliers of the register at once, in one statement and one line of history."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from compliance.organisations.models import Organisation
from compliance.suppliers.models import Supplier
from portal.accounts.models import User
from portal.history.services import record


@transaction.atomic
def set_owner(
    *, organisation: Organisation, suppliers: QuerySet[Supplier], owner: User | None, actor: User, at: datetime
) -> int:
    """Set who manages the suppliers, and return how many changed. owner None: no one."""
    changed = _update(organisation, suppliers, {"owner": owner}, at)
    _record(organisation, actor, "owner_set", {"count": changed, "owner": str(owner) if owner else ""}, at)
    return changed


@transaction.atomic
def set_category(
    *, organisation: Organisation, suppliers: QuerySet[Supplier], category: str, actor: User, at: datetime
) -> int:
    """Set the category of the suppliers, and return how many changed."""
    changed = _update(organisation, suppliers, {"category": category}, at)
    _record(organisation, actor, "category_set", {"count": changed, "category": category}, at)
    return changed


def _update(
    organisation: Organisation, suppliers: QuerySet[Supplier], values: dict[str, Any], at: datetime
) -> int:  # Any: values of fields
    keys = suppliers.order_by().values("pk")
    rows = Supplier.objects.for_organisation(organisation).filter(pk__in=keys)
    return rows.update(**values, changed_at=at)


def _record(organisation: Organisation, actor: User, verb: str, data: dict[str, Any], at: datetime) -> None:
    if data["count"]:
        record(actor, f"suppliers.register.{verb}", organisation, data, scope=organisation.uuid, at=at)
