"""Each change of a text by itself: all of them make the later text, none of them leave the earlier one."""

import random

import pytest

from compliance.statements.rules.richtext import to_html, to_marks
from compliance.statements.rules.single_changes import Comparison

EARLIER = "We buy from 12 farms in Spain.\n\nWe trained all buyers in May and asked them about fees.\n\n- one\n- two"
LATER = (
    "We buy from 14 farms in Spain.\n\nWe trained most buyers in May and then asked all of them about fees.\n\n"
    "- one\n- two\n- three\n\nA new paragraph."
)


def told(earlier: str, later: str) -> list[tuple[str, str]]:
    return [(change.removed, change.added) for change in Comparison(earlier, later).changes]


def test_changes_are_told_one_by_one_with_the_words_around():
    changes = Comparison(EARLIER, LATER).changes
    assert [(change.number, change.removed, change.added) for change in changes] == [
        (1, "12", "14"),
        (2, "all", "most"),
        (3, "asked", "then asked all of"),
        (4, "", "three"),
        (5, "", "A new paragraph."),
    ]
    assert (changes[0].before, changes[0].after) == ("We buy from", "farms in Spain.")


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (set(), EARLIER),
        ({1, 2, 3, 4, 5}, LATER),
        ({1}, EARLIER.replace("12", "14")),
        ({2, 5}, EARLIER.replace("all buyers", "most buyers") + "\n\nA new paragraph."),
        ({4}, EARLIER + "\n- three"),
    ],
)
def test_the_chosen_ones_are_made_and_no_other(chosen, expected):
    assert Comparison(EARLIER, LATER).apply(chosen) == expected


@pytest.mark.parametrize(
    ("earlier", "later", "changes"),
    [
        ("One.\n\nTwo.", "One.", [("Two.", "")]),
        ("One.", "One.\n\nTwo.\n\nThree.", [("", "Two."), ("", "Three.")]),
        ("", "New.", [("", "New.")]),
        ("We *buy* from farms.", "We buy from *many* farms.", [("We buy from farms.", "We buy from many farms.")]),
        ("| A | B |\n| 1 | 2 |", "| A | B |\n| 1 | 3 |", [("2", "3")]),
        ("| A | B |\n| 1 | 2 |", "| A | B | C |\n| 1 | 2 | 3 |", [("A B 1 2", "A B C 1 2 3")]),
        ("Text here.", "::: Box\nText here.\n:::", [("Text here.", "Box Text here.")]),
        ("Same.", "Same.", []),
    ],
)
def test_what_cannot_be_used_in_part_is_one_change(earlier, later, changes):
    assert told(earlier, later) == changes


def test_any_choice_of_changes_is_a_text_that_the_editor_would_write():
    chance = random.Random(54)
    words = [
        "we",
        "buy",
        "**many**",
        "farms",
        "in",
        "*Spain*",
        "and",
        "[ask](https://a.example)",
        "our",
        "suppliers",
        "14",
        "times",
    ]
    for _round in range(300):
        texts = []
        for _side in range(2):
            blocks = []
            for _block in range(chance.randint(0, 4)):
                lines = [" ".join(chance.choices(words, k=chance.randint(1, 7))) for _ in range(chance.randint(1, 3))]
                kind = chance.choice(["", "- ", "| "])
                blocks.append("\n".join(f"{kind}{line}{' |' if kind == '| ' else ''}" for line in lines))
            texts.append(to_marks(to_html("\n\n".join(blocks))))
        compared = Comparison(*texts)
        numbers = [change.number for change in compared.changes]
        assert to_html(compared.apply([])) == to_html(texts[0])
        assert to_html(compared.apply(numbers)) == to_html(texts[1])
        some = to_html(compared.apply(chance.sample(numbers, k=len(numbers) // 2)))
        assert to_html(to_marks(some)) == some
