"""A small preview of a picture, drawn anew, and first so blurred that it shows nothing.

Only in a process of its own (portal.core.sandbox), for strangers made the files. No Django here.
"""

from base64 import b64encode
from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps, MpoImagePlugin, WebPImagePlugin  # noqa: F401  # no file to open later

from portal.files.parse_check import MAX_PIXELS

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# Large enough to read a sign by; the blurred one holds a few spots of colour and no more.
SHARP, SPOTS, BLURRED = (1200, 1200), (6, 6), 240

Image.preinit()
pillow_heif.register_heif_opener(thumbnails=False)
pillow_heif.options.DECODE_THREADS = 1


def preview(body: bytes) -> dict[str, str | int]:
    """Return the blurred and the sharp preview as JPEG in base 64, and the size of the sharp one.

    Raises ValueError for too many pixels.
    """
    with Image.open(BytesIO(body), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        image.draft("RGB", SHARP)
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    sharp = Image.new("RGB", upright.size, "white")
    sharp.paste(upright, mask=upright.getchannel("A"))
    sharp.thumbnail(SHARP)
    spots = sharp.copy()
    spots.thumbnail(SPOTS)
    height = max(1, BLURRED * sharp.height // sharp.width)
    blurred = spots.resize((BLURRED, min(height, BLURRED)), Image.Resampling.BICUBIC)
    return {"sharp": _jpeg(sharp), "blurred": _jpeg(blurred), "width": sharp.width, "height": sharp.height}


def _jpeg(image: Image.Image) -> str:
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return b64encode(out.getvalue()).decode()
