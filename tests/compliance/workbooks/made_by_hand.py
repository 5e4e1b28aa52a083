"""Workbooks written part by part: what other programs write in other ways, and what no program should."""

import io
import re
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>supplier_name</t></is></c><c r="B1" t="s"><v>0</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Made Up Mill</t></is></c><c r="B2" t="s"><v>1</v></c></row>'
    '<row r="3"><c r="A3" t="inlineStr"><is><t>Invented Yarns</t></is></c><c r="B3"><v>5</v></c></row>'
)
READ = {1: ["supplier_name", "country"], 2: ["Made Up Mill", "India"], 3: ["Invented Yarns", 5]}
STRINGS = "<si><t>country</t></si><si><t>India</t></si>"


def sheet(rows: str = ROWS, *, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    return f'{HEAD}<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(
    rows: str = ROWS,
    *,
    strings: str = STRINGS,
    main: str = MAIN,
    relations: str = RELATIONS,
    properties: str = "",
    target: str = "worksheets/sheet1.xml",
    **more: str,
) -> dict[str, str | bytes]:
    """The parts of a small workbook by name; more are replaced or added by the caller."""
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{main}" xmlns:r="{relations}">{properties}<sheets>'
        '<sheet name="Suppliers" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="{target}"/>'
        f'<Relationship Id="rId2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet(rows, namespace=main),
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{main}">{strings}</sst>',
    } | more


def zipped(files: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


class Pipe(io.RawIOBase):
    """Cannot be gone back in, so that sizes stand behind each entry and not before it."""

    def __init__(self) -> None:
        self.got = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content) -> int:
        self.got += content
        return len(content)


def streamed(files: dict[str, str]) -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return bytes(pipe.got)


def workbook(rows: str = ROWS, **more) -> bytes:
    return zipped(parts(rows, **more))


def with_sheet(xml: str | bytes) -> bytes:
    return zipped(parts() | {"xl/worksheets/sheet1.xml": xml})


def others_ways():
    """The same three rows as READ, written as other programs might: (name, body)."""
    plain = sheet()
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    yield "plain", workbook()
    yield "prefixed", with_sheet(prefixed)
    yield "single_quotes", with_sheet(plain.replace('"', "'"))
    yield "utf16_sheet", with_sheet(plain.replace("UTF-8", "UTF-16").encode("utf-16"))
    yield "utf16_big_endian", with_sheet(b"\xfe\xff" + plain.replace("UTF-8", "UTF-16").encode("utf-16-be"))
    yield "byte_order_mark", with_sheet(b"\xef\xbb\xbf" + plain.encode())
    yield "indented", with_sheet(plain.replace("><", ">\n  <"))
    yield "comment_inside", with_sheet(plain.replace("<row", "<!-- a row --><row"))
    yield "cdata", with_sheet(plain.replace("Made Up Mill", "<![CDATA[Made Up Mill]]>"))
    yield "type_before_reference", with_sheet(plain.replace('r="A1" t="inlineStr"', 't="inlineStr" r="A1"'))
    yield "spans", with_sheet(plain.replace('<row r="2">', '<row spans="1:2" ht="15" customHeight="1" r="2">'))
    yield "stored", zipped(parts(), method=zipfile.ZIP_STORED)
    yield "streamed", streamed(parts())
    yield "backslashes", zipped({name.replace("/", "\\"): content for name, content in parts().items()})
    yield "absolute_target", workbook(target="/xl/worksheets/sheet1.xml")
    yield "strict", workbook(main=STRICT_MAIN, relations=STRICT_RELATIONS)
    runs = "<r><t>In</t></r><r><rPr><b/></rPr><t>dia</t></r>"
    yield "rich_text", workbook(strings=STRINGS.replace("<t>India</t>", runs))
    yield "phonetic", workbook(strings=STRINGS.replace("<t>India</t>", '<t>India</t><rPh sb="0" eb="2"><t>x</t></rPh>'))
    yield "empty_styled_cells", with_sheet(plain.replace("<v>1</v></c></row>", '<v>1</v></c><c r="XFD2" s="0"/></row>'))
    yield "wrong_dimension", with_sheet(sheet(before='<dimension ref="A1:XFD1048576"/>'))
    yield "formatted_to_the_end", with_sheet(sheet(ROWS + '<row r="1048576"><c r="A1048576" s="0"/></row>'))
    yield "far_cell", with_sheet(sheet(ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    yield "empty_rows_said", with_sheet(sheet(ROWS + '<row r="4"/><row r="5" ht="30"></row>'))
    yield "no_references", with_sheet(re.sub(r' r="[AB]?[123]"', "", plain))
    yield "hyperlink", with_sheet(sheet(after='<hyperlinks><hyperlink ref="A1" location="B2"/></hyperlinks>'))


def letters(number: int) -> str:
    """1 is A, 27 is AA."""
    left, last = divmod(number - 1, 26)
    return (letters(left) if left else "") + chr(65 + last)
