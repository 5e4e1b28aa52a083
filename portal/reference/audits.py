"""Facts about social audits: kinds of finding, schemes, code areas, indicators, and words that auditors use."""

from dataclasses import dataclass
from functools import cache

from portal.reference.tables import read_table


@dataclass(frozen=True)
class Issue:
    """A kind of finding. strength: definite, strong or possible. days: from the audit's last day; None is no date.

    alert: A, B or C, whatever grade the auditor wrote.

    See docs/requirements/suppliers.md#alert-levels.
    """

    code: str
    title: str
    area: str
    indicators: tuple[str, ...]
    strength: str
    grade: str
    days: int | None
    alert: str


@dataclass(frozen=True)
class Scheme:
    """An audit scheme. fresh_months and expires_months count from the audit's last day."""

    code: str
    name: str
    fresh_months: int
    expires_months: int


@cache
def issues() -> dict[str, Issue]:
    """Return the kinds of finding by code."""
    return {
        row["code"]: Issue(**row | {"indicators": tuple(row["indicators"])}) for row in read_table("issues")["issues"]
    }


@cache
def schemes() -> dict[str, Scheme]:
    """Return the audit schemes by code."""
    return {row["code"]: Scheme(**row) for row in read_table("audit_schemes")["schemes"]}


@cache
def code_areas() -> dict[str, str]:
    """Return the name by SMETA 7 code area."""
    return {row["code"]: row["name"] for row in read_table("code_areas")["areas"]}


def get_smeta_7_area(area: str, *, is_before_7: bool) -> str:
    """Return the SMETA 7 code area of what a report calls area: "10A" meant entitlement to work before version 7."""
    area = area.strip().upper().replace("0.", "0")
    return read_table("code_areas")["before_7"].get(area, area) if is_before_7 else area


@cache
def indicators() -> dict[str, str]:
    """Return the name by code of the ILO's eleven indicators of forced labour, in the booklet's order."""
    return {row["code"]: row["name"] for row in read_table("ilo_indicators")["indicators"]}


@cache
def finding_words(kind: str) -> dict[str, str]:
    """Return our code by folded word. kind: grades, statuses, methods, or days (then whole days)."""
    return read_table("finding_words")[kind]


@cache
def grade_days() -> dict[str, int | None]:
    """Return the days from an audit's last day to put a finding of a grade right; None is no fixed date.

    See docs/requirements/suppliers.md#finding-due-dates.
    """
    return read_table("finding_words")["grade_days"]
