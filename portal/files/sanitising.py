"""Removes the metadata of a picture by drawing it anew from its pixels.

Only in a process of its own (portal.core.sandbox), as the reading is. Raises Unclean for what cannot be cleaned. A PDF
is cleaned by portal.files.pdf_cleaning, a Word document by portal.files.docx_cleaning. No Django here.

See docs/requirements/security.md#sandbox, docs/requirements/security.md#file-metadata.
"""

from io import BytesIO

from PIL import Image, ImageOps

from portal.files.image_metadata import Unclean, strip_jpeg, strip_png
from portal.files.parse_check import MAX_PIXELS, ORIENTATION

__all__ = ["Unclean", "clean_picture"]

MAX_TURNED_PIXELS = 25_000_000


def clean_picture(body: bytes) -> bytes:
    """Return the picture drawn anew from its pixels, upright. EXIF, XMP, IPTC, comments, thumbnails and text chunks are
    gone.

    The sandbox holds one copy of 50 million pixels. A larger photo that has to be turned is read at half its size: a
    phone's best photo would otherwise be sent with the place where it was taken.
    """
    out = BytesIO()
    with Image.open(BytesIO(body), formats=("JPEG", "PNG")) as image:
        is_png = image.format == "PNG"
        if image.width * image.height > MAX_PIXELS:
            raise Unclean("too many pixels")
        if image.width * image.height > MAX_TURNED_PIXELS and image.getexif().get(ORIENTATION) in range(2, 9):
            image.draft(None, (image.width // 2, image.height // 2))
        upright = _turned(image)
        if not is_png and upright.mode not in {"L", "RGB", "CMYK"}:
            upright = upright.convert("RGB")
        keep = {"transparency": upright.info["transparency"]} if is_png and "transparency" in upright.info else {}
        upright.info.clear()
        upright.save(out, "PNG" if is_png else "JPEG", **(keep if is_png else {"quality": 90}))
        return strip_png(out.getvalue()) if is_png else strip_jpeg(out.getvalue())


def _turned(image: Image.Image) -> Image.Image:
    """Return the picture upright, and a copy of it only where it lay otherwise."""
    image.load()
    if image.getexif().get(ORIENTATION) in range(2, 9):
        return ImageOps.exif_transpose(image)
    return image
