"""The plain grid with everything around it that Excel lets people add, none of which is data."""

import io

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from tests.compliance.workbooks.grids import GRIDS
from tests.compliance.workbooks.writers import by_openpyxl

CELLS = GRIDS["plain"]["Suppliers"].cells


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Picture.new("RGB", (8, 8), "purple").save(out, "PNG")
    out.seek(0)
    return out


def furnished_by_openpyxl() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(by_openpyxl(GRIDS["plain"])))
    sheet = book["Suppliers"]
    sheet["A2"].comment = Comment("Please check.", "Somebody")
    sheet["B2"].hyperlink = "https://example.org/"
    sheet.freeze_panes = "B2"
    sheet.add_table(Table(displayName="Mills", ref="A1:D4"))
    sheet.conditional_formatting.add("D2:D4", CellIsRule(operator="greaterThan", formula=["2"]))
    rule = DataValidation(type="list", formula1='"1,2,3"')
    rule.add("D2:D100")
    sheet.add_data_validation(rule)
    sheet.protection.sheet = True
    sheet.row_dimensions.group(2, 3, outline_level=1)
    sheet.print_title_rows = "1:1"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "F2")
    sheet.add_image(Image(picture()), "F20")
    chart_alone = BarChart()
    chart_alone.add_data(Reference(sheet, min_col=4, min_row=1, max_row=4))
    book.create_chartsheet("Chart").add_chart(chart_alone)
    book.defined_names["Mills_all"] = openpyxl.workbook.defined_name.DefinedName(
        "Mills_all", attr_text="Suppliers!$A$1"
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def furnished_by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Suppliers")
    for (row, column), value in CELLS.items():
        sheet.write(row - 1, column - 1, value)
    bold = book.add_format({"bold": True})
    sheet.write_rich_string("B2", bold, "Made Up ", "Mill Ltd")
    sheet.write_url("A2", "https://example.org/", string="S-1")
    sheet.write_comment("C2", "A note", {"author": "Somebody"})
    sheet.autofilter("A1:D4")
    sheet.data_validation("D2:D9", {"validate": "list", "source": ["1", "2", "3"]})
    sheet.conditional_format("D2:D4", {"type": "data_bar"})
    sheet.insert_textbox("H2", "Read this first")
    sheet.insert_image("H9", "picture.png", {"image_data": picture()})
    sheet.add_sparkline("G2", {"range": "Suppliers!D2:D4"})
    sheet.set_column("Z:XFD", None, None, {"hidden": True})
    sheet.set_row(3, 30, book.add_format({"bg_color": "yellow"}))
    sheet.protect("a password")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Suppliers!$D$2:$D$4"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.define_name("Mills", "=Suppliers!$A$1:$D$4")
    book.set_properties({"author": "Somebody"})
    book.set_custom_property("Checked", "yes")
    book.close()
    return out.getvalue()
