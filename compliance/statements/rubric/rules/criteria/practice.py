"""Good practice: levels 1 and 2, benchmarks. The answers decide; the text supports them or asks a question."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from compliance.statements.rubric.rules.countries import find_country
from compliance.statements.rubric.rules.criteria import grades
from compliance.statements.rubric.rules.criteria.grades import (
    NUMBER,
    ROLE,
    YEAR,
    Answered,
    Grade,
    grade_disclosures,
    grade_ticks,
)
from compliance.statements.rubric.rules.result import Finding, met, not_applicable, not_met, partly
from compliance.statements.rubric.rules.signal_words import get_pattern, is_future, quote
from compliance.statements.rubric.rules.statement_text import StatementText
from compliance.statements.vocabulary import criterion_signals

SLAVERY = re.compile(r"\b(?:modern slavery|slavery|trafficking|forced labour)\b", re.IGNORECASE)
CASES = get_pattern(("case", "instance", "indicator", "sign of", "concern"))
RISK = get_pattern(("risk",))


@dataclass(frozen=True, slots=True)
class Rule:
    """answers: how far the structured answers go. beside: what must stand in the same sentence as a signal.

    met_reason: a sentence for the drafter when the answers suffice. field: where to answer.
    """

    section: str
    field: str
    answers: Callable[[StatementText], Answered]
    met_reason: str
    beside: re.Pattern[str] | None = None
    sections: tuple[str, ...] = ()


RULES_AS_DATA = {
    "p_ownership_entities": Rule(
        "structure",
        "str1_structure_size_countries_entities",
        grade_disclosures("str1_structure_size_countries_entities", "str1_products_services_sectors"),
        "Your structure, size and business are described.",
    ),
    "p_supply_chain_places": Rule(
        "structure", "str1_supply_chain_overview", grades.places_named, "Places or suppliers are named."
    ),
    "p_unknowns": Rule("structure", "str1_unknowns", grade_disclosures("str1_unknowns"), "You say what is not known."),
    "p_governance": Rule(
        "structure",
        "str1_governance",
        grade_disclosures("str1_governance", needs=ROLE),
        "You name who is responsible.",
        beside=ROLE,
    ),
    "p_policy_clear": Rule(
        "policies",
        "policies",
        grades.policies_reach_suppliers,
        "The policies are named, and reach suppliers.",
    ),
    "p_policy_standards": Rule(
        "policies",
        "pol1_standards",
        grade_disclosures("pol1_standards"),
        "The policies follow international standards.",
    ),
    "p_recruitment_fees": Rule(
        "policies", "policies", grades.fees_forbidden, "Your policies say that workers pay no recruitment fees."
    ),
    "p_risk_method": Rule(
        "risk",
        "rsk1_method",
        grade_disclosures(
            "rsk1_method", needs=get_pattern((*criterion_signals("p_risk_method"), "tool", "desk", "worker", "index"))
        ),
        "You say how risk was assessed.",
    ),
    "p_risk_specific": Rule(
        "risk", "risks", grades.risk_is_specific, "A specific risk is named.", beside=RISK, sections=("risk",)
    ),
    "p_risk_actions": Rule(
        "risk", "risks", grades.risks_have_actions, "Each risk you name has an action.", beside=RISK
    ),
    "p_engagement": Rule("due_diligence", "partners", grade_ticks("partners"), "You say who you worked with."),
    "p_supplier_monitoring": Rule(
        "due_diligence", "social_audits", grades.suppliers_watched, "You say how suppliers are monitored."
    ),
    "p_grievance_own": Rule(
        "due_diligence",
        "grievance_mechanisms",
        grade_ticks("grievance_mechanisms"),
        "You say how workers can raise a concern.",
    ),
    "p_grievance_supply": Rule(
        "due_diligence",
        "dd1_grievance",
        grades.supply_chain_has_a_route,
        "Workers in your supply chain have a way to raise concerns.",
        beside=get_pattern((*criterion_signals("p_grievance_own"), "raise a concern", "report", "whistleblow")),
    ),
    "p_remediation": Rule(
        "due_diligence",
        "dd1_remediation",
        grade_disclosures("dd1_remediation", needs=grades.REMEDY),
        "You say what happens when a case is found.",
    ),
    "p_incidents": Rule(
        "due_diligence",
        "indicators",
        grades.indicators_answered,
        "You say whether signs of forced labour were found.",
        beside=CASES,
        sections=("due_diligence",),
    ),
    "p_indicators_remedied": Rule(
        "due_diligence", "remediations", grades.indicators_remedied, "You say what was done for the people affected."
    ),
    "p_purchasing": Rule(
        "due_diligence",
        "dd2_purchasing",
        grade_disclosures("dd2_purchasing"),
        "You consider your purchasing practices.",
    ),
    "p_training_who": Rule(
        "training", "training_targets", grade_ticks("training_targets"), "You say who was trained.", beside=SLAVERY
    ),
    "p_training_numbers": Rule(
        "training",
        "trn1_numbers",
        grade_disclosures("trn1_numbers", "trn1_content"),
        "You give numbers, and what the training was.",
        beside=NUMBER,
        sections=("training",),
    ),
    "p_kpis": Rule(
        "monitoring",
        "kpis",
        grades.kpis_have_figures,
        "Measures are given with figures.",
        beside=re.compile(r"\d"),
        sections=("monitoring",),
    ),
    "p_progress": Rule(
        "monitoring", "progress_measures", grades.progress_told, "You report progress on last year's aims."
    ),
    "p_goals": Rule(
        "monitoring",
        "goals",
        grades.goals_have_dates,
        "Goals are given with dates.",
        beside=YEAR,
        sections=("monitoring",),
    ),
    "p_business_kpis": Rule(
        "monitoring",
        "mon1_business_kpis",
        grade_disclosures("mon1_business_kpis"),
        "You consider whether business targets add to the risk.",
        beside=RISK,
    ),
}
# Criteria without words of their own in the text: the answer is all there is.
SILENT = frozenset({"p_indicators_remedied"})


def judge(code: str, r: StatementText) -> Finding:
    rule = RULES_AS_DATA[code]
    answered = rule.answers(r)
    message, location = r.message(code), {"section": rule.section, "field": rule.field}
    if answered.grade == Grade.YES:
        return met(rule.met_reason, found=answered.found or _in_text(code, rule, r), section=rule.section)
    if answered.is_ticked and (text := _in_text(code, rule, r)):
        return met(rule.met_reason, found=text, section=rule.section)
    if answered.grade == Grade.PARTLY:
        return partly(message, found=answered.found, **location)
    if answered.not_relevant:
        return not_applicable(answered.not_relevant)
    text = _in_text(code, rule, r)
    if text:
        question = f"Your text seems to say this, but your answers do not. Does it? {message}"
        return partly(question, found=text, **location)
    return not_met(message, **location)


def _in_text(code: str, rule: Rule, r: StatementText) -> str:
    if code in SILENT:
        return ""
    pattern = get_pattern(criterion_signals(code))
    if code == "p_supply_chain_places":
        return _place_in_text(pattern, r)
    if code == "p_goals":
        return _goal_in_text(pattern, r)
    return r.find(pattern, *(rule.sections or (rule.section,)), beside=rule.beside)


def _place_in_text(pattern: re.Pattern[str], r: StatementText) -> str:
    for sentence in r.sentences("structure"):
        match = pattern.search(sentence.text)
        if match and find_country(sentence.text):
            return quote(sentence.text, match)
    return ""


def _goal_in_text(pattern: re.Pattern[str], r: StatementText) -> str:
    """A date still to come, near the words of a goal."""
    for sentence in r.sentences("monitoring"):
        match = pattern.search(sentence.text)
        years = [int(year) for year in YEAR.findall(sentence.text)]
        if match and is_future(sentence.text) and years and max(years) >= r.today.year:
            return quote(sentence.text, match)
    return ""


RULES: dict[str, Callable[[StatementText], Finding]] = {code: partial(judge, code) for code in RULES_AS_DATA}
