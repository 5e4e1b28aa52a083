"""What several statements answer to the same questions, side by side. Nothing is added up, and nobody is ranked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.presenters.labels import FACT_LABELS, SECTION_FACTS, Fact, get_fact
from compliance.statements.presenters.parts import build_cover, get_custom_parts
from compliance.statements.presenters.prose import format_day
from compliance.statements.rubric.rules.suggestions import find_sentences
from compliance.statements.rules.text import plain_text
from compliance.statements.types import Answers, Content, Goal, Kpi
from portal.reference.tables import country_names

# By question, the points of the checklist of which a sentence answers it; a question that is not here is answered by
# the text about the topic as a whole.
POINTS = {
    "sectors": ("str1_products_services_sectors",),
    "policies": ("pol1_list",),
    "risks": ("rsk1_priority",),
    "actions_or_plans": ("rsk1_steps",),
    "grievance_mechanisms": ("dd1_grievance",),
    "indicators": ("dd1_results",),
    "remediations": ("dd1_remediation",),
    "training_targets": ("trn1_who",),
    "progress_measures": ("mon1_review", "mon1_kpis"),
    "kpis": ("mon1_kpis",),
}
WORDS_OF_AN_END = 5
# "We" of a statement is the organisation; beside the statements of others it would be nobody.
LABELS_OF_OTHERS = {
    "policies": gettext_lazy("Its policies provide for"),
    "partners": gettext_lazy("It worked with these to check working conditions"),
    "covers_own_business": gettext_lazy("Covers its own business"),
    "covers_supply_chains": gettext_lazy("Covers its supply chains"),
}


@dataclass(frozen=True)
class Asked:
    """A question with a statement's answer. points: of the checklist, whose sentence in the text answers it too."""

    fact: Fact
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A statement's answers to one question.

    column: the organisation. text_address: of its text about the topic, which may answer what was not asked of it as
    a question; empty where it has no such text. sentence: the one of that text which seems to answer it, and to which
    the address leads; empty where there is none.
    """

    column: str
    answers: tuple[str, ...]
    text_address: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Question:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Topic:
    heading: str
    questions: tuple[Question, ...]


def build_topics(statements: Sequence[tuple[Content, str]]) -> list[Topic]:
    """Build topics in the order in which a statement is read. A question that nobody answers is left out.

    statements: the content of each, and its address.
    """
    facts_by_heading = [_collect_facts(content) for content, _address in statements]
    topics = []
    own_labels = {str(FACT_LABELS[code]): str(label) for code, label in LABELS_OF_OTHERS.items()}
    for heading in dict.fromkeys(heading for content_facts in facts_by_heading for heading in content_facts):
        asked = [{one.fact.label: one for one in content_facts[heading]} for content_facts in facts_by_heading]
        labels = dict.fromkeys(label for by_label in asked for label in by_label)
        questions = [
            Question(
                own_labels.get(label, label),
                tuple(
                    _build_cell(content, address, heading, by_label.get(label))
                    for by_label, (content, address) in zip(asked, statements, strict=True)
                ),
            )
            for label in labels
        ]
        if answered := tuple(question for question in questions if any(cell.answers for cell in question.cells)):
            topics.append(Topic(heading, answered))
    return topics


def _build_cell(content: Content, address: str, heading: str, asked: Asked | None) -> Cell:
    name = content["organisation"]["name"]
    answers = asked.fact.answers if asked else ()
    area = next((area.value for area in AREAS if str(area.label) == heading), "")
    text = content["answers"].get(f"narrative_{area}") if area else ""
    if answers or not text:
        return Cell(name, answers)
    sentences = find_sentences(area, plain_text(str(text))) if asked and asked.points else {}
    sentence = next((sentences[point] for point in (asked.points if asked else ()) if point in sentences), "")
    return Cell(name, (), f"{address}#{area}{_get_fragment(sentence)}", sentence)


def _get_fragment(sentence: str) -> str:
    """Return the directive by which a browser marks a text of the page; one that knows none shows the section."""
    words = sentence.split()
    if len(words) <= 2 * WORDS_OF_AN_END:
        ends = [words] if words else []
    else:
        ends = [words[:WORDS_OF_AN_END], words[-WORDS_OF_AN_END:]]
    coded = [quote(" ".join(end), safe="").replace("-", "%2D") for end in ends]
    return f":~:text={','.join(coded)}" if coded else ""


def _collect_facts(content: Content) -> dict[str, list[Asked]]:
    """Of one statement; every question in its place, answered or not."""
    covered = build_cover(content)
    facts_by_heading = {covered.heading: [Asked(fact) for fact in (*covered.facts, _members(content))]}
    for area in AREAS:
        facts_by_heading[str(area.label)] = list(_area(content, area))
    headings = tuple(part["heading"] for part in get_custom_parts(content))
    facts_by_heading[_("Beyond the six areas")] = [Asked(Fact(_("Its own sections"), headings))]
    return facts_by_heading


def _members(content: Content) -> Fact:
    members = [one for one in content["answers"].get("group_members") or [] if one.get("covered") is not False]
    return Fact(_("Other organisations it covers"), (str(len(members)),) if members else ())


def _area(content: Content, area: SectionCode) -> Iterator[Asked]:
    answers = content["answers"]
    covers = answers.get(f"area_{area.value}")
    if covers is False and answers.get(f"narrative_{area.value}"):
        covers = None  # The text is the better witness of what it covers.
    words = () if covers is None else (_("Yes") if covers else _("No"),)
    points = tuple(item.code for item in vocabulary.disclosures(area.value, 1))
    yield Asked(Fact(_("Does the statement cover this topic?"), words), points)
    yield Asked(Fact(_("Why not"), _written(answers.get(f"area_{area.value}_note")) if covers is False else ()))
    if area == SectionCode.RISK:
        yield from _risks(answers)
    for code in SECTION_FACTS.get(area, ()):
        yield Asked(get_fact(code, answers), POINTS.get(code, ()))
    if area == SectionCode.MONITORING:
        measures = tuple(map(_measure, answers.get("kpis") or []))
        yield Asked(Fact(_("Measures, with last year’s figure"), measures), POINTS["kpis"])
        yield Asked(Fact(_("Goals"), tuple(map(_goal, answers.get("goals") or []))))


def _risks(answers: Answers) -> Iterator[Asked]:
    risks, names = answers.get("risks") or [], country_names()
    none = (_("It looked, and found none."),) if answers.get("no_risks") else ()
    countries = dict.fromkeys(names.get(code, code) for risk in risks for code in risk.get("countries") or [])
    described = tuple(str(risk["description"]) for risk in risks if risk.get("description"))
    yield Asked(Fact(_("Highest risks"), described or none), POINTS["risks"])
    yield Asked(Fact(_("Countries where the risks are"), tuple(countries)))
    actions = tuple(str(risk["actions_or_plans"]) for risk in risks if risk.get("actions_or_plans"))
    yield Asked(Fact(_("What it did or plans to do about them"), actions), POINTS["actions_or_plans"])


def _measure(kpi: Kpi) -> str:
    figures = {
        "name": kpi.get("name") or "",
        "unit": kpi.get("unit") or "",
        "this": kpi.get("this_year") or _("not given"),
        "last": kpi.get("last_year") or _("not given"),
    }
    if figures["unit"]:
        return _("%(name)s: %(this)s (last year: %(last)s), in %(unit)s") % figures
    return _("%(name)s: %(this)s (last year: %(last)s)") % figures


def _goal(goal: Goal) -> str:
    text = str(goal.get("text") or "")
    return (
        _("%(goal)s, by %(day)s") % {"goal": text, "day": format_day(goal["target_date"])}
        if goal.get("target_date")
        else text
    )


def _written(text: Any) -> tuple[str, ...]:
    return (str(text),) if text else ()
