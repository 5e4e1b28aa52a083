"""Company numbers as people type them."""

import pytest

from compliance.organisations.rules.company_numbers import TooShort, find_company_number, parse_company_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7495895", "07495895"), ("07495895", "07495895"), ("sc 12345", "SC012345"), ("OC-301540", "OC301540")],
)
def test_a_company_number_is_filled_to_eight_characters(typed, number):
    assert parse_company_number(typed) == number


@pytest.mark.parametrize("typed", ["", "123456789", "ABC12345", "S1234567", "SC1234567", "00000000", "abc", "9" * 300])
def test_what_is_no_company_number_is_refused(typed):
    with pytest.raises(ValueError):
        parse_company_number(typed)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("GB 04699647", "04699647"), ("Reg. No. 4699647", "04699647"), ("SC 123456", "SC123456"),
        ("sc12345", "SC012345"),
        ("4699647.0", "04699647"), ("'04699647", "04699647"), ("０４６９９６４７", "04699647"),
        ("NI012345", "NI012345"),
        ("R0000123", "R0000123"), ("GB04699647", "04699647"), ("445790", "00445790"), ("4.699647E+06", "04699647"),
        ("04699647 (England)", "04699647"), ("NO123456", "NO123456"),
    ],
)  # fmt: skip
def test_a_number_in_a_cell_is_found_behind_its_label(written, number):
    assert find_company_number(written) == number


@pytest.mark.parametrize("written", ["12 34", "1234", "No. 12"])
def test_a_number_that_is_too_short_is_not_filled_up(written):
    with pytest.raises(TooShort):
        find_company_number(written)


@pytest.mark.parametrize("written", ["GB123456789", "HRB 12345", "DE123", "04699647/04699648", "none"])
def test_a_cell_without_a_company_number_is_refused(written):
    with pytest.raises(ValueError) as refused:
        find_company_number(written)
    assert not isinstance(refused.value, TooShort)
