"""The check of a statement against the rubric: a drafting aid. It shows no score and never says that the law is met.

Structured answers and records decide. Free text supports them, or contradicts them and then asks a question.
A ruleset is chosen by the end of the financial year; results are kept with its name and never worked out again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from compliance.statements import vocabulary
from compliance.statements.rubric.rules.criteria import consistency, guidance, law, pending, practice
from compliance.statements.rubric.rules.result import Finding, Result, not_applicable
from compliance.statements.rubric.rules.statement_text import StatementText
from compliance.statements.rules.content import AREAS, Content
from compliance.statements.rules.facts import Approval, EarlierYear, Facts, Signature, Web
from compliance.statements.rules.financial_year import get_period
from compliance.statements.vocabulary import Criterion

__all__ = [
    "RULESET",
    "Approval",
    "EarlierYear",
    "Facts",
    "Result",
    "Ruleset",
    "Signature",
    "Web",
    "blocking",
    "blocking_before_approval",
    "by_weight",
    "notices",
    "open_results",
    "ruleset_for",
    "run",
]

Rule = Callable[[StatementText], Finding]
DISCLAIMER = (
    "This check is a drafting aid. It does not show that the law is met, and it is not legal advice."  # guide 4.4
)
SIGNOFF_CRITERIA = frozenset({"law_approval", "law_signature"})
FOUND_LENGTH = 500
NO_STEPS_AREAS = frozenset({*AREAS, "consistency"})


@dataclass(frozen=True, slots=True)
class Ruleset:
    """rules hold for financial years that end on or after starts_on, until a later ruleset starts."""

    name: str
    starts_on: date
    rules: dict[str, Rule]


RULESET = "s54-2015-guidance-2025"
RULESETS = (
    Ruleset(
        RULESET,
        date(2015, 10, 29),  # section 54 in force
        law.RULES | guidance.RULES | practice.RULES | consistency.RULES | pending.RULES,
    ),
)

# The conditions of the rubric, by its own words. What nobody has answered yet counts as true, so that it is asked for.
CONDITIONS: dict[str, Callable[[StatementText], bool]] = {
    "always": lambda r: True,
    "statement_kind = steps_taken": lambda r: r.kind != "no_steps",
    "statement_kind = no_steps": lambda r: r.kind != "steps_taken",
    "legal_form not in (limited_partnership, other_partnership)": lambda r: (
        r.legal_form not in ("limited_partnership", "other_partnership")
    ),
    "legal_form in (company, body_corporate)": lambda r: r.legal_form in ("", "company", "body_corporate"),
    "has_website = yes": lambda r: r.facts.web.has_website is not False,
    "has_website = no": lambda r: r.facts.web.has_website is not True,
    "is_group = yes": lambda r: r.is_group is not False,
    "risks not empty": lambda r: bool(r.risks),
    "indicators has a value other than none": lambda r: bool(r.get_choices("indicators")),
}
WHY_NOT = {
    "statement_kind = steps_taken": "Does not apply to a statement that no steps were taken.",
    "statement_kind = no_steps": "Only applies to a statement that no steps were taken.",
    "legal_form not in (limited_partnership, other_partnership)": (
        "The Act does not name an approver for a partnership."
    ),
    "legal_form in (company, body_corporate)": "Only applies to companies and other bodies corporate.",
    "has_website = yes": "You have no website.",
    "has_website = no": "You have a website, so the statement goes there.",
    "is_group = yes": "The statement covers one organisation.",
    "risks not empty": "No risk is named.",
    "indicators has a value other than none": "The statement refers to no sign of forced labour.",
}


def ruleset_for(period_end: date | None, rulesets: Iterable[Ruleset] = RULESETS) -> Ruleset:
    """Return the latest ruleset that has started by the end of the financial year; without a year, the latest."""
    ordered = sorted(rulesets, key=lambda each: each.starts_on)
    started = [ruleset for ruleset in ordered if period_end is None or ruleset.starts_on <= period_end]
    return started[-1] if started else ordered[0]


def run(content: Content, facts: Facts, *, today: date, rulesets: Iterable[Ruleset] = RULESETS) -> list[Result]:
    """Return one result a criterion, in the order of the rubric. content is made by content.assemble."""
    reader = StatementText(content, facts, today)
    rules = ruleset_for(get_period(content)[1], rulesets).rules
    return [
        _result(criterion, rules[criterion.code], reader)
        for criterion in vocabulary.criteria()
        if criterion.code in rules
    ]


def _result(criterion: Criterion, rule: Rule, reader: StatementText) -> Result:
    finding = _why_not(criterion, reader) or rule(reader)
    return Result(
        criterion=criterion.code,
        question=criterion.question,
        weight=criterion.weight,
        result=finding.outcome.value,
        reason=finding.reason,
        source=criterion.sources,
        found=finding.found if len(finding.found) <= FOUND_LENGTH else f"{finding.found[: FOUND_LENGTH - 1]}…",
        section=finding.section,
        field=finding.field,
        blocks=criterion.blocks,
    )


def _why_not(criterion: Criterion, reader: StatementText) -> Finding | None:
    condition = criterion.applies_when
    if not CONDITIONS[condition](reader):
        return not_applicable(WHY_NOT[condition])
    if reader.kind == "no_steps" and criterion.area in NO_STEPS_AREAS:
        # s.54(4)(b): such a statement says only that nothing was done; the draft does not ask for the areas.
        return not_applicable(WHY_NOT["statement_kind = steps_taken"])
    return None


def blocking(results: Iterable[Result]) -> list[Result]:
    """Return what stops publication. A question a text raises (partly met) never does: text checks do not decide."""
    return [result for result in results if result.stops_publication]


def blocking_before_approval(results: Iterable[Result]) -> list[Result]:
    """Return what stops freezing for approval: all that blocks, save approval and signature themselves."""
    return [result for result in blocking(results) if result.criterion not in SIGNOFF_CRITERIA]


def by_weight(results: Iterable[Result]) -> dict[str, list[Result]]:
    """Return results by weight, in the order must, should, good_practice, pending; every weight is there."""
    by_weight_: dict[str, list[Result]] = {code: [] for code in vocabulary.enumeration("legal_status").codes}
    for result in results:
        by_weight_[result.weight].append(result)
    return by_weight_


def open_results(results: Iterable[Result]) -> list[Result]:
    """Return what is left to do or to look at today; never the Bill's criteria."""
    return [result for result in results if result.is_open]


def notices(results: Iterable[Result]) -> list[Result]:
    """Return the Bill's criteria that would not be met yet: shown as notices, never as failures."""
    return [result for result in results if result.is_notice]
