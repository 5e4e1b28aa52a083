"""Numbers by which others know a company or a place are read in their one form, or refused.

See docs/requirements/suppliers.md#identifiers.
"""

import pytest

from compliance.suppliers.rules.identifiers import is_valid_position, parse_lei, parse_os_id


def test_an_lei_is_read_without_its_separators_in_capitals():
    assert parse_lei(" 5493 00if-ew3d bkhq 5k71".replace("ew3d", "EW3D")) == "549300IFEW3DBKHQ5K71"


@pytest.mark.parametrize("value", ["", "549300IFEW3DBKHQ5K7", "549300IFEW3DBKHQ5K711", "549300IFEW3DBKHQ5KAB"])
def test_an_lei_of_another_shape_is_refused(value):
    with pytest.raises(ValueError, match=value or "^$"):
        parse_lei(value)


def test_an_os_id_begins_with_a_country_that_exists():
    assert parse_os_id("bd2021250d1dtn7") == "BD2021250D1DTN7"
    with pytest.raises(ValueError, match="ZZ"):
        parse_os_id("ZZ2021250D1DTN7")


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_valid"),
    [
        (None, None, True),
        (51.5, -0.1, True),
        (51.5, None, False),
        (None, 3.0, False),
        (0, 0, False),
        (90.1, 0, False),
        (0, 181, False),
    ],
)
def test_a_position_has_both_numbers_within_their_bounds(latitude, longitude, is_valid):
    assert is_valid_position(latitude, longitude) is is_valid
