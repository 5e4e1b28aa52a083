"""What a business reads about a cell: why it cannot be read, or as what it was read; and the limits, which count.

See docs/requirements/suppliers.md#cell-values.
"""

from datetime import date

import pytest

from compliance.workbooks.cells import UnreadableCell, dates, get_reader
from compliance.workbooks.cells.dates import parse_date
from compliance.workbooks.columns import Column
from compliance.workbooks.messages import Message

TODAY = date(2026, 11, 24)
PERIODS = "Immediate, 30 days, 60 days, 90 days, 180 days, 365 days"
FINDING_STATUSES = (
    "Open, Disputed by the site, Plan agreed, In progress, Evidence sent, Closed and verified, Closed, not verified, "
    "Carried over to the next audit, Withdrawn"
)
NOT_A_DATE = "Col must be a date, like 31/12/2026 or 2026-12-31, not “{}”."
NOT_MONEY = "Col must be an amount from £0 to £1,000,000,000,000, like 12,500 or £1.2m, not “{}”."


def read_with_messages(kind: str, value, *, today: date = TODAY, is_month_first: bool = False):
    """The value, and the sentences a business reads about the cell in the column Col."""
    sentences = []

    def say(code, **values):
        assert values.get("wording", code).startswith(code)
        sentences.append(Message(code, values={"column": "Col", "value": value} | values).text)

    try:
        cell = get_reader(Column("x", kind), today=today, is_month_first=is_month_first)(value, say)
    except UnreadableCell as bad:
        say(bad.code, **bad.values)
        return None, sentences
    return cell, sentences


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("int 0 10000", -1, "Col must be a whole number from 0 to 10,000, not “-1”."),
        ("int 1000 20000", "many", "Col must be a whole number from 1,000 to 20,000, not “many”."),
        ("money", "lots", NOT_MONEY.format("lots")),
        ("money", "-0.01", "Col must be 0 or more, not “-0.01”."),
        ("money", "1,000,000,000,000.01", NOT_MONEY.format("1,000,000,000,000.01")),
        ("bool", "yess", "Col must be yes or no, not “yess”. Did you mean yes?"),
        ("bool", "perhaps", "Col must be yes or no, not “perhaps”."),
        ("date", "soon", NOT_A_DATE.format("soon")),
        ("date", "31 Foo 2026", NOT_A_DATE.format("31 Foo 2026")),
        ("date", "12/31/2026", NOT_A_DATE.format("12/31/2026")),
        (
            "date",
            "12/11/2026",
            "Col could be 12 November 2026 or 11 December 2026. Write “12/11/2026” like 2026-12-31.",
        ),
        ("past date", "2026-11-25", "Col must be today or in the past, not “2026-11-25”."),
        ("text 1000", "x" * 1001, "Col is 1,001 characters long. It must be 1,000 characters or fewer."),
        ("long 1000", "x" * 1001, "Col is 1,001 characters long. It must be 1,000 characters or fewer."),
        ("text 20", "bell\x07", "Col contains hidden characters that may have damaged the text. Type the text again."),
        ("key", "x" * 65, "Col is 65 characters long. It must be 64 characters or fewer."),
        (
            "key",
            "a|b",
            "Col must only include letters, numbers, spaces and . , _ - + & / # ( ) ' :. You entered “a|b”.",
        ),
        ("choice grades", "☒ Major ☒ Minor", "Col must be one choice with its box ticked, not “☒ Major ☒ Minor”."),
        ("name 5", "abcdef", "Col is 6 characters long. It must be 5 characters or fewer."),
        ("key", 1e15, "Col has a number that Excel has shortened. Type the full number as text."),
        (
            "choice finding_statuses",
            "opne",
            f"Col must be one of {FINDING_STATUSES}, not “opne”. Did you mean Open?",
        ),
        ("country", "Bangladsh", "Col must be a country we recognise, not “Bangladsh”. Did you mean Bangladesh?"),
        ("country", "Atlantis", "Col must be a country we recognise, not “Atlantis”."),
        ("country", "X", "Col must be a country we recognise, not “X”."),
        ("email", "a@b", "Col must be an email address, like name@example.com, not “a@b”."),
        ("list 10 3", "x" * 11, "Col has an entry of 11 characters. Each entry must be 10 characters or fewer."),
        ("list 10 3", "a|b|c|d", "Col has 4 entries. It must have 3 or fewer."),
        ("number -90 90", "north", "Col must be a number from -90 to 90, not “north”."),
        ("number -90 90", 90.1, "Col must be a number from -90 to 90, not “90.1”."),
        (
            "os_id",
            "BD2021250",
            "Col must be a 2-letter country code and 13 more letters and numbers, not “BD2021250”.",
        ),
        ("lei", "5493", "Col must be 20 letters and numbers, not “5493”."),
        (
            "days",
            "imediate",
            f"Col must be one of {PERIODS}, not “imediate”. Did you mean Immediate?",
        ),
        ("area", "x" * 61, f"Col must be one of the words on the Lists sheet, not “{'x' * 61}”."),
    ],
)
def test_what_cannot_be_read_says_what_is_accepted(kind, value, sentence):
    assert read_with_messages(kind, value) == (None, [sentence])


@pytest.mark.parametrize(
    ("kind", "value", "cell", "sentence"),
    [
        ("int 0 10000", "1,001 to 5,000", 1001, "We read “1,001 to 5,000” as 1,001."),
        ("date", 46000, "2025-12-09", "We read “46000” as 9 December 2025."),
        ("date", "Sept 2026", "2026-09-01", "We read “Sept 2026” as 1 September 2026."),
        ("past date", "46000", "2025-12-09", "We read “46000” as 9 December 2025."),
        ("choice tiers", "direct", "1", "We read “direct” as Tier 1."),
        ("name 99", "R&amp;D Mills", "R&D Mills", "We read “R&amp;D Mills” as R&D Mills."),
        ("name 99", "Acme&nbsp; Ltd", "Acme Ltd", "We read “Acme&nbsp; Ltd” as Acme Ltd."),
        ("name 99", "CafÃ© Ltd", "Café Ltd", "We read “CafÃ© Ltd” as Café Ltd."),
        (
            "name 99",
            "Caf\ufffd",
            "Caf\ufffd",
            "“Caf\ufffd” has letters that were lost before the file reached us. Correct the name in your file.",
        ),
        ("name 99", "'3M", "3M", "We read “'3M” as 3M."),
        ("text 20", "'0044 20", "0044 20", "We read “'0044 20” as 0044 20."),
        ("key", "'00123", "00123", "We read “'00123” as 00123."),
        ("key", "１２３", "123", "We read “１２３” as 123."),
        (
            "key",
            "1.2E+15",
            "1.2E+15",
            "“1.2E+15” looks like a number that a spreadsheet has shortened. Check it in your file.",
        ),
        ("country", "Rep. of Ireland", "IE", "We read “Rep. of Ireland” as Ireland."),
        ("country", "Korea", "KR", "Col could be South Korea. Confirm or correct it."),
        ("country", "Congo", "CG", "Col could be Congo - Brazzaville. Confirm or correct it."),
    ],
)
def test_what_is_read_by_a_guess_says_as_what(kind, value, cell, sentence):
    assert read_with_messages(kind, value) == (cell, [sentence])


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("int 5 9", 5, 5),
        ("int 5 9", "9", 9),
        ("int 0 1000", "1 000", 1000),
        ("number -90 90", -90, -90.0),
        ("number -90 90", "90", 90.0),
        ("money", 0, 0),
        ("money", "0.50", 50),
        ("money", "1,000,000m", 10**14),
        ("date", "1990-01-01", "1990-01-01"),
        ("date", "14 Sept 2026", "2026-09-14"),
    ],
)
def test_a_limit_belongs_to_what_is_accepted(kind, value, cell):
    assert read_with_messages(kind, value) == (cell, [])


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        # What only looks like an entity, or like letters that a program has damaged, stays.
        ("name 99", "Marks & Spencer", "Marks & Spencer"),
        ("name 99", "Barr&lt", "Barr&lt"),
        ("name 99", "Barr; &Co", "Barr; &Co"),
        ("name 99", "Ãœ‡™ Ðš", "Ãœ‡™ Ðš"),
        ("name 99", "", None),
        ("text 20", "'tis 1", "'tis 1"),
        ("key", "0012'", "0012'"),
        ("key", "Xa1", "Xa1"),
        ("key", "1e5", "1e5"),
        ("country", "'Türkiye", "TR"),
        ("country", "'n/a", None),
        ("country", "’n/a", None),
        ("country", "Türkiye", "TR"),
        ("country", "n/a", None),
        ("country", "NA", "NA"),
        ("country", "na", "NA"),
        # Boxes, ticked or not, and the words after each.
        ("choice grades", "☒ Major ☐ Minor", "major"),
        ("choice grades", "☐ Critical, ☐ Major, ☒ Minor,", "minor"),
        ("choice grades", "[x] Major; [ ] Minor / ( ) Critical", "major"),
        ("choice grades", "☐ Major ☐ Minor", None),
    ],
)
def test_what_is_plain_is_read_without_a_word(kind, value, cell):
    assert read_with_messages(kind, value) == (cell, [])


def test_of_a_country_that_may_be_another_is_warned():
    said = []
    reader = get_reader(Column("x", "country"), today=TODAY)
    assert reader("Korea", lambda *code, **values: said.append((*code, values))) == "KR"
    assert said == [("R019", {"guess": "South Korea", "is_warning": True})]


@pytest.mark.parametrize("kind", ["date", "past date"])
def test_a_column_of_dates_is_read_month_first_where_the_business_writes_so(kind):
    assert read_with_messages(kind, "12/31/2025", is_month_first=True) == ("2025-12-31", [])
    assert read_with_messages(kind, "31/12/2025", is_month_first=True) == (None, [NOT_A_DATE.format("31/12/2025")])
    for read_column in (dates.read_date, dates.read_past_date):
        assert read_column([], TODAY)("31/12/2025", print) == "2025-12-31"
    assert parse_date("31/12/2025", print) == date(2025, 12, 31)


def test_ten_years_after_a_leap_day_is_the_last_of_february():
    leap_day = date(2028, 2, 29)
    assert read_with_messages("date", "2038-02-28", today=leap_day) == ("2038-02-28", [])
    assert read_with_messages("date", "2038-03-01", today=leap_day) == (None, [NOT_A_DATE.format("2038-03-01")])
    assert read_with_messages("date", "2038-02-27", today=date(2028, 2, 27)) == ("2038-02-27", [])
