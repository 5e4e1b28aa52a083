"""Postcodes, and the region of a place."""

import pytest

from compliance.concerns.rules import places
from portal.reference import helpline
from portal.reference.localities import councils_named


@pytest.mark.parametrize(
    ("typed", "written", "is_valid"),
    [
        ("sw1a 2aa", "SW1A 2AA", True),
        ("  M11AE ", "M1 1AE", True),
        ("near the mill", "near the mill", False),
        ("SW1A", "SW1A", False),
        ("A" * 10_000, "A" * 10_000, False),
    ],
)
def test_a_postcode_is_kept_as_typed_where_it_is_none(typed, written, is_valid):
    assert places.parse_postcode(typed) == (written, is_valid)


@pytest.mark.parametrize(
    ("answers", "region", "nation"),
    [
        ({"local_authority": "Chesterfield"}, "east_midlands", "england"),
        ({"town": "Glasgow"}, "scotland", "scotland"),
        ({"local_authority": "Belfast"}, "northern_ireland", "northern-ireland"),
        ({"country": "Wales"}, "wales", "wales"),
        ({"country": "the United Kingdom"}, "unknown", ""),
        ({"country": "Bangladesh"}, "overseas", ""),
        ({"town": "Southam"}, "west_midlands", "england"),
        ({"town": "Newport"}, "unknown", ""),
        ({"town": "Nowhere at all"}, "unknown", ""),
        ({}, "unknown", ""),
    ],
)
def test_only_region_and_nation_are_told_of_a_place(answers, region, nation):
    assert places.get_region_codes(answers, councils_named) == {"region": region, "nation": nation}
    assert region in helpline.get_labels("region")
    assert not nation or nation in helpline.get_labels("nation")
