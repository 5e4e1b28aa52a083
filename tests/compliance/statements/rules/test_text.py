"""Plain words read out of what people wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.statements.rules.text import plain_text, sentences, similarity, tidy


@given(st.text(st.characters(exclude_categories=())))
def test_tidying_twice_is_tidying_once(text):
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One</p><p>two</p>", "One\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<h3>Head</h3>text<br>more", "Head\ntext\nmore"),
        ("<p>fish &amp; chips&nbsp;&lt;b&gt;</p>", "fish & chips <b>"),
        ("<p>a <strong>b</strong>c</p>", "a bc"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("a<!-- note -->b", "ab"),
        ("", ""),
        ("&#99999999999;", "\ufffd"),
    ],
)
def test_plain_text(markup, words):
    assert plain_text(markup) == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Heading\nA sentence.", ["Heading", "A sentence."]),
        ("Made under s. 54 by Gull Ltd. and others. Next.", ["Made under s. 54 by Gull Ltd. and others.", "Next."]),
        ("We say “no.” Then we act.", ["We say “no.”", "Then we act."]),
        ("Version 1.5 is out. OK", ["Version 1.5 is out.", "OK"]),
        ("  ", []),
        ("", []),
    ],
)
def test_sentences(text, found):
    got = sentences(text)
    assert [one.text for one in got] == found
    assert all(text[one.start : one.end] == one.text for one in got)


@given(st.text())
def test_sentences_stand_where_they_say(text):
    for one in sentences(text):
        assert text[one.start : one.end] == one.text


LAST_YEAR = "We visited forty farms in the year and spoke with workers in private about pay and hours."


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (LAST_YEAR, 1.0),
        (LAST_YEAR.upper(), 1.0),
        ("Nothing here was said before, as far as anybody can tell.", 0.0),
        ("", 0.0),
        ("short text", 0.0),
    ],
)
def test_similarity(text, share):
    assert similarity(text, LAST_YEAR) == share


def test_similarity_is_the_share_of_this_years_text():
    new = "A wholly different sentence tells what was done instead, with names and numbers in it this time."
    assert 0.4 < similarity(f"{LAST_YEAR} {new}", LAST_YEAR) < 0.6


MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "hostile",
    [
        "<",
        "<a",
        "a",
        "&#9",
        "&",
        ".",
        ". ",
        "\n",
        " ",
        "\n ",
        ".'",
        "<a<",
        "<!--",
        "</",
        "e.g. ",
        "\u0301",
        "a-",
        "&#x9",
    ],
)
def test_a_megabyte_of_hostile_text_is_read_in_good_time(hostile):
    text = hostile * (MEGABYTE // len(hostile))
    for one in (text, f"<{text}"):
        assert sum(len(sentence.text) for sentence in sentences(plain_text(one))) <= len(one)
        assert similarity(one, LAST_YEAR) == 0
        assert len(tidy(one)) == len(one)
