"""The workbook of a release as OpenDocument, which no program has to be bought for.

See docs/decisions/0026-opendocument-writer.md.
"""

import io
from collections.abc import Sequence
from datetime import datetime

from odfdo import Cell, Column, Document, Element, Link, Paragraph, Row, Style, Table
from openpyxl.utils import get_column_letter

from compliance.statistics.exports.book import Book, BookSheet, Value
from portal.core.xlsx import clean_text

FIRST, OTHER, WIDE = "first-column", "other-column", "wide-column"
WIDTHS = {FIRST: "9cm", OTHER: "3.6cm", WIDE: "17cm"}
HEADING, HEAD, TEXT, NUMBER = "sheet-heading", "table-head", "text", "number"


def write_ods(book: Book, published_at: datetime) -> bytes:
    document = Document("spreadsheet")
    document.body.clear()
    document.set_language("en-GB")
    document.meta.title = book.title
    document.meta.creation_date = document.meta.date = published_at
    for style in _make_styles():
        document.insert_style(style, automatic=True)
    ranges = Element.from_tag("table:database-ranges")
    for sheet in book.sheets:
        document.body.append(_make_table(sheet))
        if sheet.rows:
            ranges.append(_make_range(sheet))
    document.body.append(ranges)
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()


def _make_styles() -> list[Style]:
    columns = [Style("table-column", name=name, width=width) for name, width in WIDTHS.items()]
    heading = Style("table-cell", name=HEADING, area="text", bold=True, size="15pt")
    head = Style("table-cell", name=HEAD, area="text", bold=True)
    texts, numbers = Style("table-cell", name=TEXT), Style("table-cell", name=NUMBER)
    for style in (head, texts):
        style.set_properties({"fo:wrap-option": "wrap", "style:vertical-align": "top"}, area="table-cell")
    numbers.set_properties({"fo:text-align": "end"}, area="paragraph")
    return [*columns, heading, head, texts, numbers]


def _make_table(sheet: BookSheet) -> Table:
    table = Table(sheet.name)
    width = len(sheet.rows[0]) if sheet.rows else 1
    is_text = all(isinstance(value, str) for row in sheet.rows for value in row)
    styles = [FIRST if sheet.rows else WIDE, *[WIDE if is_text and width == 2 else OTHER] * (width - 1)]
    for style in styles:
        table.append_column(Column(style=style))
    table.append_row(_make_row([sheet.title], HEADING))
    for line in sheet.lines:
        table.append_row(_make_row([line], "" if sheet.rows else TEXT))
    for number, row in enumerate(sheet.rows):
        drawn = _make_row(row, HEAD if number == 0 else TEXT)
        if 0 < number <= len(sheet.links):
            drawn.set_cell(0, _make_link(str(row[0]), sheet.links[number - 1]))
        table.append_row(drawn)
    return table


def _make_row(values: Sequence[Value], style: str) -> Row:
    row = Row()
    for place, value in enumerate(values):
        if isinstance(value, int):
            row.append_cell(Cell(value=value, style=NUMBER))
            continue
        text = clean_text(str(value))
        is_symbol = place > 0 and text.startswith("[") and style == TEXT
        row.append_cell(Cell(value=text, text=text, cell_type="string", style=NUMBER if is_symbol else style or None))
    return row


def _make_link(text: str, target: str) -> Cell:
    cell = Cell(value=text, cell_type="string", style=TEXT)
    cell.clear()
    cell.set_attribute("office:value-type", "string")
    paragraph = Paragraph("")
    paragraph.append(Link(url=f"#{target}.A1", text=text))
    cell.append(paragraph)
    return cell


def _make_range(sheet: BookSheet) -> Element:
    """Name the table: what a spreadsheet calls a range of the database."""
    first = len(sheet.lines) + 2
    last = f"{get_column_letter(len(sheet.rows[0]))}{first + len(sheet.rows) - 1}"
    element = Element.from_tag("table:database-range")
    element.set_attribute("table:name", sheet.table)
    element.set_attribute("table:target-range-address", f"{sheet.name}.A{first}:{sheet.name}.{last}")
    element.set_attribute("table:contains-header", "true")
    element.set_attribute("table:display-filter-buttons", "false")
    return element
