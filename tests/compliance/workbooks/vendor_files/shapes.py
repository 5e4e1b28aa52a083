"""Write the firms as vendors' systems and people do: sixty files, each with the rows that must come of it."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from tests.compliance.workbooks.vendor_files.firms import FIRMS, Firm

type Cell = Callable[[Firm], Any]


@dataclass(frozen=True)
class Column:
    """A column of a file: its header, the field it holds, how its cells are written, and what must be read of them."""

    header: str
    field: str | None
    write: Cell
    expected: Cell | None = None


@dataclass(frozen=True)
class VendorFile:
    name: str
    body: bytes
    expected: list[dict[str, Any]]
    unread_sheets: frozenset[str] = field(default_factory=frozenset)


ENGLISH = {
    "GB": "United Kingdom", "DE": "Germany", "FR": "France", "ES": "Spain", "IE": "Ireland", "VN": "Vietnam",
    "BD": "Bangladesh", "CN": "China", "PL": "Poland", "IN": "India", "TR": "Turkey", "IT": "Italy", "NL": "Netherlands",
}  # fmt: skip
GERMAN = {
    "GB": "Vereinigtes Königreich", "DE": "Deutschland", "FR": "Frankreich", "ES": "Spanien", "IE": "Irland",
    "VN": "Vietnam", "BD": "Bangladesch", "CN": "China", "PL": "Polen", "IN": "Indien", "TR": "Türkei", "IT": "Italien",
    "NL": "Niederlande",
}  # fmt: skip
OWN = {
    "GB": "UK", "DE": "Deutschland", "FR": "France", "ES": "España", "IE": "Éire", "VN": "Việt Nam", "BD": "বাংলাদেশ",
    "CN": "中国", "PL": "Polska", "IN": "भारत", "TR": "Türkiye", "IT": "Italia", "NL": "Nederland",
}  # fmt: skip
SHORT = {
    "GB": "U.K.", "DE": "D", "FR": "F", "ES": "E", "IE": "Rep. of Ireland", "VN": "Viet Nam", "BD": "BGD", "CN": "P.R. China",
    "PL": "POL", "IN": "IND", "TR": "TUR", "IT": "I", "NL": "The Netherlands",
}  # fmt: skip
PAIRED = {code: f"{code} - {name}" for code, name in ENGLISH.items()}

TRUTH: dict[str, Cell] = {
    "supplier_ref": lambda f: f.ref, "name": lambda f: f.name, "country": lambda f: f.country,
    "company_number": lambda f: f.number, "sector": lambda f: f.sector, "annual_spend_gbp": lambda f: f.spend,
    "tier": lambda f: f.tier, "address": lambda f: f.street, "town": lambda f: f.town, "postcode": lambda f: f.postcode,
    "contact_email": lambda f: f.email,
}  # fmt: skip


def ref(header="Vendor No.", write=None) -> Column:
    return Column(header, "supplier_ref", write or (lambda f: f.ref))


def name(header="Vendor Name", write=None) -> Column:
    return Column(header, "name", write or (lambda f: f.name))


def country(header="Country", names=None) -> Column:
    return Column(header, "country", (lambda f: names[f.country]) if names else (lambda f: f.country))


def number(header="Company Registration No", write=None, expected=None) -> Column:
    return Column(header, "company_number", write or (lambda f: f.number), expected)


def sector(header="SIC Code", write=None, expected=None) -> Column:
    return Column(header, "sector", write or (lambda f: f.sic), expected)


def spend(header="Annual Spend", write=None, expected=None) -> Column:
    return Column(header, "annual_spend_gbp", write or (lambda f: f.spend), expected)


def tier(header="Tier", write=None) -> Column:
    return Column(header, "tier", write or (lambda f: f.tier))


def street(header="Address") -> Column:
    return Column(header, "address", lambda f: f.street)


def town(header="City") -> Column:
    return Column(header, "town", lambda f: f.town)


def postcode(header="Postcode") -> Column:
    return Column(header, "postcode", lambda f: f.postcode)


def email(header="Email") -> Column:
    return Column(header, "contact_email", lambda f: f.email)


def note(header: str, write: Cell = lambda f: "x") -> Column:
    return Column(header, None, write)


def uk(amount: float) -> str:
    return f"{amount:,.2f}"


def german(amount: float) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def french(amount: float) -> str:
    return f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",")


def swiss(amount: float) -> str:
    return f"{amount:,.2f}".replace(",", "’")


def expect(columns: Sequence[Column], firms: Sequence[Firm] = FIRMS) -> list[dict[str, Any]]:
    return [
        {column.field: (column.expected or TRUTH[column.field])(one) for column in columns if column.field}
        for one in firms
    ]


def lines(columns: Sequence[Column], firms: Sequence[Firm] = FIRMS) -> list[list[Any]]:
    return [[column.write(one) for column in columns] for one in firms]


def grid(columns, firms=FIRMS, *, before=(), after=(), between=(), head=True) -> list[list[Any]]:
    """Rows of a sheet. between: rows that come after every sixth firm, as page breaks do."""
    rows: list[list[Any]] = [*before]
    if head:
        rows.append([column.header for column in columns])
    for index, line in enumerate(lines(columns, firms)):
        if index and index % 6 == 0:
            rows += [list(row) for row in between]
        rows.append(line)
    return [*rows, *after]


def xlsx(sheets: dict[str, list[list[Any]]], *, hidden=(), merges=(), formats=None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title in hidden:
            sheet.sheet_state = "hidden"
    first = book.worksheets[0]
    for area in merges:
        first.merge_cells(area)
    for column, code in (formats or {}).items():
        for cell in first[get_column_letter(column)]:
            cell.number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows, *, delimiter=",", encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL, end="\r\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


WESTERN = tuple(one for one in FIRMS if one.country not in ("PL", "TR"))
UK = tuple(one for one in FIRMS if one.country == "GB")
ABROAD = tuple(one for one in FIRMS if one.country != "GB")


def one_sheet(title: str, columns, firms=FIRMS, *, sheet="Vendors", **how) -> VendorFile:
    file_how = {key: how.pop(key) for key in ("hidden", "merges", "formats") if key in how}
    return VendorFile(title, xlsx({sheet: grid(columns, firms, **how)}, **file_how), expect(columns, firms))


def one_csv(title: str, columns, firms=FIRMS, *, delimiter=",", encoding="utf-8-sig", **how) -> VendorFile:
    rows = grid(columns, firms, **how)
    return VendorFile(title, text(rows, delimiter=delimiter, encoding=encoding), expect(columns, firms))


def all_files() -> list[VendorFile]:
    from tests.compliance.workbooks.vendor_files import files, more_files

    found: list[VendorFile] = [*_all(files.FILES), *_all(more_files.FILES)]
    assert len({one.name for one in found}) == len(found)
    return found


def _all(makers: Sequence[Callable[[], VendorFile]]) -> Iterator[VendorFile]:
    return (make() for make in makers)
