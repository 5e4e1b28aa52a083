"""A Word document whose names were replaced is held together by the new ones, and reads as before.

See docs/requirements/security.md#file-metadata.
"""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree

from portal.files import docx_cleaning, docx_fields, docx_names
from tests.portal.files.metadata_samples import W, docx, field, word
from tests.portal.files.planted_documents import shape, style, styles
from tests.portal.files.test_metadata import dangling_ids

FOLDER = Path(__file__).parents[2] / "compliance" / "statements" / "word" / "documents"
WRITTEN = sorted(FOLDER.glob("*.docx"))


def parts(body: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(docx_cleaning.clean(body))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def values(part: bytes, local: str, attribute: str) -> list[str]:
    return [element.get(f"{{{W}}}{attribute}") for element in etree.fromstring(part).iter(f"{{{W}}}{local}")]


def looks(body: bytes) -> list[tuple]:
    """Return the text of each paragraph, and how its style and all that this is based on write it."""
    found = []
    for paragraph in Document(BytesIO(body)).paragraphs:
        chain, based = [], paragraph.style
        while based is not None:
            font, layout = based.font, based.paragraph_format
            chain.append((font.name, font.size, font.bold, layout.space_before, layout.left_indent, based.type))
            based = based.base_style
        found.append((paragraph.text, tuple(chain)))
    return found


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_a_document_of_word_or_writer_reads_and_looks_as_before(path):
    body = path.read_bytes()
    cleaned = docx_cleaning.clean(body)
    assert looks(cleaned) == looks(body)
    assert any(text for text, _chain in looks(body))
    assert dangling_ids(parts(body)) == set()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_each_style_that_a_text_goes_by_is_there(path):
    with ZipFile(path) as packed:
        before = unknown_styles({name: packed.read(name) for name in packed.namelist()})
    assert len(unknown_styles(parts(path.read_bytes()))) == len(before)


def unknown_styles(whole: dict[str, bytes]) -> set[str]:
    main = whole["word/document.xml"]
    used = {value for kind in ("pStyle", "rStyle", "tblStyle") for value in values(main, kind, "val")}
    listed = [part for name, part in whole.items() if name.startswith("word/styles")]
    return used - {value for part in listed for value in values(part, "style", "styleId")}


def test_headings_keep_their_names():
    """Programs make a table of contents from them, and screen readers tell of them."""
    body = styles(style("heading 1", "berschrift1") + style("Quimby", "b") + style("List Paragraph", "ListParagraph"))
    part = next(part for name, part in parts(body).items() if "styles" in name)
    assert values(part, "name", "val") == ["heading 1", "S1", "List Paragraph"]
    assert values(part, "style", "styleId") == ["S2", "S1", "ListParagraph"]


def test_a_bookmark_and_what_leads_to_it_have_the_same_name():
    body = docx(
        '<w:p><w:bookmarkStart w:id="0" w:name="_Quimby"/><w:bookmarkEnd w:id="0"/>'
        '<w:hyperlink w:anchor="_Quimby"/></w:p>' + field(" PAGEREF _Qui", "mby \\h ")
    )
    main = parts(body)["word/document.xml"]
    assert values(main, "bookmarkStart", "name") == values(main, "hyperlink", "anchor") == ["_B1"]
    assert b" PAGEREF _B1 \\h " in main


def test_a_shape_keeps_its_kind():
    main = parts(docx(shape("quimby") + shape("_x0000_t75")))["word/document.xml"].decode()
    assert 'id="V1"' in main and 'type="#V1"' in main
    assert "#V2" in main.partition("mso-next-textbox:")[2][:4]
    assert 'id="_x0000_t75"' in main and 'type="#_x0000_t75"' in main


def test_a_part_with_words_for_prefixes_keeps_what_may_be_ignored():
    space = "http://schemas.microsoft.com/office/word/2010/wordml"
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    inner = (
        f'<w:p xmlns:quimby="{space}" xmlns:mc="{compatibility}" mc:Ignorable="quimby w" quimby:a="1">text</w:p>tail'
    )
    root = etree.fromstring(parts(docx(inner))["word/document.xml"])
    (ignorable,) = root.xpath("//@*[local-name()='Ignorable']")
    paragraph = next(one for one in root.iter(f"{{{W}}}p") if one.text == "text")
    assert paragraph.get(f"{{{space}}}a") == "1"
    assert [paragraph.nsmap[prefix] for prefix in ignorable.split()] == [space, W]
    assert paragraph.tail == "tail"


@pytest.mark.parametrize(
    ("instruction", "cleaned"),
    [
        (' TOC \\o "1-3" \\h \\z \\u ', ' TOC \\o "1-3" \\h \\z \\u '),
        (" PAGE   \\* MERGEFORMAT ", " PAGE \\* MERGEFORMAT "),
        (" PAGE \\*MERGEFORMAT", " PAGE \\*MERGEFORMAT "),
        (' DATE \\@ "d MMMM yyyy" ', ' DATE \\@ "d MMMM yyyy" '),
        (" SEQ Figure \\* ARABIC ", " SEQ Figure \\* ARABIC "),
        (' HYPERLINK "https://a.example/a?b=c" ', ' HYPERLINK "https://a.example/a?b=c" '),
        (' HYPERLINK "C:\\Users\\Quimby\\a.docx" ', " HYPERLINK "),
        (" EQ \\f(1;2) ", " EQ \\f(1;2) "),
        (" = 1 + 2 ", " = 1 + 2 "),
        (" MACROBUTTON Quimby [Click here] ", " MACROBUTTON NoMacro [Click here] "),
        (' STYLEREF "heading 1" ', ' STYLEREF "heading 1" '),
        (" AUTHOR ", " ADDIN "),
        (" MERGEFIELD Quimby ", " ADDIN "),
        ("", " ADDIN "),
    ],
)
def test_a_field_keeps_what_a_program_works_it_out_by(instruction, cleaned):
    assert docx_fields.renamed_instruction(instruction, docx_names.Names()) == cleaned


def test_a_setting_that_word_knows_stays():
    inner = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
    )
    body = docx(rels=(("x1", "settings", "settings.xml"),), parts={"word/settings.xml": word(inner)})
    part = next(part for name, part in parts(body).items() if "settings" in name)
    assert values(part, "compatSetting", "val") == ["15"]
