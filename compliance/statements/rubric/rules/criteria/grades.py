"""How far the answers go: the first half of a rule of good practice."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from compliance.statements.rubric.rules.countries import find_country
from compliance.statements.rubric.rules.signal_words import get_pattern
from compliance.statements.rubric.rules.statement_text import StatementText
from compliance.statements.vocabulary import criterion_signals

ROLE = get_pattern(
    (
        *("director", "officer", "manager", "head of", "committee", "board", "chief", "lead", "secretary"),
        *("trustee", "partner", "chair", "executive", "team"),
    )
)
SUPPLIERS = get_pattern(("supplier", "supply chain", "subcontractor", "contractor", "tier"))
REMEDY = get_pattern(
    (
        *("pay", "repay", "compensation", "remedy", "support", "refer", "corrective", "action plan", "escalate"),
        *("board", "last resort", "end the contract", "exit"),
    )
)
YEAR = re.compile(r"\b20\d\d\b")
NUMBER = re.compile(
    r"\d|\bper cent\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|all|half|none)\b", re.IGNORECASE
)


class Grade(IntEnum):
    NO = 0
    PARTLY = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Answered:
    """found: the drafter's words that the grade rests on. not_relevant: why, when that is the answer.

    is_ticked: all is ticked as covered and nothing more is said, so that the section's own text may say it.
    """

    grade: Grade
    found: str = ""
    not_relevant: str = ""
    is_ticked: bool = False


Structured = Callable[[StatementText], Answered]


def grade_ticks(code: str) -> Structured:
    """Grade whether there is at least one tick, "none of these" aside."""
    return lambda r: Answered(Grade.YES if r.get_choices(code) else Grade.NO)


def grade_disclosures(*codes: str, needs: re.Pattern[str] | Callable[[str], object] | None = None) -> Structured:
    """Grade whether each of these disclosures is covered with text; needs is something that the text must hold."""
    holds = needs.search if isinstance(needs, re.Pattern) else needs

    def grade(r: StatementText) -> Answered:
        texts = [r.get_disclosed_text(code) for code in codes]
        ticked = [code for code in codes if r.disclosure_status(code) == "covered"]
        first_text = next((text for text in texts if text), "")
        if all(texts) and (holds is None or any(holds(text) for text in texts)):
            return Answered(Grade.YES, first_text)
        if ticked:
            return Answered(Grade.PARTLY, first_text, is_ticked=len(ticked) == len(codes) and not first_text)
        return Answered(Grade.NO, not_relevant=r.not_relevant(*codes))

    return grade


def policies_reach_suppliers(r: StatementText) -> Answered:
    if not r.get_choices("policies"):
        return Answered(Grade.NO)
    text = "\n".join(
        (r.get_disclosed_text("pol2_contracts"), r.get_disclosed_text("pol1_list"), r.narrative("policies"))
    )
    return Answered(Grade.YES if r.get_disclosed_text("pol2_contracts") or SUPPLIERS.search(text) else Grade.PARTLY)


def fees_forbidden(r: StatementText) -> Answered:
    return Answered(
        Grade.YES if "no_worker_paid_fees" in r.get_choices("policies") else Grade.NO, r.get_disclosed_text("pol2_fees")
    )


def risk_is_specific(r: StatementText) -> Answered:
    specific = [risk for risk in r.risks if risk.get("source") and (risk.get("countries") or risk.get("targets"))]
    if specific and not r.answers.get("no_risks"):
        return Answered(Grade.YES, specific[0].get("description") or "")
    return Answered(Grade.PARTLY if r.risks else Grade.NO)


def risks_have_actions(r: StatementText) -> Answered:
    acted = [risk for risk in r.risks if risk.get("actions_or_plans")]
    if len(acted) == len(r.risks):
        return Answered(Grade.YES, acted[0]["actions_or_plans"] if acted else "")
    return Answered(Grade.PARTLY if acted else Grade.NO)


def suppliers_watched(r: StatementText) -> Answered:
    other = r.answers.get("other_monitoring") or ""
    return Answered(Grade.YES if r.get_choices("social_audits") or other else Grade.NO, other)


def supply_chain_has_a_route(r: StatementText) -> Answered:
    """Grade the text of a route's disclosure, for no answer names the audience of a route."""
    text = r.get_disclosed_text("dd1_grievance")
    audience = get_pattern((*criterion_signals("p_grievance_supply"), "supplier", "supply chain"))
    if text and audience.search(text):
        return Answered(Grade.YES, text)
    return Answered(Grade.PARTLY if text else Grade.NO, text)


def indicators_answered(r: StatementText) -> Answered:
    return Answered(Grade.YES if r.answers.get("indicators") else Grade.NO)


def indicators_remedied(r: StatementText) -> Answered:
    return Answered(Grade.YES if r.get_choices("remediations") else Grade.NO)


def kpis_have_figures(r: StatementText) -> Answered:
    kpis = r.answers.get("kpis") or []
    full = [f"{kpi['name']}: {kpi['this_year']}" for kpi in kpis if kpi.get("name") and kpi.get("this_year")]
    text = r.get_disclosed_text("mon1_kpis")
    if full or NUMBER.search(text):
        return Answered(Grade.YES, full[0] if full else text)
    return Answered(Grade.PARTLY if kpis or text else Grade.NO, text)


def progress_told(r: StatementText) -> Answered:
    measures, told_text = r.answers.get("progress_measures") or "", r.get_disclosed_text("mon1_progress")
    if r.answers.get("statement_years_band") == "first":
        because = "" if measures else "This is your first statement."
        return Answered(Grade.YES if measures else Grade.NO, measures, because)
    texts = [text for text in (measures, told_text) if text]
    return Answered((Grade.NO, Grade.PARTLY, Grade.YES)[len(texts)], texts[0] if texts else "")


def goals_have_dates(r: StatementText) -> Answered:
    goals = r.answers.get("goals") or []
    dated = [goal for goal in goals if goal.get("text") and goal.get("target_date")]
    text = r.get_disclosed_text("mon2_goals")
    if dated or YEAR.search(text):
        return Answered(Grade.YES, dated[0]["text"] if dated else text)
    return Answered(Grade.PARTLY if goals or text else Grade.NO, text)


def places_named(r: StatementText) -> Answered:
    if r.get_disclosed_text("str2_map"):
        return Answered(Grade.YES, r.get_disclosed_text("str2_map"))
    return grade_disclosures("str1_supply_chain_overview", needs=find_country)(r)
