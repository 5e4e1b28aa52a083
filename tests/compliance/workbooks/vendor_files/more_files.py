"""Vendor files of reports and people: titles, totals, notes, several sheets, two rows of headers, damaged text."""

import html

from tests.compliance.workbooks.vendor_files.firms import FIRMS
from tests.compliance.workbooks.vendor_files.shapes import (
    ENGLISH,
    UK,
    Column,
    VendorFile,
    country,
    expect,
    grid,
    lines,
    name,
    note,
    number,
    one_csv,
    one_sheet,
    postcode,
    ref,
    sector,
    spend,
    street,
    text,
    town,
    uk,
    xlsx,
)

BASIC = [ref(), name(), country(names=ENGLISH), spend("Total Spend")]
TITLES = [["Vendor master list"], ["Printed 12.11.2026 by KOWALSKI"], [None]]
NOTES = [
    [None],
    ["* Spend is net of VAT and credit notes."],
    ["Source: AP ledger, run 14 November 2026"],
    ["End of report"],
]


def _total(columns, label="Total"):
    return [label if index == 0 else None for index in range(len(columns) - 1)] + [7654321.0]


def _wide(value: str) -> str:
    """Full-width digits, as a Japanese keyboard types them."""
    return value.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})


def _two_sheets() -> VendorFile:
    half = len(FIRMS) // 2
    sheets = {"Europe": grid(BASIC, FIRMS[:half]), "Asia": grid(BASIC, FIRMS[half:])}
    return VendorFile("two sheets", xlsx(sheets), expect(BASIC))


def _hidden_sheet() -> VendorFile:
    old = [ref(), name("supplier_name", lambda f: f"{f.name} OLD"), country(), spend("annual_spend_gbp", lambda f: 1)]
    sheets = {"Last year": grid(old), "Current": grid(BASIC)}
    return VendorFile("hidden sheet", xlsx(sheets, hidden=("Last year",)), expect(BASIC))


def _summary_sheet() -> VendorFile:
    summary = [["Figure", "Value"], ["Vendors", 20], ["Spend", 7654321], ["Average", 1234], ["Median", 99]]
    made = xlsx({"Summary": summary, "Data": grid(BASIC)})
    return VendorFile("summary sheet", made, expect(BASIC), frozenset({"Summary"}))


def _two_header_rows() -> VendorFile:
    top = ["Supplier", None, "Address", None, None, "Finance"]
    columns = [
        ref("Number"),
        name("Name"),
        street("Street"),
        town("City"),
        country("Country", ENGLISH),
        spend("Annual spend"),
    ]
    rows = [top, [column.header for column in columns], *lines(columns)]
    return VendorFile("two header rows", xlsx({"Sheet1": rows}, merges=("A1:B1", "C1:E1")), expect(columns))


def _no_header() -> VendorFile:
    columns = [ref(), name(), country(names=ENGLISH), town()]
    expected = [{key: row[key] for key in ("supplier_ref", "name", "country")} for row in expect(columns)]
    return VendorFile("no header", xlsx({"Sheet1": lines(columns)}), expected)


def _supplier_is_code() -> VendorFile:
    columns = [ref("Supplier"), name("Name 1"), country("Cty"), town("City")]
    return one_sheet("supplier is a code", columns)


def _line_breaks() -> VendorFile:
    columns = [ref("Vendor\nnumber"), name("Vendor\nlegal name"), country("Country\nof\nincorporation", ENGLISH)]
    return one_sheet("line breaks in headers", columns)


def _duplicates() -> VendorFile:
    columns = [name(), country(names=ENGLISH), spend("Spend")]
    rows = grid(columns) + lines(columns, FIRMS[:2])
    return VendorFile("repeated lines", xlsx({"Sheet1": rows}), expect(columns))


def _accounts() -> VendorFile:
    """Two accounts of one firm at one address."""
    columns = [ref(), name(), street(), town(), country()]
    rows = [*grid(columns), ["900001", FIRMS[0].name, FIRMS[0].street, FIRMS[0].town, FIRMS[0].country]]
    second = expect(columns)[0] | {"supplier_ref": "900001"}
    return VendorFile("two accounts", xlsx({"Sheet1": rows}), [*expect(columns), second])


def _vat_country() -> VendorFile:
    columns = [ref(), name(), Column("Country", "country", lambda f: "" if f.country in ("DE", "FR") else f.country),
               note("VAT Reg No", lambda f: f"{f.country}123456789")]  # fmt: skip
    return one_sheet("country by vat number", columns)


def _quoted_lines() -> VendorFile:
    columns = [
        ref(),
        name(),
        Column("Address", "address", lambda f: f"{f.street},\n{f.town}", lambda f: f"{f.street}, {f.town}"),
        country(),
    ]
    return one_csv("new lines in cells", columns)


def _sep_line() -> VendorFile:
    body = b"\xef\xbb\xbfsep=;\r\n" + text(grid(BASIC), delimiter=";", encoding="utf-8")
    return VendorFile("sep line", body, expect(BASIC))


FILES = [
    lambda: one_sheet("titles above", BASIC, before=TITLES, merges=("A1:D1",)),
    lambda: one_sheet("totals and notes", BASIC, after=[_total(BASIC), *NOTES]),
    lambda: one_sheet("subtotals", BASIC, between=[_total(BASIC, "Subtotal"), [None]], after=[_total(BASIC, "Grand total")]),
    lambda: one_sheet("page breaks", BASIC, between=[[column.header for column in BASIC]]),
    lambda: one_csv("report with dashes", BASIC, before=[["Report ZVEND01"], ["-" * 40]], between=[["-----"] * 4], after=[["====="] * 4]),
    lambda: one_sheet("blank rows", BASIC, between=[[None], [None]], before=[[None], [None]]),
    _two_sheets,
    _hidden_sheet,
    _summary_sheet,
    _two_header_rows,
    _no_header,
    _supplier_is_code,
    _line_breaks,
    _duplicates,
    _accounts,
    _vat_country,
    _quoted_lines,
    _sep_line,
    lambda: one_sheet("non-breaking spaces", [ref(), name(write=lambda f: f.name.replace(" ", "\xa0") + " "), country(names={k: f"\xa0{v} " for k, v in ENGLISH.items()})]),
    lambda: one_sheet("full-width digits", [ref(write=lambda f: _wide(f.ref)), name(), country(), number(write=lambda f: _wide(f.number))], UK),
    lambda: one_csv("apostrophes", [ref(write=lambda f: f"'{f.ref}"), name(), country(), number(write=lambda f: f"'{f.number}")]),
    lambda: one_csv("html entities", [ref(), name(write=lambda f: html.escape(f.name)), country()]),
    lambda: one_csv("damaged accents", [ref(), name(write=_damaged), country()]),
    lambda: one_csv("apostrophe thousands", [ref(), name(), country(), spend(write=lambda f: uk(f.spend).replace(",", " "))]),
    lambda: one_sheet("name beside trading name", [ref(), note("Trading name", lambda f: "TN"), note("Parent company name", lambda f: "Group"), name("Registered company name"), country()]),
    lambda: one_sheet("contact and bank", [ref(), note("Contact name", lambda f: "A Person"), note("Bank name", lambda f: "Bank"), note("Bank country", lambda f: "CH"), name("Legal Name"), country("Country of incorporation")]),
    lambda: one_sheet("bad optional cells", [ref(), name(), country(), Column("Workers", None, lambda f: "lots"), Column("Email", None, lambda f: "none given"), spend("Spend", lambda f: f.spend)]),
    lambda: one_sheet("sic lost zero postcodes", [ref(), name(), country(), postcode("Postal Code"), sector("Primary SIC", lambda f: f.sic.lstrip("0"))]),
    lambda: one_sheet("supplier_name column wins", [note("Vendor", lambda f: f"V-{f.ref}-X"), ref("Account"), name("supplier_name"), note("Short name", lambda f: f.name[:5]), country("Country", ENGLISH)]),
]  # fmt: skip


def _damaged(firm):
    try:
        return firm.name.encode().decode("cp1252")
    except UnicodeDecodeError:
        return firm.name
