"""The check counts in English."""

import pytest

from compliance.statements.rubric.rules.criteria.guidance import _named_besides


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "1 organisation is named besides your own."),
        (2, "2 organisations are named besides your own."),
    ],
)
def test_one_is_told_from_many(number, sentence):
    assert _named_besides(number) == sentence
