"""What our staff type of the Global Slavery Index: shown beside a country's risk, and never a part of any score."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.history.services import record
from portal.reference.models import IndexValue


@transaction.atomic
def save_index_value(*, iso2: str, fields: Mapping[str, Any], actor: User, at: datetime) -> IndexValue:
    """One value a country: the one before goes."""
    typed = {"typed_by": str(actor), "typed_at": at}
    row, _new = IndexValue.objects.update_or_create(iso2=iso2, defaults={**fields, **typed})
    record(actor, "suppliers.index_value.typed", row, {"source": row.source}, at=at)
    return row


@transaction.atomic
def remove_index_value(*, iso2: str, actor: User, at: datetime) -> None:
    """Pressing twice does it once."""
    row = IndexValue.objects.select_for_update().filter(iso2=iso2).first()
    if row is not None:
        record(actor, "suppliers.index_value.removed", row, at=at)
        row.delete()


def get_index_value(iso2: str) -> IndexValue | None:
    return IndexValue.objects.filter(iso2=iso2).first()
