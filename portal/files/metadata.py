"""Lists the metadata of a file, to tell the person who gave it what was taken out.

Only in a process of its own (portal.core.sandbox). Each answers with codes of HIDDEN, in its order. No Django here.
"""

import re
from io import BytesIO

import pikepdf
import pillow_heif
from PIL import ExifTags, Image, MpoImagePlugin, WebPImagePlugin  # noqa: F401  # no file to open later

from portal.files import docx, pdf_images
from portal.files.parse_check import MAX_PIXELS

METADATA_CODES = ("place", "time", "device", "author", "thumbnail", "comments", "attachment", "script", "other")
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
TIME, DEVICE = {0x0132, 0x9003, 0x9004}, {0x010F, 0x0110, 0x0131, 0xA431, 0xA433, 0xA434}
AUTHOR = {0x013B, 0x8298, 0x9C9D}
# The resource in which Photoshop keeps a small copy, and the longest JFIF segment without one.
PHOTOSHOP_THUMBNAILS, BARE_JFIF = (0x0409, 0x040C), 14
# The reference from a thumbnail to its picture (ISO/IEC 23008-12, 6.4.4), in the boxes before the pixels.
HEIF_THUMBNAIL, HEIF_HEAD = b"thmb", 65536
# Said of how the picture is drawn, and of nobody.
HARMLESS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression", "transparency"}
HARMLESS |= {
    "adobe",
    "adobe_transform",
    "gamma",
    "chromaticity",
    "srgb",
    "interlace",
    "background",
    "timestamp",
    "loop",
}
HARMLESS |= {"bit_depth", "primary", "tmap_ids", "depth_images", "aux", "duration"}

# Of a PDF: what a page or a form does not show.
UNSEEN_KEYS = ("/Metadata", "/PieceInfo", "/Alt", "/ActualText", "/DV", "/TU", "/TM", "/RV", "/Measure", "/VP")
# Of a Word document: parts beside the text, and what stands in it unseen.
THUMBNAIL = re.compile(r"^docProps/thumbnail", re.IGNORECASE)
OTHER_PARTS = re.compile(r"^customXml/|^docProps/(custom|app)|/glossary/|/printerSettings|^word/fonts/", re.IGNORECASE)
OTHER_MARKS = re.compile(
    r"\b(descr|alt)=\"[^\"]|<w:(docVar|rsid|attachedTemplate|mailMerge)\b|<!--|<c:f>[^<]|w:fldData|gfxdata="
)

Image.preinit()
pillow_heif.register_heif_opener(thumbnails=False)


def picture_metadata(body: bytes) -> list[str]:
    """Return the codes of what a picture says besides its pixels."""
    with Image.open(BytesIO(body), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            return ["other"]
        exif = image.getexif()
        tags = set(exif) | set(exif.get_ifd(ExifTags.IFD.Exif))
        beside = {name for name, value in image.info.items() if value and name not in HARMLESS}
        flags = {
            "place": bool(exif.get_ifd(ExifTags.IFD.GPSInfo)),
            "time": bool(tags & TIME),
            "device": bool(tags & DEVICE),
            "author": bool(tags & AUTHOR),
            "thumbnail": _has_thumbnail(image, exif, body),
            "comments": "comment" in beside,
            "other": bool(beside - {"exif", "comment"}),
        }
    return [name for name in METADATA_CODES if flags.get(name)]


def _has_thumbnail(image: Image.Image, exif: Image.Exif, body: bytes) -> bool:
    """Say whether the picture carries a small copy of itself, which may show what was later cut off or painted over."""
    segments: list[tuple[str, bytes]] = getattr(image, "applist", [])
    in_jfif = any(
        name == "APP0" and (content.startswith(b"JFXX") or (content.startswith(b"JFIF") and len(content) > BARE_JFIF))
        for name, content in segments
    )
    resources = image.info.get("photoshop")
    in_photoshop = isinstance(resources, dict) and any(number in resources for number in PHOTOSHOP_THUMBNAILS)
    in_heif = image.format == "HEIF" and HEIF_THUMBNAIL in body[:HEIF_HEAD]
    return bool(exif.get_ifd(ExifTags.IFD.IFD1)) or in_jfif or in_photoshop or in_heif


def pdf_metadata(body: bytes) -> list[str]:
    """Return the codes of what a PDF says besides its pages."""
    with pikepdf.open(BytesIO(body)) as opened:
        facts = opened.trailer.get("/Info", pikepdf.Dictionary())
        seen = _pictures_of_pdf(opened)
        things = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream)]
        notes = [note for page in opened.pages for note in page.obj.get("/Annots", []) if "/Subtype" in note]
        flags = {
            "time": "/CreationDate" in facts or "/ModDate" in facts or any("/M" in note for note in notes),
            "device": "/Producer" in facts or "/Creator" in facts,
            "author": "/Author" in facts
            or any("/T" in note and note.get("/Subtype") != "/Widget" for note in notes)
            or any("/ByteRange" in one for one in things),
            "thumbnail": any("/Thumb" in page.obj for page in opened.pages),
            "comments": any(note.get("/Subtype") in {"/Text", "/Popup"} or "/RC" in note for note in notes),
            "attachment": bool(len(opened.attachments))
            or any(note.get("/Subtype") == "/FileAttachment" for note in notes),
            "script": any(_acts(thing) for thing in things),
            "other": any(key in one for key in UNSEEN_KEYS for one in (*things, *notes))
            or any(_is_named_layer(thing) for thing in things),
        }
    return [name for name in METADATA_CODES if flags.get(name) or name in seen]


def _pictures_of_pdf(opened: pikepdf.Pdf) -> set[str]:
    try:
        return {code for _filter, encoded in pdf_images.images(opened) for code in _embedded(encoded)}
    except ValueError:
        return {"other"}


def _embedded(body: bytes) -> list[str]:
    """Return the metadata of a picture within another file. One that this cannot read may hide anything: the cleaner
    decides.
    """
    try:
        return picture_metadata(body)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ["other"]


def _is_named_layer(thing: pikepdf.Object) -> bool:
    """Say whether it is a layer with a name of its own; the cleaner numbers them."""
    return thing.get("/Type") == "/OCG" and not str(thing.get("/Name", "")).isdecimal()


def _acts(thing: pikepdf.Object) -> bool:
    return any(key in thing for key in ("/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/XFA"))


def document_metadata(body: bytes) -> list[str]:
    """Return the metadata of a Word document that docx.check found no problem with."""
    parts = docx.read_parts(body)
    core = parts.get("docProps/core.xml", b"").decode("utf-8", "replace")
    text = b"".join(content for name, content in parts.items() if name.startswith("word/") and name.endswith("xml"))
    words = text.decode("utf-8", "replace")
    seen = {code for name, content in parts.items() if "/media/" in name for code in _embedded(content)}
    flags = {
        "author": bool(re.search(r"<dc:creator>[^<]|lastModifiedBy>[^<]|w:author=\"[^\"]", core + words))
        or "word/people.xml" in parts,
        "time": bool(re.search(r"<dcterms:(created|modified)", core) or re.search(r"w:date=\"", words)),
        "thumbnail": any(THUMBNAIL.search(name) for name in parts),
        "comments": any("comments" in name for name in parts),
        "other": any(OTHER_PARTS.search(name) for name in parts) or bool(OTHER_MARKS.search(words)),
    }
    return [name for name in METADATA_CODES if flags.get(name) or name in seen]
