"""Files that must be refused, or read without harm. Each is made when it is asked for: some are large."""

import io
import struct
import warnings
import zipfile

from msoffcrypto.format.ooxml import OOXMLFile

from compliance.workbooks.types import UnreadKind
from tests.compliance.workbooks import made_by_hand
from tests.compliance.workbooks.grids import GRIDS
from tests.compliance.workbooks.made_by_hand import HEAD, MAIN, ROWS, parts, sheet, with_sheet, workbook, zipped
from tests.compliance.workbooks.writers import by_odfpy, by_openpyxl

MB = 1024 * 1024
DTD = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
CONTENT_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def with_part(name: str, content: str | bytes = "x") -> bytes:
    return zipped(parts() | {name: content})


def with_dtd(part: str, dtd: str = DTD) -> bytes:
    files = parts()
    return zipped(files | {part: files[part].replace(HEAD, HEAD + dtd)})


def utf16_dtd(part: str) -> bytes:
    files = parts()
    text = files[part].replace(HEAD, '<?xml version="1.0" encoding="UTF-16"?>' + DTD)
    return zipped(files | {part: text.encode("utf-16")})


def ole(stream: str) -> bytes:
    """The header of an OLE file and one sector of its directory."""
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2) + b"\x02\x01" + b"\0" * 60
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + entry + b"\0" * 4096


def locked() -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(by_openpyxl(GRIDS["plain"]))).encrypt("a password", out)
    return out.getvalue()


def directory_changed(body: bytes, name: str, at: int, code: str, change) -> bytes:
    """Change one field of an entry in the central directory; at counts from the entry's signature."""
    start = body.rindex(name.encode()) - 46
    assert body[start : start + 4] == b"PK\x01\x02"
    field = struct.Struct(code)
    value = field.pack(change(*field.unpack_from(body, start + at)))
    return body[: start + at] + value + body[start + at + field.size :]


def lying_about_size() -> bytes:
    return directory_changed(workbook(), "xl/worksheets/sheet1.xml", 24, "<I", lambda size: size - 100)


def overlapping() -> bytes:
    body = zipped(parts(), method=zipfile.ZIP_STORED)
    for at in (20, 24):
        body = directory_changed(body, "xl/workbook.xml", at, "<I", lambda size: size + 60)
    return body


def repeated(name: str) -> bytes:
    out = io.BytesIO(workbook())
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, "<x/>")
    return out.getvalue()


def symlink() -> bytes:
    out = io.BytesIO(workbook())
    info = zipfile.ZipInfo("xl/media/link.png")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def encrypted_entry() -> bytes:
    return directory_changed(workbook(), "xl/worksheets/sheet1.xml", 8, "<H", lambda flags: flags | 1)


def flipped(body: bytes) -> bytes:
    at = body.index(b"sheet1.xml") + 60
    return body[:at] + bytes([body[at] ^ 0xFF]) + body[at + 1 :]


def long_rows(count: int, cells: int = 1, **more: str) -> bytes:
    """Rows of numbers that do not pack too well."""
    columns = [made_by_hand.letters(number) for number in range(1, cells + 1)]
    row = '<row r="@">' + "".join(f'<c r="{column}@"><v>#</v></c>' for column in columns) + "</row>"
    rows = (row.replace("@", str(number)).replace("#", str(number * 7919 % 10007)) for number in range(1, count + 1))
    return with_sheet(sheet("".join(rows), **more))


def many_strings(count: int) -> bytes:
    return workbook(strings="".join(f"<si><t>{number * 7919 % 100003}</t></si>" for number in range(count)))


def ods(**replaced: str | bytes) -> bytes:
    """The plain grid as odfpy writes it, with parts replaced or added; __ stands for / and _ for a dot."""
    with zipfile.ZipFile(io.BytesIO(by_odfpy(GRIDS["plain"]))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return zipped(files | {name.replace("__", "/").replace("_", "."): content for name, content in replaced.items()})


def ods_content() -> str:
    with zipfile.ZipFile(io.BytesIO(by_odfpy(GRIDS["plain"]))) as archive:
        return archive.read("content.xml").decode()


# What is refused: code, and how the file is made.
REFUSED = {
    "26_mb": ("F001", lambda: b"PK\x03\x04" + b"x" * 26 * MB),
    "26_mb_of_csv": ("F001", lambda: b"a,b\n" * (26 * MB // 4)),
    "empty": ("F002", lambda: b""),
    "spaces_only": ("F002", lambda: b"\r\n \r\n"),
    "pdf_named_xlsx": ("F002", lambda: b"%PDF-1.7\n%\xe2\xe3"),
    "picture": ("F002", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50),
    "program": ("F002", lambda: b"MZ\x90\0" + b"\0" * 100),
    "web_page_named_xls": ("F002", lambda: b"\xef\xbb\xbf\n<HTML><table><tr><td>a</td></tr></table>"),
    "xml_spreadsheet_2003": ("F002", lambda: b'<?xml version="1.0"?><Workbook/>'),
    "zip_of_other_things": ("F002", lambda: zipped({"readme.txt": "hello"})),
    "nested_zip": ("F002", lambda: zipped({"book.xlsx": workbook()})),
    "word_document": ("F002", lambda: other_office("wordprocessingml.document")),
    "presentation": ("F002", lambda: other_office("presentationml.presentation")),
    "binary_workbook": ("F002", lambda: other_office("sheet.binary")),
    "opendocument_text": ("F002", lambda: ods(mimetype="application/vnd.oasis.opendocument.text")),
    "old_word": ("F002", lambda: ole("WordDocument")),
    "locked": ("F003", locked),
    "locked_header": ("F003", lambda: ole("EncryptedPackage")),
    "locked_entry": ("F003", encrypted_entry),
    "locked_ods": ("F003", lambda: ods(**{"META-INF__manifest_xml": "<manifest><encryption-data/></manifest>"})),
    "old_xls": ("F004", lambda: ole("Workbook")),
    "older_xls": ("F004", lambda: ole("Book")),
    "macro": ("F005", lambda: with_part("xl/vbaProject.bin")),
    "macro_elsewhere": ("F005", lambda: with_part("xl/deep/VBAPROJECT.BIN")),
    "macro_type": ("F005", lambda: zipped(parts() | {"[Content_Types].xml": macro_types()})),
    "excel_4_macros": ("F005", lambda: with_part("xl/macrosheets/sheet1.xml", "<x/>")),
    "ods_macros": ("F005", lambda: ods(Basic__Standard__Module1_xml="<x/>")),
    "cut_short": ("F006", lambda: workbook()[:-200]),
    "half": ("F006", lambda: by_openpyxl(GRIDS["five_hundred_rows"])[:4000]),
    "flipped_byte": ("F006", lambda: flipped(workbook())),
    "broken_markup": ("F006", lambda: with_sheet(sheet(ROWS).replace("</row>", ""))),
    "unknown_entity": ("F006", lambda: with_sheet(sheet().replace("Made Up Mill", "&mill;").replace('"', "'"))),
    "no_such_sheet": ("F006", lambda: workbook(target="worksheets/sheet9.xml")),
    "row_beyond_the_last": ("F006", lambda: with_sheet(sheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'))),
    "cell_of_another_row": ("F006", lambda: with_sheet(sheet(ROWS.replace('"A2"', '"A1048576"')))),
    "numbers_that_are_none": ("F006", lambda: with_sheet(sheet("<row r='x'><c r='A1'><v>1</v></c></row>"))),
    "nul_in_csv": ("F006", lambda: b"supplier_ref,name\nS-1,Made\0Up\n"),
    "bomb": ("F007", lambda: workbook(strings=f"<si><t>{'a' * 200 * MB}</t></si>")),
    "bomb_of_ratio": ("F007", lambda: with_part("xl/media/a.bin", b"\0" * 20 * MB)),
    "bomb_of_many_parts": ("F007", lambda: zipped(parts() | {f"xl/x{n}.bin": b"\0" * MB for n in range(210)})),
    "two_thousand_parts": ("F007", lambda: zipped(parts() | {f"xl/x{n}.xml": "<x/>" for n in range(2000)})),
    "lying_about_size": ("F007", lying_about_size),
    "overlapping": ("F007", overlapping),
    "same_name_twice": ("F007", lambda: repeated("xl/workbook.xml")),
    "same_name_in_capitals": ("F007", lambda: repeated("XL/Workbook.xml")),
    "name_leads_up": ("F007", lambda: with_part("../../etc/cron.d/x")),
    "name_leads_up_backwards": ("F007", lambda: with_part("xl\\..\\..\\x")),
    "absolute_name": ("F007", lambda: with_part("/etc/passwd")),
    "drive_name": ("F007", lambda: with_part("C:/x")),
    "symlink": ("F007", symlink),
    "other_packing": ("F007", lambda: zipped(parts(), method=zipfile.ZIP_LZMA)),
    "too_many_strings": ("F007", lambda: many_strings(1_000_001)),
    "laughs": ("F007", lambda: with_dtd("xl/sharedStrings.xml", LAUGHS)),
    "outside_entity": ("F007", lambda: with_dtd("xl/worksheets/sheet1.xml", OUTSIDE)),
    "dtd_in_unread_part": ("F007", lambda: with_part("docProps/app.xml", HEAD + DTD + "<x/>")),
    "utf16_dtd_in_unread_part": ("F007", lambda: with_part("docProps/app.xml", (DTD + "<x/>").encode("utf-16"))),
    "ods_dtd": (
        "F007",
        lambda: ods(content_xml=ods_content().replace("<office:document", DTD + "<office:document", 1)),
    ),
    "too_many_rows": ("F008", lambda: long_rows(100_002)),
    "too_many_columns": ("F008", lambda: long_rows(2, cells=301)),
    "too_many_cells": ("F008", lambda: long_rows(10_001, cells=300)),
    "cell_too_long": ("F008", lambda: workbook(strings=f"<si><t>{'x' * 32_768}</t></si>")),
    "inline_cell_too_long": ("F008", lambda: with_sheet(sheet(ROWS.replace("Made Up Mill", "x" * 32_768)))),
    "odd_cell_too_long": (
        "F008",
        lambda: with_sheet(sheet(ROWS.replace("Made Up Mill", "x" * 32_768)).replace('"', "'")),
    ),
    "odd_too_many_columns": ("F008", lambda: with_sheet(sheet("<row r='1'><c r='KO1'><v>1</v></c></row>"))),
    "ods_rows_repeated": ("F008", lambda: ods(content_xml=repeated_rows(200_000))),
    "ods_columns_repeated": ("F008", lambda: ods(content_xml=ods_content().replace("<table:table-cell ", CELLS, 1))),
    "not_even_1252": ("F011", lambda: b"supplier_name\nInvent\x81\x8d\n"),
}
REFUSED |= {f"dtd_in_{part}": ("F007", lambda part=part: with_dtd(part)) for part in parts()}
REFUSED |= {f"utf16_dtd_in_{part}": ("F007", lambda part=part: utf16_dtd(part)) for part in parts()}
CELLS = '<table:table-cell table:number-columns-repeated="400" '


def repeated_rows(times: int) -> str:
    return ods_content().replace("<table:table-row", f'<table:table-row table:number-rows-repeated="{times}"', 1)


def macro_types() -> str:
    return parts()["[Content_Types].xml"].replace(f"{made_by_hand.TYPE}.sheet.main+xml", CONTENT_TYPE)


def other_office(kind: str) -> bytes:
    types = parts()["[Content_Types].xml"].replace("spreadsheetml.sheet.main", f"{kind}.main")
    types = types.replace("spreadsheetml", kind.partition(".")[0])
    return zipped({"[Content_Types].xml": types, "_rels/.rels": "<x/>"})


# What is read without harm: how the file is made, and what it was found to hold and never opened.
HARMLESS = {
    "external_link": (
        lambda: with_part("xl/externalLinks/externalLink1.xml", f'<externalLink xmlns="{MAIN}"/>'),
        (UnreadKind.WORKBOOK_LINK,),
    ),
    "connections": (
        lambda: with_part("xl/connections.xml", '<connections><connection name="Rates"/></connections>'),
        (UnreadKind.CONNECTION,),
    ),
    "embedded": (lambda: with_part("xl/embeddings/oleObject1.bin"), (UnreadKind.EMBEDDED_FILE,)),
    "controls": (lambda: with_part("xl/activeX/activeX1.xml", "<x/>"), (UnreadKind.CONTROL,)),
    "custom_data": (lambda: with_part("customXml/item1.xml", "<x/>"), (UnreadKind.CUSTOM_DATA,)),
    "dde": (
        lambda: with_part("xl/externalLinks/externalLink1.xml", '<x><ddeLink ddeService="cmd"/></x>'),
        (UnreadKind.PROGRAM_LINK,),
    ),
    "stored_archive_inside": (
        lambda: with_part("xl/embeddings/book.xlsx", workbook()),
        (UnreadKind.EMBEDDED_FILE,),
    ),
    "outside_target": (
        lambda: zipped(parts() | {"xl/worksheets/_rels/sheet1.xml.rels": "<Relationships/>"}),
        (),
    ),
}
