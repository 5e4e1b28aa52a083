"""Amounts as people of many countries write them (docs/requirements/suppliers.md#column-styles)."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from compliance.workbooks.cells import UnreadableCell
from compliance.workbooks.cells.amounts import Amount, parse_amount, read_money
from compliance.workbooks.column_style import ColumnStyle, complete_code_style, complete_style, read_header_style
from compliance.workbooks.currencies import find_format_currency


@pytest.mark.parametrize(
    ("written", "value", "currency"),
    [
        ("864.950,71 €", "864950.71", "EUR"), ("£1.2m", "1200000", "GBP"), ("1,234.50", "1234.50", ""),
        ("1 234,50", "1234.50", ""), ("1’234.50 CHF", "1234.50", "CHF"), ("12,34,567", "1234567", ""),
        ("(1,234.50)", "-1234.50", ""), ("1.234,50-", "-1234.50", ""), ("US$ 12k", "12000", "USD"), ("12,-", "12", ""),
        ("１２３", "123", ""), ("ca. 500", "500", ""), ("5 Mio EUR", "5000000", "EUR"), ("2 lakh", "200000", ""),
        ("12.5", "12.5", ""), ("1.5.", "1.5", ""), ("12,.", "12", ""), ("1,5.' ", "1.5", ""), ("−5", "-5", ""),
        ("–5", "-5", ""), ("+5", "5", ""), ("1.234.567", "1234567", ""), ("1234.567", "1234.567", ""),
        # Thousands before the currency, on either side of the number, and a unit that touches its sign.
        ("TEUR 12,5", "12500", "EUR"), ("12,5 TEUR", "12500", "EUR"), ("5 T€", "5000", "EUR"), ("t£5", "5000", "GBP"),
        ("TUSD 5", "5000", "USD"), ("TGBP 5", "5000", "GBP"), ("5 k€", "5000", "EUR"), ("5k€", "5000", "EUR"),
        ("5 m€", "5000000", "EUR"), ("2 bn$", "2000000000", "dollars"), ("5 mn€", "5000000", "EUR"),
        ("5 Mio€", "5000000", "EUR"), ("1 cr₹", "10000000", "INR"), ("NT$ 5", "5", "dollars"), ("A$5", "5", "dollars"),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_its_currency(written, value, currency):
    amount = parse_amount(written)
    assert (amount.value, amount.currency) == (Decimal(value), currency)


@pytest.mark.parametrize(
    "written",
    [
        "12 %", "£1m - £5m", "1,23,4", "12.34.5", "many", "1.2.3,4,5", "", "5 quid", "(5", "5)", "5 Mio TEUR",
        "1.234,567,8", "k€ 5",
    ],
)  # fmt: skip
def test_what_is_no_one_amount_is_refused_by_what_was_written(written):
    with pytest.raises(ValueError) as refused:
        parse_amount(written)
    assert str(refused.value) in written


def test_without_a_word_of_its_column_an_amount_has_no_three_decimals():
    assert parse_amount("1,250", decimal_comma=True) == Amount(Decimal(1250), "", is_guess=True)


def test_a_number_with_a_power_of_ten_is_a_guess():
    assert parse_amount("1.5e6") == Amount(Decimal("1.5e6"), "", is_guess=True)


@pytest.mark.parametrize(
    ("cells", "written", "value", "is_guess"),
    [
        ([], "1.250", 1250, True), ([], "1,250", 1250, False), ([], "105,250", 105_250, False),
        # Before thousands stand one to three digits, and no zero.
        ([], "0.250", "0.250", False), ([], "0,250", "0.250", False), ([], "1234,567", "1234.567", False),
        (["1.234,50"], "1.250", 1250, False), (["1,234.50"], "1,250", 1250, False),
        # A second hand wrote it in the other way: nobody spends two pounds, to a tenth of a penny.
        (["4.000,50"], "2,000", 2000, True), (["1,234.50"], "2.000", 2000, True),
        # Quantities with three decimals are so in the whole column.
        (["1.234,500", "0,250"], "2,000", 2, True), (["1234.500"], "2.000", 2, True),
        # With a unit they are decimals after the column's decimal mark, which is the point where nothing says.
        ([], "1.250m", 1_250_000, False), ([], "£1,250m", 1_250_000_000, False), ([], "1,250k", 1_250_000, False),
        (["1,234.50"], "1,250m", 1_250_000_000, False), (["1,234.50"], "1.250m", 1_250_000, False),
        (["1.234,50"], "1,250 Mio", 1_250_000, False), (["1.234,50"], "1.250 Mio", 1_250_000_000, False),
    ],
)  # fmt: skip
def test_three_digits_after_one_mark_are_read_by_the_column(cells, written, value, is_guess):
    style = complete_style(read_header_style("Spend"), [*cells, written])
    amount = parse_amount(written, decimal_comma=style.decimal_comma, has_three_decimals=style.has_three_decimals)
    assert (amount.value, amount.is_guess) == (Decimal(value), is_guess)


@pytest.mark.parametrize(
    ("header", "currency", "factor", "is_percent"),
    [
        ("Spend (£'000)", "GBP", 1000, False), ("Umsatz TEUR", "EUR", 1000, False),
        ("Spend $m", "dollars", 10**6, False),
        ("Spend %", "", 1, True), ("Annual spend GBP", "GBP", 1, False), ("Share of spend", "", 1, True),
    ],
)  # fmt: skip
def test_a_header_says_unit_and_currency(header, currency, factor, is_percent):
    style = read_header_style(header)
    assert (style.currency, style.factor, style.is_percent) == (currency, factor, is_percent)


def test_the_first_cells_say_the_decimal_mark_and_the_list_of_codes():
    assert complete_style(read_header_style("Spend"), ["1.234,50"]).decimal_comma is True
    assert complete_style(read_header_style("Spend"), ["1,234.50"]).decimal_comma is False
    assert complete_style(read_header_style("Spend"), ["1,234.50", "1.234,50"]).decimal_comma is None
    assert complete_code_style(read_header_style("Industry"), [10, 81]).code_list == "UK SIC 2007"
    assert complete_code_style(read_header_style("Industry"), [10, 14]).code_list == ""
    # One longer code says what the two digits beside it are, under the header of our own template too.
    for code in (107, 1071, 10710):
        assert complete_code_style(read_header_style("Sector"), [10, code]).code_list == "UK SIC 2007"
    assert complete_code_style(read_header_style("sector"), [10, 14]).code_list == "registry"


@pytest.mark.parametrize(
    ("code", "currency"),
    [("#,##0.00 [$€-407]", "EUR"), ('"US$"#,##0', "USD"), ("$#,##0", "$"), ("[$£-809]#,##0", ""), ("[$-409]d-mmm", "")],
)
def test_the_format_of_a_cell_says_its_currency(code, currency):
    assert find_format_currency(code) == currency


def read(value, **style):
    """The pence, and what was said: each a code and its values."""
    said = []
    pence = read_money([], date(2026, 11, 24), ColumnStyle(**style))(
        value, lambda *code, **more: said.append((*code, more))
    )
    return pence, said


def as_pounds(meaning: str) -> list:
    return [("W005", {"meaning": meaning})]


@pytest.mark.parametrize(
    ("value", "style", "pence", "said"),
    [
        ("12k", {}, 1_200_000, []),
        ("1,250m", {}, 125_000_000_000, []),
        ("1.2 million", {}, 120_000_000, as_pounds("£1,200,000")),
        ("ca. 1,234.50", {}, 123_450, as_pounds("£1,234.50")),
        ("1.250", {}, 125_000, as_pounds("£1,250")),
        ("1.250", {"decimal_comma": True}, 125_000, []),
        ("1,250", {"decimal_comma": True}, 125_000, as_pounds("£1,250")),
        ("1,250", {"decimal_comma": True, "has_three_decimals": True}, 125, as_pounds("£1.25")),
        ("1,250", {"decimal_comma": False, "has_three_decimals": True}, 125_000, []),
        ("5", {"factor": 1000}, 500_000, as_pounds("£5,000")),
        (5, {"factor": 1000}, 500_000, as_pounds("£5,000")),
        (5, {}, 500, []),
        # The cell of a number has no thousands, however its column is written.
        (1.125, {"decimal_comma": True}, 112, as_pounds("£1.12")),
        (1.125, {}, 112, as_pounds("£1.12")),
        (2.5, {"decimal_comma": True}, 250, []),
    ],
)
def test_money_is_read_by_its_column_and_what_is_not_plain_is_said(value, style, pence, said):
    assert read(value, **style) == (pence, said)


@pytest.mark.parametrize(
    ("value", "style", "currency"),
    [
        ("5 EUR", {}, "EUR"),
        ("5 EUR", {"currency": "USD"}, "EUR"),
        ("5", {"currency": "USD"}, "USD"),
        (5, {"currency": "USD"}, "USD"),
        ("5 TUSD", {"currency": "GBP"}, "USD"),
    ],
)
def test_an_amount_in_another_currency_is_not_converted_and_said(value, style, currency):
    amount = "5,000" if value == "5 TUSD" else "5"
    pence, said = read(value, **style)
    assert pence == int(amount.replace(",", "")) * 100
    assert said == [("W005", {"wording": "W005 currency", "meaning": amount, "currency": currency})]


@pytest.mark.parametrize(
    ("value", "style"),
    [
        (date(2026, 5, 14), {}),
        (time(1), {}),
        (timedelta(1), {}),
        (True, {}),
        ("5", {"is_percent": True}),
        (5, {"is_percent": True}),
    ],
)
def test_what_is_no_money_is_refused(value, style):
    with pytest.raises(UnreadableCell) as refused:
        read(value, **style)
    assert (refused.value.code, refused.value.values["wording"]) == ("R006", "R006 money")
