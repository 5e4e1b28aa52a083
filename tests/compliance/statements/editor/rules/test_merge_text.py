"""Two people changed one text: one text holds the changes of both."""

import random

import pytest

from compliance.statements.editor.rules.merge_text import merge_texts


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
