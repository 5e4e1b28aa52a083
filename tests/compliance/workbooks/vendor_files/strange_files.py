"""Vendor files in shapes that hardly anybody expects: what must be read of each, and what must be said of it."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.compliance.workbooks.vendor_files.shapes import xlsx

type Sheet = Any  # of openpyxl, which has no types


@dataclass(frozen=True)
class StrangeFile:
    """Hold a file. rows: fields of each row that is not refused. said: parts of sentences, each of which must be there.

    refused: how many rows are not taken in; with error, the whole file is refused with that code.
    """

    name: str
    body: bytes
    rows: list[dict[str, Any]] = field(default_factory=list)
    said: tuple[str, ...] = ()
    refused: int = 0
    error: str = ""


def _book(fill: Callable[[Sheet], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(rows: list[list[Any]]) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Lieferanten")
    for row in rows:
        line = TableRow()
        for value in row:
            if isinstance(value, tuple):  # a number with its kind
                cell = TableCell(valuetype=value[0], value=value[1], **value[2])
            else:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


COUPA = (
    "Supplier ID,Supplier Name,Display Name,Status,Supplier Number,PO Email,Primary Address City,Primary Address Country "
    "Code,Tax ID,Diversity\r\n"
    '4711,"Aco, Ltd",Aco,active,V100,po@aco.example,Leeds,GB,GB123456789,No\r\n'
    "4712,Bco GmbH,Bco,inactive,V101,,Köln,DE,DE123456789,\r\n"
)
ARIBA = (
    "ACM ID;ERP Vendor ID;Supplier Name;Registration Status;Address - Country;Total Spend (USD)\r\n"
    "S1;1000;Aco Ltd;Registered;United Kingdom;1,200,000.50\n"
    "S2;1001;Bco GmbH;Invited;Germany;USD 55,000\n"
)


def _merged_and_grouped(sheet: Sheet) -> None:
    sheet.append(["Vendor", None, "Address", None, "Spend", None])
    sheet.append(["No", "Name", "City", "Country", "2024", "2025"])
    for area in ("A1:B1", "C1:D1", "E1:F1"):
        sheet.merge_cells(area)
    for region, names in (("Region North", ("Aco Ltd", "Bco Ltd")), ("Region South", ("Cco Ltd",))):
        sheet.append([region])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=6)
        for name in names:
            sheet.append([f"V{sheet.max_row}", name, "Leeds", "GB", 10, 20])
            sheet.row_dimensions[sheet.max_row].outlineLevel = 1


def _formats(sheet: Sheet) -> None:
    sheet.append(["Supplier", "Country", "Spend", "Women", "Number of workers"])
    sheet.append(["Aco Ltd", "GB", 1000.5, 0.4, 50])
    sheet.append(["Bco Ltd", "GB", 2000, 12, 80])
    sheet["C2"].number_format = '#,##0.00 "€"'
    sheet["D2"].number_format = "0%"
    sheet["C3"].number_format = '#,##0,"k"'


def _formulas(sheet: Sheet) -> None:
    sheet.append(["Supplier", "Country", "Spend", "Company number"])
    sheet.append(["Aco Ltd", "GB", "=1+1", "12345678"])
    sheet.append(["=A2", "GB", 5, "12345678"])


DATES = [
    ["Vendor No", "Supplier", "Country", "Company number", "Postcode"],
    [date(2024, 2, 1), "Aco Ltd", "GB", date(2024, 3, 1), date(2001, 1, 1)],
    ["10-11", "Bco Ltd", "GB", "12345678", "LS1 4AB"],
]
UNITS = [
    ["Supplier", "Country", "Spend", "Workers"], ["", "ISO-2", "[k€]", "[#]"], ["Aco Ltd", "GB", 12, 50],
    ["Bco Ltd", "DE", 3.5, 10],
]  # fmt: skip
SHIFTED = (
    b"Supplier ID,Supplier,Country,Town,Postcode,Spend\r\n1,Aco Ltd,GB,Leeds,LS1,100\r\n2,Bco Ltd,US,Boston, MA,200,300\r\n"
    b"3,Cco GmbH,DE,Ulm,89073,400\r\n"
)
BROKEN = (
    b"Supplier ID,Supplier,Country,Address,Town\r\n1,Aco Ltd,GB,1 Mill Lane,Leeds\r\n2,Bco GmbH,DE,Weg 1\r\n"
    b"Hinterhaus,Ulm\r\n3,Cco SA,FR,Rue 1,Paris\r\n"
)
CP850 = "Lieferant;Land;Ort;Umsatz\r\nMüller & Söhne GmbH;Österreich;Köln;1.234,00\r\nJäger Größe KG;Deutschland;Ulm;99,00\r\n"
ODS = [
    ["Lieferant", "Land", "Umsatz", "Frauen (%)", "Parent company"],
    ["Aco GmbH", "Deutschland", ("currency", 1000.5, {"currency": "EUR"}), ("percentage", 0.4, {}), "Big plc"],
    ["Bco SA", "Frankreich", ("float", 99, {}), ("float", 7, {}), ""],
]  # fmt: skip
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + bytes(478)


def strange_files() -> list[StrangeFile]:
    return [
        StrangeFile(
            "coupa", COUPA.encode("utf-8-sig"),
            [{"name": "Aco, Ltd", "supplier_ref": "V100", "country": "GB"}, {"name": "Bco GmbH", "status": "ended"}],
            ("kept “Supplier ID” as a note", "Tax ID is not in", "Diversity is not in", "Display Name is not in"),
        ),
        StrangeFile(
            "ariba, a mark, two kinds of line ends", ARIBA.encode("utf-8-sig"),
            [{"name": "Aco Ltd", "annual_spend_gbp": 1200000.5}, {"name": "Bco GmbH", "annual_spend_gbp": 55000}],
            ("It is in USD", "ACM ID is not in", "Registration Status is not in"),
        ),
        StrangeFile(
            "merged headers and groups", _book(_merged_and_grouped),
            [{"supplier_ref": "V3", "name": "Aco Ltd", "annual_spend_gbp": 20}, {"name": "Bco Ltd"}, {"name": "Cco Ltd"}],
            ("row 3 because it looks like a heading: “Region North”", "kept “Spend 2024” as a note"),
        ),
        StrangeFile(
            "a row of units", xlsx({"S": UNITS}),
            [{"name": "Aco Ltd", "annual_spend_gbp": 12000, "workers_total": 50}, {"name": "Bco Ltd", "annual_spend_gbp": 3500}],
            ("row 2 because it looks like the units", "It is in EUR"),
        ),
        StrangeFile(
            "percents and currencies as formats", _book(_formats),
            [{"name": "Aco Ltd", "annual_spend_gbp": 1000.5, "workers_women": None, "workers_total": 50},
             {"name": "Bco Ltd", "annual_spend_gbp": 2000, "workers_women": 12}],
            ("It is in EUR", "not “40%”. We left it empty"),
        ),
        StrangeFile(
            "dates in columns of texts", xlsx({"S": DATES}),
            [{"supplier_ref": "2024-02-01", "name": "Aco Ltd", "company_number": None}, {"supplier_ref": "10-11"}],
            ("stores this cell as a date, so we read “2024-02-01”", "not “2024-03-01”. We left it empty",
             "so we read “2001-01-01”"),
        ),
        StrangeFile(
            "german letters of DOS", CP850.encode("cp850"),
            [{"name": "Müller & Söhne GmbH", "country": "AT", "town": "Köln", "annual_spend_gbp": 1234},
             {"name": "Jäger Größe KG", "country": "DE"}],
            ("so we read it as DOS 850",),
        ),
        StrangeFile(
            "formulas without results", _book(_formulas), [{"name": "Aco Ltd", "annual_spend_gbp": None}],
            ("Spend has a formula with no saved result", "Supplier has a formula with no saved result"), refused=1,
        ),
        StrangeFile(
            "opendocument", _ods(ODS),
            [{"name": "Aco GmbH", "country": "DE", "annual_spend_gbp": 1000.5}, {"name": "Bco SA", "annual_spend_gbp": 99}],
            ("It is in EUR", "Frauen (%) is not in", "Parent company is not in"),
        ),
        StrangeFile(
            "a comma without quotes", SHIFTED, [{"name": "Aco Ltd"}, {"name": "Cco GmbH", "annual_spend_gbp": 400}],
            ("This row has 7 values and the others have 6",), refused=1,
        ),
        StrangeFile(
            "a line that is broken in two", BROKEN, [{"name": "Aco Ltd"}, {"name": "Bco GmbH", "address": "Weg 1"}, {"name": "Cco SA"}],
            ("This row has 4 values and the others have 5", "Country is missing"), refused=1,
        ),
        StrangeFile(
            "references with a sharp", xlsx({"S": [["Vendor", "Supplier", "Country"], ["#1001", "Aco Ltd", "GB"], ["#1002", "Bco Ltd", "DE"]]}),
            [{"supplier_ref": "#1001", "name": "Aco Ltd"}, {"supplier_ref": "#1002", "name": "Bco Ltd"}],
        ),
        StrangeFile(
            "errors in a text file", b"Supplier;Country;Spend\nAco Ltd;GB;#REF!\n#NAME?;DE;5\n", [{"name": "Aco Ltd", "annual_spend_gbp": None}],
            ("spreadsheet error (#REF!)", "spreadsheet error (#NAME?)"), refused=1,
        ),
        StrangeFile(
            "goods beside suppliers",
            xlsx({"S": [["No", "Supplier", "Country", "Description", "Category"], *([str(n), f"A{n} Ltd", "GB", "Bolts", "Steel"] for n in range(4))]}),
            [{"name": f"A{n} Ltd", "country": "GB"} for n in range(4)],
            ("Description is not in", "Category is not in"),
        ),
        StrangeFile("old excel under a new name", OLD_EXCEL, error="F002"),
    ]  # fmt: skip
