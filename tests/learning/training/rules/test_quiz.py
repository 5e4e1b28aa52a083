from random import Random

import pytest

from learning.training.models.course import format_hours
from learning.training.rules import quiz
from learning.training.rules.quiz import Try


@pytest.mark.parametrize(
    ("right", "of", "passed"), [(6, 8, True), (5, 8, False), (8, 8, True), (0, 0, False), (3, 4, True), (2, 3, False)]
)
def test_three_quarters_of_the_answers_pass(right, of, passed):
    assert quiz.is_passed(right, of) is passed


def test_the_fewest_right_answers_that_pass_are_told():
    assert [quiz.get_pass_mark(of) for of in (0, 1, 3, 4, 8)] == [0, 1, 3, 3, 6]


FAIL, PASS = Try(1, False), Try(1, True)


@pytest.mark.parametrize(
    ("tries", "left", "round_of_next"),
    [
        ([], 3, 1),
        ([FAIL], 2, 1),
        ([FAIL, FAIL], 1, 1),
        ([FAIL, FAIL, FAIL], 3, 2),
        ([FAIL, FAIL, FAIL, Try(2, False)], 2, 2),
        ([FAIL, PASS], 3, 2),
    ],
)
def test_a_round_has_a_first_try_and_two_more(tries, left, round_of_next):
    assert quiz.count_tries_left(tries) == left
    assert quiz.get_next_round(tries) == round_of_next


def test_a_try_asks_first_what_was_not_asked_yet_in_the_order_of_the_bank():
    chosen = quiz.draw_questions(list(range(10)), {0, 1, 2, 3, 4, 5}, 6, Random(1))
    assert {6, 7, 8, 9} < set(chosen)
    assert chosen == sorted(chosen)


def test_a_bank_that_is_smaller_than_a_quiz_is_asked_whole():
    assert quiz.draw_questions([3, 1, 2], set(), 8, Random(1)) == [3, 1, 2]


@pytest.mark.parametrize(("minutes", "said"), [(0, "0"), (3, "0.25"), (45, "0.75"), (75, "1.25"), (120, "2")])
def test_minutes_become_hours_in_quarters(minutes, said):
    assert format_hours(minutes) == said
