"""Read what our staff see of the tables and weights of the risk."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from compliance.suppliers.choices import Band
from compliance.suppliers.labels.risk import TABLE_NAMES, country_name
from compliance.suppliers.models import RiskWeights
from portal.reference import editions
from portal.reference.models import Edition, IndexValue


@dataclass(frozen=True)
class TableLine:
    """A table in force, and whether its edition is old."""

    title: str
    table: editions.Table
    is_old: bool


class Overview(TypedDict):
    """The context of the page of tables and weights. old: how many tables are old."""

    lines: list[TableLine]
    old: int
    versions: QuerySet[RiskWeights]


def get_overview(*, today: date) -> Overview:
    """Return the tables in force, how many are old, and the last 20 versions of the weights."""
    lines = [
        TableLine(str(TABLE_NAMES[name]), table, table.is_old(today))
        for name, table in editions.get_current_tables().items()
    ]
    return {"lines": lines, "old": sum(line.is_old for line in lines), "versions": RiskWeights.objects.all()[:20]}


def count_old_tables(*, today: date) -> int:
    """Return how many tables in force are older than 18 months (docs/requirements/suppliers.md#risk-data)."""
    return sum(table.is_old(today) for table in editions.get_current_tables().values())


def get_uploaded_editions(table: str) -> QuerySet[Edition]:
    """Return the last 20 uploaded editions of a table, the newest first, without their rows."""
    return Edition.objects.filter(table=table).defer("rows")[:20]


def get_edition(uuid: UUID) -> Edition:
    """Return an uploaded edition. Raises Http404."""
    return get_object_or_404(Edition, uuid=uuid, table__in=editions.TABLES)


def get_index_values() -> list[tuple[str, IndexValue]]:
    """Return the values of the Global Slavery Index, by the name of the country."""
    values = [(country_name(row.iso2), row) for row in IndexValue.objects.all()]
    return sorted(values, key=lambda line: line[0])


def get_current_weights() -> RiskWeights:
    """Return the latest version of the weights."""
    return RiskWeights.objects.latest("number")


def get_band_labels(*codes: str) -> list[str]:
    """Return the labels of bands, "Not known" for an empty code."""
    labels = dict(Band.choices)
    return [str(labels.get(code, _("Not known"))) for code in codes]
