"""Tell by its first bytes whether a part that is named as a picture is one. Nothing is decoded."""

import re
import struct

PICTURE_NAME = re.compile(
    r"\.(?:png|jpe?g|jpe|jfif|gif|bmp|dib|tiff?|emf|wmf|emz|wmz|svgz?|webp|ico|wdp|hdp|jxr|heic|heif|avif|jp2|pct|pict)$",
    re.IGNORECASE,
)
PACKED_NAME = re.compile(r"\.(?:emz|wmz|svgz)$", re.IGNORECASE)
OLD_APPLE_NAME = re.compile(r"\.(?:pct|pict)$", re.IGNORECASE)
STARTS = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"II\xbc", b"\xd7\xcd\xc6\x9a",
    b"\1\0\x09\0\0\3", b"\2\0\x09\0\0\3", b"\0\0\1\0", b"\0\0\0\x0cjP  ",
)  # fmt: skip
BITMAP_HEADS = frozenset({12, 40, 52, 56, 64, 108, 124})  # bytes of the header that follows
SVG = re.compile(rb"(?:\s|<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*<(?:\w+:)?svg[\s>]", re.DOTALL)


def is_picture(name: str, opening: bytes) -> bool:
    """Return whether a part that begins so is a picture of any usual kind."""
    if opening.startswith(STARTS):
        return True
    if opening.startswith(b"BM") and len(opening) >= 18:
        return struct.unpack_from("<I", opening, 14)[0] in BITMAP_HEADS
    if opening.startswith(b"\1\0\0\0"):
        return opening[40:44] == b" EMF"
    if opening.startswith(b"RIFF"):
        return opening[8:12] == b"WEBP"
    if opening.startswith(b"\x1f\x8b"):
        return bool(PACKED_NAME.search(name))
    if opening[4:8] == b"ftyp":
        return opening[8:12] in {b"heic", b"heix", b"mif1", b"avif", b"msf1"}
    if OLD_APPLE_NAME.search(name):
        return opening.startswith(bytes(64))
    return bool(SVG.match(opening.removeprefix(b"\xef\xbb\xbf")))
