"""Facts about social audits: kinds of finding, schemes, code areas, indicators, and words that auditors use."""

from dataclasses import dataclass
from functools import cache

from portal.reference.tables import read


@dataclass(frozen=True)
class Issue:
    """A kind of finding. strength: definite, strong or possible. days: from the audit's last day; None is no date.

    alert: A, B or C, whatever grade the auditor wrote (suppliers 3, rule 2).
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
    """fresh_months and expires_months count from the audit's last day."""

    code: str
    name: str
    fresh_months: int
    expires_months: int


@cache
def issues() -> dict[str, Issue]:
    return {row["code"]: Issue(**row | {"indicators": tuple(row["indicators"])}) for row in read("issues")["issues"]}


@cache
def schemes() -> dict[str, Scheme]:
    return {row["code"]: Scheme(**row) for row in read("audit_schemes")["schemes"]}


@cache
def code_areas() -> dict[str, str]:
    """Name by SMETA 7 code area."""
    return {row["code"]: row["name"] for row in read("code_areas")["areas"]}


def area_in_7(area: str, *, is_before_7: bool) -> str:
    """The SMETA 7 code area of what a report calls area: "10A" meant entitlement to work before version 7."""
    area = area.strip().upper().replace("0.", "0")
    return read("code_areas")["before_7"].get(area, area) if is_before_7 else area


@cache
def indicators() -> dict[str, str]:
    """Name by code of the ILO's eleven indicators of forced labour, in the booklet's order."""
    return {row["code"]: row["name"] for row in read("ilo_indicators")["indicators"]}


@cache
def finding_words(kind: str) -> dict[str, str]:
    """Our code by folded word. kind: grades, statuses, methods, or days (then whole days)."""
    return read("finding_words")[kind]


@cache
def grade_days() -> dict[str, int | None]:
    """Days from an audit's last day to put a finding of a grade right; None is no fixed date (suppliers 2.1)."""
    return read("finding_words")["grade_days"]
