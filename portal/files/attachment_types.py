"""File types that people may send to the helpline, and what is done with each.

See docs/requirements/helpline.md#files-of-reporters.
"""

import codecs
from collections.abc import Callable

from portal.core import sandbox
from portal.files import images, metadata
from portal.files.file_types import CLEANED, JPG, MEGABYTES, SECONDS, Kind, Overloaded

MEGABYTE = 1024 * 1024
FILE_BYTES, MEDIA_BYTES = 25 * MEGABYTE, 100 * MEGABYTE
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_SOUND = {b"M4A ", b"M4B "}


def _brand(body: bytes) -> bytes:
    """Return what an ISO container says it is; empty for what is none."""
    return body[8:12] if body[4:8] == b"ftyp" else b""


def is_media(start: bytes) -> bool:
    """Return whether the first bytes are those of sound or video, which may be larger than other files."""
    brand = _brand(start)
    return _is_mp3(start) or (bool(brand) and brand not in _HEIC)


def _is_mp3(body: bytes) -> bool:
    return body.startswith(b"ID3") or (len(body) > 1 and body[0] == 0xFF and body[1] & 0xE6 == 0xE2)


def _is_text(body: bytes) -> bool:
    return _decoded(body) is not None


def _decoded(body: bytes) -> str | None:
    for codec, mark in (("utf-16", codecs.BOM_UTF16_LE), ("utf-16", codecs.BOM_UTF16_BE), ("utf-8-sig", b"")):
        if body.startswith(mark):
            try:
                text = body.decode(codec)
            except UnicodeDecodeError:
                break
            return None if "\0" in text else text
    return None if b"\0" in body or _has_controls(body) else body.decode("cp1252", "replace")


def _has_controls(body: bytes) -> bool:
    """Return whether the body has what no text of a person holds: it is a program, or a file of another kind."""
    return any(byte < 32 and byte not in b"\t\n\f\r\x1a" for byte in body)


def plain_text(body: bytes) -> bytes:
    """Return the text of a plain text file in UTF-8."""
    return (_decoded(body) or "").encode()


WEBP = Kind(
    "WEBP", ("webp",), "image/webp", b"RIFF", images.check, images.clean,
    lambda body: body.startswith(b"RIFF") and body[8:12] == b"WEBP",
)  # fmt: skip
HEIC = Kind("HEIC", ("heic", "heif"), "image/heic", b"", images.check, images.clean, lambda body: _brand(body) in _HEIC)
MP3 = Kind("MP3", ("mp3",), "audio/mpeg", b"ID3", None, None, _is_mp3)
M4A = Kind("M4A", ("m4a",), "audio/mp4", b"", None, None, lambda body: _brand(body) in _SOUND)
MP4 = Kind("MP4", ("mp4", "m4a"), "video/mp4", b"", None, None, lambda body: bool(_brand(body)))
# What an iPhone records.
MOV = Kind("MOV", ("mov",), "video/quicktime", b"", None, None, lambda body: _brand(body) == b"qt  ")
TXT = Kind("TXT", ("txt",), "text/plain; charset=utf-8", b"", None, None, _is_text)
# TXT stands last: anything readable is text until it is something else.
ATTACHMENT_TYPES = (*CLEANED, WEBP, HEIC, MP3, M4A, MOV, MP4, TXT)
MEDIA_TYPES = frozenset({MP3.name, M4A.name, MOV.name, MP4.name})
# Drawn anew as another kind.
CONVERTED_TYPES = {WEBP.name: JPG, HEIC.name: JPG}
_HIDDEN: dict[str, Callable[[bytes], list[str]]] = {
    "PDF": metadata.pdf_metadata,
    "DOCX": metadata.document_metadata,
    **dict.fromkeys(("JPG", "PNG", "WEBP", "HEIC"), metadata.picture_metadata),
}


def detect_kind(start: bytes) -> str:
    """Return the name of the kind that the first bytes say; empty for none. Texts and documents need more than
    those.
    """
    return next((kind.name for kind in ATTACHMENT_TYPES if kind.fits(start)), "")


def find_metadata(kind: Kind, body: bytes) -> list[str]:
    """Return codes of portal.files.metadata.METADATA_CODES; "other" where it could not be told. Raises Overloaded."""
    look = _HIDDEN.get(kind.name)
    if look is None:
        return []
    try:
        codes = sandbox.run_in_sandbox(look, body, seconds=SECONDS, megabytes=MEGABYTES)
    except sandbox.Busy:
        raise Overloaded from None
    except (sandbox.LimitExceeded, sandbox.FunctionRaised):
        return ["other"]
    return [code for code in metadata.METADATA_CODES if code in codes]


def get_kind(name: str) -> Kind:
    """Return the kind by the name that a row keeps. Raises KeyError."""
    return {kind.name: kind for kind in ATTACHMENT_TYPES}[name]
