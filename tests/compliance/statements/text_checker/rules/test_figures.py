"""Counts and shares, and what only looks like one."""

import pytest

from compliance.statements.text_checker.rules.figures import has_figure


@pytest.mark.parametrize(
    "text",
    [
        "94% of staff were trained.",
        "We audited 14 suppliers.",
        "96 of 104 factories answered.",
        "In the year it was 3.",
        "There were zero reports of slavery.",
        "78 per cent answered.",
    ],
)
def test_a_count_or_a_share_is_a_figure(text):
    assert has_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 we trained staff.",
        "Approved on 4 May by the board.",
        "Section 54 asks for it.",
        "We look at tier 1 suppliers.",
        "Ring 0800 0121 700 at any time.",
        "Our turnover is £36 million.",
        "Within the next 12 months we act.",
        "ISO 9001 holds.",
        "We trained everybody.",
        # What is taken out leaves no word that the number before it could count.
        "Ring 116 123 24/7",
    ],
)
def test_a_date_a_section_and_a_sum_are_not(text):
    assert not has_figure(text)
