"""The grids as files, each by a program of its own: openpyxl, XlsxWriter, odfpy, and markup written by hand."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import xlsxwriter
from odf import table as odf_table
from odf.number import Number, NumberStyle
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.text import P
from openpyxl.utils import get_column_letter

from tests.compliance.workbooks.grids import Error, Formula, Grid, Shown


def by_openpyxl(grids: dict[str, Grid]) -> bytes:
    """openpyxl saves no results of formulas."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, grid in grids.items():
        sheet = book.create_sheet(name)
        for (row, column), value in grid.cells.items():
            cell = sheet.cell(row, column)
            _put(cell, value)
        for merged in grid.merges:
            sheet.merge_cells(merged)
        for row in grid.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in grid.hidden_columns:
            sheet.column_dimensions[get_column_letter(column)].hidden = True
        sheet.sheet_state = "hidden" if grid.is_hidden else "visible"
    book.active = next(at for at, grid in enumerate(grids.values()) if not grid.is_hidden)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell, value) -> None:
    match value:
        case Error(text):
            cell.value, cell.data_type = text, "e"
        case Formula(text):
            cell.value = "=" + text
        case Shown(number, code):
            cell.value, cell.number_format = number, code
        case str():
            cell.value, cell.data_type = value, "s"
        case timedelta():
            cell.value, cell.number_format = value, "[h]:mm:ss"
        case _:
            cell.value = value


def by_xlsxwriter(grids: dict[str, Grid], **options) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    codes = ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "[h]:mm:ss")
    styles = {code: book.add_format({"num_format": code}) for code in codes}
    for name, grid in grids.items():
        sheet = book.add_worksheet(name)
        for (row, column), value in sorted(grid.cells.items()):
            _write(book, sheet, styles, row - 1, column - 1, value)
        for merged in grid.merges:
            first = openpyxl.utils.range_boundaries(merged)
            sheet.merge_range(merged, grid.cells[first[1], first[0]])
        for row in grid.hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        for column in grid.hidden_columns:
            sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
        if grid.is_hidden:
            sheet.hide()
        else:
            sheet.activate()
            sheet.set_first_sheet()
    book.close()
    return out.getvalue()


def _write(book, sheet, styles, row, column, value) -> None:
    match value:
        case Error(text):
            sheet.write_formula(row, column, "=" + text, None, text)
        case Formula(text, result):
            shown = result.text if isinstance(result, Error) else "" if result is None else result
            sheet.write_formula(row, column, "=" + text, None, shown)
        case Shown(number, code):
            sheet.write_number(row, column, number, book.add_format({"num_format": code}))
        case bool():
            sheet.write_boolean(row, column, value)
        case str():
            sheet.write_string(row, column, value)
        case datetime():
            sheet.write_datetime(row, column, value, styles["yyyy-mm-dd hh:mm:ss"])
        case date():
            sheet.write_datetime(row, column, value, styles["yyyy-mm-dd"])
        case timedelta():
            sheet.write_datetime(row, column, value, styles["[h]:mm:ss"])
        case _:
            sheet.write_number(row, column, value)


def by_odfpy(grids: dict[str, Grid]) -> bytes:
    document = OpenDocumentSpreadsheet()
    hiding = Style(name="hiding", family="table")
    hiding.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hiding)
    for name, grid in grids.items():
        sheet = odf_table.Table(name=name, **({"stylename": hiding} if grid.is_hidden else {}))
        document.spreadsheet.addElement(sheet)
        last_row = max((row for row, _ in grid.cells), default=0)
        last_column = max((column for _, column in grid.cells), default=0)
        for column in range(1, last_column + 1):
            seen = {"visibility": "collapse"} if column in grid.hidden_columns else {}
            sheet.addElement(odf_table.TableColumn(**seen))
        covered, spans = _spans(grid)
        for row in range(1, last_row + 1):
            seen = {"visibility": "collapse"} if row in grid.hidden_rows else {}
            line = odf_table.TableRow(**seen)
            sheet.addElement(line)
            for column in range(1, last_column + 1):
                if (row, column) in covered:
                    line.addElement(odf_table.CoveredTableCell())
                else:
                    value = grid.cells.get((row, column))
                    line.addElement(_odf_cell(document, value, spans.get((row, column), {})))
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def _spans(grid):
    covered, spans = set(), {}
    for merged in grid.merges:
        left, top, right, bottom = openpyxl.utils.range_boundaries(merged)
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        covered -= {(top, left)}
        spans[top, left] = {"numberrowsspanned": bottom - top + 1, "numbercolumnsspanned": right - left + 1}
    return covered, spans


def _odf_cell(document, value, span):
    cell = odf_table.TableCell
    match value:
        case None:
            return cell(**span)
        case Error(text):
            made = cell(valuetype="string", formula=f"of:={text}", **span)
            made.addElement(P(text=text))
            return made
        case Formula(text, None):
            return cell(formula=f"of:={text}")
        case Formula(text, result):
            made = _odf_cell(document, result, span)
            made.setAttribute("formula", f"of:={text}")
            return made
        case Shown(number, code) if "%" in code:
            return cell(valuetype="percentage", value=number)
        case Shown(number, code):
            return cell(valuetype="float", value=number, stylename=_noughts(document, len(code)))
        case bool():
            return cell(valuetype="boolean", booleanvalue=str(value).lower())
        case int() | float():
            return cell(valuetype="float", value=repr(value))
        case datetime() | date():
            return cell(valuetype="date", datevalue=value.isoformat())
        case timedelta():
            hours, seconds = divmod(int(value.total_seconds()), 3600)
            return cell(valuetype="time", timevalue=f"PT{hours:02}H{seconds // 60:02}M{seconds % 60:02}S")
    made = cell(valuetype="string", **span)
    for line in value.split("\n"):
        made.addElement(P(text=line))
    return made


def _noughts(document, digits):
    number = NumberStyle(name=f"N{digits}")
    number.addElement(Number(minintegerdigits=digits, decimalplaces=0))
    style = Style(name=f"ce{digits}", family="table-cell", datastylename=number)
    document.automaticstyles.addElement(number)
    document.automaticstyles.addElement(style)
    return style
