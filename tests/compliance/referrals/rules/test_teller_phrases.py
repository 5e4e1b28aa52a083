"""Phrases that could show who told us. See docs/requirements/helpline.md#words-that-show-who-told-us."""

import itertools

import pytest

from compliance.referrals.rules.teller_phrases import Piece, find_teller_phrases, split_teller_phrases

# A text, and the phrases that are marked in it.
FOUND = [
    ("My neighbour's girl is shut in. I heard her screaming.", ["My neighbour's", "I heard"]),
    ("my neighbour’s girl", ["my neighbour’s"]),
    ("MY NEIGHBOUR hits her", ["MY NEIGHBOUR"]),
    ("Our cleaner sleeps in a cupboard.", ["Our cleaner"]),
    ("It is my sister's boss.", ["my sister's"]),
    ("They are in the shed behind my flat.", ["behind my flat"]),
    ("My best friend’s brother told her.", ["My best friend’s"]),
    ("my next-door neighbour", ["my next-door neighbour"]),
    ("A friend of mine was there.", ["friend of mine"]),
    ("i saw him", ["i saw"]),
    ("I work with her.", ["I work"]),
    ("We noticed bruises.", ["We noticed"]),
    ("I've often seen the van; I’ve heard it.", ["I've often seen", "I’ve heard"]),
    ("I can always hear them.", ["I can always hear"]),
    ("I'm her teacher.", ["I'm her teacher"]),
    ("Im a nurse", ["Im a nurse"]),
    ("We are the landlords.", ["We are the landlords"]),
    ("They live next door.", ["next door"]),
    ("He is upstairs from me.", ["upstairs from me"]),
    ("It is across the road from us.", ["across the road", "from us"]),
    ("There is a car wash across the road from our house.", ["across the road", "from our house"]),
    ("He comes in at my work.", ["at my work"]),
    ("She told me on Friday.", ["told me"]),
    ("round the corner", ["round the corner"]),
    ("The caller is her aunt.", ["The caller"]),
    ("my\nneighbour and I\r\nheard", ["my\nneighbour", "I\r\nheard"]),
    ("across  the\nroad", ["across  the\nroad"]),
]
NOTHING = [
    "",
    "   \n",
    "They sleep upstairs in the shop.",
    "He took their passports and her phone.",
    "My name is [withheld], my number is [withheld].",
    "In my opinion it is bad.",
    "I think they need help.",
    "World War I ended.",
    "The bus, the museum and Meadow Road.",
    "Amy heard nothing.",
]


@pytest.mark.parametrize(("text", "phrases"), FOUND)
def test_what_could_show_who_told_us_is_found(text, phrases):
    assert [text[start:end] for start, end in find_teller_phrases(text)] == phrases


@pytest.mark.parametrize("text", NOTHING)
def test_other_words_are_left(text):
    assert find_teller_phrases(text) == []


def test_phrases_that_overlap_are_one_and_the_order_is_that_of_the_text():
    spans = find_teller_phrases("I live next to my sister, behind our shop, across the road.")
    assert spans == sorted(spans)
    assert all(end < start for (_begin, end), (start, _end) in itertools.pairwise(spans))


def test_in_a_text_of_the_desk_we_are_the_helpline():
    text = "Tell us what you did. We saw the form. His neighbour is next door to the caller."
    found = [text[start:end] for start, end in find_teller_phrases(text, is_of_desk=True)]
    assert found == ["next door", "the caller"]


def test_the_pieces_are_the_whole_text_as_it_is():
    text = "<script>x()</script> My neighbour's\ngirl: I heard her & ran"
    pieces = split_teller_phrases(text)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_marked] == ["My neighbour's", "I heard"]
    assert split_teller_phrases("") == []
    assert split_teller_phrases("They sleep there.") == [Piece("They sleep there.")]


@pytest.mark.parametrize(
    "repeated",
    ["my ", " ", "\n", "I ", "my next door ", "a", "a'", "a-", "my old ", "I often ", "across the ", "of ", "my'"],
)
def test_long_texts_end_within_the_processor_time_that_a_test_has(repeated):
    texts = [f"{begin}{repeated * (200_000 // len(repeated))}{end}" for begin in ("", "my ", "I ") for end in ("", "!")]
    for text in texts:
        assert all(start < end for start, end in find_teller_phrases(text))
