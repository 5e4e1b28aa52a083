"""What last year's statement tells that this year's form asks for."""

import pytest

from compliance.statements.text_checker.rules.facts import find_days, find_facts

TEXT = """Modern slavery statement for the year ended 31 March 2025
This statement covers Alder Foods Limited, Birch Cold Stores Ltd and Cedar Haulage Limited.
This statement was approved by the board of directors of Alder Foods Limited on 12 September 2025.
Signed by
Rowan Ames
Managing director
15 September 2025"""


def test_period_approval_signatory_members_and_figures_are_proposed():
    measured = "We visited 14 of our suppliers. We will visit 20 suppliers next year. We care about 3 things."
    assert find_facts(TEXT, own_name="Alder Foods Ltd", measured=measured) == {
        "period_start": "2024-04-01",
        "period_end": "2025-03-31",
        "body": "board_of_directors",
        "approved_on": "2025-09-12",
        "first_name": "Rowan",
        "last_name": "Ames",
        "job_title": "Managing director",
        "signed_on": "2025-09-15",
        "members": ["Birch Cold Stores Ltd", "Cedar Haulage Limited"],
        "figures": [{"name": "We visited 14 of our suppliers.", "figure": "14"}],
    }


def test_a_text_that_tells_nothing_proposes_nothing():
    assert find_facts("We sell tea. Everybody is welcome here.") == {}


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("Statement for the financial year ended 29 February 2024", "2023-03-01", "2024-02-29"),
        ("Statement for the financial year 1 January 2024 to 31 December 2024", "2024-01-01", "2024-12-31"),
        ("Statement for the year ending 5 April 2025", "2024-04-05", "2025-04-05"),
    ],
)
def test_the_first_day_follows_from_the_last(sentence, start, end):
    facts = find_facts(f"{sentence}\nWe sell tea to shops in Leeds.")
    assert (facts["period_start"][:7], facts["period_end"]) == (start[:7], end)


def test_days_that_do_not_exist_are_passed_over():
    assert [day.isoformat() for day in find_days("31 February 2025, 1 March 2025, June 2, 2025 and 30/04/2025")] == [
        "2025-03-01",
        "2025-06-02",
        "2025-04-30",
    ]
