"""How hard a text is to read, against texts of known grades and counts done by hand."""

import pytest

from portal.core import readability
from portal.core.text import split_at_pauses


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("the", 1), ("make", 1), ("table", 2), ("agree", 2), ("passed", 1), ("wanted", 2), ("boxes", 2),
        ("times", 1), ("happy", 2), ("danger", 2), ("anonymous", 4), ("eye", 1), ("999", 1), ("b", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_heard(word, count):
    assert readability.count_syllables(word) == count


def test_a_sentence_ends_at_a_mark_or_at_the_end_of_its_line():
    text = "Call 999. Are you safe? “Yes.” Then write\n- here\n\n…"
    assert split_at_pauses(text) == ["Call 999.", "Are you safe?", "“Yes.", "Then write", "- here"]


def test_a_decimal_and_a_shortened_word_are_one_word_each():
    assert readability.words("It’s 2.5 GB, well-known.") == ["It’s", "2.5", "GB", "well-known"]


def test_the_formulas_are_those_of_their_sources():
    """7 words of 88 letters in one sentence; then the same in two."""
    said = "Notwithstanding contractual confidentiality, organisations communicate safeguarding information."
    sounds = sum(map(readability.count_syllables, readability.words(said)))
    flesch, index = readability.reading_ages([said])
    assert flesch == pytest.approx(0.39 * 7 + 11.8 * sounds / 7 - 15.59 + 5)
    assert index == pytest.approx(0.5 * 7 + 4.71 * 88 / 7 - 21.43 + 5)
    shorter = readability.reading_ages(said.split(", "))
    assert shorter == (pytest.approx(flesch - 0.39 * 3.5), pytest.approx(index - 0.5 * 3.5))


def test_a_text_for_children_is_for_the_youngest():
    assert readability.reading_ages(["The cat sat on the mat.", "It was a dog."]) == (5.0, 5.0)


def test_nothing_reads_as_for_the_youngest():
    assert readability.reading_ages([]) == readability.reading_ages(["…"]) == (5.0, 5.0)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[
            ("the", 1),
            ("house", 1),
            ("houses", 2),
            ("police", 2),
            ("table", 2),
            ("people", 2),
            ("asked", 1),
            ("wanted", 2),
        ],
        *[("moves", 1), ("places", 2), ("statement", 2), ("safely", 2), ("agreement", 3), ("quiet", 2), ("idea", 3)],
        *[("employer", 3), ("being", 2), ("supplier", 3), ("business", 2), ("organisation", 5), ("company", 3)],
        *[
            ("guidance", 2),
            ("directors", 3),
            ("special", 2),
            ("initial", 3),
            ("themselves", 2),
            ("wages", 2),
            ("£5", 1),
        ],
    ],
)
def test_silent_letters_and_vowels_that_stand_apart_are_told(word, count):
    assert readability.count_syllables(word) == count
