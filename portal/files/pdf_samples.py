"""Cuts from the samples of a PDF's pictures, shadings and tables what stands behind the last of them. No Django here.

No reader looks there. Runs only in a sandbox process (portal.core.sandbox).
"""

import math
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from portal.files.pdf_names import Names

CHUNK = 1024 * 1024
COMPONENTS = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4}
ONE_COMPONENT = frozenset({"/Indexed", "/Separation"})
# From this predictor on, each row begins with a byte of its own (ISO 32000-2, 7.4.4.4).
MIN_ROW_PREDICTOR = 10
# What pikepdf returns: numbers and booleans as Python's own, all else as its objects.
Value = Any  # Any: see above


def trim_samples(_opened: pikepdf.Pdf, stream: pikepdf.Object, _names: Names) -> None:
    """Cut what stands behind the samples, packed or not."""
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    size = _size(stream)
    raw = bytes(stream.read_raw_bytes())
    if filters is None and size is not None and len(raw) > size:
        stream.write(raw[:size])
    elif filters in {"/FlateDecode", "/Fl"}:
        _trim_packed(stream, raw, size)


def _trim_packed(stream: pikepdf.Object, raw: bytes, size: int | None) -> None:
    inflate = zlib.decompressobj()
    try:
        length = sum(len(chunk) for chunk in _inflated(inflate, raw))
    except zlib.error:
        # Readers show as much as they can read.
        return
    trimmed = raw[: len(raw) - len(inflate.unused_data)]
    if size is not None and length > size:
        deflate, left, pieces = zlib.compressobj(), size, []
        for chunk in _inflated(zlib.decompressobj(), raw):
            pieces.append(deflate.compress(chunk[:left]))
            left -= len(chunk[:left])
        trimmed = b"".join([*pieces, deflate.flush()])
    if trimmed != raw:
        stream.write(trimmed, filter=pikepdf.Name.FlateDecode, decode_parms=_parameters(stream))


def _parameters(stream: pikepdf.Object) -> pikepdf.Dictionary | None:
    parameters: Value = stream.get("/DecodeParms")
    if isinstance(parameters, pikepdf.Array):
        parameters = parameters[0] if len(parameters) else None
    return parameters if isinstance(parameters, pikepdf.Dictionary) else None


def _inflated(inflate: Any, raw: bytes) -> Iterator[bytes]:  # Any: the class has no name in zlib
    chunk = inflate.decompress(raw, CHUNK)
    while chunk:
        yield chunk
        chunk = inflate.decompress(inflate.unconsumed_tail, CHUNK)


def _size(stream: pikepdf.Object) -> int | None:
    """Return how many bytes the samples have before they are packed; None where that is not known."""
    if "/Width" in stream:
        return _picture_size(stream)
    if stream.get("/FunctionType") == 0:
        return _table_size(stream)
    return None


def _picture_size(picture: pikepdf.Object) -> int | None:
    components = 1 if picture.get("/ImageMask") is True else _components(picture.get("/ColorSpace"))
    bits = 1 if picture.get("/ImageMask") is True else picture.get("/BitsPerComponent")
    width, height = picture.get("/Width"), picture.get("/Height")
    numbers = (components, bits, width, height)
    if not all(isinstance(one, int) and one > 0 for one in numbers):
        return None
    row: Value = math.ceil(components * bits * width / 8)  # type: ignore[operator]  # they are numbers
    parameters = _parameters(picture)
    predictor: Value = None if parameters is None else parameters.get("/Predictor")
    has_start = isinstance(predictor, int) and predictor >= MIN_ROW_PREDICTOR
    return int((row + has_start) * height)


def _components(space: Value) -> int | None:
    if isinstance(space, pikepdf.Name):
        return COMPONENTS.get(str(space))
    if not isinstance(space, pikepdf.Array) or not len(space):
        return None
    family = str(space[0])
    if family in ONE_COMPONENT:
        return 1
    if family == "/DeviceN" and len(space) > 1 and isinstance(space[1], pikepdf.Array):
        return len(space[1])
    if family == "/ICCBased" and len(space) > 1 and isinstance(space[1], pikepdf.Stream):
        number: Value = space[1].get("/N")
        return number if isinstance(number, int) else None
    return COMPONENTS.get(family)


def _table_size(table: pikepdf.Object) -> int | None:
    sizes, bits, ranges = table.get("/Size"), table.get("/BitsPerSample"), table.get("/Range")
    if not isinstance(sizes, pikepdf.Array) or not isinstance(ranges, pikepdf.Array) or not isinstance(bits, int):
        return None
    counts: list[Value] = list(sizes)
    if not all(isinstance(one, int) and one > 0 for one in counts):
        return None
    return math.ceil(math.prod(counts) * bits * (len(ranges) // 2) / 8)
