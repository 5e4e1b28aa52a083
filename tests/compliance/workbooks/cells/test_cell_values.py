"""Cells as people write them, by table: what is written, what it is read as or the code it gets.

See docs/requirements/suppliers.md#cell-values.
"""

from datetime import date, datetime, time, timedelta

import pytest

from compliance.workbooks.cells import UnreadableCell, get_reader
from compliance.workbooks.cells.dates import AmbiguousDate, ReversedDate, parse_date, split_span
from compliance.workbooks.columns import Column
from compliance.workbooks.types import CellError

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
    ("text 20", True, "yes"),
    ("text 20", "   ", None),
    # Keys: a number is what a person typed; leading zeros stand.
    ("key", 12345.0, "12345"),
    ("key", "00123", "00123"),
    ("key", " S-1 / a#b_c.d ", "S-1 / a#b_c.d"),
    ("key", 1e15, "R019"),
    ("key", "x" * 64, "x" * 64),
    ("key", "x" * 65, "R002"),
    ("key", "a,b", "R003"),
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
    ("email", "a b@c.example", "R008"),
    ("list 10 3", "a|b;c\na", ["a", "b", "c"]),
    ("list 10 3", "a, b", ["a, b"]),
    ("list 10 3", "a|b|c|d", "R002"),
    ("list 10 3", "x" * 11, "R002"),
    ("os_id", "bd2021250d1dtn7", "BD2021250D1DTN7"),
    ("os_id", "ZZ2021250D1DTN7", "R003"),
    ("os_id", "BD2021250", "R003"),
    ("lei", "5493 0000 IBP3 2UQZ 0K24", "54930000IBP32UQZ0K24"),
    ("lei", "54930000IBP32UQZ0K2", "R003"),
    # Numbers.
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
        ("14-05-2026", None),
        ("14/05/2026", None),
        ("2026-05-14", None),
        ("May 2026", None),
    ],
)
def test_two_days_of_an_audit_are_read_as_both(written, days):
    assert split_span(written) == days
