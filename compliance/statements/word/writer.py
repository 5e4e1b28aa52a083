"""The draft as a Word document that keeps its areas apart: each heading carries a bookmark and has fixed words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from lxml import etree
from lxml import html as markup

from compliance.statements.rules.richtext import clean
from compliance.statements.word.bookmarks import area_bookmark, figure_bookmark, own_line_bookmark, version_bookmark

FONT = "Arial"
MAX_WIDTH = Mm(150)
HEADINGS = {"h2": "Heading 2", "h3": "Heading 3", "h4": "Heading 4"}
LISTS = {"ul": "List Bullet", "ol": "List Number"}


@dataclass(frozen=True)
class Remark:
    """A comment of a colleague, beside the heading of its area."""

    author: str
    text: str


@dataclass(frozen=True)
class Chapter:
    """One area: its code and revision, its heading, and its text as HTML of richtext."""

    code: str
    revision: int
    heading: str
    html: str
    remarks: Sequence[Remark] = ()


@dataclass(frozen=True)
class Picture:
    """A figure: its bytes (JPG or PNG), and its words for those who do not see it."""

    body: bytes
    alt: str


@dataclass(frozen=True)
class Draft:
    """notes: what the reader has to know, above the text. beside: heading and lines of what is only for reading.

    captions and pictures: of the figures, by number.
    """

    title: str
    author: str
    version: str
    language: str
    notes: Sequence[str]
    chapters: Sequence[Chapter]
    beside: tuple[str, Sequence[str]]
    remarks: Sequence[Remark] = ()
    captions: Mapping[int, str] = field(default_factory=dict)
    pictures: Mapping[int, Picture] = field(default_factory=dict)

    @property
    def around(self) -> list[str]:
        """Return every line that is not the text of an area."""
        return [self.title, *self.notes, *self.captions.values(), self.beside[0], *self.beside[1]]


def write(draft: Draft) -> bytes:
    """Return the document, DOCX."""
    return _Writer(draft).bytes()


@dataclass
class _Writer:
    draft: Draft
    bookmarks: int = 0
    notes: list[str] = field(default_factory=list)
    document: Any = field(default_factory=Document)

    def bytes(self) -> bytes:
        self._set_up()
        title = self.document.add_heading(self.draft.title, level=0)
        self._bookmark(title, version_bookmark(self.draft.version))
        self._remark(title, self.draft.remarks)
        self._mark_own(title)
        for note in self.draft.notes:
            self._mark_own(self.document.add_paragraph(note, style="Note to the reader"))
        for chapter in self.draft.chapters:
            self._chapter(chapter)
        heading, lines = self.draft.beside
        if lines:
            self._mark_own(self.document.add_heading(heading, level=1))
            for line in lines:
                self._mark_own(self.document.add_paragraph(line, style="Note to the reader"))
        self._keep_notes()
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _set_up(self) -> None:
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = self.draft.title, self.draft.author, ""
        properties.language = self.draft.language
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(25)
        styles = self.document.styles
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
            _set_font(styles[name])
        styles["Normal"].font.size = Pt(11)
        note = styles.add_style("Note to the reader", WD_STYLE_TYPE.PARAGRAPH)
        note.base_style, note.font.size = styles["Normal"], Pt(10)
        language = styles["Normal"].element.get_or_add_rPr()
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), "en-GB" if self.draft.language == "en" else self.draft.language)
        language.append(spoken)

    def _chapter(self, chapter: Chapter) -> None:
        heading = self.document.add_heading(chapter.heading, level=1)
        self._bookmark(heading, area_bookmark(chapter.code, chapter.revision))
        self._remark(heading, chapter.remarks)
        for element in _elements(chapter.html):
            self._block(element)

    def _block(self, element: Any) -> None:
        if element.tag in HEADINGS:
            self._runs(element, self.document.add_paragraph(style=HEADINGS[element.tag]))
        elif element.tag in LISTS:
            self._list(element)
        elif element.tag == "blockquote":
            for paragraph in element:
                self._runs(paragraph, self.document.add_paragraph(style="Quote"))
        elif element.tag == "table":
            self._table(element)
        elif element.tag == "figure":
            self._figure(int(element.get("data-number")))
        elif element.tag == "aside":
            self._box(element)
        else:
            self._runs(element, self.document.add_paragraph())

    def _list(self, element: Any) -> None:
        paragraphs = [self.document.add_paragraph(style=LISTS[element.tag]) for _item in element]
        for item, paragraph in zip(element, paragraphs, strict=True):
            self._runs(item, paragraph)
        if element.tag == "ol":
            self._begin_at_one(paragraphs)

    def _begin_at_one(self, paragraphs: Sequence[Paragraph]) -> None:
        """A numbering of its own: Word goes on counting from the list before."""
        numbering = self.document.part.numbering_part.element
        style = self.document.styles["List Number"].element.pPr.numPr.numId.val
        like = next(num for num in numbering.num_lst if num.numId == style)
        number = numbering.add_num(like.abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        for paragraph in paragraphs:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number.numId

    def _table(self, element: Any) -> None:
        rows = list(element.iter("tr"))
        table = self.document.add_table(rows=0, cols=max(map(len, rows), default=1), style="Table Grid")
        for number, row in enumerate(rows):
            row_ = table.add_row()
            for cell, cell_ in zip(row, row_.cells, strict=False):
                self._runs(cell, cell_.paragraphs[0], is_bold=number == 0)
        if rows:
            # The head stands again on each page, and is read out as one.
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self.document.add_paragraph()

    def _figure(self, number: int) -> None:
        """The picture keeps its number in its name: by it we know it again. One that cannot be had keeps its mark."""
        picture = self.draft.pictures.get(number)
        paragraph = self.document.add_paragraph()
        if picture is None:
            paragraph.add_run(f"[figure {number}]")
            return
        shape = paragraph.add_run().add_picture(BytesIO(picture.body), width=MAX_WIDTH)
        properties = shape._inline.docPr
        properties.set("name", figure_bookmark(number))
        properties.set("descr", picture.alt)
        caption = self.document.add_paragraph(self.draft.captions[number], style="Note to the reader")
        self._mark_own(caption)

    def _box(self, element: Any) -> None:
        """A case study is a table of one cell, its title in bold."""
        cell = self.document.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0)
        outer, self.document = self.document, _Within(self.document, cell)
        for number, child in enumerate(element):
            if number == 0 and child.tag in HEADINGS:
                self._runs(child, self.document.add_paragraph(), is_bold=True)
            else:
                self._block(child)
        self.document = outer
        cell._tc.remove(cell.paragraphs[0]._p)  # the empty one that each cell begins with
        self.document.add_paragraph()

    def _note(self, paragraph: Paragraph, words: str) -> None:
        """A note at the foot of the page."""
        self.notes.append(words)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.notes)))
        run = paragraph.add_run()
        run.font.superscript = True
        run._r.append(reference)

    def _keep_notes(self) -> None:
        """The part of the footnotes, which python-docx does not make."""
        if not self.notes:
            return
        root = OxmlElement("w:footnotes")
        for number, words in enumerate(self.notes, start=1):
            note, paragraph, run, text = (OxmlElement(f"w:{name}") for name in ("footnote", "p", "r", "t"))
            note.set(qn("w:id"), str(number))
            text.text = words
            run.append(text)
            paragraph.append(run)
            note.append(paragraph)
            root.append(note)
        body = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        main = self.document.part
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, body, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _runs(self, element: Any, paragraph: Paragraph, *, is_bold: bool = False, is_italic: bool = False) -> None:
        self._run(paragraph, element.text, is_bold, is_italic)
        for child in element:
            if child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag == "span":
                self._note(paragraph, child.text_content())
            elif child.tag == "a":
                self._link(paragraph, child, is_bold, is_italic)
            else:
                bold, italic = is_bold or child.tag == "strong", is_italic or child.tag == "em"
                self._runs(child, paragraph, is_bold=bold, is_italic=italic)
            self._run(paragraph, child.tail, is_bold, is_italic)

    def _run(self, paragraph: Paragraph, text: str | None, is_bold: bool, is_italic: bool) -> None:
        if text:
            run = paragraph.add_run(text)
            run.bold, run.italic = is_bold or None, is_italic or None

    def _link(self, paragraph: Paragraph, element: Any, is_bold: bool, is_italic: bool) -> None:
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self.document.part.relate_to(element.get("href"), RELATIONSHIP_TYPE.HYPERLINK, True))
        before = len(paragraph._p)
        self._run(paragraph, element.text_content(), is_bold, is_italic)
        for run in list(paragraph._p)[before:]:
            link.append(run)
        paragraph._p.append(link)

    def _bookmark(self, paragraph: Paragraph, name: str) -> None:
        self.bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self.bookmarks))
        start.set(qn("w:name"), name)
        paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
        paragraph._p.append(end)

    def _mark_own(self, paragraph: Paragraph) -> None:
        """A line that is only for reading is known again by its mark, in any language and version of the portal."""
        self._bookmark(paragraph, own_line_bookmark(self.bookmarks + 1, paragraph.text))

    def _remark(self, paragraph: Paragraph, remarks: Sequence[Remark]) -> None:
        for remark in remarks:
            self.document.add_comment(
                paragraph.runs, text=remark.text, author=remark.author, initials=_initials(remark.author)
            )


class _Within:
    """A cell to write into, with what the whole document knows."""

    def __init__(self, document: Any, cell: Any) -> None:
        self.part, self.styles, self.cell = document.part, document.styles, cell

    def add_paragraph(self, text: str = "", style: str | None = None) -> Paragraph:
        return self.cell.add_paragraph(text, style)

    def add_table(self, rows: int, cols: int, style: str) -> Any:
        table = self.cell.add_table(rows, cols)
        table.style = self.styles[style]
        return table


def _elements(text: str) -> Iterator[Any]:
    if text.strip():
        yield from markup.fragment_fromstring(clean(text), create_parent="div")


def _set_font(style: Any) -> None:
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())[:4].upper()
