"""Record what our staff enter of the Global Slavery Index: shown beside a country's risk, and never part of a score."""

from datetime import datetime

from django.db import transaction

from compliance.suppliers.services.records import FieldValues
from portal.accounts.models import User
from portal.history.services import record
from portal.reference.models import IndexValue


@transaction.atomic
def save_index_value(*, iso2: str, fields: FieldValues, actor: User, at: datetime) -> IndexValue:
    """Save the one value of a country; it replaces the one before."""
    typed = {"typed_by": str(actor), "typed_at": at}
    row, _new = IndexValue.objects.update_or_create(iso2=iso2, defaults={**fields, **typed})
    record(actor, "suppliers.index_value.typed", row, {"source": row.source}, at=at)
    return row


@transaction.atomic
def remove_index_value(*, iso2: str, actor: User, at: datetime) -> None:
    """Remove the value of a country. Pressing twice does it once."""
    row = IndexValue.objects.select_for_update().filter(iso2=iso2).first()
    if row is not None:
        record(actor, "suppliers.index_value.removed", row, at=at)
        row.delete()


def get_index_value(iso2: str) -> IndexValue | None:
    """Return the value of a country, if there is one."""
    return IndexValue.objects.filter(iso2=iso2).first()
