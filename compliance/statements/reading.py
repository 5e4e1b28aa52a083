"""A statement as its reader meets it: the content's codes turned into parts with words. Pure but for translation.

The page, the PDF and the preview are all drawn from these parts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.richtext import clean
from portal.core.charts import Bar, Group, bar_chart
from portal.reference.tables import country_names

Content = Mapping[str, Any]
HEADING = re.compile(r"<(/?)h([2-4])>")
NUMBER = re.compile(r"^[£€$]?\s*(-?[\d,. ]*\d)\s*(%|per cent)?")
MOST_BARS = 6
NOTHING = SafeString("")

# The drafter's questions, as a reader is told of their answers.
WORDS = {
    "policies": gettext_lazy("Our policies provide for"),
    "risks": gettext_lazy("Our highest risks"),
    "partners": gettext_lazy("We worked with these to check working conditions"),
    "social_audits": gettext_lazy("Social audits to look for forced labour"),
    "grievance_mechanisms": gettext_lazy("How workers could raise a concern"),
    "other_monitoring": gettext_lazy("Other checks of working conditions"),
    "indicators": gettext_lazy("Signs of forced labour that this statement refers to"),
    "remediations": gettext_lazy("What was done after finding them"),
    "training_targets": gettext_lazy("Who received training on modern slavery"),
    "progress_measures": gettext_lazy("How progress is shown over time"),
    "sectors": gettext_lazy("Sectors"),
    "turnover_band": gettext_lazy("Turnover"),
    "statement_years_band": gettext_lazy("Years of statements"),
    "legal_form": gettext_lazy("Kind of organisation"),
    "covers_own_business": gettext_lazy("Covers our own business"),
    "covers_supply_chains": gettext_lazy("Covers our supply chains"),
}
FACTS: dict[SectionCode, tuple[str, ...]] = {
    SectionCode.STRUCTURE: ("sectors", "turnover_band", "statement_years_band"),
    SectionCode.POLICIES: ("policies",),
    SectionCode.DUE_DILIGENCE: (
        "partners",
        "social_audits",
        "grievance_mechanisms",
        "other_monitoring",
        "indicators",
        "remediations",
    ),
    SectionCode.TRAINING: ("training_targets",),
    SectionCode.MONITORING: ("progress_measures",),
}


@dataclass(frozen=True)
class Fact:
    label: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A caption, a row of heads, and rows whose first cell heads the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers_from: int | None = None
    kind: str = ""


@dataclass(frozen=True)
class Chart:
    finding: str
    svg: SafeString
    table: Table


@dataclass(frozen=True)
class Part:
    """sentences: what the portal says for the organisation, from its answers."""

    code: str
    heading: str
    sentences: tuple[str, ...] = ()
    narrative: SafeString = NOTHING
    left_out: str | None = None
    facts: tuple[Fact, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    disclosures: Table | None = None


def parts(content: Content) -> list[Part]:
    """Introduction, the areas in the order of the guide (section 4), and who is covered; empty ones are left out."""
    answers = content["answers"]
    intro = Part(
        "intro", _("Introduction"), narrative=narrative(answers.get("narrative_intro"), topic=_("Introduction"))
    )
    found = [_no_steps(content), intro] if _is_no_steps(answers) else [intro, *(_area(content, area) for area in AREAS)]
    return [part for part in found if _says_something(part)]


def _is_no_steps(answers: Mapping[str, Any]) -> bool:
    return answers.get("statement_kind") == "no_steps"


def _no_steps(content: Content) -> Part:
    """The statement that nothing was done has to be in the text itself: Modern Slavery Act 2015, s.54(4)(b)."""
    answers = content["answers"]
    sentences = [
        _(
            "In the financial year %(period)s, %(name)s took no steps to ensure that slavery and human trafficking is "
            "not taking place in any of its supply chains, or in any part of its own business."
        )
        % {"period": period(answers), "name": content["organisation"]["name"]}
    ]
    if reason := answers.get("no_steps_reason"):
        sentences.append(_("The reason given: %(reason)s") % {"reason": reason})
    return Part("no-steps", _("No steps were taken"), tuple(sentences))


def cover(content: Content) -> Part:
    """Who the statement covers, and for which year."""
    answers = content["answers"]
    facts = [
        Fact(_("Organisation"), (_with_number(content["organisation"]),)),
        Fact(str(WORDS["legal_form"]), _labels("legal_form", answers.get("legal_form"))),
        Fact(_("Financial year"), (period(answers),)),
        Fact(_("Covers"), (_("A group of organisations") if answers.get("is_group") else _("One organisation"),)),
        *(_yes_no(code, answers) for code in ("covers_own_business", "covers_supply_chains")),
    ]
    if _is_no_steps(answers):
        facts += [_fact(name, answers) for name in FACTS[SectionCode.STRUCTURE]]
    members = answers.get("group_members") or []
    tables = (_members(members),) if members else ()
    return Part("covered", _("Who this statement covers"), facts=tuple(f for f in facts if f.answers), tables=tables)


def period(answers: Mapping[str, Any]) -> str:
    start, end = day(answers.get("period_start")), day(answers.get("period_end"))
    if not end:
        return ""
    return _("%(start)s to %(end)s") % {"start": start, "end": end} if start else end


def day(value: str | date | None) -> str:
    """24 November 2026, from a date or its ISO form; what is no date is shown as it stands."""
    if not value:
        return ""
    try:
        return date_format(value if isinstance(value, date) else date.fromisoformat(value), "j F Y")
    except ValueError:
        return str(value)


def narrative(html: str | None, *, topic: str, below: int = 2) -> SafeString:
    """Clean text for a page, its headings moved so that they follow a heading of level `below` without a jump.

    topic: names its tables for those who do not see where they stand.
    """
    cleaned = clean(html or "")
    if not strip_tags(cleaned).strip():
        return NOTHING
    used = sorted({int(level) for closing, level in HEADING.findall(cleaned) if not closing})
    place = {level: below + 1 + number for number, level in enumerate(used)}
    last = below

    def move(found: re.Match) -> str:
        nonlocal last
        if not found[1]:
            last = min(place[int(found[2])], last + 1)
        return f"<{found[1]}h{last}>"

    moved = re.sub(r"<(p|h\d|li)>\s*</\1>", "", HEADING.sub(move, cleaned))
    numbers = count(1)

    def pane(_found: re.Match) -> str:
        name = _("Table %(number)s: %(topic)s") % {"number": next(numbers), "topic": topic}
        return format_html('<div class="portal-pane" role="region" aria-label="{}" tabindex="0"><table>', name)

    moved = re.sub("<table>", pane, moved).replace("</table>", "</table></div>")
    return mark_safe(moved)  # noqa: S308 — cleaned above


def _area(content: Content, area: SectionCode) -> Part:
    answers, code = content["answers"], area.value
    left_out = None
    if answers.get(f"area_{code}") is False:
        left_out = answers.get(f"area_{code}_note") or ""
    facts = [_fact(name, answers) for name in FACTS.get(area, ())]
    tables: list[Table] = []
    charts: list[Chart] = []
    if area == SectionCode.RISK:
        if answers.get("no_risks"):
            facts.append(Fact(str(WORDS["risks"]), (_("We looked, and found no risk of modern slavery."),)))
        tables += [_risk(number, risk) for number, risk in enumerate(answers.get("risks") or [], start=1)]
    if area == SectionCode.MONITORING:
        charts = list(_charts(answers.get("kpis") or []))
        tables += [*_other_kpis(answers.get("kpis") or []), *_goals(answers.get("goals") or [])]
    return Part(
        code,
        str(area.label),
        narrative=narrative(answers.get(f"narrative_{code}"), topic=str(area.label)),
        left_out=left_out,
        facts=tuple(fact for fact in facts if fact.answers),
        charts=tuple(charts),
        tables=tuple(tables),
        disclosures=_disclosures(content.get("disclosures") or {}, code),
    )


def _says_something(part: Part) -> bool:
    told = part.sentences or part.narrative or part.facts or part.charts or part.tables or part.disclosures
    return bool(told) or part.left_out is not None


def _fact(code: str, answers: Mapping[str, Any]) -> Fact:
    """One question's answer in words; its own words stand in place of "other"."""
    value = answers.get(code)
    field = vocabulary.field(code)
    if not field.enumeration:
        return Fact(str(WORDS[code]), (str(value),) if value else ())
    return Fact(str(WORDS[code]), _labels(field.enumeration, value, answers.get(f"{code}_other")))


def _labels(enumeration: str, value: Any, other: str | None = None) -> tuple[str, ...]:
    if not value:
        return ()
    codes = [value] if isinstance(value, str) else value
    known = vocabulary.enumeration(enumeration)
    return tuple(other if code == "other" and other else known.label_of(code) for code in codes)


def _yes_no(code: str, answers: Mapping[str, Any]) -> Fact:
    value = answers.get(code)
    return Fact(str(WORDS[code]), () if value is None else (_("Yes") if value else _("No"),))


def _with_number(organisation: Mapping[str, str]) -> str:
    if not organisation.get("company_number"):
        return organisation["name"]
    return _("%(name)s, company number %(number)s") % {
        "name": organisation["name"],
        "number": organisation["company_number"],
    }


def _members(members: Sequence[Mapping[str, Any]]) -> Table:
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


def _risk(number: int, risk: Mapping[str, Any]) -> Table:
    source = _labels("risk_source", risk.get("source"), risk.get("source_other"))
    tiers = _labels("supply_chain_tier", risk.get("supply_chain_tiers"))
    names = country_names()
    rows = (
        (_("Most likely in"), "; ".join((*source, *tiers))),
        (_("Who could be harmed"), ", ".join(_labels("risk_target", risk.get("targets"), risk.get("targets_other")))),
        (_("Countries"), ", ".join(names.get(code, code) for code in risk.get("countries") or [])),
        (_("What we did or plan to do"), risk.get("actions_or_plans") or ""),
    )
    caption = _("Risk %(number)s: %(risk)s") % {"number": number, "risk": risk.get("description") or _("not described")}
    return Table(caption, (_("About this risk"), _("Answer")), tuple(row for row in rows if row[1]))


def _disclosures(given: Mapping[str, Any], area: str) -> Table | None:
    """What a statement may tell of an area, and where each item stands; items without a status are left out."""
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


def _goals(goals: Sequence[Mapping[str, Any]]) -> Iterator[Table]:
    status = vocabulary.enumeration("goal_status")
    rows = tuple(
        (
            goal.get("text") or "",
            day(goal.get("target_date")) or _("No date"),
            status.label_of(goal.get("status") or "") or _("Not stated"),
            goal.get("result") or "",
        )
        for goal in goals
        if goal.get("text")
    )
    if rows:
        yield Table(_("Goals"), (_("Goal"), _("By when"), _("Where it stands"), _("What came of it")), rows)


def as_number(text: Any) -> Decimal | None:
    """The number that a figure begins with: "1,204 people" is 1204, "45%" is 45; None where there is none."""
    found = NUMBER.match(str(text or "").strip())
    if found is None:
        return None
    try:
        return Decimal(found[1].replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None


def _charted(kpi: Mapping[str, Any]) -> bool:
    figures = as_number(kpi.get("this_year")), as_number(kpi.get("last_year"))
    return bool(kpi.get("name")) and all(figure is not None and figure >= 0 for figure in figures)


def _charts(kpis: Sequence[Mapping[str, Any]]) -> Iterator[Chart]:
    """One chart for each unit, since bars of different units cannot be compared."""
    by_unit: dict[str, list[Mapping[str, Any]]] = {}
    for kpi in kpis:
        if _charted(kpi):
            by_unit.setdefault((kpi.get("unit") or "").strip(), []).append(kpi)
    for number, (unit, group) in enumerate(by_unit.items(), start=1):
        for start in range(0, len(group), MOST_BARS):
            yield _chart(f"kpi-{number}-{start}", unit, group[start : start + MOST_BARS])


def _chart(name: str, unit: str, kpis: Sequence[Mapping[str, Any]]) -> Chart:
    this, last = _("this year"), _("last year")
    groups = [
        Group(
            kpi["name"],
            [
                Bar(last, as_number(kpi["last_year"]) or Decimal(0), str(kpi["last_year"]), is_marked=True),
                Bar(this, as_number(kpi["this_year"]) or Decimal(0), str(kpi["this_year"])),
            ],
        )
        for kpi in kpis
    ]
    finding = _finding(kpis, unit)
    title = _("Measures in %(unit)s, last year and this year") % {"unit": unit} if unit else _("Measures")
    return Chart(finding, bar_chart(name=name, title=title, finding=finding, groups=groups), _figures(unit, kpis))


def _finding(kpis: Sequence[Mapping[str, Any]], unit: str) -> str:
    """What the chart shows, as a sentence."""
    moves = [(as_number(kpi["this_year"]) or 0) - (as_number(kpi["last_year"]) or 0) for kpi in kpis]
    if len(kpis) == 1:
        kpi = kpis[0]
        words = {1: _("%(name)s rose from %(last)s to %(this)s"), -1: _("%(name)s fell from %(last)s to %(this)s")}
        sentence = words.get((moves[0] > 0) - (moves[0] < 0), _("%(name)s stayed at %(this)s"))
        return sentence % {"name": kpi["name"], "last": kpi["last_year"], "this": kpi["this_year"]}
    up, down = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    told = [
        (up, _("%(count)s rose")),
        (down, _("%(count)s fell")),
        (len(kpis) - up - down, _("%(count)s stayed the same")),
    ]
    listed = ", ".join(part % {"count": count} for count, part in told if count)
    return _("Of %(all)s measures, %(words)s") % {"all": len(kpis), "words": listed}


def _figures(unit: str, kpis: Sequence[Mapping[str, Any]]) -> Table:
    """The same numbers as the chart's."""
    caption = _("The same figures as a table, in %(unit)s") % {"unit": unit} if unit else _("The same figures")
    rows = tuple((kpi["name"], str(kpi["last_year"]), str(kpi["this_year"])) for kpi in kpis)
    return Table(caption, (_("Measure"), _("Last year"), _("This year")), rows, numbers_from=1)


def _other_kpis(kpis: Sequence[Mapping[str, Any]]) -> Iterator[Table]:
    """Measures that no bar can show, such as words or a first year's figure."""
    rows = tuple(
        (
            kpi["name"],
            kpi.get("unit") or "",
            str(kpi.get("last_year") or _("Not given")),
            str(kpi.get("this_year") or _("Not given")),
        )
        for kpi in kpis
        if kpi.get("name") and not _charted(kpi)
    )
    if rows:
        yield Table(
            _("Other measures"), (_("Measure"), _("Unit"), _("Last year"), _("This year")), rows, numbers_from=2
        )
