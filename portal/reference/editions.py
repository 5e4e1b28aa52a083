"""Tables that are published anew every year or so: the edition in force is our data file, or one our staff uploaded."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from uuid import UUID

from django.db import transaction

from portal.reference.models import Edition
from portal.reference.tables import read_table

TABLES = (
    "tip_tiers", "dol_goods", "governance", "uflpa_sectors", "uflpa_entities", "withhold_release_orders",
    "product_goods",
)  # fmt: skip
STALE_AFTER_MONTHS = 18


@dataclass(frozen=True)
class Table:
    """A table in one edition. dated_on: when it was published, or the last day its figures speak of. link: empty for
    our own tables.
    """

    name: str
    about: str
    source: tuple[str, ...]
    link: str
    licence: str
    edition: str
    dated_on: date
    rows: tuple[dict[str, str], ...]

    def is_old(self, today: date) -> bool:
        """Return whether it is older than 18 months; one that nobody has brought yet is not.

        See docs/requirements/suppliers.md#risk-data.
        """
        if not self.rows:
            return False
        months = (today.year - self.dated_on.year) * 12 + today.month - self.dated_on.month
        return months > STALE_AFTER_MONTHS or (months == STALE_AFTER_MONTHS and today.day > self.dated_on.day)


@cache
def get_shipped_table(name: str) -> Table:
    """Return the table as it came with the portal."""
    table = read_table(name)
    return Table(
        name=name,
        about=table["about"],
        source=tuple(table["source"]),
        link=table["link"],
        licence=table["licence"],
        edition=table["edition"],
        dated_on=date.fromisoformat(table["dated_on"]),
        rows=tuple(table["rows"]),
    )


def get_versions_in_force() -> dict[str, UUID]:
    """Return the uploaded edition in force by table; tables used as shipped are not in it. One query."""
    return dict(Edition.objects.filter(is_current=True, table__in=TABLES).values_list("table", "uuid"))


def get_table(name: str, edition: UUID | None) -> Table:
    """Return the table in an uploaded edition, or as shipped."""
    return get_shipped_table(name) if edition is None else _uploaded(name, edition)


def get_current_tables() -> dict[str, Table]:
    """Return every table in the edition in force."""
    versions = get_versions_in_force()
    return {name: get_table(name, versions.get(name)) for name in TABLES}


@lru_cache(maxsize=16)
def _uploaded(name: str, edition: UUID) -> Table:
    """Return the rows of an edition, which are never changed, so they may be cached."""
    row = Edition.objects.get(uuid=edition)
    return replace(get_shipped_table(name), edition=row.edition, dated_on=row.dated_on, rows=tuple(row.rows))


@transaction.atomic
def switch_edition(edition: Edition, *, at: datetime) -> None:
    """Put an edition in force. The one before stays, and can be switched back to."""
    Edition.objects.filter(table=edition.table, is_current=True).update(is_current=False)
    edition.is_current, edition.switched_at = True, at
    edition.save(update_fields=["is_current", "switched_at"])


@transaction.atomic
def use_shipped(table: str) -> None:
    """Switch back to the edition that came with the portal."""
    Edition.objects.filter(table=table, is_current=True).update(is_current=False)
