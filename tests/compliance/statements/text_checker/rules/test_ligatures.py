"""Words that lost a ligature on their way out of a PDF."""

import pytest

from compliance.statements.text_checker.rules.dehyphenate import from_text
from compliance.statements.text_checker.rules.ligatures import LIGATURES, WORDS, restore_ligatures


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Our sta are trained.", "Our staff are trained."),
        ("E ectiveness is identi ed.", "Effectiveness is identified."),
        ("the nancial year", "the financial year"),
        ("tra cking and tra\x00cking", "trafficking and trafficking"),
        ("Reporng acvies of the organisaon", "Reporting activities of the organisation"),
        ("A con dential o ce", "A confidential office"),
        ("STA", "STA"),
        ("EECTIVENESS", "EFFECTIVENESS"),
    ],
)
def test_known_words_are_put_right(broken, whole):
    assert restore_ligatures(broken) == whole


@pytest.mark.parametrize("text", ["We met after the matter ended.", "A full boom in sales, to be sure, is no act.", ""])
def test_other_words_stay(text):
    assert restore_ligatures(text) == text


def test_every_known_word_has_a_ligature_and_stays_itself():
    assert all(any(ligature in word for ligature in LIGATURES) for word in WORDS)
    assert restore_ligatures(" ".join(WORDS)) == " ".join(WORDS)


def test_a_text_is_repaired_with_its_lines():
    assert from_text("Our sta are\ntrained by the o cers.") == "Our staff are trained by the officers."
