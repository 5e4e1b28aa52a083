"""Checks pictures of phones and messengers, WEBP and HEIC, and draws them anew as JPEG without metadata.

Only in a process of its own (portal.core.sandbox): its decoder is large. No Django here.
"""

from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps, WebPImagePlugin  # noqa: F401  # a later import would find no file to open

from portal.files.parse_check import MAX_PIXELS

FORMATS = ("WEBP", "HEIF")

pillow_heif.register_heif_opener(thumbnails=False)
# The process may start no thread.
pillow_heif.options.DECODE_THREADS = 1


def check(body: bytes) -> str:
    """Return the name of a problem, or an empty string."""
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return "too_many_pixels"
            image.load()
    except Image.DecompressionBombError:
        return "too_many_pixels"
    except (OSError, SyntaxError, ValueError, RuntimeError):
        return "damaged"
    return ""


def clean(body: bytes) -> bytes:
    """Return the picture as JPEG, upright, from its pixels alone; what was see-through is white."""
    out = BytesIO()
    with Image.open(BytesIO(body), formats=FORMATS) as image:
        upright = ImageOps.exif_transpose(image).convert("RGBA")
        bare = Image.new("RGB", upright.size, "white")
        bare.paste(upright, mask=upright.getchannel("A"))
        bare.save(out, "JPEG", quality=90)
    return out.getvalue()
