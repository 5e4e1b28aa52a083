"""What changed from one text to another: whole, readable, and never slow."""

import random
from itertools import cycle, islice

import pytest

from compliance.statements.rules.difference import Kind, Run, compare_texts
from tests.support.work import count_steps

KEPT, REMOVED, ADDED = Kind
MANY = 16_000  # words
MAX_STEPS_A_WORD = 1000


@pytest.mark.parametrize(
    ("earlier", "later", "runs"),
    [
        ("", "", []),
        ("The same.", "The same.", [Run(KEPT, "The same.")]),
        ("", "New.", [Run(ADDED, "New.")]),
        ("Gone.", "", [Run(REMOVED, "Gone.")]),
        (
            "We trained 20 people in our depots. Our board met.",
            "We trained 45 people in our depots. Our board met.",
            [
                Run(KEPT, "We trained"),
                Run(REMOVED, "20"),
                Run(ADDED, "45"),
                Run(KEPT, "people in our depots."),
                Run(KEPT, "Our board met."),
            ],
        ),
        ("One.\nThree.", "One.\nTwo.\nThree.", [Run(KEPT, "One.\n\n"), Run(ADDED, "Two.\n\n"), Run(KEPT, "Three.")]),
        # A word that happens to stay between two changes is told with them.
        (
            "We ask red suppliers now",
            "We ask blue suppliers later",
            [
                Run(KEPT, "We ask"),
                Run(REMOVED, "red suppliers now"),
                Run(ADDED, "blue suppliers later"),
            ],
        ),
    ],
)
def test_a_change_is_told_in_runs_of_words(earlier, later, runs):
    assert compare_texts(earlier, later) == runs


def words_of(runs: list[Run], without: Kind) -> list[str]:
    return [word for run in runs if run.kind != without for word in run.text.split()]


def test_nothing_of_either_text_is_lost():
    chance = random.Random(54)
    for _round in range(200):
        earlier, later = ("".join(chance.choices(["a ", "b ", "c. ", "d\n", "the "], k=40)) for _text in range(2))
        runs = compare_texts(earlier, later)
        assert words_of(runs, ADDED) == earlier.split()
        assert words_of(runs, REMOVED) == later.split()


def sentences(words: list[str]) -> str:
    return " ".join(f"{word}." if place % 12 == 11 else word for place, word in enumerate(words))


UNIQUE = [f"word{number}" for number in range(MANY)]
LONG = {
    "a few changes": (sentences(UNIQUE), sentences(["new" if n % 97 == 0 else one for n, one in enumerate(UNIQUE)])),
    "every second word": (" ".join(UNIQUE), " ".join("z" if n % 2 else one for n, one in enumerate(UNIQUE))),
    "turned round, a word a sentence": (". ".join(UNIQUE), ". ".join(reversed(UNIQUE))),
    "one word only": ("a " * MANY, "a " * (MANY + 1)),
    "a hundred words over and over": (
        ". ".join(islice(cycle(UNIQUE[:100]), MANY)),
        ". ".join(islice(cycle(UNIQUE[99::-1]), MANY)),
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_however_made_takes_a_few_steps_a_word(name):
    runs, steps = count_steps(lambda: compare_texts(*LONG[name]))
    assert steps < MAX_STEPS_A_WORD * MANY
    assert words_of(runs, ADDED) == LONG[name][0].split()


def test_a_few_changes_in_a_long_text_are_found_word_by_word():
    runs = compare_texts(*LONG["a few changes"])
    removed = [word.strip(".") for run in runs if run.kind == REMOVED for word in run.text.split()]
    assert removed == UNIQUE[::97]
