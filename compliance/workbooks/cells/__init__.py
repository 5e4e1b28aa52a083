"""Read one cell to one value, as people write it.

A reader takes a value and a way to say a warning, and returns a plain value for the database, None where the cell is
empty. It raises UnreadableCell where the cell cannot be read.
"""

from datetime import date

from compliance.workbooks.cells import amounts, dates, numbers, sectors, text
from compliance.workbooks.cells.text import Read, UnreadableCell
from compliance.workbooks.column_style import PLAIN_STYLE, ColumnStyle
from compliance.workbooks.columns import Column

READER_BUILDERS = {
    "text": text.read_text,
    "name": text.read_name,
    "long": text.read_long,
    "key": text.read_key,
    "choice": text.read_choice,
    "country": text.read_country,
    "email": text.read_email,
    "list": text.read_list,
    "os_id": text.read_os_id,
    "lei": text.read_lei,
    "days": text.read_days,
    "area": text.read_area,
    "number": numbers.read_coordinate,
    "bool": numbers.read_bool,
}


DATE_READER_BUILDERS = {"date": dates.read_date, "past date": dates.read_past_date}
# How their cells are read depends on how the column is written.
STYLED_READER_BUILDERS = {"int": numbers.read_int, "money": amounts.read_money}
SECTOR_TYPE = "choice sectors"


def is_styled(column: Column) -> bool:
    """Return whether the reading of the column's cells depends on a ColumnStyle."""
    return column.kind in STYLED_READER_BUILDERS or column.type == SECTOR_TYPE


def get_reader(column: Column, *, today: date, is_month_first: bool = False, style: ColumnStyle = PLAIN_STYLE) -> Read:
    """Return the reader of a column's cells. is_month_first: how 03/04/2026 is read."""
    if column.type == SECTOR_TYPE:
        return sectors.read_sector(column.limits, today, style)
    if read_styled := STYLED_READER_BUILDERS.get(column.kind):
        return read_styled(column.limits, today, style)
    if read := DATE_READER_BUILDERS.get(column.kind):
        return read(column.limits, today, is_month_first=is_month_first)
    return READER_BUILDERS[column.kind](column.limits, today)


__all__ = ["UnreadableCell", "get_reader", "is_styled"]
