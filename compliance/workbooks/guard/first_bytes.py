"""Tell what a file is by its contents; its name and declared type are not asked."""

from compliance.workbooks.guard import limits
from compliance.workbooks.guard.refusals import not_a_workbook
from compliance.workbooks.types import FileRefused

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SCRIPT = b"#!"
OTHER_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "a compressed archive",
    b"7z\xbc\xaf": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"PK\x05\x06": "an empty archive",
    b"{\\rtf": "a Rich Text document",
    b"SQLite format 3": "a database",
}
TEXT_SIGNATURES = {
    b"<!doctype html": "a web page",
    b"<html": "a web page",
    b"<?xml": "an XML file",
    b"<svg": "a picture",
}
# What can act, or hold what can, of what name_contents says.
ACTIVE_CONTENTS = frozenset({"a program", "a script", "an archive", "a compressed archive", "an old Office file"})
UNKNOWN_CONTENTS = "something else"


def is_zip(body: bytes) -> bool:
    """Return False for what may be text. Raises FileRefused for everything but text and ZIP."""
    if len(body) > limits.FILE_BYTES:
        size = max(len(body) / limits.MB, limits.FILE_BYTES // limits.MB + 0.1)
        raise FileRefused("F001", limit_mb=limits.FILE_BYTES // limits.MB, size_mb=f"{size:.1f}")
    if not body.strip(b" \t\r\n\0") or body in {b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"}:
        raise not_a_workbook("an empty file")
    if body.startswith(OLE):
        raise _ole(body)
    if name := _find_signature(body):
        raise not_a_workbook(name)
    return body.startswith(ZIP)


def name_contents(opening: bytes) -> str:
    """Return what a part that begins so looks like; empty where no sign of it is known."""
    if opening.startswith(SCRIPT):
        return "a script"
    if opening.startswith(OLE):
        return "an old Office file"
    return "an archive" if opening.startswith(ZIP) else _find_signature(opening)


def _find_signature(body: bytes) -> str:
    for signature, name in OTHER_SIGNATURES.items():
        if body.startswith(signature):
            return name
    opening = body[:100].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((name for signature, name in TEXT_SIGNATURES.items() if opening.startswith(signature)), "")


def _ole(body: bytes) -> FileRefused:
    """Return the refusal of an OLE file; names of streams are in its directory as UTF-16."""
    if _name("EncryptedPackage") in body:
        return FileRefused("F003")
    if any(_name(stream) in body for stream in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        return FileRefused("F004")
    return not_a_workbook("a Word document" if _name("WordDocument") in body else "an old Office file")


def _name(stream: str) -> bytes:
    """Return a stream's name as a directory entry has it: 64 bytes, padded with zeros, and its length with its end."""
    name = stream.encode("utf-16-le")
    return name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little")
