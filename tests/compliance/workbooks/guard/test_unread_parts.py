"""What of a workbook is not read is listed: links to elsewhere, what is not what its name says, data beside the cells.

See docs/requirements/suppliers.md#unread-parts.
"""

import io
import struct
import zipfile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from compliance.workbooks import sandbox_reader
from compliance.workbooks.guard import unread_parts
from compliance.workbooks.reader import read_workbook
from compliance.workbooks.types import COMMENT_AUTHOR, FileRefused, Unread, UnreadKind
from compliance.workbooks.writing import template
from tests.compliance.workbooks.hostile import DTD, ods, ods_content, with_part
from tests.compliance.workbooks.made_by_hand import HEAD, MAIN, PACKAGE, RELATIONS, parts, zipped
from tests.support.work import count_steps

ROWS = [["supplier_ref", "supplier_name", "country"], ["S-1", "Karim Knit Ltd", "Bangladesh"]]
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
TYPES = "[Content_Types].xml"
BMP = b"BM" + struct.pack("<IHHII", 60, 0, 0, 54, 40) + b"\0" * 40
EMF = b"\1\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 40


def written(change=None, *, second: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Suppliers"
    for row in ROWS:
        book.active.append(row)
    if second:
        book.create_sheet(second)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def added(body: bytes, files: dict[str, str | bytes]) -> bytes:
    """The workbook with parts added or replaced."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | files)


def relations(*entries: tuple[str, str] | tuple[str, str, str]) -> str:
    """The relationships of a part: the last word of each type, its target, and its mode where it is outside."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode[0]}"/>' if mode else "/>")
        for number, (kind, target, *mode) in enumerate(entries, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def png() -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", (4, 4), "red").save(out, "png")
    return out.getvalue()


def unread(body: bytes) -> list[Unread]:
    workbook = read_workbook(body)
    assert [row.values[:3] for sheet in workbook.sheets[:1] for row in sheet.rows if row.number < 3] == ROWS
    return list(workbook.unread)


# --- Links to other hosts ---------------------------------------------------------------------------------------------

BOOK_LINK = f'<externalLink xmlns="{MAIN}"><externalBook r:id="rId1" xmlns:r="{RELATIONS}"/></externalLink>'
TARGETS = {
    "Prices.xlsx": "Prices.xlsx",
    "file:///C:\\Users\\me\\My%20Prices.xlsx": "My Prices.xlsx",
    "https://files.example/shared/Prices.xlsx?sig=secret#top": "Prices.xlsx on files.example",
    "https://me:secret@files.example/Prices.xlsx": "Prices.xlsx on files.example",
    "https://files.example/": "files.example",
    "\\\\server\\share\\Prices.xlsx": "Prices.xlsx on server",
    "file:///\\\\server\\share\\Prices.xlsx": "Prices.xlsx on server",
    "../lists/Prices.xlsx": "Prices.xlsx",
    "http://[": "[",
    "x" * 90 + ".xlsx": "x" * 59 + "…",
    "Pri&#10;ces.xlsx": "Pri ces.xlsx",
}


@pytest.mark.parametrize("target", TARGETS)
def test_a_link_to_another_workbook_is_named_by_the_end_of_its_target_and_by_its_host(target):
    files = {
        "xl/externalLinks/externalLink1.xml": BOOK_LINK,
        "xl/externalLinks/_rels/externalLink1.xml.rels": relations(("externalLinkPath", target, "External")),
    }
    assert unread(added(written(), files)) == [Unread(UnreadKind.WORKBOOK_LINK, 1, (TARGETS[target],))]


def test_a_link_to_another_workbook_is_known_by_its_type_wherever_its_part_is():
    override = f'<Override PartName="/xl/other/a.xml" ContentType="{OVERRIDE}.externalLink+xml"/></Types>'
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        types = archive.read(TYPES).decode().replace("</Types>", override)
    (part,) = unread(added(written(), {TYPES: types, "xl/other/a.xml": BOOK_LINK}))
    assert part == Unread(UnreadKind.WORKBOOK_LINK, 1)


OVERRIDE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@pytest.mark.parametrize(
    "link", ['<ddeLink ddeService="cmd" ddeTopic="/c calc"/>', '<oleLink progId="Word.Document"/>']
)
def test_a_link_to_another_program_is_no_link_to_a_workbook(link):
    body = f'<externalLink xmlns="{MAIN}">{link}</externalLink>'
    (part,) = unread(added(written(), {"xl/externalLinks/externalLink1.xml": body}))
    assert (part.kind, part.count) == (UnreadKind.PROGRAM_LINK, 1)


def test_data_connections_are_named_and_their_addresses_and_passwords_are_not():
    connections = (
        f'<connections xmlns="{MAIN}"><connection id="1" name="Query - Rates"><dbPr connection="Password=secret"/>'
        '</connection><connection id="2" name="Sales"><webPr url="https://x.example/"/></connection></connections>'
    )
    files = {"xl/connections.xml": connections, "xl/queryTables/queryTable1.xml": "<queryTable/>"}
    assert unread(added(written(), files)) == [Unread(UnreadKind.CONNECTION, 2, ("Query - Rates", "Sales"))]


def test_a_query_table_and_a_power_query_without_a_list_of_connections_are_connections():
    (table,) = unread(added(written(), {"xl/queryTables/queryTable1.xml": "<queryTable/>"}))
    assert table == Unread(UnreadKind.CONNECTION, 1)
    mashup = '<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">AAAA</DataMashup>'
    (query,) = unread(added(written(), {"customXml/item1.xml": mashup}))
    assert query == Unread(UnreadKind.CONNECTION, 1)


def test_a_picture_kept_elsewhere_is_named_with_its_sheet_and_host():
    files = {
        SHEET_RELATIONS: relations(("drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": "<wsDr/>",
        "xl/drawings/_rels/drawing1.xml.rels": relations(
            ("image", "https://tracker.example/p/logo.png?who=1", "External"),
            ("hyperlink", "https://www.example/", "External"),
        ),
    }
    assert unread(added(written(), files)) == [
        Unread(UnreadKind.LINKED_PICTURE, 1, ("logo.png on tracker.example",), ("Suppliers",))
    ]


def test_a_target_that_is_an_address_is_outside_though_its_mode_does_not_say_so():
    files = {SHEET_RELATIONS: relations(("image", "https://tracker.example/logo.png"))}
    (part,) = unread(added(written(), files))
    assert part.kind == UnreadKind.LINKED_PICTURE


def test_a_linked_file_is_named_and_a_link_in_a_cell_is_not():
    def link(book):
        book.active["B2"].hyperlink = "https://www.example/"
        book.active["C2"].hyperlink = "mailto:someone@example.com"

    assert unread(written(link)) == []
    files = {SHEET_RELATIONS: relations(("oleObject", "file:///C:\\Report.docx", "External"))}
    assert unread(added(written(), files)) == [Unread(UnreadKind.OTHER_LINK, 1, ("Report.docx",), ("Suppliers",))]


# --- What its name does not say ---------------------------------------------------------------------------------------

PICTURES = {
    "png": png, "jpeg": lambda: b"\xff\xd8\xff\xe0" + b"\0" * 60, "gif": lambda: b"GIF89a" + b"\0" * 60,
    "bmp": lambda: BMP, "emf": lambda: EMF, "wmf": lambda: b"\xd7\xcd\xc6\x9a" + b"\0" * 60,
    "tiff": lambda: b"II*\0" + b"\0" * 60, "svg": lambda: b'<?xml version="1.0"?>\n<!-- x --><svg xmlns="x"/>',
    "webp": lambda: b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 60, "emz": lambda: b"\x1f\x8b\x08" + b"\0" * 60,
}  # fmt: skip


@pytest.mark.parametrize("extension", PICTURES)
def test_an_ordinary_picture_is_no_news(extension):
    assert unread(added(written(), {f"xl/media/image1.{extension}": PICTURES[extension]()})) == []


def test_a_logo_and_the_thumbnail_of_the_file_are_no_news():
    def logo(book):
        book.active.add_image(Image(io.BytesIO(png())), "E5")

    assert unread(added(written(logo), {"docProps/thumbnail.jpeg": png()})) == []


NOT_PICTURES = {
    "a program": b"MZ\x90\0" + b"\0" * 100,
    "a web page": b"\n<HTML><script>x</script>",
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "an archive": zipped({"a.txt": "a"}),
    "an old Office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    "a PDF document": b"%PDF-1.7",
    "something else": b"BM and then words" + b"\x00\x07" * 40,
}


@pytest.mark.parametrize("found", NOT_PICTURES)
@pytest.mark.parametrize("name", ["xl/media/image1.png", "docProps/thumbnail.jpeg", "xl/x.svg"])
def test_what_is_named_as_a_picture_and_is_none_is_named_with_what_it_looks_like(found, name):
    (part,) = unread(added(written(), {name: NOT_PICTURES[found]}))
    assert part == Unread(UnreadKind.FAKE_PICTURE, 1, (f"{name.rpartition('/')[2]} looks like {found}",))


def test_what_is_used_or_typed_as_a_picture_is_looked_at_whatever_its_name():
    files = {SHEET_RELATIONS: relations(("image", "../media/logo.dat")), "xl/media/logo.dat": b"MZ\x90\0"}
    (part,) = unread(added(written(), files))
    assert (part.kind, part.sheets) == (UnreadKind.FAKE_PICTURE, ("Suppliers",))
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        default = '<Default Extension="dat" ContentType="image/png"/></Types>'
        types = archive.read(TYPES).decode().replace("</Types>", default)
    (part,) = unread(added(written(), {TYPES: types, "xl/a.dat": b"MZ\x90\0"}))
    assert part.kind == UnreadKind.FAKE_PICTURE


def test_a_picture_in_an_opendocument_sheet_is_held_to_the_same():
    (part,) = read_workbook(ods(Pictures__a_png=NOT_PICTURES["a program"])).unread
    assert part == Unread(UnreadKind.FAKE_PICTURE, 1, ("a.png looks like a program",))
    assert read_workbook(ods(Pictures__a_png=png(), Thumbnails__thumbnail_png=png())).unread == ()


# --- Files and programs inside ----------------------------------------------------------------------------------------


def test_embedded_files_are_counted_with_their_sheet():
    files = {
        SHEET_RELATIONS: relations(("oleObject", "../embeddings/oleObject1.bin"), ("package", "../embeddings/a.docx")),
        "xl/embeddings/oleObject1.bin": NOT_PICTURES["an old Office file"],
        "xl/embeddings/a.docx": NOT_PICTURES["an archive"],
    }
    assert unread(added(written(), files)) == [
        Unread(UnreadKind.EMBEDDED_FILE, 2, ("a.docx", "oleObject1.bin"), ("Suppliers",))
    ]


@pytest.mark.parametrize("name", ["xl/worksheets/run.xml", "xl/printerSettings/printerSettings1.bin", "run.exe"])
def test_a_program_is_an_embedded_file_wherever_it_is(name):
    (part,) = unread(added(written(), {name: NOT_PICTURES["a program"]}))
    assert (part.kind, part.names) == (UnreadKind.EMBEDDED_FILE, (name.rpartition("/")[2],))


def test_the_settings_of_a_printer_are_no_news():
    assert unread(added(written(), {"xl/printerSettings/printerSettings1.bin": b"\0\1" * 100})) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("xl/activeX/activeX1.xml", UnreadKind.CONTROL),
        ("xl/ctrlProps/ctrlProp1.xml", UnreadKind.CONTROL),
        ("customUI/customUI14.xml", UnreadKind.ADD_IN),
        ("xl/webextensions/webextension1.xml", UnreadKind.ADD_IN),
        ("xl/revisions/revisionHeaders.xml", UnreadKind.EARLIER_CHANGES),
        ("xl/worksheets/sheet77.xml", UnreadKind.UNLISTED_SHEET),
    ],
)
def test_what_acts_or_is_not_listed_is_named(name, kind):
    (part,) = unread(added(written(), {name: "<x/>"}))
    assert (part.kind, part.count) == (kind, 1)


# --- Data beside the cells --------------------------------------------------------------------------------------------


def test_comments_are_counted_without_our_own():
    def comment(book):
        book.active["A1"].comment = Comment("Ask Ann", "Ann")
        book.active["A2"].comment = Comment("The grade is missing.", COMMENT_AUTHOR)
        book["Sites"]["A1"].comment = Comment("Closed", "Ben")

    assert unread(written(comment, second="Sites")) == [Unread(UnreadKind.COMMENT, 2, (), ("Suppliers", "Sites"))]


def test_a_sheet_with_our_own_comments_alone_is_no_news():
    def comment(book):
        book.active["A2"].comment = Comment("The grade is missing.", COMMENT_AUTHOR)

    assert unread(written(comment)) == []


def test_a_sheet_that_is_a_chart_is_named():
    def chart(book):
        chart = BarChart()
        chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=2))
        book.create_chartsheet("Spend by tier").add_chart(chart)

    assert unread(written(chart)) == [Unread(UnreadKind.CHART_SHEET, 1, ("Spend by tier",))]


def test_a_chart_on_a_sheet_is_no_news_and_a_text_box_is():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Suppliers")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Suppliers!$A$1:$A$2"})
    sheet.insert_chart("H1", chart)
    sheet.insert_textbox("E1", "All of these are closed")
    sheet.insert_textbox("E9", "")
    book.close()
    assert unread(out.getvalue()) == [Unread(UnreadKind.TEXT_BOX, 1, (), ("Suppliers",))]


def test_the_words_of_a_slicer_for_older_programs_are_no_text_box():
    drawing = (
        '<xdr:wsDr xmlns:xdr="x" xmlns:mc="m" xmlns:a="a"><mc:AlternateContent><mc:Fallback><xdr:sp><xdr:txBody><a:p>'
        "<a:r><a:t>This shape represents a slicer.</a:t></a:r></a:p></xdr:txBody></xdr:sp></mc:Fallback>"
        "</mc:AlternateContent></xdr:wsDr>"
    )
    assert unread(added(written(), {"xl/drawings/drawing1.xml": drawing})) == []


def test_a_pivot_table_is_named_by_its_sheet_once_with_its_saved_rows():
    files = {
        SHEET_RELATIONS: relations(("pivotTable", "../pivotTables/pivotTable1.xml")),
        "xl/pivotTables/pivotTable1.xml": "<pivotTableDefinition/>",
        "xl/pivotCache/pivotCacheDefinition1.xml": "<pivotCacheDefinition/>",
        "xl/pivotCache/pivotCacheRecords1.xml": "<pivotCacheRecords/>",
    }
    assert unread(added(written(), files)) == [Unread(UnreadKind.PIVOT_TABLE, 1, (), ("Suppliers",))]


def test_the_rows_of_a_pivot_table_that_is_gone_are_named():
    (part,) = unread(added(written(), {"xl/pivotCache/pivotCacheDefinition1.xml": "<pivotCacheDefinition/>"}))
    assert part.kind == UnreadKind.PIVOT_TABLE


def test_custom_data_is_named_and_what_sharepoint_leaves_in_every_file_is_not():
    (part,) = unread(added(written(), {"customXml/item1.xml": "<orders><order/></orders>"}))
    assert part == Unread(UnreadKind.CUSTOM_DATA, 1)
    left = {
        "customXml/item1.xml": '<p:properties xmlns:p="http://schemas.microsoft.com/office/2006/metadata/properties"/>',
        "customXml/item2.xml": '<f:FormTemplates xmlns:f="http://schemas.microsoft.com/sharepoint/v3/contenttype/forms"/>',
        "customXml/itemProps1.xml": "<ds:datastoreItem xmlns:ds='x'/>",
        "customXml/_rels/item1.xml.rels": relations(("customXmlProps", "itemProps1.xml")),
    }
    assert unread(added(written(), left)) == []


def test_a_data_model_is_named():
    (part,) = unread(added(written(), {"xl/model/item.data": b"\0" * 40}))
    assert part.kind == UnreadKind.DATA_MODEL


# --- OpenDocument -----------------------------------------------------------------------------------------------------

MARK = "</office:spreadsheet>"
IN_ODS = {
    "comment": (
        (
            "<table:table table:name='a'><table:table-row><table:table-cell><office:annotation/></table:table-cell>"
            "</table:table-row></table:table>"
        ),
        Unread(UnreadKind.COMMENT, 1, (), ("a",)),
    ),
    "linked_picture": (
        (
            '<table:table table:name="a"><table:shapes><draw:image xlink:href="https://tracker.example/logo.png"/>'
            '<draw:image xlink:href="Pictures/a.png"/></table:shapes></table:table>'
        ),
        Unread(UnreadKind.LINKED_PICTURE, 1, ("logo.png on tracker.example",), ("a",)),
    ),
    "linked_sheet": (
        '<table:table table:name="a"><table:table-source xlink:href="../Prices.ods"/></table:table>',
        Unread(UnreadKind.WORKBOOK_LINK, 1, ("Prices.ods",)),
    ),
    "dde": (
        "<table:dde-links><table:dde-link><office:dde-source/></table:dde-link></table:dde-links>",
        Unread(UnreadKind.PROGRAM_LINK, 1),
    ),
    "query": (
        "<table:database-range><table:database-source-sql/></table:database-range>",
        Unread(UnreadKind.CONNECTION, 1),
    ),
    "text_box": (
        (
            '<table:table table:name="a"><table:shapes><draw:frame><draw:text-box><text:p>All are</text:p>'
            "<text:p>closed</text:p></draw:text-box></draw:frame><draw:rect><text:p> </text:p></draw:rect>"
            "</table:shapes></table:table>"
        ),
        Unread(UnreadKind.TEXT_BOX, 1, (), ("a",)),
    ),
    "control": ("<draw:control/>", Unread(UnreadKind.CONTROL, 1)),
    "pivot": ("<table:data-pilot-table/>", Unread(UnreadKind.PIVOT_TABLE, 1)),
    "changes": ("<table:tracked-changes/>", Unread(UnreadKind.EARLIER_CHANGES, 1)),
}


@pytest.mark.parametrize("name", IN_ODS)
def test_an_opendocument_sheet_is_listed_the_same_way(name):
    markup, part = IN_ODS[name]
    assert read_workbook(ods(content_xml=ods_content().replace(MARK, markup + MARK))).unread == (part,)


def test_an_object_in_an_opendocument_sheet_is_named_and_a_chart_is_not():
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="Object 1/" manifest:media-type="application/vnd.oasis.opendocument.{}"/>'
        "</manifest:manifest>"
    )
    files = {"Object 1/content.xml": "<x/>", "ObjectReplacements/Object 1": b"VCLMTF"}
    chart = added(ods(), files | {"META-INF/manifest.xml": manifest.format("chart")})
    assert read_workbook(chart).unread == ()
    text = added(ods(), files | {"META-INF/manifest.xml": manifest.format("text")})
    assert read_workbook(text).unread == (Unread(UnreadKind.EMBEDDED_FILE, 1, ("Object 1",)),)


# --- Bounds, and what is ours -----------------------------------------------------------------------------------------


def test_a_list_of_names_and_sheets_is_short():
    files = {f"xl/embeddings/file{number}.bin": b"x" for number in range(9)}
    (part,) = unread(added(written(), files))
    assert (part.count, part.names) == (9, ("file0.bin", "file1.bin", "file2.bin"))


def test_relationships_that_are_no_xml_hide_nothing_and_refuse_nothing():
    files = {SHEET_RELATIONS: "<Relationships", "xl/comments1.xml": "<comments", "xl/connections.xml": "x"}
    assert unread(added(written(), files)) == [Unread(UnreadKind.CONNECTION, 1), Unread(UnreadKind.COMMENT, 1)]


def test_a_document_type_is_refused_in_what_is_listed():
    with pytest.raises(FileRefused) as refused:
        read_workbook(with_part("xl/externalLinks/externalLink1.xml", HEAD + DTD + "<x/>"))
    assert refused.value.code == "F007"


def test_listing_stops_at_its_limit_of_bytes_and_counts_the_parts_by_themselves(monkeypatch):
    monkeypatch.setattr(unread_parts, "MAX_PARSED_BYTES", 10)
    files = {
        "xl/connections.xml": f'<connections xmlns="{MAIN}"><connection name="a"/><connection name="b"/></connections>'
    }
    assert unread(added(written(), files)) == [Unread(UnreadKind.CONNECTION, 1)]


def test_a_thousand_relationships_take_few_steps():
    entries = [("hyperlink", f"https://www.example/{number}", "External") for number in range(1000)]
    body = added(written(), {SHEET_RELATIONS: relations(*entries)})
    _, plain = count_steps(lambda: read_workbook(written()))
    _, steps = count_steps(lambda: read_workbook(body))
    assert steps - plain < 200_000


def test_no_workbook_of_ours_has_anything_that_we_do_not_read():
    assert read_workbook(template.render_full_template()).unread == ()
    assert read_workbook(zipped(parts())).unread == ()


def test_the_list_comes_through_the_process_of_its_own():
    body = added(written(), {"xl/embeddings/a.bin": b"x"})
    assert sandbox_reader.read_workbook(body).unread == (Unread(UnreadKind.EMBEDDED_FILE, 1, ("a.bin",)),)
