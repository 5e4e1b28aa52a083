"""No output of the cleaner says who made a file, when and where, however deep it looks.

See docs/requirements/security.md#file-checks, docs/requirements/security.md#file-metadata.
"""

import zlib
from base64 import b64decode
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from PIL import Image

from portal.files import attachment_types, file_types, previews
from tests.portal.files import metadata_samples
from tests.portal.files.metadata_samples import BLUE, CARRIERS, DOCUMENTS, MARKER, PDFS, PICTURES, RED, WORDS

SECRETS = [
    *(MARKER.encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be")),
    *(MARKER[:12].encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be")),
    MARKER.encode().hex().encode(),
    b"Exif\x00\x00", b"eXIf", b"GPSLatitude", b"xmpmeta", b"2026:01:02", b"D:2026", b"2026-01-02",
]  # fmt: skip


def kind_for(name: str, body: bytes) -> file_types.Kind:
    return next(
        kind
        for kind in attachment_types.ATTACHMENT_TYPES
        if kind.fits(body) and name.rpartition(".")[2] in kind.extensions
    )


def cleaned(name: str) -> bytes:
    return kind_for(name, CARRIERS[name]).clean(CARRIERS[name])


def everything_in(body: bytes):
    """Yield the bytes, and the bytes of all that is packed within them."""
    yield body
    if body.startswith(b"PK") and is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as packed:
            yield packed.comment
            for entry in packed.infolist():
                yield entry.filename.encode()
                yield from everything_in(packed.read(entry))
    elif body.startswith(b"%PDF"):
        yield from everything_in_pdf(body)
    elif body.startswith(b"\x89PNG"):
        yield from chunks_of(body)


def everything_in_pdf(body: bytes):
    with pikepdf.open(BytesIO(body)) as opened:
        yield opened.trailer.unparse()
        for thing in opened.objects:
            # What is written in place within the object is unparsed with it; strings are shown as they are, too.
            yield thing.unparse()
            yield from strings_in(thing)
            if isinstance(thing, pikepdf.Stream):
                yield from everything_in(bytes(thing.read_raw_bytes()))
                try:
                    yield from everything_in(bytes(thing.read_bytes(pikepdf.StreamDecodeLevel.specialized)))
                except pikepdf.PdfError:
                    # Only a picture's own filter is left, or the one chain that the carriers hold.
                    if isinstance(thing.Filter, pikepdf.Array) and len(thing.Filter) > 1:
                        yield bytes.fromhex(thing.read_raw_bytes().decode().rstrip(">"))


def strings_in(thing, depth: int = 0):
    if isinstance(thing, pikepdf.String):
        yield bytes(thing)
        yield str(thing).encode()
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            yield from strings_in(value, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and depth < 5:
        for _key, value in thing.items():
            yield from strings_in(value, depth + 1)


def chunks_of(body: bytes):
    at = 8
    while at + 12 <= len(body):
        length = int.from_bytes(body[at : at + 4])
        content = body[at + 8 : at + 8 + length]
        packed = content.find(b"\0\0")
        if body[at + 4 : at + 8] in {b"zTXt", b"iCCP"} and packed > 0:
            yield zlib.decompressobj().decompress(content[packed + 2 :])
        at += 12 + length


def secrets_in(body: bytes) -> set[bytes]:
    return {secret for piece in everything_in(body) for secret in SECRETS if secret in piece}


def looks_like_the_drawing(image: Image.Image) -> bool:
    """Say whether it is red on its left and blue on its right, wherever it lies in the picture."""
    colours = [
        (x, pixel)
        for x in range(0, image.width, max(1, image.width // 60))
        for pixel in [image.getpixel((x, image.height // 2))]
    ]
    reds = [x for x, pixel in colours if is_near(pixel, RED)]
    blues = [x for x, pixel in colours if is_near(pixel, BLUE)]
    return bool(reds) and bool(blues) and max(reds) < min(blues)


def is_near(pixel: tuple[int, ...], colour: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 60 for one, other in zip(pixel[:3], colour, strict=True))


def page(body: bytes) -> tuple[str, Image.Image]:
    opened = pypdfium2.PdfDocument(body)
    first = opened[0]
    return first.get_textpage().get_text_range(), first.render(may_draw_forms=False).to_pil().convert("RGB")


# --- Nothing is said -------------------------------------------------------------------------------------------------


def test_there_are_many_files_and_each_carries_a_secret():
    assert len(CARRIERS) >= 55
    for name, body in CARRIERS.items():
        if name not in {"photo.heic", "docx_heic.docx"}:
            assert secrets_in(body), name
    with Image.open(BytesIO(CARRIERS["photo.heic"])) as image:
        assert image.getexif()[0x013B] == MARKER


@pytest.mark.parametrize("name", list(CARRIERS))
def test_no_cleaned_file_says_who_made_it_when_and_where(name):
    body = cleaned(name)
    assert secrets_in(body) == set()
    for piece in everything_in(body):
        if piece.startswith((b"\xff\xd8\xff", b"\x89PNG")):
            with Image.open(BytesIO(piece)) as image:
                assert not image.getexif()
                assert not {"comment", "xmp", "icc_profile"} & image.info.keys()


@pytest.mark.parametrize("name", ["photo.jpg", "photo.heic", "pdf_mask.pdf", "docx_tiff.docx", "docx_heic.docx"])
def test_each_cleaner_can_work_in_the_sandbox(name):
    kind = kind_for(name, CARRIERS[name])
    assert secrets_in(file_types.clean_file(kind, CARRIERS[name])) == set()


# --- What is shown stays ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(PDFS))
def test_a_page_of_a_pdf_looks_and_reads_as_before(name):
    (text, before), (clean_text, after) = page(PDFS[name]), page(cleaned(name))
    assert WORDS in clean_text
    assert clean_text == text
    assert looks_like_the_drawing(before.crop((20, 60, 260, 180)))
    assert looks_like_the_drawing(after.crop((20, 60, 260, 180)))


@pytest.mark.parametrize("name", [name for name in PICTURES if name != "grey.jpg"])
def test_a_picture_is_shown_upright(name):
    with Image.open(BytesIO(PICTURES[name])) as image:
        turned = image.getexif().get(0x0112) if name != "photo.heic" else 1
    with Image.open(BytesIO(cleaned(name))) as image:
        shown = image.convert("RGB")
    if turned in {6, 8}:
        assert shown.size == metadata_samples.SIZE[::-1]
        shown = shown.transpose({6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}[turned])
    elif turned == 2:
        shown = shown.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert looks_like_the_drawing(shown)


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_a_word_document_keeps_its_words_and_each_picture_that_it_shows(name):
    with ZipFile(BytesIO(cleaned(name))) as packed:
        parts = {entry: packed.read(entry) for entry in packed.namelist()}
    main = etree.fromstring(parts["word/document.xml"])
    assert WORDS in "".join(main.itertext())
    ids = dangling_ids(parts)
    assert ids == set()
    shown = [body for entry, body in parts.items() if entry.startswith("word/media/")]
    assert len(shown) == (1 if b"media/" in DOCUMENTS[name] and name != "docx_orphan.docx" else 0)
    for body in shown:
        with Image.open(BytesIO(body)) as image:
            upright = image.convert("RGB")
        if name == "docx_turned.docx":
            assert upright.size == metadata_samples.SIZE[::-1]
            upright = upright.transpose(Image.Transpose.ROTATE_90)
        assert looks_like_the_drawing(upright)


def dangling_ids(parts: dict[str, bytes]) -> set[str]:
    """Return relations that a part uses and its list does not hold, and targets that are not there."""
    found = set()
    for name, body in parts.items():
        if name.endswith(".rels"):
            rows = etree.fromstring(body)
            found |= {row.get("Target") for row in rows if not row.get("TargetMode") and missing(parts, name, row)}
        elif name.endswith(".xml"):
            folder, _slash, last = name.rpartition("/")
            listed = parts.get(f"{folder}/_rels/{last}.rels".lstrip("/"), b"<a/>")
            ids = {row.get("Id") for row in etree.fromstring(listed)}
            used = {
                value
                for element in etree.fromstring(body).iter(etree.Element)
                for attribute, value in element.attrib.items()
                if attribute.startswith(f"{{{metadata_samples.R}}}")
            }
            found |= used - ids
    return found


def missing(parts: dict[str, bytes], name: str, row: etree._Element) -> bool:
    target = row.get("Target")
    folder = name.partition("_rels/")[0]
    return (target[1:] if target.startswith("/") else folder + target) not in parts


def test_a_photo_that_lay_on_its_side_gets_a_place_of_its_own_shape():
    with ZipFile(BytesIO(cleaned("docx_turned.docx"))) as packed:
        main = packed.read("word/document.xml").decode()
    assert main.count('cx="1200" cy="2400"') == 2


def test_a_photo_that_word_has_turned_itself_is_not_turned_twice():
    with ZipFile(BytesIO(cleaned("docx_turned_by_word.docx"))) as packed:
        main = packed.read("word/document.xml").decode()
        with Image.open(BytesIO(packed.read("word/media/image1.jpeg"))) as image:
            assert image.size == metadata_samples.SIZE
    assert main.count('cx="2400" cy="1200"') == 2


def test_a_photo_of_as_many_pixels_as_are_taken_is_cleaned_and_turned_in_the_sandbox():
    out = BytesIO()
    metadata_samples.drawing(size=(8000, 6000)).save(out, "JPEG", exif=metadata_samples.exif(6))
    clean = file_types.clean_file(kind_for("a.jpg", out.getvalue()), out.getvalue())
    assert secrets_in(clean) == set()
    with Image.open(BytesIO(clean)) as image:
        assert image.height > image.width


def test_a_blurred_preview_says_nothing_either():
    made = previews.preview(CARRIERS["photo.jpg"])
    assert MARKER not in repr(made)
    assert secrets_in(b64decode(made["sharp"])) == secrets_in(b64decode(made["blurred"])) == set()


# --- The truth about what was taken out, and what cannot be ----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("pdf_dct.pdf", {"place", "time", "device", "author", "comments"}),
        ("pdf_inline_hex.pdf", {"place", "author"}),
        ("pdf_form.pdf", {"place", "author"}),
        ("pdf_notes.pdf", {"author", "time", "comments", "attachment"}),
        ("pdf_signed.pdf", {"author"}),
        ("docx_jpg.docx", {"place", "time", "device", "author"}),
        ("docx_header.docx", {"place"}),
        ("docx_people.docx", {"author"}),
        ("docx_settings.docx", {"other"}),
        ("docx_glossary.docx", {"other"}),
    ],
)
def test_the_reporter_is_told_what_was_in_the_pictures_of_a_document(name, codes):
    kind = kind_for(name, CARRIERS[name])
    assert codes <= set(attachment_types.find_metadata(kind, CARRIERS[name]))


def with_exif_thumbnail() -> bytes:
    """Return a photo with a small copy of another picture, as cameras and editors leave it."""
    exif = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x0e\x00\x00\x00\x02\x00"
    small = metadata_samples.other("JPEG")
    for tag, value in ((0x0201, 44), (0x0202, len(small))):
        exif += tag.to_bytes(2, "little") + b"\x04\x00\x01\x00\x00\x00" + value.to_bytes(4, "little")
    return with_segment(exif + b"\x00\x00\x00\x00" + small)


def with_segment(content: bytes, marker: bytes = b"\xff\xe1") -> bytes:
    body = metadata_samples.other("JPEG")
    return body[:2] + marker + (len(content) + 2).to_bytes(2) + content + body[2:]


THUMBNAILS = {
    "exif.jpg": with_exif_thumbnail(),
    "jfif.jpg": with_segment(b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x01\x01" + b"\xdc\x14\x14", b"\xff\xe0"),
    "jfxx.jpg": with_segment(b"JFXX\x00\x13\x01\x01\xdc\x14\x14", b"\xff\xe0"),
    "photoshop.jpg": with_segment(b"Photoshop 3.0\x008BIM\x04\x0c\x00\x00\x00\x00\x00\x04" + b"tiny", b"\xff\xed"),
    "thumb.heic": metadata_samples.heic(thumbnails=[32]),
    "thumb.pdf": PDFS["pdf_facts.pdf"],
    "thumb.docx": DOCUMENTS["docx_orphan.docx"],
    "inside.docx": metadata_samples.docx_with("a.jpg", with_exif_thumbnail()),
}


@pytest.mark.parametrize("name", list(THUMBNAILS))
def test_the_reporter_is_told_of_a_thumbnail(name):
    assert "thumbnail" in attachment_types.find_metadata(kind_for(name, THUMBNAILS[name]), THUMBNAILS[name])


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp", "photo.heic", "pdf_dct.pdf", "docx_jpg.docx"])
def test_no_thumbnail_is_told_of_where_there_is_none(name):
    assert "thumbnail" not in attachment_types.find_metadata(kind_for(name, CARRIERS[name]), CARRIERS[name])


EMF = b"\x01\x00\x00\x00\x58\x00\x00\x00" + b"\0" * 32 + b" EMF" + MARKER.encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "picture"), [("a.emf", EMF), ("a.jpg", b"\xff\xd8\xff\xe1\x00"), ("a.png", b"?" * 99)]
)
def test_a_document_with_a_picture_that_cannot_be_cleaned_is_not_passed_off_as_clean(name, picture):
    body = metadata_samples.docx_with(name, picture)
    kind = kind_for("a.docx", body)
    assert kind.read(body) == ""
    with pytest.raises(file_types.Refused, match="could not remove hidden details"):
        file_types.clean_file(kind, body)
