"""Documents in hand-made XML, as Word and others write it. The words are all that a reader of the paper sees."""

from tests.compliance.statements.word.returned_documents import Returned, named
from tests.compliance.statements.word.round_trip import packed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def by_hand(body: str, **others: str) -> bytes:
    """A document with this body, as Word writes it. others: XML of more parts, by name: footnotes, comments …"""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/>{more}</w:style>'
        for style, name, more in [
            ("Normal", "Normal", ""),
            ("berschrift1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
            ("berschrift2", "heading 2", '<w:basedOn w:val="berschrift1"/>'),
            ("Listenabsatz", "List Paragraph", ""),
        ]
    )
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
    }
    files |= {
        f"word/{name}.xml": f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
        for name, content in others.items()
        for root in [{"header1": "hdr", "footer1": "ftr"}.get(name, name)]
    }
    return packed(files)


def para(text: str, style: str = "Normal", mark: str = "", inner: str = "") -> str:
    start = f'<w:bookmarkStart w:id="7" w:name="{mark}"/><w:bookmarkEnd w:id="7"/>' if mark else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{start}{run}{inner}</w:p>'


def head(text: str, mark: str = "") -> str:
    return para(text, "berschrift1", mark)


@named
def headings_typed_again_as_bold_and_numbered() -> Returned:
    body = by_hand(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>1. Introduction</w:t></w:r></w:p>"
        + para("We sell gloves.")
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>2) POLICIES:</w:t></w:r></w:p>"
        + para("Our code.")
        + para("Training")
        + para("None.")
    )
    return Returned(body, {"intro": "We sell gloves.", "policies": "Our code.", "training": "None."})


@named
def one_area_in_two_places() -> Returned:
    body = by_hand(
        head("Policies", "daylight_a_policies_1") + para("First.") + head("Training", "daylight_a_training_0")
        + para("None.") + head("Policies") + para("Second.")
    )  # fmt: skip
    return Returned(body, {"policies": "First. Second.", "training": "None."})


@named
def tracked_changes() -> Returned:
    """Words put in and taken out, a paragraph whose end was taken out, a moved sentence, a row taken out."""
    by = 'w:id="1" w:author="A. Lawyer" w:date="2026-11-01T10:00:00Z"'
    body = by_hand(
        head("Policies", "daylight_a_policies_1")
        + "<w:p><w:r><w:t xml:space='preserve'>We </w:t></w:r>"
        + f"<w:del {by}><w:r><w:delText>promise</w:delText></w:r></w:del><w:ins {by}><w:r><w:t>aim</w:t></w:r></w:ins>"
        + f"<w:r><w:t xml:space='preserve'> to act.</w:t></w:r><w:moveFrom {by}><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>"
        + f"<w:p><w:pPr><w:rPr><w:del {by}/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>One line </w:t></w:r></w:p>"
        + para("with the next.")
        + head("Training", "daylight_a_training_0")
        + f"<w:p><w:moveTo {by}><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>"
        + f"<w:p><w:pPr><w:rPr><w:ins {by}/></w:rPr></w:pPr><w:ins {by}><w:r><w:t>A new paragraph.</w:t></w:r></w:ins></w:p>"
        + f"<w:tbl><w:tr><w:tc>{para('Who')}</w:tc><w:tc>{para('Hours')}</w:tc></w:tr>"
        + f"<w:tr><w:trPr><w:del {by}/></w:trPr><w:tc>{para('Gone')}</w:tc><w:tc>{para('9')}</w:tc></w:tr>"
        + f"<w:tr><w:trPr><w:ins {by}/></w:trPr><w:tc>{para('Buyers')}</w:tc><w:tc>{para('4')}</w:tc></w:tr></w:tbl>"
    )
    return Returned(
        body,
        {
            "policies": "We aim to act. One line with the next.",
            "training": "Moved. A new paragraph. Who Hours Buyers 4",
        },
    )


@named
def notes_at_the_foot_and_at_the_end() -> Returned:
    body = by_hand(
        head("Training", "daylight_a_training_0")
        + para("Twenty buyers.", inner='<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> More to come.</w:t></w:r>')
        + para("All of them.", inner='<w:r><w:endnoteReference w:id="3"/></w:r>'),
        footnotes='<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2">{para("Counted in May.")}</w:footnote><w:footnote w:id="5">{para("Of nothing.")}</w:footnote>',
        endnotes=f'<w:endnote w:id="3">{para("But one.")}</w:endnote>',
    )  # fmt: skip
    return Returned(
        body, {"training": "Twenty buyers. Counted in May. More to come. All of them. But one.", "": "Of nothing."}
    )


@named
def text_boxes_for_new_and_old_word() -> Returned:
    """Word writes each box twice: once for itself, once for an older one."""
    box = f"<w:txbxContent>{para('Our promise.')}{para('Nobody pays for work.')}</w:txbxContent>"
    body = by_hand(
        head("Policies", "daylight_a_policies_1")
        + para("Our code.", inner="<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>")
        + head("Training", "daylight_a_training_0")
        + f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{para('An old box.')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        + '<w:p><w:r><w:pict><v:shape><v:textpath string="Drawn letters"/></v:shape></w:pict></w:r></w:p>'
    )  # fmt: skip
    return Returned(
        body,
        {"policies": "Our code. Our promise. Nobody pays for work.", "training": "An old box. Drawn letters"},
    )


@named
def content_controls_fields_and_links() -> Returned:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = by_hand(
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{head('Policies', 'daylight_a_policies_1')}"
        + para("See page ", inner=f"{field}<w:fldSimple w:instr='DATE'><w:r><w:t xml:space='preserve'> of today</w:t></w:r></w:fldSimple>")
        + "</w:sdtContent></w:sdt><w:p><w:sdt><w:sdtContent><w:r><w:t>Within a control.</w:t></w:r></w:sdtContent></w:sdt>"
        + "<w:hyperlink w:anchor='here'><w:r><w:t xml:space='preserve'> A link.</w:t></w:r></w:hyperlink>"
        + "<w:smartTag><w:r><w:t xml:space='preserve'> Leeds.</w:t></w:r></w:smartTag></w:p>"
        + "<w:customXml><w:p><w:r><w:t>Wrapped.</w:t></w:r></w:p></w:customXml>"
        + "<w:p><m:oMath><m:r><m:t>x=4</m:t></m:r></m:oMath></w:p>"
    )  # fmt: skip
    return Returned(body, {"policies": "See page 12 of today Within a control. A link. Leeds. Wrapped. x=4"})


@named
def tables_with_joined_cells_and_one_within() -> Returned:
    inner = f"<w:tbl><w:tr><w:tc>{para('inner')}</w:tc><w:tc>{para('cell')}</w:tc></w:tr></w:tbl>"
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    body = by_hand(
        head("Assessing and managing risk", "daylight_a_risk_4")
        + f"<w:tbl><w:tr><w:tc>{wide}{para('Countries')}</w:tc></w:tr>"
        + f"<w:tr><w:tc>{para('North')}{para('and south')}</w:tc><w:tc>{inner}{para('')}</w:tc></w:tr>"
        + f"<w:sdt><w:sdtContent><w:tr><w:tc>{para('East')}</w:tc><w:tc>{para('West')}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>"
        + f"<w:tbl><w:tr><w:tc>{para('A case')}{para('What we did.')}</w:tc></w:tr></w:tbl>"
    )
    return Returned(body, {"risk": "Countries North and south inner cell East West A case What we did."})


@named
def lists_of_several_levels() -> Returned:
    def item(text: str, number: int, level: int = 0) -> str:
        numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return f'<w:p><w:pPr><w:pStyle w:val="Listenabsatz"/>{numbers}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'

    formats = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:numFmt w:val="{look}"/></w:lvl>'
        f'<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>'
        for number, look in [(0, "bullet"), (1, "decimal")]
    ) + "".join(f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (0, 1))
    body = by_hand(
        head("Policies", "daylight_a_policies_1")
        + item("Fair pay", 1) + item("Safe work", 1) + item("Ask", 2) + item("Listen", 2) + item("Again", 2, 1)
        + para("7. Typed by hand") + para("- a dash") + para("* a star") + para("| a | line |"),
        numbering=formats,
    )  # fmt: skip
    return Returned(
        body, {"policies": "Fair pay Safe work Ask Listen Again 7. Typed by hand - a dash * a star | a | line |"}
    )


@named
def headers_and_footers() -> Returned:
    body = by_hand(
        head("Training", "daylight_a_training_0") + para("None."),
        header1=para("Privileged and confidential"),
        footer1=para("Page 3 of 9"),
    )
    return Returned(body, {"training": "None.", "": "Privileged and confidential"})


@named
def comments_with_answers() -> Returned:
    on = '<w:commentRangeStart w:id="4"/><w:r><w:t>None at all.</w:t></w:r><w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>'
    answer = '<w:commentRangeStart w:id="5"/><w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r>'
    body = by_hand(
        head("Training", "daylight_a_training_0")
        + para("", inner=on + answer)
        + para("More.", inner='<w:r><w:commentReference w:id="6"/></w:r>'),
        comments=f'<w:comment w:id="4" w:author="A. Lawyer" w:date="2026-11-01T10:00:00Z">{para("Is it true?")}{para("Ask them.")}</w:comment>'
        f'<w:comment w:id="5" w:author="B. Editor">{para("Yes.")}</w:comment>'
        f'<w:comment w:id="6" w:author="A. Lawyer">{para("At a point.")}</w:comment>',
    )  # fmt: skip
    comments = [("A. Lawyer", "Is it true?\nAsk them."), ("B. Editor", "Yes."), ("A. Lawyer", "At a point.")]
    return Returned(body, {"training": "None at all. More."}, {"training": comments})


@named
def marks_of_the_editor_typed_as_words() -> Returned:
    """What our editor takes for marks is only words in Word."""
    body = by_hand(
        head("Policies", "daylight_a_policies_1")
        + para("## not a heading")
        + para("**not bold** and *not* [a link](https://example.org) and 5 * 3 * 2")
        + para("&lt;script&gt; &amp; &lt;b&gt;words&lt;/b&gt;")
        + para("^[not a note] \\ and \\- so")
    )
    return Returned(
        body,
        {
            "policies": "## not a heading **not bold** and *not* [a link](https://example.org) and 5 * 3 * 2 "
            "<script> & <b>words</b> ^[not a note] \\ and \\- so"
        },
    )


@named
def words_cut_into_many_runs() -> Returned:
    """As Word leaves them after spelling and saving: one word in five runs, looks that change within a word."""
    runs = "".join(
        f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"
        for text, look in [
            ("Mod", ""), ("ern ", "<w:b/>"), ("sla", "<w:i/>"), ("very", ""), (" is", '<w:b w:val="0"/>'),
            (" wrong", "<w:b/><w:i/>"), (".", "<w:vanish/>"),
        ]
    )  # fmt: skip
    body = by_hand(
        head("Policies", "daylight_a_policies_1")
        + f"<w:p>{runs}<w:r><w:tab/><w:t>After a tab</w:t><w:br/><w:t>a line</w:t><w:noBreakHyphen/><w:t>end</w:t>"
        + "<w:softHyphen/><w:sym w:font='Symbol' w:char='F0B7'/></w:r></w:p>"
    )
    return Returned(body, {"policies": "Modern slavery is wrong. After a tab a line\u2011end"})


@named
def a_document_of_no_areas_at_all() -> Returned:
    return Returned(by_hand(para("A letter.") + para("Without headings.")), {"": "A letter. Without headings."})


@named
def bookmarks_between_paragraphs_and_a_title() -> Returned:
    """LibreOffice and others set a bookmark beside a paragraph as well as within it."""
    mark = '<w:bookmarkStart w:id="3" w:name="daylight_a_policies_1"/><w:bookmarkEnd w:id="3"/>'
    body = by_hand(mark + head("Policies") + para("Our code.") + "<w:p/>" + para("The end."))
    return Returned(body, {"policies": "Our code. The end."})


@named
def a_picture_with_words_beside_it() -> Returned:
    picture = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="A factory"/></wp:inline></w:drawing></w:r>'
    )
    ours = '<w:r><w:drawing><wp:inline><wp:docPr id="2" name="daylight figure 3"/></wp:inline></w:drawing></w:r>'
    body = by_hand(head("Training", "daylight_a_training_0") + para("Seen here.", inner=picture) + para("", inner=ours))
    return Returned(body, {"training": "Seen here."})
