"""What people entered row by row: group members, risks, points of disclosure, goals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode
from compliance.statements.presenters.labels import get_labels
from compliance.statements.presenters.prose import format_day
from portal.reference.tables import country_names


@dataclass(frozen=True)
class Table:
    """A caption, a row of heads, and rows whose first cell heads the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers_from: int | None = None
    kind: str = ""


def members_table(members: Sequence[Mapping[str, Any]]) -> Table:
    scope = vocabulary.enumeration("scope_status")
    section = vocabulary.enumeration("section_area")
    heads = (_("Organisation"), _("Company number"), _("Has to publish itself?"), _("Where its steps are"))
    rows = tuple(
        (
            str(member.get("legal_name") or ""),
            str(member.get("company_number") or _("None given")),
            scope.label_of(member.get("scope") or "unknown"),
            _("Not covered here")
            if member.get("covered") is False
            else (section.label_of(member["section"]) if member.get("section") else _("Not stated")),
        )
        for member in members
    )
    return Table(_("Other organisations that this statement covers"), heads, rows)


def risk_table(number: int, risk: Mapping[str, Any]) -> Table:
    source = get_labels("risk_source", risk.get("source"), risk.get("source_other"))
    tiers = get_labels("supply_chain_tier", risk.get("supply_chain_tiers"))
    names = country_names()
    rows = (
        (_("Most likely in"), "; ".join((*source, *tiers))),
        (
            _("Who could be harmed"),
            ", ".join(get_labels("risk_target", risk.get("targets"), risk.get("targets_other"))),
        ),
        (_("Countries"), ", ".join(names.get(code, code) for code in risk.get("countries") or [])),
        (_("What we did or plan to do"), risk.get("actions_or_plans") or ""),
    )
    caption = _("Risk %(number)s: %(risk)s") % {"number": number, "risk": risk.get("description") or _("not described")}
    return Table(caption, (_("About this risk"), _("Answer")), tuple(row for row in rows if row[1]))


def disclosures_table(given: Mapping[str, Any], area: str) -> Table | None:
    """Build a table of what a statement may tell of an area; items without a status are left out."""
    status = vocabulary.enumeration("disclosure_status")
    rows: tuple[tuple[str, ...], ...] = tuple(
        (item.text, status.label_of(given[item.code]["status"]), given[item.code].get("text") or "")
        for item in vocabulary.disclosures(area)
        if (given.get(item.code) or {}).get("status")
    )
    heads: tuple[str, ...] = (_("Point"), _("Where it stands"), _("More about it"))
    if not any(text for *_others, text in rows):
        heads, rows = heads[:2], tuple(row[:2] for row in rows)
    # Not all of these points stand in the statutory guide (see Disclosure.evidence), so it is not named here.
    caption = _("Points a statement may cover: %(topic)s") % {"topic": SectionCode(area).label}
    return Table(caption, heads, rows, kind="guidance" if len(heads) > 2 else "") if rows else None


def goal_tables(goals: Sequence[Mapping[str, Any]]) -> Iterator[Table]:
    status = vocabulary.enumeration("goal_status")
    rows = tuple(
        (
            goal.get("text") or "",
            format_day(goal.get("target_date")) or _("No date"),
            status.label_of(goal.get("status") or "") or _("Not stated"),
            goal.get("result") or "",
        )
        for goal in goals
        if goal.get("text")
    )
    if rows:
        yield Table(_("Goals"), (_("Goal"), _("By when"), _("Where it stands"), _("What came of it")), rows)
