"""The workbooks of the suppliers' story, as people fill and correct them in their own program."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

# Name, country, sector, tier, product. Nobody's; the first three are audited.
SUPPLIERS = [
    ("Brambling Textile Mill", "Bangladesh", "11", "1", "T-shirts"),
    ("Fernway Packing House", "United Kingdom", "5", "1", "Salad"),
    ("Ottery Glove Works", "Malaysia", "11", "1", "Rubber gloves"),
    ("Aldercote Dairy", "United Kingdom", "5", "1", "Milk"),
    ("Birchmoor Hauliers", "United Kingdom", "other", "1", "Transport"),
    ("Cinderford Cleaners", "United Kingdom", "other", "1", "Cleaning"),
    ("Dunlin Fisheries", "Ireland", "5", "1", "Mackerel"),
    ("Edgemoor Bakers", "United Kingdom", "5", "1", "Bread"),
    ("Gorse Hill Laundry", "United Kingdom", "other", "1", "Laundry"),
    ("Hazelbrook Growers", "Spain", "5", "1", "Tomatoes"),
    ("Ivydene Citrus", "Morocco", "5", "2", "Oranges"),
    ("Juniper Spices", "India", "5", "2", "Pepper"),
    ("Kestrel Coffee Traders", "Brazil", "5", "2", "Coffee"),
    ("Larch and Daughters", "Poland", "5", "1", "Mushrooms"),
    ("Marram Sea Salt", "France", "5", "1", "Salt"),
    ("Nettlecombe Honey", "Romania", "5", "2", "Honey"),
    ("Plover Uniforms", "Turkey", "11", "1", "Aprons"),
    ("Quillet Paper", "Germany", "other", "1", "Paper bags"),
    ("Redshank Prawns", "Thailand", "5", "2", "Prawns"),
    ("Sorrel Cocoa", "Ghana", "5", "3", "Cocoa"),
    ("Tansy Tea Gardens", "Sri Lanka", "5", "2", "Tea"),
    ("Umber Tableware", "China", "other", "1", "Plates"),
    ("Vetchling Rice", "Pakistan", "5", "2", "Rice"),
    ("Wagtail Couriers", "United Kingdom", "other", "1", "Parcels"),
    ("Yarrow Olive Press", "Italy", "5", "1", "Olive oil"),
]
# What is wrong with the first three: what was typed, and what was meant.
MISTAKES = {"Bangladsh": "Bangladesh", "9": "1", "works at fernway": "works@fernway.example"}
OURS = ("portal_result", "portal_messages", "portal_key")


def contact(name: str) -> str:
    return f"works@{name.split(maxsplit=1)[0].casefold()}.example"


def fill_small(template: Path, to: Path) -> Path:
    """The downloaded template with 25 rows, three of them wrong."""
    book = load_workbook(template)
    sheet = book["Suppliers"]
    columns = columns_of(sheet, 1)
    for number, (name, country, sector, tier, product) in enumerate(SUPPLIERS, 3):
        said = {"supplier_name": name, "country": country, "sector": sector, "tier": tier, "product": product}
        said["contact_email"] = contact(name)
        if number == 3:
            said["country"] = "Bangladsh"
        elif number == 4:
            said["contact_email"] = "works at fernway"
        elif number == 5:
            said["tier"] = "9"
        for column, value in said.items():
            sheet.cell(number, columns[column], value)
    book.save(to)
    return to


# --- The result ----------------------------------------------------------------------------------------------------


@dataclass
class Marked:
    """What a result says. notes: by sheet and cell. told: the lines of the sheet of results."""

    notes: dict[tuple[str, str], str]
    values: dict[tuple[str, str], str]
    told: list[tuple]
    outcomes: dict[str, list[str]]


def read_result(path: Path) -> Marked:
    book = load_workbook(path)
    assert book.sheetnames[0] == "Results"
    told = [row for row in book["Results"].iter_rows(values_only=True) if any(row)]
    notes, values, outcomes = {}, {}, {}
    for sheet in book.worksheets[1:]:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.comment):
            notes[sheet.title, cell.coordinate] = cell.comment.text
            values[sheet.title, cell.coordinate] = str(cell.value)
            assert cell.fill.fill_type == "solid", f"A note without a colour in {sheet.title}!{cell.coordinate}"
        head = header_of(sheet)
        if head:
            columns = columns_of(sheet, head)
            # Our three columns stand at the right end.
            assert [columns[name] for name in OURS] == [sheet.max_column - 2, sheet.max_column - 1, sheet.max_column]
            cells = sheet.iter_rows(head + 1, min_col=columns[OURS[0]], max_col=columns[OURS[0]], values_only=True)
            outcomes[sheet.title] = [value for (value,) in cells if value]
    return Marked(notes, values, told, outcomes)


def correct(path: Path, to: Path, marked: Marked, meant: Mapping[str, str]) -> Path:
    """The same workbook with each marked value as it was meant; nothing else is touched."""
    book = load_workbook(path)
    for sheet, cell in marked.notes:
        found = book[sheet][cell]
        if str(found.value) in meant:
            found.value = meant[str(found.value)]
    book.save(to)
    return to


def header_of(sheet: Worksheet) -> int | None:
    return next((row[0].row for row in sheet.iter_rows() if any(cell.value == OURS[0] for cell in row)), None)


def columns_of(sheet: Worksheet, row: int) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[row] if cell.value}


# --- The audits ----------------------------------------------------------------------------------------------------

PASSPORTS = "Passports of 14 workers are kept in the office safe and are not given back at will."
HEAD = ["NC Number", "New or carried over", "Clause", "Grade", "Details of NC", "Root cause (completed by the site)"]
HEAD += ["Preventative and corrective actions", "Timescale (Immediate, 30, 60, 90, 180, 365)", "Status"]


@dataclass(frozen=True)
class Visit:
    """An audit: its sheet, reference and site, and the lines of its plan."""

    sheet: str
    ref: str
    site: str
    country: str
    lines: list[list]


AID, EXITS, GLOVES = "Fill the first aid boxes", "Clear and mark the fire exits", "Buy gloves and replace worn ones"
VISITS = [
    Visit("CAPR", "ZAA600031401", "Spinning Hall", "Bangladesh", [
        ["NC-01", "New", "1", "Major", PASSPORTS, None, "Give the passports back", "Immediate", "Open"],
        ["NC-02", "New", "3", "Minor", "First aid boxes are empty.", None, AID, "60", "Open"],
    ]),
    Visit("CAPR Fernway", "ZAA600031402", "Packing Hall", "United Kingdom", [
        ["NC-01", "New", "3", "Major", "Pallets stand before two doors.", None, EXITS, "30", "Open"],
    ]),
    Visit("CAPR Ottery", "ZAA600031403", "Dipping Line", "Malaysia", [
        ["NC-01", "New", "3", "Major", "Gloves are worn through.", None, GLOVES, "60", "Open"],
    ]),
]  # fmt: skip


def write_audits(to: Path, day: str) -> Path:
    """Reports as an audit company sends them: a title, a block of facts, then the plan."""
    book = Workbook()
    book.remove(book.active)
    for visit in VISITS:
        sheet = book.create_sheet(visit.sheet)
        sheet.append(["Corrective Action Plan Report"])
        sheet.append([f"Report number: {visit.ref}", None, "Scheme:", "SMETA 4 pillar"])
        sheet.append(["Site:", visit.site, "Site country:", visit.country])
        sheet.append(["Audit date:", day, "Audit type:", "Periodic"])
        sheet.append(["Audit company: Quiet Road Assurance"])
        sheet.append([])
        sheet.append(HEAD)
        for line in visit.lines:
            sheet.append(line)
    book.save(to)
    return to


def photograph(to: Path) -> Path:
    Image.new("RGB", (40, 30), "white").save(to)
    return to


def fill_plan(downloaded: Path, to: Path, said: Mapping[str, str]) -> Path:
    """A supplier's only action, answered in the workbook that it took."""
    book = load_workbook(downloaded)
    sheet = book["Action plan"]
    columns = columns_of(sheet, 1)
    rows = [row[0].row for row in sheet.iter_rows(3) if row[0].value]
    assert len(rows) == 1, rows
    for name, value in said.items():
        sheet.cell(rows[0], columns[name], value)
    book.save(to)
    return to
