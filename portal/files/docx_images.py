"""Removes the metadata of pictures inside a Word document. Runs only in a sandbox process. No Django here."""

from dataclasses import dataclass
from io import BytesIO

from PIL import (  # noqa: F401  # a later import would find no file to open
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    MpoImagePlugin,
    TiffImagePlugin,
)

from portal.files import images, sanitising
from portal.files.image_metadata import JPEG_START, PNG_START, Unclean, strip_jpeg, strip_png
from portal.files.parse_check import MAX_PIXELS, ORIENTATION, SIDEWAYS

CONTENT_TYPES = {"jpeg": "image/jpeg", "png": "image/png"}
# Drawn anew as PNG, in the order in which Pillow should try them.
REDRAWN_FORMATS = ("GIF", "BMP", "TIFF", "DIB")


@dataclass(frozen=True)
class CleanImage:
    """A cleaned picture. extension: of the new file. is_sideways: width and height have changed places."""

    body: bytes
    extension: str
    is_sideways: bool = False


def clean_image(body: bytes, *, may_turn: bool) -> CleanImage:
    """Return the picture from its pixels alone.

    may_turn: whether one that a phone took sideways is drawn upright; not where the document turns it already.
    Raises Unclean for drawings (EMF, WMF) and whatever else cannot be cleaned.
    """
    try:
        if body.startswith((JPEG_START, PNG_START)):
            return _clean_photo(body, may_turn=may_turn)
        if images.check(body) == "":
            return CleanImage(images.clean(body), "jpeg", _orientation(body) in SIDEWAYS)
        return _redraw(body)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unclean("a picture cannot be cleaned") from error


def _orientation(body: bytes) -> int:
    with Image.open(BytesIO(body)) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Unclean("too many pixels")
        return int(image.getexif().get(ORIENTATION) or 1)


def _clean_photo(body: bytes, *, may_turn: bool) -> CleanImage:
    is_jpeg = body.startswith(JPEG_START)
    extension = "jpeg" if is_jpeg else "png"
    orientation = _orientation(body)
    if may_turn and orientation in range(2, 9):
        return CleanImage(sanitising.clean_picture(body), extension, orientation in SIDEWAYS)
    return CleanImage(strip_jpeg(body) if is_jpeg else strip_png(body), extension)


def _redraw(body: bytes) -> CleanImage:
    with Image.open(BytesIO(body), formats=REDRAWN_FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Unclean("too many pixels")
        drawn = image.convert("RGBA" if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info else "RGB")
    drawn.info.clear()
    out = BytesIO()
    drawn.save(out, "PNG")
    return CleanImage(strip_png(out.getvalue()), "png")
