"""Six months after the year end, on every day of forty years; test_scope_table has the vocabulary's examples."""

import calendar
from datetime import date, timedelta

import pytest

from compliance.organisations.rules.publication_deadline import get_due_date, get_statement_year, shift_year_end


def test_the_due_date_of_each_day_in_forty_years_keeps_its_promises():
    day, before = date(2010, 1, 1), date.min
    while day.year < 2050:
        due = get_due_date(day)
        assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == 6
        last = calendar.monthrange(due.year, due.month)[1]
        ends_month = day.day == calendar.monthrange(day.year, day.month)[1]
        assert due.day == (last if ends_month else min(day.day, last))
        assert due >= before
        day, before = day + timedelta(days=1), due


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        (date(2026, 2, 28), 12, date(2027, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2026, 6, 30), -12, date(2025, 6, 30)),
        (date(2028, 2, 28), 12, date(2029, 2, 28)),
        (date(2026, 4, 5), 12, date(2027, 4, 5)),
    ],
)
def test_a_year_end_on_the_last_of_a_month_stays_there(day, months, shifted):
    assert shift_year_end(day, months) == shifted


@pytest.mark.parametrize(
    ("period_end", "year"),
    [(date(2026, 3, 31), 2026), (date(2026, 6, 30), 2026), (date(2026, 7, 1), 2027), (date(2026, 12, 31), 2027)],
)
def test_a_statement_has_the_year_in_which_it_is_due(period_end, year):
    assert get_statement_year(period_end) == year
