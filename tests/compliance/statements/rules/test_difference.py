"""What changed from one text to another: whole, readable, and never slow."""

import random
import time
from itertools import cycle, islice

import pytest

from compliance.statements.editor.rules.merge_text import merge_texts
from compliance.statements.rules.difference import Kind, Run, compare_texts

KEPT, REMOVED, ADDED = Kind
MANY = 16_000  # words


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
def test_a_long_text_however_made_takes_seconds_at_most(name):
    begun = time.perf_counter()
    runs = compare_texts(*LONG[name])
    assert time.perf_counter() - begun < 5
    assert words_of(runs, ADDED) == LONG[name][0].split()


def test_a_few_changes_in_a_long_text_are_found_word_by_word():
    runs = compare_texts(*LONG["a few changes"])
    removed = [word.strip(".") for run in runs if run.kind == REMOVED for word in run.text.split()]
    assert removed == UNIQUE[::97]


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ("One.\n\n- a\n- b", "One.\n\n- a\n- b", "One.\n\n- a\n- b"),
        ("One.\n\nTheirs.\n\nEnd.", "One.\n\nMine.\n\nEnd.", "One.\n\nTheirs.\n\nMine.\n\nEnd."),
        ("One.", "One.\n\nMine.", "One.\n\nMine."),
        ("Theirs.", "Mine.", "Theirs.\n\nMine."),
    ],
)
def test_two_texts_are_put_together_with_what_they_share_once(theirs, mine, both):
    assert merge_texts(theirs, mine) == both


@pytest.mark.parametrize(
    ("earlier", "theirs", "mine", "both"),
    [
        ("A.\n\nB.\n\nC.", "A.\n\nB.\n\nTheirs.", "Mine.\n\nB.\n\nC.", "Mine.\n\nB.\n\nTheirs."),
        ("A.\n\nB.", "Theirs.\n\nB.", "A.\n\nMine.", "Theirs.\n\nMine."),
        ("A.\n\nB.", "A.", "A.\n\nB.\n\nMine.", "A.\n\nMine."),
        ("Ask. Buy. Come.", "Ask. Buy. Theirs.", "Mine. Buy. Come.", "Mine. Buy. Theirs."),
        ("- a\n- b", "- a\n- b\n- theirs", "- mine\n- b", "- mine\n- b\n- theirs"),
        ("A.", "A.\n\nTheirs.", "A.\n\nMine.", "A.\n\nTheirs.\n\nMine."),
        ("A.", "Same.", "Same.", "Same."),
        ("A.", "Theirs.", "Mine.", "Theirs.\n\nMine."),
    ],
)
def test_from_a_common_text_changes_that_do_not_touch_are_both_made(earlier, theirs, mine, both):
    assert merge_texts(theirs, mine, earlier) == both


def test_by_chance_made_changes_to_different_blocks_are_all_kept():
    chance = random.Random(54)
    for _round in range(100):
        earlier = [f"Block {number}." for number in range(12)]
        theirs, mine, both = list(earlier), list(earlier), list(earlier)
        for place in range(12):
            who = chance.choice([theirs, mine, None])
            if who is not None:
                who[place] = both[place] = f"New {place} of one."
        assert merge_texts(*("\n\n".join(one) for one in (theirs, mine, earlier))) == "\n\n".join(both)
