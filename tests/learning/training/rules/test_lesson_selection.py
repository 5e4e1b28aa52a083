"""Which lessons an editors' page shows, and what its answer makes of the whole course."""

import pytest

from learning.training.rules.lesson_selection import ALL, NEW, NONE, find_repeated_slug, replace_lessons, select_lessons


def lessons(*ids):
    return [{"id": each, "value": {"slug": each}} for each in ids]


def ids(blocks):
    return "".join(block["id"] for block in blocks)


@pytest.mark.parametrize(("shown", "expected"), [(ALL, "abc"), (NONE, ""), (NEW, ""), ("b", "b"), ("z", "")])
def test_a_page_shows_all_lessons_one_or_none(shown, expected):
    assert ids(select_lessons(lessons("a", "b", "c"), shown)) == expected


@pytest.mark.parametrize(
    ("answered", "shown", "expected"),
    [
        ("b", "b", "abc"),
        ("", "b", "ac"),
        ("bx", "b", "abxc"),
        ("xb", "b", "axbc"),
        ("x", "", "abcx"),
        ("cba", "abc", "cba"),
        ("", "abc", ""),
        ("c", "", "abc"),
        ("b", "z", "abc"),
    ],
    ids=["changed", "deleted", "new after", "new before", "new", "moved", "emptied", "saved again", "gone meanwhile"],
)
def test_an_answer_changes_what_was_shown_and_nothing_else(answered, shown, expected):
    assert ids(replace_lessons(lessons("a", "b", "c"), lessons(*answered), set(shown))) == expected


def test_the_words_are_those_that_were_answered():
    answered = [{"id": "a", "value": {"slug": "new"}}]
    assert replace_lessons(lessons("a", "b"), answered, {"a"}) == [*answered, *lessons("b")]


def test_two_lessons_with_one_address_are_found():
    assert find_repeated_slug([*lessons("a", "b"), *lessons("b")]) == "b"
    assert find_repeated_slug(lessons("a", "b")) == "" == find_repeated_slug([*lessons(""), *lessons("")])
