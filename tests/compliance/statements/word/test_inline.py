"""Words of a Word paragraph become HTML of richtext."""

import pytest

from compliance.statements.word.inline import Piece, as_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a", "a"),
        ("  a b ", "a b"),
        ("\n a\nb \n\n ", "a<br>b"),
        (" \n ", ""),
    ],
)
def test_blanks_and_lines_before_and_after_a_paragraph_go(text, html):
    assert as_html([Piece(text)]) == html


def test_blanks_by_the_hundred_thousand_take_no_longer_than_words():
    blanks = " " * 200_000
    assert as_html([Piece(f"a{blanks}b{blanks}")]) == f"a{blanks}b"
