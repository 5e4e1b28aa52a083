"""The outcome of one criterion: what it stops, what is a notice, and that it survives storage."""

import json

import pytest

from compliance.statements import vocabulary
from compliance.statements.rubric.rules import check
from compliance.statements.rubric.rules.check import Result
from compliance.statements.rubric.rules.result import (
    Finding,
    Outcome,
    met,
    needs_person,
    not_applicable,
    not_met,
    partly,
)
from tests.factories.good_statement import TODAY, known, made


def test_a_result_survives_storage():
    for one in check.run(made(), known(made()), today=TODAY):
        assert Result.from_dict(json.loads(json.dumps(one.as_dict()))) == one


def result_of(finding: Finding, *, weight: str = "must", blocks: bool = True) -> Result:
    return Result("law", "Is it?", weight, finding.outcome.value, finding.reason, ("ACT",), "", "", "", blocks)


@pytest.mark.parametrize(
    ("finding", "stops", "is_left"),
    [
        (met("Yes."), False, False),
        (partly("Perhaps?"), False, True),
        (not_met("No."), True, True),
        (not_applicable("Not asked."), False, False),
        (needs_person("Look."), False, True),
    ],
)
def test_only_what_is_not_met_stops_publication(finding, stops, is_left):
    assert result_of(finding).stops_publication is stops
    assert result_of(finding, blocks=False).stops_publication is False
    assert (result_of(finding).is_open, result_of(finding).is_notice) == (is_left, False)


@pytest.mark.parametrize("finding", [partly("Perhaps?"), not_met("No."), needs_person("Look.")])
def test_what_a_bill_would_ask_is_a_notice_and_never_left_to_do(finding):
    result = result_of(finding, weight="pending", blocks=False)
    assert (result.is_notice, result.is_open) == (True, False)


def test_a_finding_holds_the_words_and_where_to_mend_it():
    finding = not_met("Say it.", found="Words.", section="risk", field="risks")
    assert (finding.outcome, finding.reason) == (Outcome.NOT_MET, "Say it.")
    assert (finding.found, finding.section, finding.field) == ("Words.", "risk", "risks")
    assert not_applicable("Not asked.") == Finding(Outcome.NOT_APPLICABLE, "Not asked.")


def test_the_codes_are_those_of_the_vocabulary():
    assert {outcome.value for outcome in Outcome} == {*vocabulary.enumeration("check_result").codes}
