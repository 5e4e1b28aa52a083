"""Places of a Word document in which a word can be written that nobody sees."""

from tests.portal.files.metadata_pictures import photo
from tests.portal.files.metadata_samples import A, docx, docx_part, drawn, field, relations, word

CHART = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
THEME = f'<a:theme xmlns:a="{A}" name="{{0}}"><a:themeElements><a:clrScheme name="{{0}}"/><a:fontScheme name="{{0}}"/>'


def chart(inner: str, relation: str = "chart", name: str = "word/charts/chart1.xml") -> bytes:
    return docx_part(name, relation, f"<c:chartSpace {CHART}><c:chart>{inner}</c:chart></c:chartSpace>")


def settings(inner: str) -> bytes:
    return docx_part("word/settings.xml", "settings", word(inner))


def styles(inner: str, body: str = "") -> bytes:
    return docx_part("word/styles.xml", "styles", word(inner, "w:styles"), body)


def style(name: str, style_id: str = "a", more: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{more}</w:style>'


def shape(id_: str) -> str:
    return (
        f'<w:p><w:r><w:pict><v:shapetype id="{id_}"/><v:shape id="{id_}b" o:spid="{id_}c" type="#{id_}" '
        f'style="width:9pt;mso-next-textbox:#{id_}b"/></w:pict></w:r></w:p>'
    )


DOCX_PLACES = {
    "formula": lambda word: chart(f"<c:f>'[C:\\Users\\{word}\\a.xlsx]Sheet1'!$A$1</c:f>"),
    "pivot": lambda word: chart(f"<c:pivotSource><c:name>[{word}]a</c:name></c:pivotSource>"),
    "extension": lambda word: chart(
        '<c:extLst><c:ext><x:fullRef xmlns:x="http://schemas.microsoft.com/office/drawing/2012/chart">'
        f"<x:sqref>{word}</x:sqref></x:fullRef></c:ext></c:extLst>"
    ),
    "font": lambda word: docx_part("word/fonts/font1.odttf", "font", word),
    "picture as font": lambda word: docx_part("word/fonts/a.jpg", "font", b"\xff\xd8\xff\xe1" + word.encode()),
    "part name": lambda word: docx_part(f"word/{word}.xml", "header", "<a/>"),
    "picture name": lambda word: docx(
        drawn(word), rels=((word, "image", f"media/{word}.jpg"),), parts={f"word/media/{word}.jpg": photo()}
    ),
    "unknown relation": lambda word: docx_part("word/a.xml", "package", f"<a>{word}</a>"),
    "foreign type": lambda word: docx_part("word/a.xml", f"{word}/header", f"<a>{word}</a>"),
    "chart style": lambda word: docx_part("word/charts/style1.xml", "chartStyle", f"<a>{word}</a>"),
    "web settings": lambda word: docx_part("word/webSettings.xml", "webSettings", f"<a>{word}</a>"),
    "foreign element": lambda word: docx(f'<w:p><x:a xmlns:x="urn:own">{word}</x:a></w:p>'),
    "foreign attribute": lambda word: docx(f'<w:p xmlns:x="urn:own" x:a="{word}"/>'),
    "namespace": lambda word: docx(f'<w:p xmlns:x="urn:{word}"/>'),
    "prefix": lambda word: docx(
        f'<w:p xmlns:{word}="http://schemas.microsoft.com/office/word/2010/wordml" {word}:a="1"/>'
    ),
    "content type": lambda word: docx(
        parts={"[Content_Types].xml": f'<Types xmlns="urn:a"><Default A="{word}"/></Types>'}
    ),
    "relation id": lambda word: docx(
        f'<w:p><w:hyperlink r:id="{word}"><w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>',
        rels=((word, "hyperlink", "https://a.example/"),),
    ),
    "header id": lambda word_: docx(
        rels=((word_, "header", "header1.xml"),),
        parts={
            "word/header1.xml": word("", "w:hdr"),
            "word/_rels/header1.xml.rels": relations((word_, "hyperlink", "https://a.example/")),
        },
    ),
    "bookmark": lambda word: docx(
        f'<w:p><w:bookmarkStart w:id="0" w:name="{word}"/><w:bookmarkEnd w:id="0"/>'
        f'<w:hyperlink w:anchor="{word}"/></w:p>' + field(f" REF {word} \\h ") + field(" PAGE", f"REF _{word} ")
    ),
    "missing bookmark": lambda word: docx(field(f' HYPERLINK \\l "{word}" ') + field(f" NOTEREF {word} ")),
    "tip of a link": lambda word: docx(field(f' HYPERLINK "https://a.example/" \\o "{word}" \\t "{word}" ')),
    "merge field": lambda word: docx(
        field(f" MERGEFIELD {word} ") + f'<w:p><w:fldSimple w:instr=" DOCPROPERTY {word} "/></w:p>'
    ),
    "hidden entry": lambda word: docx(field(f' XE "{word}" ') + field(f' TC "{word}" ')),
    "kind of field": lambda word: docx(field(f" {word} ")),
    "counter": lambda word: docx(field(f" SEQ {word} \\* ARABIC ") + field(f' TOC \\h \\c "{word}" ')),
    "field argument": lambda word: docx(field(f' PAGE {word} \\* {word} \\@ "{word}" ')),
    "form field": lambda word: docx(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{word}"/><w:helpText w:val="{word}"/>'
        f'<w:statusText w:val="{word}"/><w:entryMacro w:val="{word}"/></w:ffData></w:fldChar></w:r></w:p>'
    ),
    "style": lambda word: styles(
        style(word, word, f'<w:aliases w:val="{word}"/><w:basedOn w:val="{word}b"/><w:next w:val="{word}"/>'),
        f'<w:p><w:pPr><w:pStyle w:val="{word}"/></w:pPr></w:p>' + field(f' TOC \\t "{word},1" '),
    ),
    "id of a known style": lambda word: styles(style("heading 1", word)),
    "missing style": lambda word: docx(
        f'<w:p><w:pPr><w:pStyle w:val="{word}"/></w:pPr></w:p>' + field(f"STYLEREF {word}")
    ),
    "latent style": lambda word: styles(f'<w:latentStyles><w:lsdException w:name="{word}"/></w:latentStyles>'),
    "list": lambda word_: docx_part(
        "word/numbering.xml",
        "numbering",
        word(
            f'<w:abstractNum w:abstractNumId="0"><w:name w:val="{word_}"/><w:styleLink w:val="{word_}"/>'
            "</w:abstractNum>",
            "w:numbering",
        ),
    ),
    "shape": lambda word: docx(shape(word)),
    "theme": lambda word: docx_part(
        "word/theme/theme1.xml", "theme",
        f'{THEME.format(word)}<a:fmtScheme name="{word}"/></a:themeElements></a:theme>',
    ),
    "checker": lambda word: settings(f'<w:activeWritingStyle w:appName="{word}"/>'),
    "caption": lambda word: settings(f'<w:captions><w:caption w:name="{word}"/></w:captions>'),
    "compatibility": lambda word: settings(
        f'<w:compat><w:compatSetting w:name="{word}" w:uri="http://a.example/{word}" w:val="15"/></w:compat>'
    ),
    "move": lambda word: docx(
        f'<w:p><w:moveFromRangeStart w:id="1" w:name="{word}"/><w:moveFromRangeEnd w:id="1"/></w:p>'
    ),
    "smart tag": lambda word: docx(f'<w:p><w:smartTag w:uri="{word}" w:element="{word}"/></w:p>'),
    "choice": lambda word: docx(
        f'<w:sdt><w:sdtPr><w:dropDownList w:lastValue="{word}"><w:listItem w:displayText="a" w:value="{word}"/>'
        f'</w:dropDownList><w:docPartObj><w:docPartGallery w:val="{word}"/><w:docPartCategory w:val="{word}"/>'
        "</w:docPartObj></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    ),
}  # fmt: skip
