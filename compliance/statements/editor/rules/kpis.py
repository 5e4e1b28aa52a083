"""Measures of two statements side by side, with the change where both are numbers. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from compliance.statements.rules.text import tidy
from compliance.statements.types import Kpi

_NUMBER = re.compile(r"(?P<before>£?)(?P<number>-?\d[\d,]*(?:\.\d+)?)\s?(?P<unit>%?)")


@dataclass(frozen=True, slots=True)
class KpiComparison:
    """change is empty where one of the two is missing or no number; a share changes by percentage points."""

    name: str
    unit: str
    earlier: str
    later: str
    change: str


def compare_kpis(earlier: Sequence[Kpi], later: Sequence[Kpi]) -> list[KpiComparison]:
    """Return the measures in the order of the later list, then those it dropped; name and unit identify a measure."""
    before, after = _by_name(earlier), _by_name(later)
    return [_figure(before.get(key), after.get(key)) for key in [*after, *(key for key in before if key not in after)]]


def _by_name(kpis: Sequence[Kpi]) -> dict[tuple[str, str], Kpi]:
    return {(_fold(kpi.get("name")), _fold(kpi.get("unit"))): kpi for kpi in kpis if kpi.get("name")}


def _fold(value: object) -> str:
    return " ".join(tidy(str(value or "")).casefold().split())


def _figure(before: Kpi | None, after: Kpi | None) -> KpiComparison:
    known = after or before or {}
    old, new = str((before or {}).get("this_year") or ""), str((after or {}).get("this_year") or "")
    return KpiComparison(str(known["name"]), str(known.get("unit") or ""), old, new, _change(old, new))


def _change(old: str, new: str) -> str:
    first, second = _NUMBER.fullmatch(old.strip()), _NUMBER.fullmatch(new.strip())
    if not first or not second or first["before"] != second["before"] or first["unit"] != second["unit"]:
        return ""
    change = Decimal(second["number"].replace(",", "")) - Decimal(first["number"].replace(",", ""))
    sign = "+" if change > 0 else "−" if change < 0 else ""
    unit = " points" if second["unit"] else ""
    return f"{sign}{second['before']}{abs(change):,}{unit}"
