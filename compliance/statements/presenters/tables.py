"""What people entered row by row: group members, risks, points of disclosure, goals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode
from compliance.statements.presenters.labels import get_labels
from compliance.statements.presenters.prose import format_day
from compliance.statements.types import Disclosure, Goal, GroupMember, Risk
from portal.reference.tables import country_names


@dataclass(frozen=True)
class Table:
    """A caption, a row of heads, and rows whose first cell heads the row.

    subject: what a numbered caption is about, which stays where its number does not. separators: what is between the
    answers of a row that lists some, by its first cell.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers_from: int | None = None
    kind: str = ""
    subject: str = ""
    separators: Mapping[str, str] = field(default_factory=dict)


def members_table(members: Sequence[GroupMember]) -> Table:
    scope = vocabulary.enumeration("scope_status")
    section = vocabulary.enumeration("section_area")
    heads = (
        _("Organisation"),
        _("Company number"),
        _("Does it have to publish?"),
        _("Section that covers its steps"),
    )
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
    return Table(_("Other organisations that this statement names"), heads, rows)


def risk_table(number: int, risk: Risk) -> Table:
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
    heads = (_("About this risk"), _("Answer"))
    separators = dict(zip((row[0] for row in rows), ("; ", ", ", ", "), strict=False))
    subject = risk.get("description") or ""
    return Table(caption, heads, tuple(row for row in rows if row[1]), subject=subject, separators=separators)


def disclosures_table(disclosures: Mapping[str, Disclosure], area: str) -> Table | None:
    """Build a table of an organisation's answers about an area.

    Points without an answer, and those answered "Not covered", are left out: the text beside the table may cover them,
    and only a reader of the text can tell.
    """
    status = vocabulary.enumeration("disclosure_status")
    rows: tuple[tuple[str, ...], ...] = tuple(
        (item.text, status.label_of(disclosures[item.code]["status"]), disclosures[item.code].get("text") or "")
        for item in vocabulary.disclosures(area)
        if (disclosures.get(item.code) or {}).get("status") not in (None, "", "not_covered")
    )
    heads: tuple[str, ...] = (_("Topic"), _("Status"), _("Details"))
    if not any(text for *_others, text in rows):
        heads, rows = heads[:2], tuple(row[:2] for row in rows)
    # Not all of these points stand in the statutory guide (see Disclosure.evidence), so it is not named here.
    caption = _("Answers: %(topic)s") % {"topic": SectionCode(area).label}
    return Table(caption, heads, rows, kind="guidance" if len(heads) > 2 else "") if rows else None


def goal_tables(goals: Sequence[Goal]) -> Iterator[Table]:
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
        yield Table(_("Goals"), (_("Goal"), _("Target date"), _("Status"), _("Result")), rows)
