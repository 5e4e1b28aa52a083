"""Two spellings of one thing give one value, and two things never give the same."""

import pytest

from compliance.casework.rules.lookup_values import (
    Kind,
    Value,
    describe_values,
    extract_exploiter_values,
    extract_values,
    normalise_business,
    normalise_person,
    normalise_phone,
    normalise_plates,
    normalise_postcode,
    normalise_premises,
    normalise_web,
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("07700 900123", "447700900123"),
        ("07700900123", "447700900123"),
        ("(07700) 900-123", "447700900123"),
        ("+44 7700 900123", "447700900123"),
        ("+44 (0)7700 900123", "447700900123"),
        ("+44(0) 7700.900.123", "447700900123"),
        ("0044 7700 900123", "447700900123"),
        ("0044 (0) 7700 900123", "447700900123"),
        ("447700900123", "447700900123"),
        ("7700 900123", "447700900123"),
        ("01632 960077", "441632960077"),
        ("+44 1632 960077", "441632960077"),
        ("+40 721 234 567", "40721234567"),
        ("0040 721 234 567", "40721234567"),
        ("999", ""),
        ("0800 1111", ""),
        ("nobody knows", ""),
        ("", ""),
    ],
)
def test_a_phone_number_is_one_in_every_form(typed, expected):
    assert normalise_phone(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("s402ab", "S40 2AB"),
        (" S40  2AB ", "S40 2AB"),
        ("ec1a 1bb", "EC1A 1BB"),
        ("S40", ""),
        ("near the river", ""),
    ],
)
def test_only_a_full_postcode_counts(typed, expected):
    assert normalise_postcode(typed) == expected


@pytest.mark.parametrize(
    ("premises", "expected"),
    [
        ({"lines": "12 High Street", "postcode": "s40 2ab"}, ["12, S40 2AB"]),
        ({"lines": "12, High St., Chesterfield", "postcode": "S402AB"}, ["12, S40 2AB"]),
        ({"lines": "No 12 High Street S40 2AB"}, ["12, S40 2AB"]),
        ({"lines": "Flat 3, 12a High Street", "postcode": "S40 2AB"}, ["12A, S40 2AB"]),
        ({"lines": "12-14 High Street", "postcode": "S40 2AB"}, ["12, S40 2AB", "14, S40 2AB"]),
        ({"lines": "Flat 3, Rose Court", "postcode": "S40 2AB"}, ["3, S40 2AB"]),
        ({"lines": "Rose Court", "postcode": "S40 2AB"}, ["rose court, S40 2AB"]),
        ({"name": "Golden Nails Ltd", "postcode": "S40 2AB"}, ["golden nails, S40 2AB"]),
        (
            {"name": "The Golden Nails", "lines": "12 High St", "postcode": "S40 2AB"},
            ["12, S40 2AB", "golden nails, S40 2AB"],
        ),
        ({"lines": "12 High St", "town": "Chesterfield"}, ["12 high street, chesterfield"]),
        ({"name": "Golden Nails", "town": "CHESTERFIELD"}, ["golden nails, chesterfield"]),
        ({"postcode": "S40 2AB"}, []),
        ({"lines": "High Street", "town": "Chesterfield"}, []),
        ({"lines": "12 High Street"}, []),
        ({}, []),
    ],
)
def test_premises_are_a_building_and_where_it_is(premises, expected):
    given = {"name": "", "lines": "", "town": "", "postcode": ""} | premises
    assert normalise_premises(**given) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("White Transit, AB12 CDE", ["AB12CDE"]),
        ("ab12cde", ["AB12CDE"]),
        ("AB 12 CDE", ["AB12CDE"]),
        ("M123 ABC", ["M123ABC"]),
        ("ABC 123D", ["ABC123D"]),
        ("blue van VIZ 1234", ["VIZ1234"]),
        ("B-12-ABC", ["B12ABC"]),
        ("blue van", []),
    ],
)
def test_a_plate_is_one_with_gaps_and_without(typed, expected):
    assert normalise_plates(typed, is_vehicle=True) == expected


def test_in_free_text_only_a_current_plate_counts():
    assert normalise_plates("They came in AB12 CDE on the M1 and left") == ["AB12CDE"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://www.Nails.example/Book/?utm_source=x", ["nails.example/book", "nails.example"]),
        ("nails.example", ["nails.example"]),
        ("http://nails.example/", ["nails.example"]),
        ("https://m.facebook.com/golden.nails", ["facebook.com/golden.nails"]),
        ("https://www.facebook.com/profile.php?id=77&fbclid=1", ["facebook.com/profile.php?id=77"]),
        ("https://facebook.com/", []),
        ("mail me at a@b.example", []),
        ("http://[broken", []),
    ],
)
def test_a_web_address_is_its_page_and_its_host_unless_many_share_it(typed, expected):
    assert normalise_web(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Golden Nails Ltd.", "golden nails"), ("GOLDEN  NAILS LIMITED", "golden nails"), ("the owner", ""), ("A1", "")],
)
def test_a_business_is_one_with_its_legal_form_and_without(typed, expected):
    assert normalise_business(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ion Popescu", "ion popescu"),
        ("POPESCU, Ion", "ion popescu"),
        ("a man called Ion Popescu", "ion popescu"),
        ("Ștefan Lungu", "lungu stefan"),
        ("John", ""),
        ("the manager and his brother", ""),
        ("He keeps all of the passports in a drawer of the back office", ""),
    ],
)
def test_a_persons_name_is_two_words_or_more_in_any_order(typed, expected):
    assert normalise_person(typed) == expected


def test_every_card_and_every_text_of_an_account_is_looked_through():
    answers = {
        "account": "Ring 07700 900 123. He drives AB12 CDE. See www.nails.example.",
        "phone": "+44 7700 900124",
        "postcode": "S40 2AB",
        "address": "12 High Street",
        "responsible": "Ion Popescu",
        "places": [{"address": "5 Low Road", "postcode": "S40 3AB", "vehicle": "M123 ABC"}],
        "danger_level": "not_immediate",
        "pv_count_min": 3,
    }
    assert extract_values(answers) == {
        Value(Kind.PHONE, "447700900123"),
        Value(Kind.PHONE, "447700900124"),
        Value(Kind.PLATE, "AB12CDE"),
        Value(Kind.PLATE, "M123ABC"),
        Value(Kind.WEB, "nails.example"),
        Value(Kind.PREMISES, "12, S40 2AB"),
        Value(Kind.PREMISES, "5, S40 3AB"),
        Value(Kind.NAME, "ion popescu"),
    }


def test_a_reporters_own_name_and_business_are_never_looked_for():
    assert not extract_values(
        {"name": "Robin Marker", "organisation_name": "Harbour Foods", "code_word": "Blue Kettle"}
    )


def test_of_somebody_responsible_the_name_and_the_contact_count():
    found = extract_exploiter_values({"name": "Popescu Ion", "contact": "0044 7700 900123", "business": "Golden Nails"})
    assert found == {
        Value(Kind.NAME, "ion popescu"),
        Value(Kind.BUSINESS, "golden nails"),
        Value(Kind.PHONE, "447700900123"),
    }


def test_a_date_is_no_phone_number():
    assert not extract_values({"account": "From 01/02/2026 to 03/04/2026, 0900-1700, 10:00-12:00"})


@pytest.mark.parametrize(
    ("values", "described"),
    [
        ({"12, S40 2AB", "golden nails, S40 2AB"}, ["Golden Nails, 12, S40 2AB"]),
        ({"golden nails, chesterfield"}, ["Golden Nails, Chesterfield"]),
        ({"mill lane valeting", "bright wash"}, ["Bright Wash", "Mill Lane Valeting"]),
        ({"12, S40 2AB", "12, S41 7XX"}, ["12, S40 2AB", "12, S41 7XX"]),
        (set(), []),
    ],
)
def test_values_are_described_as_people_write_them(values, described):
    assert describe_values(values) == described
