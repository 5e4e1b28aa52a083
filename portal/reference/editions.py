"""Tables that are published anew every year or so: the edition in force is our data file, or one our staff uploaded."""

from dataclasses import dataclass
from datetime import date

from portal.reference.tables import read

TABLES = (
    "tip_tiers", "dol_goods", "governance", "uflpa_sectors", "withhold_release_orders", "product_goods",
)  # fmt: skip


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
