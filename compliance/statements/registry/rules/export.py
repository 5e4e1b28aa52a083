"""A statement in the columns of the government registry's open file, and what the registry itself would refuse.

One row for the submitter and one a group member; lists joined by line breaks
(docs/requirements/statements.md#registry-export). Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from compliance.organisations.rules.publication_deadline import shift_year_end
from compliance.statements import vocabulary
from compliance.statements.groups.rules.workbook_rows import member_key
from compliance.statements.rules.financial_year import is_about_one_year, parse_day
from compliance.statements.types import Answers, GroupMember
from compliance.statements.vocabulary.registry import Column
from portal.reference.tables import country_names

NONE = "none"


def build_table(columns: Iterable[Column], facts: Answers, members: Iterable[GroupMember]) -> Iterator[tuple[str, ...]]:
    """Build the heads, the submitter's row, and a row a member. facts: the answers, and what is known beside them."""
    columns = tuple(columns)
    yield tuple(column.column for column in columns)
    yield _row(columns, facts)
    for member in members:
        own_values = {
            "organisation_name": member.get("legal_name"),
            "company_number": member.get("company_number"),
            "parent_name": facts["organisation_name"],
            "address": "",
        }
        yield _row(columns, {**facts, **own_values})


def _row(columns: Iterable[Column], facts: Answers) -> tuple[str, ...]:
    return tuple(_cell(column, facts) for column in columns)


def _cell(column: Column, facts: Answers) -> str:
    prefix = ""
    if column.risk:
        risks = facts.get("risks") or ()
        facts, prefix = (risks[column.risk - 1] if len(risks) >= column.risk else {}), "risk."
    value = facts.get(column.of[0])
    match column.shape:
        case "yes_no":
            return {True: "Yes", False: "No"}.get(value, "") if isinstance(value, bool) else ""
        case "labels":
            known = vocabulary.enumeration(vocabulary.field(prefix + column.of[0]).enumeration)
            codes = [value] if isinstance(value, str) else value or ()
            return "\n".join(known.label_of(code) for code in codes if code != NONE)
        case "none":
            return ("Yes" if NONE in value else "No") if value else ""
        case "countries":
            return "\n".join(country_names().get(code, code) for code in value or ())
        case "person":
            first, last, title = (str(facts.get(name) or "") for name in column.of)
            return " ".join(part for part in (first, last, f"({title})" if title else "") if part)
    return "" if value is None else str(value)


@dataclass(frozen=True)
class ExportWarning:
    """Something that the registry refuses and this portal does not; code names the words, values go into them."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def find_warnings(facts: Answers, members: Iterable[GroupMember], *, today: date) -> list[ExportWarning]:
    """Find what the registry's own validation refuses. year in facts is that of the expected date, as it is there."""
    dates = _check_dates(facts, today)
    return [*dates, *_check_members(facts, list(members))]


def _check_dates(facts: Answers, today: date) -> Iterator[ExportWarning]:
    year = facts["year"]
    start, end, approved = (parse_day(facts.get(name)) for name in ("period_start", "period_end", "approval_date"))
    if year < today.year - 1:
        yield ExportWarning("old_year", {"year": year})
    if start and end:
        if not (is_about_one_year(start, end) or shift_year_end(start, 12) <= end < shift_year_end(start, 18)):
            yield ExportWarning("period_length")
        if not (year - 2 <= start.year <= year and year - 1 <= end.year <= year):
            yield ExportWarning("period_years", {"year": year})
    if not approved:
        yield ExportWarning("not_approved")
        return
    if end and approved < end:
        yield ExportWarning("approved_early")
    if not year - 1 <= approved.year <= year:
        yield ExportWarning("approved_years", {"first": year - 1, "last": year})


def _check_members(facts: Answers, members: list[GroupMember]) -> Iterator[ExportWarning]:
    if bool(facts.get("statement_url")) == bool(facts.get("request_email")):
        yield ExportWarning("address")
    if facts.get("is_group") and not members:
        yield ExportWarning("no_members")
    seen = {member_key({"legal_name": facts["organisation_name"], "company_number": facts.get("company_number")})}
    for member in members:
        if (member_id := member_key(member)) in seen:
            yield ExportWarning("member_twice", {"name": member.get("legal_name")})
        seen.add(member_id)
