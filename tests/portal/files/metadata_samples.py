"""Files of every kind that carry a marker, a place and a time wherever such a file can carry them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tests.portal.files.metadata_pdfs import PDFS, WORDS
from tests.portal.files.metadata_pictures import BLUE, MARKER, RED, SIZE, drawing, exif, heic, other, photo

__all__ = ["BLUE", "MARKER", "RED", "SIZE", "drawing"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


# --- Word ------------------------------------------------------------------------------------------------------------


def drawn(relation: str = "p1", *, attributes: str = "", blip: str = "", xfrm: str = "") -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="2400" cy="1200"/><wp:docPr id="1" name="{MARKER}" '
        f'{attributes}/><a:graphic><a:graphicData><pic:pic><pic:nvPicPr><pic:cNvPr id="2" name="{MARKER}.jpg" '
        f'{attributes}/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}">{blip}</a:blip></pic:blipFill>'
        f'<pic:spPr><a:xfrm {xfrm}><a:ext cx="2400" cy="1200"/></a:xfrm></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def relations(*rows: tuple[str, str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if kind in {"hyperlink", "attachedTemplate"} else "/>")
        for id_, kind, target in rows
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}" xmlns:wp="{WP}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
)


def docx(
    body: str = "", *, rels: tuple[tuple[str, str, str], ...] = (), parts: dict[str, bytes | str] | None = None
) -> bytes:
    """Return a document of WORDS and of body. rels: id, kind and target, of its main part."""
    text = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"
    whole = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" ContentType="application/xml"/>'
        '<Default Extension="jpg" ContentType="image/jpeg"/></Types>',
        "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml"), ("r2", "core", "docProps/core.xml")),
        "docProps/core.xml": f"<p>{MARKER}</p>",
        "word/_rels/document.xml.rels": relations(*rels),
        "word/document.xml": f"<!--{MARKER}--><w:document {NAMES}><w:body>{text}{body}</w:body></w:document>",
        **(parts or {}),
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.comment = MARKER.encode()
        for name, content in whole.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx_with(name: str, picture: bytes, **options) -> bytes:
    return docx(
        drawn(**options), rels=(("p1", "image", f"media/{name}"),), parts={f"word/media/{name}": picture}
    )  # fmt: skip


def docx_part(name: str, kind: str, content: str | bytes, body: str = "") -> bytes:
    return docx(body, rels=(("x1", kind, f"/{name}"),), parts={name: content})


def word(inner: str, root: str = "w:settings") -> str:
    return f"<?mso-application {MARKER}?><{root} {NAMES}><!--{MARKER}-->{inner}</{root}>"


def field(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    data = f"<w:fldData>{MARKER}</w:fldData>"
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>{runs}<w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


SETTINGS = word(
    f'<w:attachedTemplate r:id="t"/><w:rsids><w:rsid w:val="00AA"/></w:rsids><w:docVars><w:docVar w:name="who" '
    f'w:val="{MARKER}"/></w:docVars><w:mailMerge><w:query w:val="{MARKER}"/></w:mailMerge>'
)
MARKED = f'w:author="{MARKER}" w:date="2026-01-02T03:04:05Z" w:initials="MQ"'
PATHS = f'descr="C:\\Users\\{MARKER}\\IMG_1.jpg" title="{MARKER}"'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><metadata>{MARKER}</metadata></svg>'
SVG_BLIP = '<a:extLst><a:ext uri="{96DAC541}"><asvg:svgBlip r:embed="s1"/></a:ext></a:extLst>'

DOCUMENTS = {
    "docx_jpg.docx": docx_with(f"{MARKER}.jpg", photo()),
    "docx_png.docx": docx_with("a.png", photo("PNG")),
    "docx_webp.docx": docx_with("a.webp", photo("WEBP")),
    "docx_heic.docx": docx_with("a.heic", heic()),
    "docx_tiff.docx": docx_with("a.tiff", other("TIFF", exif=exif(), description=MARKER, artist=MARKER)),
    "docx_gif.docx": docx_with("a.gif", other("GIF", comment=MARKER)),
    "docx_bmp.docx": docx_with("a.bmp", other("BMP") + MARKER.encode()),
    "docx_turned.docx": docx_with("a.jpg", photo(orientation=6)),
    "docx_turned_by_word.docx": docx_with("a.jpg", photo(orientation=6), xfrm='rot="5400000"'),
    "docx_wrong_ending.docx": docx_with("a.png", photo()),
    "docx_paths.docx": docx_with("a.jpg", photo(), attributes=PATHS),
    "docx_svg.docx": docx(
        drawn(blip=SVG_BLIP), rels=(("p1", "image", "media/a.png"), ("s1", "image", "media/a.svg")),
        parts={"word/media/a.png": photo("PNG"), "word/media/a.svg": SVG},
    ),
    "docx_vml.docx": docx(
        f'<w:p><w:r><w:pict><v:shape alt="{MARKER}" o:gfxdata="{MARKER}"><v:imagedata r:id="p1" o:title="{MARKER}"/>'
        "</v:shape></w:pict></w:r></w:p>",
        rels=(("p1", "image", "media/a.jpg"),), parts={"word/media/a.jpg": photo(orientation=8)},
    ),
    "docx_header.docx": docx(
        rels=(("h1", "header", "header1.xml"),),
        parts={
            "word/header1.xml": word(drawn(), "w:hdr"),
            "word/_rels/header1.xml.rels": relations(("p1", "image", "media/a.jpg")), "word/media/a.jpg": photo(),
        },
    ),
    "docx_orphan.docx": docx(parts={"word/media/left.jpg": photo(), "docProps/thumbnail.jpeg": photo()}),
    "docx_settings.docx": docx(
        rels=(("x1", "settings", "settings.xml"),),
        parts={
            "word/settings.xml": SETTINGS,
            "word/_rels/settings.xml.rels": relations(("t", "attachedTemplate", f"file:///C:\\{MARKER}\\a.dotm")),
        },
    ),
    "docx_comments.docx": docx_part(
        "word/comments.xml", "comments", word(f"<w:comment {MARKED}/>", "w:comments"),
        '<w:p><w:commentRangeStart w:id="0"/></w:p>',
    ),
    "docx_people.docx": docx_part("word/people.xml", "people", word(f'<w:person w:author="{MARKER}"/>', "w:people")),
    "docx_glossary.docx": docx_part("word/glossary/document.xml", "glossaryDocument", word(f"<w:p>{MARKER}</w:p>")),
    "docx_custom.docx": docx_part("customXml/item1.xml", "customXml", f"<a>{MARKER}</a>"),
    "docx_printer.docx": docx_part("word/printerSettings/a.xml", "printerSettings", f"<a>{MARKER}</a>"),
    "docx_unknown.docx": docx_part("word/ink/ink1.xml", "unknownThing", f"<a>{MARKER}</a>"),
    "docx_changes.docx": docx(f'<w:p w:rsidR="00AA"><w:ins {MARKED}><w:r><w:t>more</w:t></w:r></w:ins></w:p>'),
    "docx_controls.docx": docx(
        f'<w:sdt><w:sdtPr><w:alias w:val="{MARKER}"/><w:tag w:val="{MARKER}"/><w:dataBinding w:xpath="{MARKER}"/>'
        f"</w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt><!--{MARKER}-->"
    ),
    "docx_fields.docx": docx(field("ADD", f"IN ZOTERO_ITEM {MARKER}") + field(f' HYPERLINK "file:///C:\\{MARKER}" ')),
    "docx_links.docx": docx(
        f'<w:p><w:hyperlink r:id="l1" w:tooltip="{MARKER}"><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>',
        rels=(("l1", "hyperlink", f"file:///C:\\Users\\{MARKER}\\a.doc"),),
    ),
}  # fmt: skip

PICTURES = {
    "photo.jpg": photo(),
    "progressive.jpg": photo(progressive=True),
    "turned.jpg": photo(orientation=6),
    "mirrored.jpg": photo(orientation=2),
    "grey.jpg": photo(mode="L"),
    "cmyk.jpg": photo(mode="CMYK"),
    "photo.png": photo("PNG"),
    "clear.png": photo("PNG", "RGBA"),
    "palette.png": photo("PNG", "P"),
    "turned.png": photo("PNG", orientation=8),
    "photo.webp": photo("WEBP"),
    "lossless.webp": photo("WEBP", lossless=True),
    "photo.heic": heic(),
}
CARRIERS = {**PICTURES, **PDFS, **DOCUMENTS}
