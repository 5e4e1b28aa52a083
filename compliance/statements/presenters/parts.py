"""The parts of a statement in the order in which they are read, and who it covers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.presenters.figures import Address
from compliance.statements.presenters.kpi_charts import Chart, kpi_charts, kpi_tables
from compliance.statements.presenters.labels import FACT_LABELS, SECTION_FACTS, Fact, get_fact, get_labels, yes_no
from compliance.statements.presenters.prose import NOTHING, format_period, render_narrative
from compliance.statements.presenters.tables import Table, disclosures_table, goal_tables, members_table, risk_table
from compliance.statements.rules.outline import reading_order
from compliance.statements.types import Answers, KnownContent, OrganisationFacts


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


def parts(content: KnownContent, address: Address | None = None) -> list[Part]:
    """Return the introduction, the areas in the order of the guide (section 4), and the organisation's own sections.

    Each stands in its place; empty ones are left out.

    address: where the pictures of figures are.
    """
    answers = content["answers"]
    headings = {SectionCode.INTRO: _("Introduction")} | {
        part["code"]: part["heading"] for part in get_custom_parts(content)
    }
    built = [_no_steps(content)] if _is_no_steps(answers) else []
    for code in reading_order(get_custom_parts(content)):
        if code in headings:
            heading = headings[code]
            built.append(Part(str(code), heading, narrative=_text(content, code, heading, address)))
        elif not _is_no_steps(answers):
            built.append(_area(content, SectionCode(code), address))
    return [part for part in built if _has_content(part)]


def get_custom_parts(content: KnownContent) -> Sequence[Mapping[str, str]]:
    """Return the organisation's own sections, each with code, heading and after."""
    return content["answers"].get("extra_sections") or ()


def _is_no_steps(answers: Answers) -> bool:
    return answers.get("statement_kind") == "no_steps"


def _no_steps(content: KnownContent) -> Part:
    """The statement that nothing was done has to be in the text itself: Modern Slavery Act 2015, s.54(4)(b)."""
    answers = content["answers"]
    sentences = [
        _(
            "In the financial year %(period)s, %(name)s took no steps to ensure that slavery and human trafficking is "
            "not taking place in any of its supply chains, or in any part of its own business."
        )
        % {"period": format_period(answers), "name": content["organisation"]["name"]}
    ]
    if reason := answers.get("no_steps_reason"):
        sentences.append(_("Reason given: %(reason)s") % {"reason": reason})
    return Part("no-steps", _("No steps were taken"), tuple(sentences))


def build_cover(content: KnownContent) -> Part:
    """Build the part that says who the statement covers, and for which year."""
    answers = content["answers"]
    facts = [
        Fact(_("Organisation"), (_with_number(content["organisation"]),)),
        Fact(str(FACT_LABELS["legal_form"]), get_labels("legal_form", answers.get("legal_form"))),
        Fact(_("Financial year"), (format_period(answers),)),
        Fact(_("Covers"), (_("A group of organisations") if answers.get("is_group") else _("One organisation"),)),
        *(yes_no(code, answers) for code in ("covers_own_business", "covers_supply_chains")),
    ]
    if _is_no_steps(answers):
        facts += [get_fact(name, answers) for name in SECTION_FACTS[SectionCode.STRUCTURE]]
    members = answers.get("group_members") or []
    tables = (members_table(members),) if members else ()
    return Part("covered", _("Who this statement covers"), facts=tuple(f for f in facts if f.answers), tables=tables)


def build_appendix(content: KnownContent) -> Part | None:
    """Build the answers that the organisation gave topic by topic; None where it gave none."""
    answered = (disclosures_table(content.get("disclosures") or {}, area.value) for area in AREAS)
    tables = tuple(table for table in answered if table)
    return Part("appendix", _("Appendix: answers by topic"), tables=tables) if tables else None


def _text(content: KnownContent, code: str, topic: str, address: Address | None) -> SafeString:
    text = content["answers"].get(f"narrative_{code}")
    return render_narrative(text, topic=topic, name=code, figures=content.get("figures"), address=address)


def _area(content: KnownContent, area: SectionCode, address: Address | None) -> Part:
    answers, code = content["answers"], area.value
    narrative = _text(content, code, str(area.label), address)
    left_out = None
    if answers.get(f"area_{code}") is False and not narrative:
        left_out = answers.get(f"area_{code}_note") or ""
    facts = [get_fact(name, answers) for name in SECTION_FACTS.get(area, ())]
    tables: list[Table] = []
    charts: list[Chart] = []
    if area == SectionCode.RISK:
        if answers.get("no_risks"):
            facts.append(Fact(str(FACT_LABELS["risks"]), (_("We looked, and found no risk of modern slavery."),)))
        tables += [risk_table(number, risk) for number, risk in enumerate(answers.get("risks") or [], start=1)]
    if area == SectionCode.MONITORING:
        charts = list(kpi_charts(answers.get("kpis") or []))
        tables += [*kpi_tables(answers.get("kpis") or []), *goal_tables(answers.get("goals") or [])]
    return Part(
        code,
        str(area.label),
        narrative=narrative,
        left_out=left_out,
        facts=tuple(fact for fact in facts if fact.answers),
        charts=tuple(charts),
        tables=tuple(tables),
    )


def _has_content(part: Part) -> bool:
    has_content = part.sentences or part.narrative or part.facts or part.charts or part.tables
    return bool(has_content) or part.left_out is not None


def _with_number(organisation: OrganisationFacts) -> str:
    if not organisation.get("company_number"):
        return organisation["name"]
    return _("%(name)s, company number %(number)s") % {
        "name": organisation["name"],
        "number": organisation["company_number"],
    }
