"""Read XML by expat with nothing resolved: a document type of any kind is refused where it begins."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn
from xml.parsers import expat

from compliance.workbooks.guard import refusals
from compliance.workbooks.guard.refusals import damaged, unsafe

type Attributes = dict[str, str]
# Encodings in which the bytes of markup are those of ASCII, so that they can be searched as they are.
ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"'](?!utf-8|us-ascii|ascii)[^\"']*[\"']", re.IGNORECASE)
DTD = re.compile(b"|".join(re.escape(mark.encode(code)) for mark in ("<!DOCTYPE", "<!ENTITY")
                           for code in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")))  # fmt: skip


def is_plain(opening: bytes) -> bool:
    """Return whether a part that begins so can be searched as bytes."""
    start = opening.removeprefix(b"\xef\xbb\xbf")[:200]
    return start.startswith(b"<") and b"\0" not in start and not ENCODING.match(start)


def forbid_dtd(chunks: Iterable[bytes]) -> None:
    """Refuse a DTD in parts that nobody parses; the others are refused by the parser below, in whatever encoding."""
    rest = b""
    for chunk in chunks:
        if DTD.search(rest + chunk):
            raise unsafe(refusals.DTD)
        rest = chunk[-64:]


def parse(
    chunks: Iterable[bytes],
    *,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse a part. Names of elements come without their prefix. Raises FileRefused F006 and F007."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = parser.UnparsedEntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise damaged() from None
    except (LookupError, ValueError):
        raise damaged() from None


def elements(body: bytes) -> Iterator[tuple[str, Attributes]]:
    """Return every element of a small part, in order."""
    read: list[tuple[str, Attributes]] = []
    parse([body], start=lambda name, attributes: read.append((name, attributes)))
    return iter(read)


def _refuse(*_: object) -> NoReturn:
    raise unsafe(refusals.DTD)
