"""Tests of the figures of a month: counts in the order of their list, targets met, and waits for interpreters."""

import pytest

from compliance.casework.rules import monthly_statistics as rules
from compliance.casework.rules.monthly_statistics import InterpreterRequest, Met, Target

ORDER = ["phone", "webform", "email"]


def test_codes_are_counted_in_the_order_of_their_list_and_those_of_no_list_last():
    counts = rules.count(["email", "zeta", "phone", "email", "", "alpha"], ORDER)
    assert list(counts.items()) == [("phone", 1), ("email", 2), ("alpha", 1), ("unknown", 1), ("zeta", 1)]


def test_a_list_that_knows_unknown_says_where_it_stands():
    assert list(rules.count(["", "phone"], ["unknown", "phone"])) == ["unknown", "phone"]


def test_nothing_is_counted_of_nothing():
    assert rules.count([], ORDER) == {}


@pytest.mark.parametrize(
    ("answers", "met", "percent"),
    [
        ([], Met(0, 0), None),
        ([None, None], Met(0, 0), None),
        ([True, False, None], Met(1, 2), 50),
        ([True, True, False], Met(2, 3), 67),
        ([False], Met(0, 1), 0),
    ],
)
def test_what_nobody_knows_counts_neither_as_met_nor_as_missed(answers, met, percent):
    summary = rules.summarise_met(answers)
    assert summary == met
    assert summary.percent == percent


def test_targets_are_summed_by_level_and_a_level_without_a_case_is_there():
    cases = (Target("p1", first_action=True, referral=None), Target("p1", first_action=False, referral=True))
    assert rules.summarise_targets(iter(cases), ["p1", "p2"]) == {
        "p1": (Met(1, 2), Met(1, 1)),
        "p2": (Met(0, 0), Met(0, 0)),
    }


def test_waits_are_by_language_the_most_asked_for_first_and_ties_by_code():
    requests = [
        InterpreterRequest("vi", 30, is_gender_met=None),
        InterpreterRequest("ro", 10, is_gender_met=True),
        InterpreterRequest("al", None, is_gender_met=False),
        InterpreterRequest("vi", 95, is_gender_met=False),
    ]
    waits = rules.summarise_waits(requests)
    assert list(waits) == ["vi", "al", "ro"]
    vietnamese = waits["vi"]
    assert (vietnamese.requests, vietnamese.joined, vietnamese.not_joined) == (2, 2, 0)
    assert (vietnamese.median, vietnamese.longest, vietnamese.wishes) == (62, 95, Met(0, 1))


def test_where_nobody_joined_there_is_no_wait():
    wait = rules.summarise_waits([InterpreterRequest("al", None, is_gender_met=None)])["al"]
    assert (wait.median, wait.longest, wait.not_joined) == (None, None, 1)
