"""What is asked of whom, when a statement is due, and how turnover is read."""

import calendar
from datetime import date, timedelta

import pytest

from compliance.organisations.rules import scope


def test_nobody_is_asked_more_than_ten_questions_and_a_public_body_two():
    assert scope.get_question_path({"q_form": "public_body"}) == ["q_form", "q_period_end"]
    longest = scope.get_question_path({"q_form": "company", "q_turnover": 10**9, "q_group": "subsidiary"})
    assert len(longest) == len(scope.get_questions()) == 10


def test_an_answer_given_before_a_change_of_mind_does_not_count():
    answers = {"q_form": "company", "q_group": "not_in_group", "q_parent_statement": "yes"}
    assert "q_parent_statement" not in scope.get_relevant_answers(answers)


def test_the_due_date_of_each_day_in_forty_years_keeps_its_promises():
    day, before = date(2010, 1, 1), date.min
    while day.year < 2050:
        due = scope.statement_due_on(day)
        assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == 6
        last = calendar.monthrange(due.year, due.month)[1]
        ends_month = day.day == calendar.monthrange(day.year, day.month)[1]
        assert due.day == (last if ends_month else min(day.day, last))
        assert due >= before
        day, before = day + timedelta(days=1), due


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("36m", 36_000_000), ("£36,000,000", 36_000_000), ("36 000 000", 36_000_000), ("36.5 million", 36_500_000),
        ("£1.2bn", 1_200_000_000), ("0", 0), ("35,999,999.99", 35_999_999), (" 36M ", 36_000_000), ("750k", 750_000),
        ("36\u00a0000\u00a0000", 36_000_000), ("36 million pounds", 36_000_000), ("GBP 36000000", 36_000_000),
        ("1 billion", 10**9),
    ],
)  # fmt: skip
def test_turnover_is_read_as_people_type_it(typed, pounds):
    assert scope.parse_turnover(typed) == pounds


@pytest.mark.parametrize("typed", ["", "lots", "-5", "36.000.000", "1e9", "36 x", "9" * 400, "٣٦٠٠٠٠٠٠ and", "99999bn"])
def test_what_is_no_turnover_is_refused(typed):
    with pytest.raises(ValueError):
        scope.parse_turnover(typed)


@pytest.mark.parametrize(
    ("pounds", "band"),
    [
        (0, "under_36m"), (35_999_999, "under_36m"), (36_000_000, "36m_60m"), (60_000_000, "60m_100m"),
        (99_999_999, "60m_100m"), (100_000_000, "100m_500m"), (500_000_000, "over_500m"),
    ],
)  # fmt: skip
def test_a_band_holds_its_lower_end(pounds, band):
    assert scope.turnover_band_for(pounds) == band
