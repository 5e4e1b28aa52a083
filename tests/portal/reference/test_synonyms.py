"""Countries as people of many countries write them (docs/requirements/suppliers.md#cell-values)."""

import pytest

from portal.reference.synonyms import find_country, find_sector


@pytest.mark.parametrize(
    ("written", "code", "is_usual"),
    [
        ("Germany", "DE", True), ("DE", "DE", True), ("DEU", "DE", True), ("D", "DE", False),
        ("Deutschland", "DE", False), ("Bundesrepublik Deutschland", "DE", False), ("中国", "CN", False),
        ("Rep. of Ireland", "IE", False), ("N. Ireland", "GB", False), ("VN", "VN", True), ("Việt Nam", "VN", True),
        ("DE - Germany", "DE", False), ("Shenzhen, China", "CN", False), ("NA", "NA", True), ("Éire", "IE", False),
        ("Atlantis", None, False), ("Bangladsh", None, False), ("Germany / France", None, False), ("", None, False),
    ],
)  # fmt: skip
def test_a_country_is_found_and_a_guess_is_known_as_one(written, code, is_usual):
    assert find_country(written) == (code, is_usual)


def test_a_number_is_the_registrys_sector_and_never_a_sic_code():
    assert find_sector("10") == "education_research"
    assert find_sector("62020") is find_sector("47") is None
