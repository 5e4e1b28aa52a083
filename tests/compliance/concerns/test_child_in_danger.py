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


NOBODY_TO_CALL = "You do not have to call anyone yourself."


@pytest.mark.parametrize("purpose", ["report_concern", "seeking_help_self"])
@pytest.mark.parametrize(("danger", "is_said"), [("happening_now", False), ("not_immediate", True)])
def test_nobody_is_kept_from_calling_999_while_there_is_danger_now(reporter, purpose, danger, is_said):
    """docs/requirements/helpline.md#child-in-danger"""
    assert (NOBODY_TO_CALL in child_page(reporter, purpose=purpose, danger=danger)) == is_said


def test_a_child_reads_of_themselves_as_you(reporter):
    page = child_page(reporter, purpose="seeking_help_self", danger="happening_now")
    assert "To keep you safe, we may tell the police or council without asking you." in page
    assert "To keep a child safe" not in page


@pytest.mark.parametrize(
    ("purpose", "first"), [("seeking_help_self", "0800 1111"), ("report_concern", "0808 800 5000")]
)
def test_the_line_for_the_reader_is_above_the_other(reporter, purpose, first):
    numbers = child_page(reporter, purpose=purpose, danger="happening_now").partition("govuk-summary-list")[2]
    assert min(("0800 1111", "0808 800 5000"), key=numbers.index) == first
