"""Names of countries in a text."""

import pytest

from compliance.statements.rubric.rules.countries import find_country


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We buy from Spain and Italy.", "Spain"),
        ("Farms in the United Kingdom", "United Kingdom"),
        ("We buy from many places.", ""),
        ("turkey and china", ""),
        ("", ""),
    ],
)
def test_countries(text, name):
    assert find_country(text) == name
