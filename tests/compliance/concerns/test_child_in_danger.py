"""A child, or somebody who tells of one, who says that there is danger now reads what happens next."""

import pytest

from tests.factories.concerns import Reporter

pytestmark = pytest.mark.django_db


def child_page(reporter: Reporter, *, purpose: str, danger: str) -> str:
    reporter.begins(purpose)
    reporter.sends("/r/1", danger_level=danger)
    return reporter.opens(reporter.sends("/r/2", age_of_person="under_18"))


@pytest.mark.parametrize("purpose", ["report_concern", "seeking_help_self"])
def test_danger_now_is_answered_on_the_page_for_a_child(reporter, purpose):
    page = child_page(reporter, purpose=purpose, danger="happening_now")
    next_steps = page.partition("What happens next")[2].partition("</ul>")[0]
    assert "Call 999 first" in next_steps
    assert "We put it before all others." in next_steps
    assert "we may tell the police or council without asking" in next_steps


def test_a_child_who_is_not_in_danger_now_reads_nothing_of_it(reporter):
    page = child_page(reporter, purpose="report_concern", danger="not_immediate")
    assert "What happens next" not in page
