"""A row of the government registry's open file: what is kept of it, what is left out of it, and what refuses it."""

from datetime import date

import pytest

from compliance.statements.registry.rules.csv_row import (
    NAME_LENGTH,
    BadRow,
    Lists,
    clean_row,
    codes_by_label,
    is_web_address,
    parse_row,
)

TODAY = date(2026, 11, 24)
LISTS = Lists(
    sectors=codes_by_label([("construction", "Construction"), ("utilities", "Utilities: gas, water")]),
    turnover=codes_by_label([("60m_100m", "£60 million to £100 million")]),
    years=codes_by_label([("1_to_5", "1 to 5 years")]),
)
ROW = {"OrganisationName": "Larkmere Ltd", "StatementYear": "2025"}


def parse(**cells: str):
    return parse_row(ROW | cells, LISTS, today=TODAY)


def test_a_row_of_two_cells_is_enough():
    row = parse()
    assert (row.organisation_name, row.year, row.notes) == ("Larkmere Ltd", 2025, ())
    assert (row.period_start, row.is_group, row.areas, row.facets) == (None, None, (), "")


@pytest.mark.parametrize("name", ["", "  ", "\u200b"])
def test_a_row_without_a_name_is_refused(name):
    with pytest.raises(BadRow, match="OrganisationName is empty"):
        parse(OrganisationName=name)


def test_a_number_in_the_place_of_a_name_gives_way_to_the_parents_name_and_that_is_noted():
    """The registry's files have a few such rows a thousand; a supplier of that name was not found by it."""
    row = parse(OrganisationName="104417", ParentName="Larkmere Group plc")
    assert (row.organisation_name, row.name_key) == ("Larkmere Group plc", "larkmere group")
    assert row.notes == ("OrganisationName is the number 104417; the name of the parent is taken",)
    assert parse(OrganisationName="104417").organisation_name == "104417"


@pytest.mark.parametrize("written", ['"Larkmere Ltd"', "“Larkmere Ltd”", "'Larkmere Ltd'"])
def test_quotes_around_a_whole_name_are_no_part_of_it(written):
    assert parse(OrganisationName=written).organisation_name == "Larkmere Ltd"
    assert parse(OrganisationName='"Best" Foods "Ltd"').organisation_name == '"Best" Foods "Ltd"'


@pytest.mark.parametrize(("year", "is_taken"), [("2014", False), ("2015", True), ("2028", True), ("2029", False)])
def test_a_year_is_one_of_the_act_and_no_later_than_two_years_on(year, is_taken):
    if is_taken:
        assert parse(StatementYear=year).year == int(year)
    else:
        with pytest.raises(BadRow, match="not the year of a statement"):
            parse(StatementYear=year)


@pytest.mark.parametrize("year", ["", "25", "two", "٢٠٢٥ a", "20255"])
def test_what_is_no_year_is_refused(year):
    with pytest.raises(BadRow):
        parse(StatementYear=year)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-03-31", date(2025, 3, 31)),
        ("31/03/2025", date(2025, 3, 31)),
        ("2025-03-31T10:00:00Z", date(2025, 3, 31)),
        ("2025-02-30", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_in_either_way_of_writing_is_read_and_what_is_none_is_noted(cell, day):
    row = parse(StatementEndDate=cell)
    assert row.period_end == day
    assert bool(row.notes) == (day is None and bool(cell))


def test_a_period_that_ends_before_it_begins_loses_both_days():
    row = parse(StatementStartDate="2025-04-01", StatementEndDate="2025-03-31")
    assert (row.period_start, row.period_end) == (None, None)
    assert row.notes == ("the period ends before it begins; its dates are left out",)


def test_a_company_number_is_padded_and_a_wrong_one_left_out():
    assert parse(CompanyNumber="7495895").company_number == "07495895"
    row = parse(CompanyNumber="not a number")
    assert (row.company_number, len(row.notes)) == ("", 1)


def test_a_name_that_is_too_long_is_cut_and_noted():
    row = parse(ParentName="x" * (NAME_LENGTH + 1))
    assert (len(row.parent_name), len(row.notes)) == (NAME_LENGTH, 1)


def test_sectors_and_areas_are_codes_and_unknown_ones_are_left_out():
    row = parse(
        OrganisationSectors="Utilities: gas, water\nCONSTRUCTION\nUnheard of",
        Turnover="£60 million to £100 million",
        YearsProducingStatements="1 to 5 years",
        StatementIncludesRisksAssessment="Yes",
        StatementIncludesTraining="No",
        StatementIncludesPolicies="perhaps",
    )
    assert row.sectors == ("construction", "utilities")
    assert (row.turnover_band, row.years_band) == ("60m_100m", "1_to_5")
    assert row.areas == (("risk", True), ("training", False))
    assert row.facets == " sector:construction sector:utilities area:risk "


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://larkmere.example/a", True),
        ("http://larkmere.example", True),
        ("ftp://larkmere.example", False),
        ("javascript:alert(1)", False),
        ("https://localhost/", False),
        ("https://user:secret@larkmere.example/", False),
        ('https://larkmere.example/"onclick', False),
        ("https://larkmere.example/a b", False),
        ("https://[bad", False),
        ("https://larkmere.example/" + "a" * 1_024, False),
    ],
)
def test_only_the_address_of_a_page_is_kept_as_a_link(url, expected):
    assert is_web_address(url) is expected
    assert parse(StatementURL=url).statement_url == (url if expected else "")


@pytest.mark.parametrize(
    ("text", "clean"),
    [(" a  b ", "a b"), ("a\u202eb", "ab"), ("a\x07b", "a b"), ("Café\u2028x", "Café x"), ("", "")],
)
def test_text_is_on_one_line_and_turns_no_direction_of_writing(text, clean):
    assert clean_row(text) == clean


def test_rows_of_one_company_and_year_are_one_whatever_the_name_says():
    first, renamed = parse(CompanyNumber="07495895"), parse(CompanyNumber="07495895", OrganisationName="Other Ltd")
    assert first.identity == renamed.identity
    assert first.fingerprint != renamed.fingerprint
    assert parse(OrganisationName="LARKMERE  ltd").identity == parse().identity
    assert parse(StatementYear="2024").identity != parse().identity


def test_what_was_left_out_is_no_part_of_the_row():
    assert parse(CompanyNumber="not a number").fingerprint == parse().fingerprint
