"""The words of a draft resolution, by legal form."""

import pytest

from compliance.organisations.choices import LegalForm
from compliance.statements.presenters.resolution import draft_resolution


@pytest.mark.parametrize(
    ("form", "beginning", "end"),
    [
        ("company", "The board of directors approves the", "A director is to sign it."),
        ("llp", "The members approve the", "A designated member is to sign it."),
        ("body_corporate", "The management body approves the", "A director, or the equivalent, is to sign it."),
        ("public_body", "The management body approves the", "A director, or the equivalent, is to sign it."),
        ("other_unincorporated", "The management body approves the", "A director, or the equivalent, is to sign it."),
        ("limited_partnership", "A partner signs the", "(version 2)."),
        ("other_partnership", "A partner signs the", "(version 2)."),
    ],
)
def test_each_legal_form_has_the_words_that_the_act_asks_for(form, beginning, end):
    assert form in LegalForm.values
    words = draft_resolution(form, name="Alder Limited", period="1 April 2025 to 31 March 2026", number=2)
    assert words.startswith(beginning)
    assert words.endswith(end)
    assert "Alder Limited for the financial year 1 April 2025 to 31 March 2026 (version 2)" in words
