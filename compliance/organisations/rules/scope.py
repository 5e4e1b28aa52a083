"""Does an organisation have to publish a statement for a financial year? Pure.

Source: Modern Slavery Act 2015 s.54(2), (12); SI 2015/1833; statutory guidance (March 2025) 5.2.1 and 5.4;
read on 1 October 2026. Questions and reasons stand in data/scope.json.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NotRequired, TypedDict

# JSON values by question: a code, whole pounds or an ISO date.
# A code, or whole pounds; None is as good as no answer.
type Answer = str | int | None
type Answers = Mapping[str, Answer]

MAX_POUNDS = 10**13


@dataclass(frozen=True)
class Decision:
    """The outcome of the answers: the first rule that matched, its reason and source, and the ruleset."""

    outcome: str
    rule: int
    reason: str
    source: str
    ruleset: str


class Question(TypedDict):
    """A question of scope.json."""

    code: str
    slug: str
    kind: str
    text: str
    hint: NotRequired[str]
    help_title: NotRequired[str]
    help: NotRequired[list[str]]


class Rule(TypedDict):
    """A rule of scope.json: what follows, why, and where that is written."""

    outcome: str
    reason: str
    source: str


class Ruleset(TypedDict):
    """What scope.json holds that the program reads."""

    ruleset: str
    threshold_pounds: int
    questions: list[Question]
    rules: list[Rule]


def decide(answers: Answers) -> Decision:
    """Return the decision of the questionnaire.

    answers: question code to value; "yes", "no", "unsure" or a code. q_turnover is whole pounds or a band's code.
    A question that is absent, None, "" or "not_provided" is missing.
    """
    answered = {code: value for code, value in answers.items() if not _is_missing(value)}
    number = _first_rule(answered)
    rule = _ruleset()["rules"][number - 1]
    return Decision(rule["outcome"], number, rule["reason"], rule["source"], _ruleset()["ruleset"])


def _is_missing(value: Answer) -> bool:
    return value is None or value in ("", "not_provided")


def _first_rule(answers: Answers) -> int:
    form, uk, supplies = answers.get("q_form"), answers.get("q_uk"), answers.get("q_supplies")
    if form == "public_body":
        return 1
    if form == "other_unincorporated":
        return 2
    if answers.get("q_ceased") == "yes":
        return 3
    if supplies == "no":
        return 4
    if uk == "no":
        return 5
    if is_below_threshold(answers.get("q_turnover")):
        return 6
    if "q_turnover" not in answers or uk is None or supplies is None:
        return 7
    if "unsure" in (uk, supplies):
        return 8
    if answers.get("q_group") == "subsidiary" and answers.get("q_parent_statement") == "yes":
        return 9
    return 10


def is_below_threshold(turnover: int | str | None) -> bool:
    """Return whether the turnover is too low. £36 million exactly is not below: the Act says "not less than"."""
    if isinstance(turnover, int):
        return turnover < _ruleset()["threshold_pounds"]
    return turnover == "under_36m"


def get_question_path(answers: Answers) -> list[str]:
    """Return the questions that these answers lead through, in order, without those that cannot change the outcome."""
    codes = ["q_form"]
    if answers.get("q_form") not in ("public_body", "other_unincorporated"):
        codes += _business_question_path(answers)
    return [*codes, "q_period_end"]


def _business_question_path(answers: Answers) -> list[str]:
    codes = ["q_ceased"]
    if answers.get("q_ceased") == "yes":
        return codes
    codes.append("q_supplies")
    if answers.get("q_supplies") == "no":
        return codes
    codes.append("q_uk")
    if answers.get("q_uk") == "no":
        return codes
    codes += ["q_franchise", "q_turnover"]
    if is_below_threshold(answers.get("q_turnover")):
        return [*codes, "q_previous"]
    codes.append("q_group")
    if answers.get("q_group") == "subsidiary":
        codes.append("q_parent_statement")
    return [*codes, "q_previous"]


def get_relevant_answers(answers: Answers) -> dict[str, Answer]:
    """Return the answers to questions on the path; answers from before a change of mind are left out."""
    return {code: answers[code] for code in get_question_path(answers) if code in answers}


def next_question(answers: Answers) -> str | None:
    """Return the first question on the path without an answer, or None when all are answered."""
    return next((code for code in get_question_path(answers) if code not in answers), None)


def is_statement_not_required(outcomes_by_day: Iterable[tuple[date | None, str]], due: date | None) -> bool:
    """Return whether the statement due on that day need not be published.

    kept: expected day and outcome of each answer, newest first. One without a day speaks for days that none names.
    """
    outcomes: dict[date | None, str] = {}
    for day, outcome in outcomes_by_day:
        outcomes.setdefault(day, outcome)
    return outcomes.get(due, outcomes.get(None, "")).startswith("not_required")


def turnover_band_for(pounds: int) -> str:
    """Return the registry's band of a turnover: its lower end belongs to it, its upper end to the next."""
    limits = ((36, "under_36m"), (60, "36m_60m"), (100, "60m_100m"), (500, "100m_500m"))
    return next((band for limit, band in limits if pounds < limit * 10**6), "over_500m")


def parse_turnover(typed: str) -> int:
    """Return whole pounds from "36m", "£36,000,000", "36 000 000" or "1.2 bn". Raises ValueError."""
    text = re.sub(r"[\s,_£]|gbp|pounds?", "", typed.strip().lower())
    match = re.fullmatch(r"(\d{1,15})(?:\.(\d{1,9}))?(k|thousand|m|mn|million|b|bn|billion)?", text)
    if match is None:
        raise ValueError(typed)
    pounds_part, fraction, unit = match.groups()
    power = {"": 0, "k": 3, "t": 3, "m": 6, "b": 9}[(unit or "")[:1]]
    # Whole numbers throughout: £35,999,999.99 stays below £36 million.
    pounds = int(pounds_part) * 10**power + int((fraction or "0").ljust(9, "0")) * 10**power // 10**9
    if pounds > MAX_POUNDS:
        raise ValueError(typed)
    return pounds


def get_questions() -> tuple[Question, ...]:
    """Return all questions: code, slug, kind and text, and where there is one a hint and help."""
    return tuple(_ruleset()["questions"])


def get_question(code: str) -> Question:
    """Return the question of that code."""
    return next(row for row in get_questions() if row["code"] == code)


@cache
def _ruleset() -> Ruleset:
    return json.loads(files("compliance.organisations").joinpath("data", "scope.json").read_text(encoding="utf-8"))
