"""What our staff see of the tables and weights of the risk."""

from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from compliance.suppliers.choices import Band
from compliance.suppliers.labels.risk import TABLE_NAMES, country_name
from compliance.suppliers.models import RiskWeights
from portal.reference import editions
from portal.reference.models import Edition, IndexValue


def get_overview(*, today: date) -> dict[str, Any]:
    found = editions.get_current_tables()
    lines = [
        {"title": TABLE_NAMES[name], "table": table, "is_old": table.is_old(today)} for name, table in found.items()
    ]
    return {"lines": lines, "old": sum(line["is_old"] for line in lines), "versions": RiskWeights.objects.all()[:20]}


def count_old_tables(*, today: date) -> int:
    """How many tables in force are older than 18 months (suppliers 9.1)."""
    return sum(table.is_old(today) for table in editions.get_current_tables().values())


def get_uploaded_editions(table: str) -> Any:
    """Uploaded editions, the newest first, without their rows."""
    return Edition.objects.filter(table=table).defer("rows")[:20]


def get_edition(uuid: UUID) -> Edition:
    return get_object_or_404(Edition, uuid=uuid, table__in=editions.TABLES)


def get_index_values() -> list[tuple[str, IndexValue]]:
    """By the name of the country."""
    found = [(country_name(row.iso2), row) for row in IndexValue.objects.all()]
    return sorted(found, key=lambda line: line[0])


def get_current_weights() -> RiskWeights:
    return RiskWeights.objects.latest("number")


def get_band_labels(*codes: str) -> list[str]:
    words = dict(Band.choices)
    return [str(words.get(code, _("Not known"))) for code in codes]
