"""What a question looks for among names and numbers."""

import pytest

from compliance.statements.rules.name_query import parse_name_query


@pytest.mark.parametrize(
    ("q", "words", "number"),
    [
        ("Marks & Spencer plc", ("marks", "spencer"), ""),
        ("The Beech Company Limited", ("beech",), ""),
        ("J&J Ltd.", ("j", "j"), ""),
        ("Limited", ("limited",), ""),
        ("& the", ("and", "the"), ""),
        ("Public Limited Company", ("plc",), ""),
        ("GB 4699647", ("gb", "4699647"), "04699647"),
        ("sc 123456", ("sc", "123456"), "SC123456"),
        ("3663", ("3663",), ""),
        ("a b c d e f g h", ("a", "b", "c", "d", "e", "f"), ""),
        ("   ", (), ""),
    ],
)
def test_a_question_is_read(q, words, number):
    query = parse_name_query(q)
    assert (query.words, query.number) == (words, number)


def test_short_words_are_looked_for_where_words_begin():
    assert parse_name_query("j bp fish").parts == [" j ", " bp", "fish"]
