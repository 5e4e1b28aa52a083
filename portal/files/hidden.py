"""What a file says besides what it shows: told to the person who gave it, so that they know what was taken out.

Only in a process of its own (portal.core.apart). Each answers with codes of HIDDEN, in its order. No Django here.
"""

import re
from io import BytesIO

import pikepdf
import pillow_heif
from PIL import ExifTags, Image, MpoImagePlugin, WebPImagePlugin  # noqa: F401  # no file to open later

from portal.files import docx
from portal.files.parsing import MOST_PIXELS

HIDDEN = ("place", "time", "device", "author", "comments", "attachment", "script", "other")
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
TIME, DEVICE = {0x0132, 0x9003, 0x9004}, {0x010F, 0x0110, 0x0131, 0xA431, 0xA433, 0xA434}
AUTHOR = {0x013B, 0x8298, 0x9C9D}
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

Image.preinit()
pillow_heif.register_heif_opener(thumbnails=False)


def picture(body: bytes) -> list[str]:
    with Image.open(BytesIO(body), formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            return ["other"]
        exif = image.getexif()
        tags = set(exif) | set(exif.get_ifd(ExifTags.IFD.Exif))
        beside = {name for name, value in image.info.items() if value and name not in HARMLESS}
        told = {
            "place": bool(exif.get_ifd(ExifTags.IFD.GPSInfo)),
            "time": bool(tags & TIME),
            "device": bool(tags & DEVICE),
            "author": bool(tags & AUTHOR),
            "comments": "comment" in beside,
            "other": bool(beside - {"exif", "comment"}),
        }
    return [name for name in HIDDEN if told.get(name)]


def pdf(body: bytes) -> list[str]:
    with pikepdf.open(BytesIO(body)) as opened:
        facts = opened.trailer.get("/Info", pikepdf.Dictionary())
        told = {
            "time": "/CreationDate" in facts or "/ModDate" in facts,
            "device": "/Producer" in facts or "/Creator" in facts,
            "author": "/Author" in facts,
            "attachment": bool(len(opened.attachments)),
            "script": any(_acts(thing) for thing in opened.objects),
            "other": "/Metadata" in opened.Root,
        }
    return [name for name in HIDDEN if told.get(name)]


def _acts(thing: object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and any(key in thing for key in ("/JS", "/JavaScript", "/OpenAction"))


def document(body: bytes) -> list[str]:
    """Of a Word document that docx.check found no problem with."""
    parts = docx.parts_of(body)
    core = parts.get("docProps/core.xml", b"").decode("utf-8", "replace")
    text = b"".join(content for name, content in parts.items() if name.startswith("word/")).decode("utf-8", "replace")
    told = {
        "author": bool(re.search(r"<dc:creator>[^<]|lastModifiedBy>[^<]|w:author=\"[^\"]", core + text)),
        "time": bool(re.search(r"<dcterms:(created|modified)", core) or re.search(r"w:date=\"", text)),
        "comments": any("comments" in name for name in parts),
        "other": any(name.startswith(("customXml/", "docProps/custom", "docProps/app")) for name in parts),
    }
    return [name for name in HIDDEN if told.get(name)]
