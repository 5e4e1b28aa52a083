"""Read one cell to one value, as people write it.

A reader takes a value and a way to say a warning, and returns a plain value for the database, None where the cell is
empty. It raises UnreadableCell where the cell cannot be read.
"""

from datetime import date

from compliance.workbooks.cells import dates, numbers, text
from compliance.workbooks.cells.text import Read, UnreadableCell
from compliance.workbooks.columns import Column

READER_BUILDERS = {
    "text": text.read_text,
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
    "int": numbers.read_int,
    "number": numbers.read_coordinate,
    "money": numbers.read_money,
    "bool": numbers.read_bool,
}


DATE_READER_BUILDERS = {"date": dates.read_date, "past date": dates.read_past_date}


def get_reader(column: Column, *, today: date, is_month_first: bool = False) -> Read:
    """Return the reader of a column's cells. is_month_first: how 03/04/2026 is read."""
    if read := DATE_READER_BUILDERS.get(column.kind):
        return read(column.limits, today, is_month_first=is_month_first)
    return READER_BUILDERS[column.kind](column.limits, today)


__all__ = ["UnreadableCell", "get_reader"]
