"""PDFs that carry a marker, a place and a time wherever such a file can carry them."""

from io import BytesIO

import pikepdf
from PIL import Image

from tests.portal.files.metadata_pictures import MARKER, SIZE, XMP, jpeg2000, photo, profile

WORDS = "These words are on the page"


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
