"""Removes the metadata of an encoded picture, without decoding it.

A picture inside a PDF or a Word document is drawn by that document's own rules of colour and size, so its samples must
stay as they are. Runs only in a sandbox process (portal.core.sandbox). No Django here.
"""

import re

JPEG_START, JPEG_END = b"\xff\xd8", b"\xff\xd9"
# Tables, frames and scans. Everything else in a JPEG is an application segment or a comment.
JPEG_DATA_MARKERS = frozenset({0xDB, 0xC4, 0xCC, 0xDA, 0xDC, 0xDD, 0xDE, 0xDF}) | frozenset(range(0xC0, 0xD0)) - {0xC8}
JPEG_SCAN = 0xDA
# A marker that ends the entropy coded data of a scan: neither a stuffed byte nor a restart.
JPEG_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
# Application segments that say how to read the colours: their marker, start and the length that is kept.
JPEG_COLOUR_SEGMENTS = ((0xE0, b"JFIF\x00", 14), (0xEE, b"Adobe", 12))

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"cICP"}
)

JP2_START = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
JP2_BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
JP2_HEADER_BOXES = frozenset({b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef"})
JPC_START, JPC_COMMENT, JPC_TILE, JPC_DATA, JPC_END = b"\xff\x4f\xff\x51", 0x64, 0x90, 0x93, 0xD9

# ICC.1:2022, clause 9.2: the tags that map colours. The others describe the profile, the device or who made it.
ICC_COLOUR_TAGS = frozenset(
    {b"wtpt", b"bkpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"chad", b"gamt", b"lumi"}
    | {b"view", b"meas", b"chrm", b"cicp", b"tech"}
    | {f"{way}{number}".encode() for way in ("A2B", "B2A", "D2B", "B2D", "pre") for number in range(4)}
)
ICC_HEAD = 128
# Creation time, platform, device maker, device model, creator and identity (clause 7.2).
ICC_HEAD_FIELDS = ((24, 36), (40, 44), (48, 56), (80, 100))


class Unclean(ValueError):
    """The file cannot be cleaned; nothing of it is kept."""


def strip_jpeg(body: bytes) -> bytes:
    """Return the JPEG with its tables and scans only. Raises Unclean for what is not a JPEG."""
    if not body.startswith(JPEG_START):
        raise Unclean("not a JPEG")
    out, at = bytearray(JPEG_START), 2
    while at + 1 < len(body):
        if body[at] != 0xFF:
            raise Unclean("broken JPEG")
        marker = body[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == JPEG_END[1]:
            break
        end = at + 2 + int.from_bytes(body[at + 2 : at + 4])
        if end < at + 4 or end > len(body):
            raise Unclean("broken JPEG")
        if marker == JPEG_SCAN:
            following = JPEG_NEXT_MARKER.search(body, end)
            end = following.start() if following else len(body)
        out += _jpeg_segment(marker, body[at:end])
        at = end
    return bytes(out + JPEG_END)


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    if marker in JPEG_DATA_MARKERS:
        return segment
    for colour_marker, start, length in JPEG_COLOUR_SEGMENTS:
        if marker == colour_marker and segment[4:].startswith(start) and len(segment) >= length + 4:
            data = segment[4 : 4 + length]
            # The last two bytes of a JFIF segment are the size of its thumbnail.
            data = data[:-2] + b"\x00\x00" if marker == JPEG_COLOUR_SEGMENTS[0][0] else data
            return bytes([0xFF, marker]) + (length + 2).to_bytes(2) + data
    return b""


def strip_png(body: bytes) -> bytes:
    """Return the PNG with the chunks that draw it. Raises Unclean for what is not a PNG."""
    if not body.startswith(PNG_START):
        raise Unclean("not a PNG")
    out, at = bytearray(PNG_START), len(PNG_START)
    while at + 12 <= len(body):
        end = at + 12 + int.from_bytes(body[at : at + 4])
        name = body[at + 4 : at + 8]
        if end > len(body):
            raise Unclean("broken PNG")
        if name in PNG_CHUNKS:
            out += body[at:end]
        if name == b"IEND":
            return bytes(out)
        at = end
    raise Unclean("broken PNG")


def strip_jpeg2000(body: bytes) -> bytes:
    """Return the JPEG 2000 file or codestream without comments and without boxes that do not draw it.

    Raises Unclean for what is neither.
    """
    if body.startswith(JPC_START):
        return _strip_codestream(body)
    if not body.startswith(JP2_START):
        raise Unclean("not JPEG 2000")
    return b"".join(_jp2_box(name, content) for name, content in _boxes(body) if name in JP2_BOXES)


def _boxes(body: bytes) -> list[tuple[bytes, bytes]]:
    boxes, at = [], 0
    while at + 8 <= len(body):
        length, head = int.from_bytes(body[at : at + 4]), 8
        if length == 1:
            length, head = int.from_bytes(body[at + 8 : at + 16]), 16
        end = len(body) if length == 0 else at + length
        if end < at + head or end > len(body):
            raise Unclean("broken JPEG 2000")
        boxes.append((body[at + 4 : at + 8], body[at + head : end]))
        at = end
    return boxes


def _jp2_box(name: bytes, content: bytes) -> bytes:
    if name == b"jp2h":
        content = b"".join(_jp2_box(inner, deeper) for inner, deeper in _boxes(content) if inner in JP2_HEADER_BOXES)
    elif name == b"colr" and content[:1] in {b"\x02", b"\x03"}:
        content = content[:3] + strip_icc(content[3:])
    elif name == b"jp2c":
        content = _strip_codestream(content)
    return (len(content) + 8).to_bytes(4) + name + content


def _strip_codestream(body: bytes) -> bytes:
    """Blank the comments in place: the lengths of tile parts count them."""
    if not body.startswith(JPC_START):
        raise Unclean("broken JPEG 2000")
    out, at, tile_end = bytearray(body), 2, 0
    while at + 4 <= len(body) and body[at] == 0xFF and body[at + 1] != JPC_END:
        marker, end = body[at + 1], at + 2 + int.from_bytes(body[at + 2 : at + 4])
        if marker == JPC_DATA:
            at = tile_end
            continue
        if marker == JPC_COMMENT:
            out[at + 6 : end] = b" " * (end - at - 6)
        elif marker == JPC_TILE:
            length = int.from_bytes(body[at + 6 : at + 10])
            tile_end = at + length if length else len(body)
        if max(end, tile_end) > len(body) or (marker == JPC_TILE and tile_end <= end):
            raise Unclean("broken JPEG 2000")
        at = end
    # What follows the end of the codestream draws nothing.
    return bytes(out[: at + 2])


def strip_icc(body: bytes) -> bytes:
    """Return the colour profile with its colours, and without words about its maker or device.

    The places of its tags stay. Raises Unclean for what is not a profile.
    """
    if body[36:40] != b"acsp" or len(body) < ICC_HEAD + 4:
        raise Unclean("not a colour profile")
    count = int.from_bytes(body[ICC_HEAD : ICC_HEAD + 4])
    rows = [body[at : at + 12] for at in range(ICC_HEAD + 4, ICC_HEAD + 4 + 12 * count, 12)]
    out = bytearray(len(body))
    out[: ICC_HEAD + 4 + 12 * count] = body[: ICC_HEAD + 4 + 12 * count]
    for start, end in ICC_HEAD_FIELDS:
        out[start:end] = bytes(end - start)
    for row in rows:
        start, length = int.from_bytes(row[4:8]), int.from_bytes(row[8:12])
        content = body[start : start + length]
        # A text that a reader insists on stays as its type and nothing else.
        cleaned = content if row[:4] in ICC_COLOUR_TAGS and not _is_icc_text(content) else content[:8]
        if start < ICC_HEAD + 4 + 12 * count or start + length > len(body):
            raise Unclean("broken colour profile")
        out[start : start + len(cleaned)] = cleaned
    return bytes(out)


def _is_icc_text(content: bytes) -> bool:
    return content[:4] in {b"text", b"desc", b"mluc", b"dict", b"utf8", b"tagy"}
