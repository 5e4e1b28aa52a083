"""Cases of a month by two facts at once: by region and exploitation, and by sector and exploitation."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from compliance.casework.rules.monthly_statistics import UNKNOWN
from compliance.casework.selectors.statistics_tables import CrossTable, Table, cross_table, label_for
from portal.reference.helpline import get_labels


# Any: named tuples of values_list, which have no type of their own.
def get_cross_tables(rows: Sequence[Any], *, exploitation: Table, sectors: Table, regions: Table) -> list[CrossTable]:
    """Return the tables of two facts together, ordered by the tables of each alone.

    rows: of cases, with region, sectors and exploitation_types.
    """
    by_region = ((row.exploitation_types, [row.region] if row.region else []) for row in rows)
    by_sector = ((row.exploitation_types, row.sectors) for row in rows)
    return [
        cross_table(
            _("Region and exploitation"),
            down=regions,
            across=exploitation,
            pairs=_pairs(by_region, get_labels("region")),
        ),
        cross_table(
            _("Sector and exploitation"),
            down=sectors,
            across=exploitation,
            pairs=_pairs(by_sector, get_labels("sector")),
        ),
    ]


def _pairs(facts: Iterable[tuple[list[str], list[str]]], down_labels: dict[Any, Any]) -> Iterator[tuple[str, str]]:
    """Each case's rows with each of its kinds of exploitation, as labels."""
    types = get_labels("exploitation_type")
    for across, down in facts:
        for row in down or [UNKNOWN]:
            for column in across or [UNKNOWN]:
                yield label_for(row, down_labels), label_for(column, types)
