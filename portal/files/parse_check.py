"""Parses an uploaded file to see whether it is what it claims. Only in a process of its own (portal.core.sandbox):
these libraries are large, and the files are strangers'. Each answers with the name of a problem, or with an empty
string. No Django here.
"""

from io import BytesIO

import pikepdf
from PIL import Image, MpoImagePlugin  # noqa: F401  # a later import would find no file to open

# See docs/requirements/security.md#file-checks.
MAX_PAGES = 500
# Of EXIF: the tag, and its values for a picture that lies on its side.
ORIENTATION, SIDEWAYS = 0x0112, frozenset({5, 6, 7, 8})
MAX_PIXELS = 50_000_000

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
Image.preinit()


def check_pdf(body: bytes) -> str:
    """Return the name of a problem of a PDF, or an empty string."""
    try:
        with pikepdf.open(BytesIO(body)) as opened:
            pages = len(opened.pages)
    except pikepdf.PasswordError:
        return "locked"
    except (pikepdf.PdfError, ValueError, RecursionError):
        return "damaged"
    if pages > MAX_PAGES:
        return "too_many_pages"
    return "" if pages else "no_pages"


def get_picture_size(body: bytes) -> list[int]:
    """Return width and height of a picture in pixels, as it is shown: one that lies on its side is turned."""
    with Image.open(BytesIO(body), formats=("JPEG", "PNG")) as image:
        turned = image.getexif().get(ORIENTATION) in SIDEWAYS
        return [image.height, image.width] if turned else [image.width, image.height]


def check_picture(body: bytes) -> str:
    """Return the name of a problem of a picture, or an empty string."""
    try:
        with Image.open(BytesIO(body), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PIXELS:
                return "too_many_pixels"
            image.load()
    except Image.DecompressionBombError:
        return "too_many_pixels"
    except (OSError, SyntaxError, ValueError):
        return "damaged"
    return ""
