"""What several statements answer to the same questions, side by side. Nothing is added up, and nobody is ranked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.presenters.labels import SECTION_FACTS, Fact, get_fact
from compliance.statements.presenters.parts import build_cover, get_custom_parts
from compliance.statements.presenters.prose import format_day
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


def build_topics(contents: Sequence[Content]) -> list[Topic]:
    """Build topics in the order in which a statement is read. A question that nobody answers is left out."""
    names = [content["organisation"]["name"] for content in contents]
    facts_by_heading = [_collect_facts(content) for content in contents]
    topics = []
    for heading in dict.fromkeys(heading for content_facts in facts_by_heading for heading in content_facts):
        facts = [{fact.label: fact.answers for fact in content_facts[heading]} for content_facts in facts_by_heading]
        labels = dict.fromkeys(label for answers_by_label in facts for label in answers_by_label)
        questions = [
            Question(
                label,
                tuple(
                    (name, answers_by_label.get(label, ())) for name, answers_by_label in zip(names, facts, strict=True)
                ),
            )
            for label in labels
        ]
        if answered := tuple(question for question in questions if any(answers for _name, answers in question.cells)):
            topics.append(Topic(heading, answered))
    return topics


def _collect_facts(content: Content) -> dict[str, list[Fact]]:
    """Of one statement; every question in its place, answered or not."""
    covered = build_cover(content)
    facts_by_heading = {covered.heading: [*covered.facts, _members(content)]}
    for area in AREAS:
        facts_by_heading[str(area.label)] = list(_area(content, area))
    headings = tuple(part["heading"] for part in get_custom_parts(content))
    facts_by_heading[_("Beyond the six areas")] = [Fact(_("Sections of its own"), headings)]
    return facts_by_heading


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
    yield from (get_fact(code, answers) for code in SECTION_FACTS.get(area, ()))
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
        _("%(goal)s, by %(day)s") % {"goal": text, "day": format_day(goal["target_date"])}
        if goal.get("target_date")
        else text
    )


def _written(text: Any) -> tuple[str, ...]:
    return (str(text),) if text else ()
