"""Cells as people write them, by table: what is written, what it is read as or the code it gets.

See docs/requirements/suppliers.md#cell-values.
"""

import calendar
from datetime import date, datetime, time, timedelta

import pytest

from compliance.workbooks.cells import UnreadableCell, get_reader, is_styled
from compliance.workbooks.cells.dates import AmbiguousDate, ReversedDate, parse_date, split_span
from compliance.workbooks.cells.text import is_placeholder, read_ticked, tidy_text
from compliance.workbooks.column_style import ColumnStyle
from compliance.workbooks.columns import Column
from compliance.workbooks.types import CellError, NoResult

TODAY = date(2026, 11, 24)


def read(kind: str, value):
    """The value and the codes of what was said; of a cell that cannot be read its code."""
    said = []
    try:
        found = get_reader(Column("x", kind), today=TODAY)(value, lambda code, **more: said.append(code))
    except UnreadableCell as bad:
        return bad.code
    return (found, *said) if said else found


CELLS = [
    # Text: what nobody sees goes, what everybody sees stays.
    ("text 20", "  Karim   Knit ", "Karim Knit"),
    ("text 20", "Karim\u00a0Knit", "Karim Knit"),
    ("text 20", "Kari\u200bm\u202e", "Karim"),
    ("text 20", "Cafe\u0301", "Caf\u00e9"),
    ("text 20", "two_x000D_lines", "two lines"),
    ("text 20", "a\r\nb\rc", "a b c"),
    ("long 20", "a\r\nb\rc", "a\nb\nc"),
    ("text 20", "'=1+1", "=1+1"),
    ("text 20", "'@here", "@here"),
    ("text 20", "'tis", "'tis"),
    ("text 20", "x" * 20, "x" * 20),
    ("text 20", "x" * 21, "R002"),
    ("text 20", "bell\x07", "R019"),
    ("text 20", 1346.0, "1346"),
    # Excel keeps 15 digits of a number: with more it is shown as what it is, a number with a point.
    ("text 20", 999_999_999_999_999.0, "999999999999999"),
    ("text 20", 1e15, "1000000000000000.0"),
    ("text 20", True, ("yes", "W005")),
    ("text 20", "   ", None),
    ("text 20", None, None),
    ("text 20", NoResult(), None),
    ("text 20", False, ("no", "W005")),
    ("text 20", "_x0041_bbey", "Abbey"),
    ("long 20", "Karim\u00a0Knit", "Karim Knit"),
    # One apostrophe before a formula is our exports' own; any other was typed.
    ("text 20", "'", "'"),
    ("text 20", "'=", "="),
    ("text 20", "'Xmas", "'Xmas"),
    # Keys: a number is what a person typed; leading zeros stand.
    ("key", 12345.0, "12345"),
    ("key", "00123", "00123"),
    ("key", " S-1 / a#b_c.d ", "S-1 / a#b_c.d"),
    ("key", 1e15, "R019"),
    ("key", "x" * 64, "x" * 64),
    ("key", "x" * 65, "R002"),
    ("key", "a|b", "R003"),
    ("key", 12.5, "12.5"),
    ("key", date(2026, 5, 14), ("2026-05-14", "W005")),
    ("key", "auto:0123456789abcdef", "auto:0123456789abcdef"),
    ("key", "auto:other", "R003"),
    # Choices: codes, labels, other words; a near miss is named.
    ("choice tiers", "Tier 1", "1"),
    ("choice tiers", 1.0, "1"),
    ("choice tiers", "direct", ("1", "W005")),
    ("choice tiers", "first class", "R003"),
    ("choice grades", "Zero tolerance", ("business_critical", "W005")),
    ("choice sectors", "11", "fashion_textiles"),
    ("choice methods", "D", ("desktop", "W005")),
    ("days", "Immediate", 0),
    ("days", 60.0, 60),
    ("days", "61", "R003"),
    # Countries.
    ("country", "GB", "GB"),
    ("country", "bgd", "BD"),
    ("country", "  türkiye ", "TR"),
    ("country", "Turkey", "TR"),
    ("country", "Bangladsh", "R007"),
    # Addresses, lists, identifiers.
    ("email", "a@b.example", "a@b.example"),
    ("email", "a@b", "R008"),
    ("email", "x" * 244 + "@b.example", "x" * 244 + "@b.example"),
    ("email", "x" * 245 + "@b.example", "R008"),
    ("email", "a b@c.example", "R008"),
    ("list 10 3", "a|b;c\na", ["a", "b", "c"]),
    ("list 10 3", "a, b", ["a, b"]),
    ("list 10 3", "a|b|c|d", "R002"),
    ("list 10 3", "x" * 10, ["x" * 10]),
    ("list 10 3", "x" * 11, "R002"),
    ("area", " 1b ", "1B"),
    ("area", 7.0, "7"),
    ("area", "x" * 60, "X" * 60),
    ("area", "", None),
    ("os_id", "bd2021250d1dtn7", "BD2021250D1DTN7"),
    ("os_id", "ZZ2021250D1DTN7", "R003"),
    ("os_id", "BD2021250", "R003"),
    ("lei", "5493 0000 IBP3 2UQZ 0K24", "54930000IBP32UQZ0K24"),
    ("lei", "54930000IBP32UQZ0K2", "R003"),
    # Numbers.
    ("number -180 180", "-0.1278", -0.1278),
    ("number -180 180", -0.1278, -0.1278),
    ("number -180 180", " 51.5 ", 51.5),
    # Where a comma is the decimal mark: read for thousands, 1,5 would be fifteen degrees away.
    ("number -180 180", "1,5", 1.5),
    ("number -180 180", "-51,5074", -51.5074),
    ("number -180 180", "1.234,5", "R006"),
    ("number -180 180", "51 5074", "R006"),
    ("number -180 180", 180, 180.0),
    ("number -180 180", "180.0001", "R006"),
    ("number -180 180", -180.5, "R006"),
    ("number -180 180", "north", "R006"),
    ("number -180 180", float("nan"), "R006"),
    ("number -180 180", True, "R006"),
    ("number -180 180", "  ", None),
    ("int 0 1000", "1,000", 1000),
    ("int 0 1000", "12 ", 12),
    ("int 0 1000", 12.0, 12),
    ("int 0 1000", 12.5, "R006"),
    ("int 0 1000", -1, "R006"),
    ("int 0 1000", 1001, "R006"),
    ("int 0 1000", "many", "R006"),
    ("int 0 1000", float("inf"), "R006"),
    ("int 0 1000", "1e999999", "R006"),
    ("int 0 1000", True, "R006"),
    ("int 0 10000", "1001-5000", (1001, "W005")),
    ("int 0 10000", "1,001 to 5,000", (1001, "W005")),
    ("int 0 10000", "500+", (500, "W005")),
    ("number -90 90", "23.95", 23.95),
    ("number -90 90", 90.1, "R006"),
    ("number -90 90", "north", "R006"),
    ("money", "£ 1,234.50", 123450),
    ("money", 1234.5, 123450),
    ("money", "12k", 1_200_000),
    ("money", "1.2m", 120_000_000),
    ("money", "GBP 500", 50_000),
    ("money", "500 GBP", 50_000),
    ("money", 1e20, "R006"),
    ("money", "-5", "R006"),
    ("money", "lots", "R006"),
    *[("bool", yes, True) for yes in ("Yes", "Y", "TRUE", "1", 1, 1.0, True)],
    *[("bool", no, False) for no in ("no", "N", "false", "0", 0, False)],
    ("bool", "perhaps", "R003"),
    ("bool", " ", None),
    # Dates, in the document's order.
    ("date", date(2026, 5, 14), "2026-05-14"),
    ("date", datetime.fromisoformat("2026-05-14 13:30"), "2026-05-14"),
    ("date", date(1900, 3, 1), "R004"),
    ("date", time(13, 30), "R004"),
    ("date", timedelta(days=1), "R004"),
    ("date", True, "R004"),
    ("date", "2026-12-31", "2026-12-31"),
    ("date", "2026-12-31T00:00:00", "2026-12-31"),
    ("date", "31/12/2026", "2026-12-31"),
    ("date", "31.12.2026", "2026-12-31"),
    ("date", "3.4.2026", "2026-04-03"),
    ("date", "31-12-26", "2026-12-31"),
    ("date", "31-12-69", "R004"),
    ("date", "31-12-99", "1999-12-31"),
    ("date", "31 Dec 2026", "2026-12-31"),
    ("date", "31st December 2026", "2026-12-31"),
    ("date", "December 31, 2026", "2026-12-31"),
    ("date", "Dec 2026", ("2026-12-01", "W005")),
    ("date", 46000.0, ("2025-12-09", "W005")),
    ("date", "46000", ("2025-12-09", "W005")),
    ("date", 60, "R004"),
    ("date", 19999, "R004"),
    ("date", 60001, "R004"),
    ("date", 46000.5, "R004"),
    ("date", "31 Decembre 2026", "R004"),
    ("date", "30 Feb 2026", "R004"),
    ("date", "soon", "R004"),
    ("date", "1989-12-31", "R004"),
    ("date", "2036-11-24", "2036-11-24"),
    ("date", "2036-11-25", "R004"),
    ("date", "5/5/2026", "2026-05-05"),
    ("past date", "2026-11-24", "2026-11-24"),
    ("past date", "2026-11-25", "R012"),
    ("date", "3/4/2026", "R005"),
]


@pytest.mark.parametrize(("kind", "value", "expected"), CELLS)
def test_a_cell_is_read_as_the_document_says(kind, value, expected):
    assert read(kind, value) == expected


def test_days_that_excel_counts_wrongly_are_no_dates():
    """Excel has a 29 February 1900: a date up to the next day may be a day off."""
    assert parse_date(date(1900, 3, 2), print) == date(1900, 3, 2)
    for day in (date(1900, 3, 1), date(1900, 2, 28)):
        with pytest.raises(UnreadableCell) as refused:
            parse_date(day, print)
        assert refused.value.code == "R004"


def test_a_year_of_two_digits_is_of_this_century_up_to_69():
    assert parse_date("31-12-69", print) == date(2069, 12, 31)
    assert parse_date("31-12-70", print) == date(1970, 12, 31)


@pytest.mark.parametrize(
    "kind",
    [
        "text 20",
        "long 20",
        "key",
        "choice tiers",
        "country",
        "email",
        "list 5 5",
        "os_id",
        "lei",
        "days",
        "area",
        "int 0 9",
        "number 0 9",
        "money",
        "bool",
        "date",
        "past date",
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "\x00",
        "\ud800",
        "_x0000_",
        "x" * 40_000,
        "9" * 5000,
        -1e308,
        float("nan"),
        10**400,
        date(1, 1, 1),
        datetime.fromisoformat("9999-12-31"),
        time(0),
        timedelta(days=-1),
        True,
        "1/1/0000",
        "٣/٤/٢٠٢٦",
        "²",
        "1.0e5",
        CellError("#N/A"),
    ],
)
def test_whatever_stands_in_a_cell_it_is_read_or_refused(kind, value):
    read(kind, value)


@pytest.mark.parametrize(
    ("written", "is_month_first", "refusal", "day"),
    [
        ("03/04/2026", False, AmbiguousDate, date(2026, 4, 3)),
        ("03/04/2026", True, AmbiguousDate, date(2026, 3, 4)),
        ("12/31/2026", False, ReversedDate, date(2026, 12, 31)),
        ("31/12/2026", True, ReversedDate, date(2026, 12, 31)),
        ("12/31/2026", True, None, date(2026, 12, 31)),
        ("31/12/2026", False, None, date(2026, 12, 31)),
        ("05/05/2026", True, None, date(2026, 5, 5)),
        ("31.12.2026", True, None, date(2026, 12, 31)),
    ],
)
def test_a_slashed_date_is_read_in_the_order_that_is_set_and_tells_what_it_says_of_its_column(
    written, is_month_first, refusal, day
):
    if refusal is None:
        assert parse_date(written, print, is_month_first=is_month_first) == day
        return
    with pytest.raises(refusal) as found:
        parse_date(written, print, is_month_first=is_month_first)
    assert found.value.day == day


@pytest.mark.parametrize(
    ("written", "is_empty"),
    [
        ("n/a", True), ("N/A", True), ("Unknown", True), ("–", True), ("#N/A", True),
        ("Not applicable", True), ("nobody", False), ("", False), ("unknown supplier", False),
    ],
)  # fmt: skip
def test_people_write_some_words_for_nothing_here(written, is_empty):
    assert is_placeholder(written) is is_empty


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_read_by_its_whole_name_and_by_a_shorter_one(month):
    name = calendar.month_name[month]
    for written in (name, name[:3], name[:4], name.upper()):
        assert parse_date(f"14 {written} 2026", print) == date(2026, month, 14), written
        assert parse_date(f"{written} 14, 2026", print) == date(2026, month, 14), written


@pytest.mark.parametrize(
    ("written", "label"),
    [("☒ XL, ☐ S", "XL"), ("☐ XL ☒ Small size;/", "Small size"), ("☐ XL ☐ S", ""), ("XL,", "XL,")],
)
def test_of_boxes_the_words_after_the_one_that_is_ticked_count(written, label):
    assert read_ticked(written) == label


def test_text_is_of_one_line_unless_it_is_long():
    assert tidy_text("one\n two") == "one two"
    assert tidy_text("one\n two", is_long=True) == "one\n two"


def test_a_refusal_names_its_code_where_it_is_logged():
    assert str(UnreadableCell("R002", length=3)) == "R002"


def test_a_date_of_two_readings_tells_both_the_one_that_is_taken_first():
    with pytest.raises(AmbiguousDate) as two:
        parse_date("03/04/2026", print, is_month_first=True)
    assert two.value.values == {"a": "4 March 2026", "b": "3 April 2026"}


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("14-15 May 2026", ("14 May 2026", "15 May 2026")),
        ("14th and 15th May 2026", ("14 May 2026", "15th May 2026")),
        ("28 April to 2 May 2026", ("28 April 2026", "2 May 2026")),
        ("28 Dec 2025 - 2 Jan 2026", ("28 Dec 2025", "2 Jan 2026")),
        ("14TH TO 15TH MAY 2026", ("14 MAY 2026", "15TH MAY 2026")),
        ("28 APRIL TO 2 MAY 2026", ("28 APRIL 2026", "2 MAY 2026")),
        ("14-15. may 2026", ("14 may 2026", "15. may 2026")),
        ("14-15 X 2026", ("14 X 2026", "15 X 2026")),
        ("14-05-2026", None),
        ("14/05/2026", None),
        ("2026-05-14", None),
        ("May 2026", None),
    ],
)
def test_two_days_of_an_audit_are_read_as_both(written, days):
    assert split_span(written) == days


@pytest.mark.parametrize(
    ("kind", "value", "plain", "styled"),
    [
        ("int 0 100000", "2,000", 2000, 2),
        ("money", "2,000", 200_000, 200),
        ("choice sectors", "1420", ("fashion_textiles", "W005"), "food_agriculture_fishing"),
    ],
)
def test_a_cell_is_read_by_how_its_column_is_written(kind, value, plain, styled):
    style = ColumnStyle(decimal_comma=True, has_three_decimals=True, code_list="UK SIC 2007", has_lost_zeros=True)
    assert read(kind, value) == plain
    assert get_reader(Column("x", kind), today=TODAY, style=style)(value, lambda *code, **more: None) == styled


@pytest.mark.parametrize(
    ("kind", "styled"),
    [
        ("int 0 9", True), ("money", True), ("choice sectors", True), ("choice tiers", False), ("text 20", False),
        ("date", False),
    ],
)  # fmt: skip
def test_only_numbers_money_and_sectors_are_read_by_how_their_column_is_written(kind, styled):
    assert is_styled(Column("x", kind)) is styled
