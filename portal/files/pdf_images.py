"""Removes the metadata of a PDF's pictures: image objects, masks, inline images, and the profiles of colours.

Samples, sizes and colours stay as they are, so a page looks as before. Runs only in a sandbox process
(portal.core.sandbox). No Django here.
"""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from portal.files.image_metadata import Unclean, strip_icc, strip_jpeg, strip_jpeg2000
from portal.files.pdf_kinds import DICTIONARIES, NAMES
from portal.files.pdf_names import Names, name_text
from portal.files.pdf_samples import trim_samples

# Of a picture within a content stream, in short and in full (ISO 32000-2, table 91).
INLINE_KEYS = frozenset(
    {"/BPC", "/BitsPerComponent", "/CS", "/ColorSpace", "/D", "/Decode", "/DP", "/DecodeParms", "/F", "/Filter", "/H"}
    | {"/Height", "/IM", "/ImageMask", "/Intent", "/I", "/Interpolate", "/W", "/Width"}
)
SPACE_KEYS, FILTER_KEYS = frozenset({"/CS", "/ColorSpace"}), frozenset({"/F", "/Filter"})
PARAMETER_KEYS = frozenset({"/DP", "/DecodeParms"})
# What pikepdf returns: numbers and booleans as Python's own, all else as its objects.
Value = Any  # Any: see above
STRIPPERS = {"/DCTDecode": strip_jpeg, "/DCT": strip_jpeg, "/JPXDecode": strip_jpeg2000}
# Filters before the last one; they are undone, so that the picture can be read.
PLAIN_FILTERS = {
    "/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode", "/LZW": "/LZWDecode", "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
}  # fmt: skip
# Only a content stream that holds an inline picture or a comment is parsed, since that takes long. A percent sign
# within brackets is text.
INLINE_PICTURE = re.compile(rb"\bBI\b")
TEXT_OR_COMMENT = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)|(%[^\r\n]*)", re.DOTALL)
# The segment in which JBIG2 keeps comments; no reader shows them.
JBIG2_EXTENSION = 62


def images(opened: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """Yield the last filter and the encoded bytes of each picture that can carry metadata, inline ones too."""
    contents = set(_join_contents(opened))
    for thing in opened.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == "/Image" and (name := _last_filter(thing)) in STRIPPERS:
            yield name, _encoded(opened, thing)
        elif thing.get("/Subtype") == "/Form" or thing.get("/PatternType") == 1 or thing.objgen in contents:
            for instruction in _instructions(thing):
                if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                    holder = _as_stream(opened, instruction)
                    if (name := _last_filter(holder)) in STRIPPERS:
                        yield name, _encoded(opened, holder)


def _join_contents(opened: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    """Yield the number of each page's content, in one stream, and of each drawn letter."""
    for page in opened.pages:
        if isinstance(page.obj.get("/Contents"), pikepdf.Array):
            page.contents_coalesce()
        if isinstance(content := page.obj.get("/Contents"), pikepdf.Stream):
            yield content.objgen
    for thing in opened.objects:
        if isinstance(thing, pikepdf.Dictionary) and isinstance(thing.get("/CharProcs"), pikepdf.Dictionary):
            yield from (letter.objgen for _, letter in thing.CharProcs.items())


def _filters(thing: pikepdf.Object) -> list[str]:
    named = thing.get("/Filter")
    if named is None:
        return []
    return [str(name) for name in named] if isinstance(named, pikepdf.Array) else [str(named)]


def _last_filter(thing: pikepdf.Object) -> str:
    return next(reversed(_filters(thing)), "")


def _encoded(opened: pikepdf.Pdf, image: pikepdf.Object) -> bytes:
    """Return the bytes of the picture as its last filter reads them."""
    before = [PLAIN_FILTERS.get(name, name) for name in _filters(image)[:-1]]
    raw = bytes(image.read_raw_bytes())
    if not before:
        return raw
    holder = opened.make_stream(raw, Filter=pikepdf.Array([pikepdf.Name(name) for name in before]))
    parameters = image.get("/DecodeParms")
    if isinstance(parameters, pikepdf.Array):
        holder["/DecodeParms"] = pikepdf.Array(list(parameters)[:-1])
    try:
        return bytes(holder.read_bytes(pikepdf.StreamDecodeLevel.specialized))
    except pikepdf.PdfError as error:
        raise Unclean("a picture cannot be read") from error


def clean_image(opened: pikepdf.Pdf, image: pikepdf.Object, names: Names) -> None:
    """Strip the encoded picture of its metadata, and of what stands behind it. Raises Unclean."""
    name = _last_filter(image)
    if name in STRIPPERS:
        stripped = STRIPPERS[name](_encoded(opened, image))
        parameters = image.get("/DecodeParms")
        last = list(parameters)[-1] if isinstance(parameters, pikepdf.Array) and len(parameters) else parameters
        last = last if isinstance(last, pikepdf.Dictionary) else None
        image.write(stripped, filter=pikepdf.Name(name), decode_parms=last)
    elif name == "/JBIG2Decode" and _has_jbig2_comment(_encoded(opened, image)):
        raise Unclean("a picture carries a comment")
    else:
        trim_samples(opened, image, names)


def _has_jbig2_comment(body: bytes) -> bool:
    """Say whether an embedded JBIG2 stream holds a comment (ISO/IEC 14492, 7.2); what cannot be followed does not."""
    at = 0
    while at + 11 <= len(body):
        number, flags, count = int.from_bytes(body[at : at + 4]), body[at + 4], body[at + 5] >> 5
        head = at + 6
        if count == 7:
            count = int.from_bytes(body[at + 5 : at + 9]) & 0x1FFFFFFF
            head = at + 9 + (count + 8) // 8
        head += count * (1 if number <= 256 else 2 if number <= 65536 else 4)
        head += 4 if flags & 0x40 else 1
        if flags & 0x3F == JBIG2_EXTENSION:
            return True
        at = head + 4 + int.from_bytes(body[head : head + 4])
    return False


def clean_shared_bitmap(_opened: pikepdf.Pdf, stream: pikepdf.Object, _names: Names) -> None:
    """Require that what JBIG2 pictures share carries no comment. Raises Unclean."""
    if _has_jbig2_comment(bytes(stream.read_bytes())):
        raise Unclean("a picture carries a comment")


def needs_parsing(body: bytes) -> bool:
    """Say whether a content stream may hold a comment or an inline picture."""
    return any(match[1] for match in TEXT_OR_COMMENT.finditer(body)) or bool(INLINE_PICTURE.search(body))


def _instructions(content: pikepdf.Object) -> list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage]:
    """Return those of a stream that may hold a comment or a picture; none for others."""
    try:
        body = bytes(content.read_bytes())
        if not needs_parsing(body):
            return []
        return list(pikepdf.parse_content_stream(content))
    except pikepdf.PdfError as error:
        raise Unclean("a page cannot be read") from error


def _as_stream(opened: pikepdf.Pdf, instruction: pikepdf.ContentStreamInlineImage) -> pikepdf.Object:
    holder = opened.make_stream(bytes(instruction.iimage.read_raw_bytes()))
    for key in ("/Filter", "/DecodeParms"):
        if key in instruction.iimage.obj:
            holder[key] = instruction.iimage.obj[key]
    return holder


def clean_inline(opened: pikepdf.Pdf, instruction: pikepdf.ContentStreamInlineImage, names: Names) -> bytes:
    """Return the whole instruction with the entries of the standard, and its picture stripped."""
    facts = instruction.iimage.obj
    holder = _as_stream(opened, instruction)
    name = _last_filter(holder)
    body, kept = bytes(instruction.iimage.read_raw_bytes()), pikepdf.Dictionary()
    for key, value in facts.items():
        if key in INLINE_KEYS and (cleaned := _clean_inline_value(key, value, names)) is not None:
            kept[key] = cleaned
    if name in STRIPPERS:
        for key in (FILTER_KEYS | PARAMETER_KEYS) & set(kept.keys()):
            del kept[key]
        kept["/Filter"] = pikepdf.Name(name)
        body = STRIPPERS[name](_encoded(opened, holder))
    written = kept.unparse().strip().removeprefix(b"<<").removesuffix(b">>")
    return b"BI " + written + b" ID " + body + b"\nEI"


def _clean_inline_value(key: str, value: Value, names: Names) -> Value:
    """Return the value of an entry as it may stay; None for one that goes."""
    if not isinstance(value, pikepdf.Object):
        return value
    if isinstance(value, pikepdf.Array):
        cleaned = [_clean_inline_value(key, one, names) for one in list(value)]
        # The parameters of filters go by the places of the filters.
        return pikepdf.Array([one for one in cleaned if one is not None or key in PARAMETER_KEYS])
    if isinstance(value, pikepdf.Dictionary):
        numbers = {name: one for name, one in value.items() if not isinstance(one, pikepdf.Object)}
        known = {name: one for name, one in numbers.items() if name in DICTIONARIES["decoding"]}
        return pikepdf.Dictionary(known) if key in PARAMETER_KEYS else None
    if key in SPACE_KEYS:
        is_name = isinstance(value, pikepdf.Name)
        return names.rename_name("colours", value) if is_name else value if isinstance(value, pikepdf.String) else None
    return value if isinstance(value, pikepdf.Name) and f"/{name_text(value)}" in NAMES else None


def clean_profile(_opened: pikepdf.Pdf, stream: pikepdf.Object, _names: Names) -> None:
    """Strip a colour profile of its words; readers do without one that is none. Raises Unclean."""
    try:
        body = bytes(stream.read_bytes())
    except pikepdf.PdfError as error:
        raise Unclean("a colour profile cannot be read") from error
    stream.write(strip_icc(body) if body[36:40] == b"acsp" else b"")
