"""Sums of money and long numbers stay whole."""

import pytest

from compliance.statements.rules.amounts import keep_amounts_whole


@pytest.mark.parametrize(
    "amount",
    ["£48,000,000", "£48,000,000.50", "£ 36", "€1.2bn", "$3 million", "1,140", "12,500%", "£36m", "12,345,678"],
)
def test_an_amount_is_kept_whole_wherever_it_stands(amount):
    kept = f'<span class="portal-amount">{amount}</span>'
    for before, after in (("", ""), ("We spent ", " in the year."), ("(", ")"), ("<p>", "</p>"), ("", ", not more")):
        assert keep_amounts_whole(f"{before}{amount}{after}") == f"{before}{kept}{after}"


@pytest.mark.parametrize(
    "text",
    [
        "2026", "sections 1,2 and 3", "4.5", "1,14", "a£", '<a href="/?n=1,140&amp;p=£48,000,000">here</a>', "v1,140x",
        "", "Grüße &lt; &amp;", "12,34,567",
    ],
)  # fmt: skip
def test_other_text_and_what_is_inside_a_tag_stay_as_they_are(text):
    assert keep_amounts_whole(text) == text


def test_a_million_signs_take_no_longer_than_they_are_many():
    assert len(keep_amounts_whole("1," * 200_000)) == 400_000
    assert len(keep_amounts_whole("£" * 200_000)) == 200_000
