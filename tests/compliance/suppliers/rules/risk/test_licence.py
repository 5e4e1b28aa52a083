"""A labour provider needs a licence for this work in the United Kingdom only (rule R4)."""

import pytest

from compliance.suppliers.rules.risk.licence import needs_licence


@pytest.mark.parametrize(
    ("country", "works", "is_needed"),
    [
        ("GB", (("food_agriculture_fishing", ""),), True),
        ("GB", (("", "shellfish_gathering"),), True),
        ("GB", (("cleaning_security", ""), ("", "meat_or_poultry_processing")), True),
        ("GB", (("cleaning_security", "hotel_cleaning"),), False),
        ("GB", (), False),
        ("ES", (("food_agriculture_fishing", ""),), False),
    ],
)
def test_the_work_and_the_country_decide(country, works, is_needed):
    assert needs_licence(country, works) is is_needed
