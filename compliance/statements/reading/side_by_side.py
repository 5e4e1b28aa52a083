"""What several statements answer to the same questions, side by side. Nothing is added up, and nobody is ranked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.reading.facts import FACTS, Fact, fact_of
from compliance.statements.reading.parts import cover, own_sections
from compliance.statements.reading.prose import day
from portal.reference.tables import country_names

type Content = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """cells: of each statement in turn its name and its answers; without answers where it gives none."""

    label: str
    cells: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Topic:
    heading: str
    questions: tuple[Question, ...]


def topics(contents: Sequence[Content]) -> list[Topic]:
    """In the order in which a statement is read. A question that none of them answers is left out."""
    names = [content["organisation"]["name"] for content in contents]
    told = [_told(content) for content in contents]
    found = []
    for heading in dict.fromkeys(heading for one in told for heading in one):
        facts = [{fact.label: fact.answers for fact in one[heading]} for one in told]
        labels = dict.fromkeys(label for one in facts for label in one)
        questions = [
            Question(label, tuple((name, one.get(label, ())) for name, one in zip(names, facts, strict=True)))
            for label in labels
        ]
        if answered := tuple(one for one in questions if any(answers for _name, answers in one.cells)):
            found.append(Topic(heading, answered))
    return found


def _told(content: Content) -> dict[str, list[Fact]]:
    """Of one statement; every question in its place, answered or not."""
    covered = cover(content)
    found = {covered.heading: [*covered.facts, _members(content)]}
    for area in AREAS:
        found[str(area.label)] = list(_area(content, area))
    headings = tuple(one["heading"] for one in own_sections(content))
    found[_("Beyond the six areas")] = [Fact(_("Sections of its own"), headings)]
    return found


def _members(content: Content) -> Fact:
    members = content["answers"].get("group_members") or []
    return Fact(_("Other organisations that it covers"), (str(len(members)),) if members else ())


def _area(content: Content, area: SectionCode) -> Iterator[Fact]:
    answers = content["answers"]
    covers = answers.get(f"area_{area.value}")
    words = () if covers is None else (_("Yes") if covers else _("No"),)
    yield Fact(_("Does the statement cover this topic?"), words)
    yield Fact(_("Why not"), _written(answers.get(f"area_{area.value}_note")) if covers is False else ())
    if area == SectionCode.RISK:
        yield from _risks(answers)
    yield from (fact_of(code, answers) for code in FACTS.get(area, ()))
    if area == SectionCode.MONITORING:
        yield Fact(_("Measures, with last year’s figure"), tuple(map(_measure, answers.get("kpis") or [])))
        yield Fact(_("Goals"), tuple(map(_goal, answers.get("goals") or [])))


def _risks(answers: Mapping[str, Any]) -> Iterator[Fact]:
    risks, names = answers.get("risks") or [], country_names()
    none = (_("It looked, and found none."),) if answers.get("no_risks") else ()
    countries = dict.fromkeys(names.get(code, code) for risk in risks for code in risk.get("countries") or [])
    yield Fact(_("Highest risks"), tuple(str(risk["description"]) for risk in risks if risk.get("description")) or none)
    yield Fact(_("Countries where the risks are"), tuple(countries))
    actions = tuple(str(risk["actions_or_plans"]) for risk in risks if risk.get("actions_or_plans"))
    yield Fact(_("What it did or plans to do about them"), actions)


def _measure(kpi: Mapping[str, Any]) -> str:
    figures = {
        "name": kpi.get("name") or "",
        "unit": kpi.get("unit") or "",
        "this": kpi.get("this_year") or _("not given"),
        "last": kpi.get("last_year") or _("not given"),
    }
    if figures["unit"]:
        return _("%(name)s: %(this)s (last year: %(last)s), in %(unit)s") % figures
    return _("%(name)s: %(this)s (last year: %(last)s)") % figures


def _goal(goal: Mapping[str, Any]) -> str:
    text = str(goal.get("text") or "")
    return (
        _("%(goal)s, by %(day)s") % {"goal": text, "day": day(goal["target_date"])} if goal.get("target_date") else text
    )


def _written(text: Any) -> tuple[str, ...]:
    return (str(text),) if text else ()
