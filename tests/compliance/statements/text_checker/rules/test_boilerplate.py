"""What a page or a printer adds to a statement."""

import pytest

from compliance.statements.text_checker.rules.boilerplate import find_boilerplate


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies to improve your experience.",
        "Skip to main content",
        "Home | About us | Careers | Contact",
        "Home > Corporate > Modern slavery",
        "© Larkmere Tea Ltd 2026. All rights reserved.",
        "Registered in England and Wales, company number 01234567",
        "Page 3 of 12",
        "Tel: 01234 567 890",
        "www.larkmere.example",
        "Contact us",
        "OFFICIAL",
    ],
)
def test_lines_of_a_page_are_boilerplate(line):
    assert find_boilerplate([line]) == [True]


@pytest.mark.parametrize(
    "line",
    [
        "We audited 14 suppliers in the year.",
        "Our biscuits and cookies are baked in Leeds, and cookie dough factories are audited.",
        "Staff can email concerns to the Company Secretary at speakup@larkmere.example at any time.",
        "Our privacy policy forbids that we pass on the names of those who raise concerns about slavery.",
        "Training",
    ],
)
def test_lines_of_a_statement_are_not(line):
    assert find_boilerplate([line]) == [False]


def test_a_line_that_stands_three_times_is_a_running_line():
    lines = ["Larkmere statement, page 1", "We buy tea.", "Larkmere statement, page 2", "Larkmere statement, page 3"]
    assert find_boilerplate(lines) == [True, False, True, True]
    assert not any(find_boilerplate(lines[:3]))
