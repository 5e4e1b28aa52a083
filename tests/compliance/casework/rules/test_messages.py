"""Tests of what a handler is told of a text before it goes to a reporter."""

import pytest

from compliance.casework.rules.messages import Hint, check_readability, find_described_names, find_names


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("Thank you. Look here again tomorrow.", ()),
        ("Thank you. Come back in three days.", ()),
        ("Thank you for telling us.", (Hint.NO_NEXT_LOOK,)),
        (" ".join(["We look at it"] * 6) + " again.", (Hint.LONG_SENTENCE, Hint.HARD_WORDS)),
        ("Notwithstanding confidentiality, organisations communicate. Look again.", (Hint.HARD_WORDS,)),
        ("Look. Where is the place?", (Hint.NO_NEXT_LOOK,)),
    ],
    ids=["good", "good too", "no next look", "long", "hard", "looks at nothing"],
)
def test_a_text_is_told_what_would_make_it_easier(text, hints):
    assert check_readability(text).hints == hints


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("Ask Robin about it.", ["Robin Marker"], ["Robin"]),
        ("Mr MARKER’s van, and marker’s house", ["Robin Marker"], ["MARKER", "marker"]),
        ("You may look again. May we call?", ["May Will"], []),
        ("We spoke with May yesterday.", ["May Will"], ["May"]),
        ("Robins sing.", ["Robin"], []),
        ("Ed is there.", ["Ed"], []),
        ("Ольга там.", ["Ольга Петрова"], ["Ольга"]),
        ("Ask JOSE and Łukasz.", ["José Lukasz"], ["JOSE", "Łukasz"]),
        ("Nothing here.", [], []),
    ],
)
def test_a_name_that_the_case_knows_is_found_as_it_was_typed(text, known, found):
    assert find_names(text, known) == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A man called Gant, and his wife known as Big Rosa.", ["Gant", "Big Rosa"]),
        ("Mr. Gant keeps the passports", ["Gant"]),
        ("They are called names all day", []),
        ("Men from Vietnam", []),
    ],
)
def test_names_within_a_description_are_those_that_somebody_is_called_by(text, names):
    assert find_described_names(text) == names
