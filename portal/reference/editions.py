"""Tables that are published anew every year or so: the edition in force is our data file, or one our staff uploaded."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from uuid import UUID

from django.db import transaction

from portal.reference.models import Edition
from portal.reference.tables import read

TABLES = (
    "tip_tiers", "dol_goods", "governance", "uflpa_sectors", "uflpa_entities", "withhold_release_orders",
    "product_goods",
)  # fmt: skip
OLD_AFTER_MONTHS = 18


@dataclass(frozen=True)
class Table:
    """dated_on: when it was published, or the last day its figures speak of. link: empty for our own tables."""

    name: str
    about: str
    source: tuple[str, ...]
    link: str
    licence: str
    edition: str
    dated_on: date
    rows: tuple[dict[str, str], ...]

    def is_old(self, today: date) -> bool:
        """Whether it is older than 18 months (suppliers 9.1); one that nobody has brought yet is not."""
        if not self.rows:
            return False
        months = (today.year - self.dated_on.year) * 12 + today.month - self.dated_on.month
        return months > OLD_AFTER_MONTHS or (months == OLD_AFTER_MONTHS and today.day > self.dated_on.day)


@cache
def shipped(name: str) -> Table:
    """As it came with the portal."""
    found = read(name)
    return Table(
        name=name,
        about=found["about"],
        source=tuple(found["source"]),
        link=found["link"],
        licence=found["licence"],
        edition=found["edition"],
        dated_on=date.fromisoformat(found["dated_on"]),
        rows=tuple(found["rows"]),
    )


def versions() -> dict[str, UUID]:
    """The uploaded edition in force by table; tables that are used as shipped are not in it. One query."""
    return dict(Edition.objects.filter(is_current=True, table__in=TABLES).values_list("table", "uuid"))


def table_of(name: str, edition: UUID | None) -> Table:
    """The table in an uploaded edition, or as shipped."""
    return shipped(name) if edition is None else _uploaded(name, edition)


def current() -> dict[str, Table]:
    """Every table in the edition in force."""
    found = versions()
    return {name: table_of(name, found.get(name)) for name in TABLES}


@lru_cache(maxsize=16)
def _uploaded(name: str, edition: UUID) -> Table:
    """Rows of an edition are never changed, so they may be kept."""
    row = Edition.objects.get(uuid=edition)
    return replace(shipped(name), edition=row.edition, dated_on=row.dated_on, rows=tuple(row.rows))


@transaction.atomic
def switch(edition: Edition, *, at: datetime) -> None:
    """Put an edition in force. The one before stays, and can be switched back to."""
    Edition.objects.filter(table=edition.table, is_current=True).update(is_current=False)
    edition.is_current, edition.switched_at = True, at
    edition.save(update_fields=["is_current", "switched_at"])


@transaction.atomic
def use_shipped(table: str) -> None:
    """Back to the edition that came with the portal."""
    Edition.objects.filter(table=table, is_current=True).update(is_current=False)
