"""Files of every kind that carry a marker, a place and a time wherever such a file can carry them."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pillow_heif
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

MARKER = "Margaret-Quimby-4711"
WORDS = "These words are on the page"
RED, BLUE = (220, 20, 20), (20, 20, 220)
SIZE = (24, 12)
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    f'<rdf:Description exif:GPSLatitude="51,30N" dc:creator="{MARKER}"/></rdf:RDF></x:xmpmeta>'
).encode()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

pillow_heif.register_heif_opener(thumbnails=False)


# --- Pictures --------------------------------------------------------------------------------------------------------


def drawing(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture that is red on its left and blue on its right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    return image.convert(mode)


def profile() -> bytes:
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    body = bytearray(made.tobytes())
    at = body.find("sRGB".encode("utf-16-be"))
    assert at > 0
    text = MARKER[:12].encode("utf-16-be")
    body[at : at + len(text)] = text
    return bytes(body)


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x0112], made[0x013B], made[0x0110], made[0x0132] = orientation, MARKER, MARKER, "2026:01:02 03:04:05"
    made.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0), 29: "2026:01:02"})
    return made


def photo(
    kind: str = "JPEG", mode: str = "RGB", orientation: int = 1, shown: Image.Image | None = None, **options
) -> bytes:
    out = BytesIO()
    more = {"xmp": XMP} if kind in {"JPEG", "WEBP"} else {}
    if kind == "JPEG":
        more["comment"] = MARKER
    if kind == "PNG":
        more["pnginfo"] = png_texts()
    if kind in {"JPEG", "PNG", "WEBP"} and mode == "RGB":
        more["icc_profile"] = profile()
    (drawing(mode) if shown is None else shown).save(out, kind, exif=exif(orientation), **more, **options)
    body = out.getvalue()
    if kind == "JPEG":
        segment = b"Photoshop 3.0\x008BIM\x04\x04" + MARKER.encode()
        body = body[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + body[2:] + MARKER.encode()
    return body + MARKER.encode() if kind == "PNG" else body


def png_texts() -> PngInfo:
    texts = PngInfo()
    texts.add_text("Author", MARKER)
    texts.add_text("Comment", MARKER, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return texts


def heic() -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(drawing(size=(64, 64))).save(out, exif=exif().tobytes(), xmp=XMP)
    return out.getvalue()


def jpeg2000(*, with_boxes: bool = True) -> bytes:
    out = BytesIO()
    drawing().save(out, "JPEG2000", no_jp2=not with_boxes, comment=MARKER)
    body = out.getvalue()
    if not with_boxes:
        return body
    box = struct.pack(">I", 8 + len(XMP)) + b"xml " + XMP
    uuid = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + MARKER.encode()
    return body + box + struct.pack(">I", 8 + len(uuid)) + b"uuid" + uuid


def other(kind: str, **options) -> bytes:
    out = BytesIO()
    drawing("P" if kind == "GIF" else "RGB").save(out, kind, **options)
    return out.getvalue()


# --- PDF -------------------------------------------------------------------------------------------------------------


def page_of(made: pikepdf.Pdf, resources: dict, content: bytes) -> pikepdf.Page:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    made.add_blank_page(page_size=(300, 200))
    page = made.pages[-1]
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), **resources)
    text = f"BT /F1 12 Tf 20 180 Td ({WORDS} 100%) Tj ET\n".encode()
    page.obj.Contents = made.make_stream(text + content)
    return page


def image(made: pikepdf.Pdf, body: bytes, filters: object = pikepdf.Name.DCTDecode, **more) -> pikepdf.Object:
    stream = made.make_stream(
        body, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=SIZE[0], Height=SIZE[1],
        BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB, **more,
    )  # fmt: skip
    stream.Filter = filters
    return made.make_indirect(stream)


SHOWN = b"q 240 0 0 120 20 20 cm /Im0 Do Q\n"


def pdf(build) -> bytes:
    out = BytesIO()
    with pikepdf.new() as made:
        build(made)
        made.save(out)
    return out.getvalue()


def with_image(make) -> bytes:
    return pdf(lambda made: page_of(made, {"XObject": pikepdf.Dictionary(Im0=make(made))}, SHOWN))


def pdf_in_form(made: pikepdf.Pdf) -> None:
    form = made.make_stream(
        b"% " + MARKER.encode() + b"\n1 0 0 1 0 0 cm /Im0 Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 1, 1], Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image(made, photo()))),
        PieceInfo=pikepdf.Dictionary(App=pikepdf.Dictionary(Private=MARKER)), LastModified="D:2026",
    )  # fmt: skip
    page_of(made, {"XObject": pikepdf.Dictionary(Im0=made.make_indirect(form))}, SHOWN)


def pdf_inline(made: pikepdf.Pdf, filters: bytes = b"/DCT", body: bytes | None = None) -> None:
    given = photo() if body is None else body
    head = b"BI /W 24 /H 12 /CS /RGB /BPC 8 /F %b ID " % filters
    page_of(made, {}, b"% " + MARKER.encode() + b"\nq 240 0 0 120 20 20 cm\n" + head + given + b"\nEI Q\n")


def ascii_hex(body: bytes) -> bytes:
    return body.hex().encode() + b">"


def pdf_split_contents(made: pikepdf.Pdf) -> None:
    page = page_of(made, {"XObject": pikepdf.Dictionary(Im0=image(made, photo()))}, b"")
    streams = [page.obj.Contents, made.make_stream(b"% " + MARKER.encode() + b"\n" + SHOWN)]
    page.obj.Contents = pikepdf.Array([made.make_indirect(one) for one in streams])


def pdf_in_pattern(made: pikepdf.Pdf) -> None:
    pattern = made.make_stream(
        b"q 240 0 0 120 0 0 cm /Im0 Do Q", Type=pikepdf.Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
        BBox=[0, 0, 240, 120], XStep=240, YStep=120, Matrix=[1, 0, 0, 1, 20, 20],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image(made, photo()))),
    )  # fmt: skip
    patterns = pikepdf.Dictionary(P0=made.make_indirect(pattern))
    page_of(made, {"Pattern": patterns}, b"/Pattern cs /P0 scn 20 20 240 120 re f\n")


def note(kind: str, **more) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=[200, 150, 290, 190], T=MARKER, M="D:20260102",
        CreationDate="D:20260102", NM=MARKER, Subj=MARKER, RC=f"<body>{MARKER}</body>", Contents=MARKER, **more,
    )  # fmt: skip


def pdf_notes(made: pikepdf.Pdf) -> None:
    page = page_of(made, {"XObject": pikepdf.Dictionary(Im0=image(made, photo()))}, SHOWN)
    stamp = made.make_stream(
        b"/Im0 Do", Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image(made, photo()))),
    )  # fmt: skip
    text = made.make_indirect(note("Text"))
    popup = made.make_indirect(note("Popup", Parent=text))
    text.Popup = popup
    notes = [text, popup, note("Highlight", QuadPoints=[0] * 8), note("Stamp", AP=pikepdf.Dictionary(N=stamp))]
    notes += [note("FileAttachment", FS=pikepdf.Dictionary(F=MARKER, EF=pikepdf.Dictionary()))]
    page.obj.Annots = pikepdf.Array(notes)


def pdf_facts(made: pikepdf.Pdf) -> None:
    page = page_of(made, {"XObject": pikepdf.Dictionary(Im0=image(made, photo()))}, SHOWN)
    made.docinfo["/Author"], made.docinfo["/Title"], made.docinfo["/Own"] = MARKER, MARKER, MARKER
    with made.open_metadata() as metadata:
        metadata["dc:creator"] = [MARKER]
    made.attachments["evidence.jpg"] = photo()
    made.Root.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=MARKER))
    made.Root.Collection = pikepdf.Dictionary(Owner=MARKER)
    made.Root.OwnKey = pikepdf.Array([pikepdf.Array([pikepdf.Dictionary(Metadata=MARKER, Who=MARKER)])])
    made.trailer.OwnKey = MARKER
    page.obj.Thumb = image(made, photo())
    page.obj.OwnKey = MARKER
    page.obj.Metadata = made.make_stream(XMP)


def pdf_signed(made: pikepdf.Pdf) -> None:
    page = page_of(made, {"XObject": pikepdf.Dictionary(Im0=image(made, photo()))}, SHOWN)
    value = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Name=MARKER, Location=MARKER, M="D:2026")
    )
    field = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T="Signature1", TU=MARKER,
            V=value, Rect=[0, 0, 0, 0],
        )
    )  # fmt: skip
    page.obj.Annots = pikepdf.Array([field])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
    made.Root.Perms = pikepdf.Dictionary(DocMDP=value)


def pdf_tagged(made: pikepdf.Pdf) -> None:
    page = page_of(made, {"XObject": pikepdf.Dictionary(Im0=image(made, photo()))}, SHOWN)
    figure = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure, Alt=f"C:\\Users\\{MARKER}\\a.jpg", K=0, Pg=page.obj
        )
    )
    made.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=figure)
    made.Root.URI = pikepdf.Dictionary(Base=f"file:///C:/Users/{MARKER}/")
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"file:///C:/Users/{MARKER}/list.doc")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    page.obj.Annots = pikepdf.Array([link])


def pdf_profile(made: pikepdf.Pdf) -> None:
    space = pikepdf.Array([pikepdf.Name.ICCBased, made.make_stream(profile(), N=3)])
    one = image(made, photo())
    one.ColorSpace = space
    page_of(made, {"XObject": pikepdf.Dictionary(Im0=one)}, SHOWN)


def masked(made: pikepdf.Pdf, **more) -> pikepdf.Object:
    mask = image(made, photo(mode="L", shown=Image.new("L", SIZE, 255)))
    mask.ColorSpace = pikepdf.Name.DeviceGray
    mask.Metadata = made.make_stream(XMP)
    return image(made, photo(), SMask=mask, OPI=pikepdf.Dictionary(F=MARKER), Own=MARKER, **more)


def chain(*names: str) -> pikepdf.Array:
    return pikepdf.Array([pikepdf.Name(f"/{name}") for name in names])


PDFS = {
    "pdf_dct.pdf": with_image(lambda made: image(made, photo())),
    "pdf_dct_progressive.pdf": with_image(lambda made: image(made, photo(progressive=True))),
    "pdf_dct_turned.pdf": with_image(lambda made: image(made, photo(orientation=6))),
    "pdf_dct_hex.pdf": with_image(lambda made: image(made, ascii_hex(photo()), chain("ASCIIHexDecode", "DCTDecode"))),
    "pdf_dct_array.pdf": with_image(lambda made: image(made, photo(), chain("DCTDecode"))),
    "pdf_jpx.pdf": with_image(lambda made: image(made, jpeg2000(), pikepdf.Name.JPXDecode)),
    "pdf_jpx_bare.pdf": with_image(lambda made: image(made, jpeg2000(with_boxes=False), pikepdf.Name.JPXDecode)),
    "pdf_mask.pdf": with_image(masked),
    "pdf_form.pdf": pdf(pdf_in_form),
    "pdf_inline.pdf": pdf(pdf_inline),
    "pdf_inline_hex.pdf": pdf(lambda made: pdf_inline(made, b"[/AHx /DCT]", ascii_hex(photo()))),
    "pdf_split.pdf": pdf(pdf_split_contents),
    "pdf_pattern.pdf": pdf(pdf_in_pattern),
    "pdf_notes.pdf": pdf(pdf_notes),
    "pdf_facts.pdf": pdf(pdf_facts),
    "pdf_signed.pdf": pdf(pdf_signed),
    "pdf_tagged.pdf": pdf(pdf_tagged),
    "pdf_profile.pdf": pdf(pdf_profile),
}


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
