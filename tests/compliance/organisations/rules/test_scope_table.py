"""The decision table of section 54 against the vocabulary, by brute force."""

import itertools
import re
from datetime import date

import pytest

from compliance.organisations.choices import GroupRole, LegalForm, TurnoverBand
from compliance.organisations.rules import scope
from compliance.organisations.rules.publication_deadline import get_due_date, get_statement_year
from tests.factories.domain import DOMAIN, domain

if not DOMAIN.exists():
    pytest.skip("the vocabulary is not beside this checkout", allow_module_level=True)
WORDS = domain()
TABLE = WORDS["applicability"]
MISSING = None
AMOUNT = re.compile(r"£\d+ million|\bsection \d+|\bs\.\d+", re.IGNORECASE)
VALUES = {
    "q_form": [MISSING, *(value["code"] for value in WORDS["enumerations"]["legal_form"]["values"])],
    "q_uk": [MISSING, "yes", "no", "unsure"],
    "q_supplies": [MISSING, "yes", "no", "unsure"],
    "q_turnover": [
        MISSING, 0, 35_999_999, 36_000_000, 36_000_001,
        *(value["code"] for value in WORDS["enumerations"]["turnover_band"]["values"]),
    ],
    "q_group": [MISSING, *next(q for q in TABLE["questions"] if q["id"] == "q_group")["options"]],
    "q_parent_statement": [MISSING, "yes", "no", "unsure"],
    "q_ceased": [MISSING, "yes", "no"],
}  # fmt: skip
BANDS = {value["code"]: value for value in WORDS["enumerations"]["turnover_band"]["values"]}


def read_condition(text: str, answers: dict) -> bool:
    """The vocabulary's own words for a condition, read literally."""
    if text == "otherwise":
        return True
    if " or " in text:
        return any(read_condition(part, answers) for part in text.split(" or "))
    if " and " in text:
        return all(read_condition(part, answers) for part in text.split(" and "))
    match = re.fullmatch(r"(q_\w+) (?:(=|<) )?(£?[\w,]+)", text)
    code, sign, value = match.groups()
    answer = answers.get(code)
    if value == "missing":
        return answer is None or answer == "not_provided"
    if sign == "<":
        limit = int(re.sub(r"\D", "", value))
        if isinstance(answer, int):
            return answer < limit
        return answer is not None and BANDS[answer].get("max_gbp", limit + 1) <= limit
    return answer == value


def read_table(answers: dict) -> dict:
    return next(rule for rule in TABLE["rules"] if read_condition(rule["if"], answers))


def test_every_combination_of_answers_gets_the_rule_of_the_table():
    count = 0
    for values in itertools.product(*VALUES.values()):
        answers = dict(zip(VALUES, values, strict=True))
        rule, decision = read_table(answers), scope.decide(answers)
        assert (decision.rule, decision.outcome) == (rule["n"], rule["outcome"]), answers
        count += 1
    assert count == 8 * 4 * 4 * 11 * 4 * 4 * 3


@pytest.mark.parametrize("rule", TABLE["rules"], ids=lambda rule: str(rule["n"]))
def test_every_rule_has_the_outcome_and_the_amounts_of_the_table_and_names_its_source(rule):
    """The reason is in plainer words than the table's; the amounts that it names are the same."""
    ours = scope._ruleset()["rules"][rule["n"] - 1]
    assert (ours["number"], ours["outcome"]) == (rule["n"], rule["outcome"])
    assert AMOUNT.findall(ours["reason"]) == AMOUNT.findall(rule["reason"])
    assert ours["reason"] and ours["source"]


def test_every_question_of_the_table_is_asked_once_and_the_year_end_beside():
    ours = [question["code"] for question in scope.get_questions()]
    assert sorted(ours) == sorted([*(q["id"] for q in TABLE["questions"]), "q_period_end"])
    assert len({question["slug"] for question in scope.get_questions()}) == len(ours)


def test_options_are_those_of_the_table():
    assert [form.value for form in LegalForm] == VALUES["q_form"][1:]
    assert [role.value for role in GroupRole] == VALUES["q_group"][1:]
    assert [band.value for band in TurnoverBand] == list(BANDS)


def test_a_question_that_is_left_out_never_changes_the_answer():
    for values in itertools.product(*(values[1:] for values in VALUES.values())):
        answers = dict(zip(VALUES, values, strict=True))
        asked = scope.get_relevant_answers(answers)
        if set(VALUES) & set(scope.get_question_path(answers)) == set(asked):
            assert scope.decide(asked).outcome == scope.decide(answers).outcome, answers


@pytest.mark.parametrize(("period_end", "due"), WORDS["lifecycle"]["deadline"]["examples"])
def test_the_due_date_is_that_of_the_vocabulary(period_end, due):
    assert get_due_date(date.fromisoformat(period_end)) == date.fromisoformat(due)
    assert get_statement_year(date.fromisoformat(period_end)) == int(due[:4])
