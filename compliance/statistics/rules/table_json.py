"""The shape in which programs get a table: of releases from the API, and of invented worlds from the command."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from compliance.statistics.rules.tables import Index, PublishedTable


# Any: JSON.
def describe_table(table: PublishedTable, truth: Mapping[Index, int] | None = None) -> dict[str, Any]:
    """Return each cell and total by its place. What is not published at all is rounded to nothing.

    truth: the exact counts with totals, to be written beside what is published.
    """
    rounded_to = None if table.is_withheld else table.rounded_to
    places = product(*(range(len(dimension.with_total)) for dimension in table.spec.dimensions))
    return {
        "id": table.spec.id,
        "dims": [{"name": dimension.name, "labels": list(dimension.with_total)} for dimension in table.spec.dimensions],
        "cells": [
            {"index": list(place), "published": table.cells[index].value, "rounded_to": rounded_to}
            | ({} if truth is None else {"truth": truth[index]})
            for place, index in zip(places, table.spec.cells_and_totals(), strict=True)
        ],
        "totals": True,
    }
