"""The checks of an uploaded file: type by its bytes, cleaning in a sandbox, virus scan. Nothing is saved
here.

A person in danger is not turned away because a scanner is down: then the file is taken, and says so.

See docs/requirements/security.md#virus-scan.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from compliance.concerns.choices import FileRole, Scan
from portal.core import concurrency
from portal.files import attachment_types, clamav
from portal.files.file_types import Kind, Overloaded, Refused, clean_file, identify_kind

# Of these the kind of a file is told, where it need not be read as a whole.
START_BYTES = 64 * 1024
MAX_FILES, MAX_TOTAL_BYTES = 10, 150 * 1024 * 1024


class CannotBeCleaned(Refused):
    """The file may hold hidden details that we cannot remove: the person chooses whether to send it so."""


class NotScanned(Exception):
    """A scanner is set and has not found the file clean: it is not handed out."""


class TooLargeToScan(NotScanned):
    """The scanner is set up for smaller files only, which the operator can change."""


@dataclass(frozen=True)
class UploadOptions:
    """The reporter's choices. made: when it was made, in their words. as_it_is: send what cannot be cleaned."""

    note: str = ""
    keeps_original: bool = False
    as_it_is: bool = False
    made: str = ""


@dataclass(frozen=True)
class CheckedFile:
    """A file to save, with what was removed from it. size: bytes. pieces: the bytes, from the start each time."""

    role: FileRole
    kind: Kind
    size: int
    sha256: str
    removed: list[str]
    pieces: Callable[[], Iterable[bytes]] = field(repr=False)


def hash_upload(upload: UploadedFile) -> str:
    """Return the SHA-256, in hex, of the bytes as they are sent. Raises OSError where the disk is full."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def check_room(sizes: Sequence[int], size: int, *, adds: int = 1) -> None:
    """Refuse files beyond the limits. sizes: of the existing files; size: of all new ones, adds: how many. Raises
    Refused.
    """
    if len(sizes) + adds > MAX_FILES:
        raise Refused(_("You have added 10 files. Remove one before you add another."))
    if sum(sizes) + size > MAX_TOTAL_BYTES:
        raise Refused(_("Your files can be up to 150 MB in total. Remove one, or choose a smaller file."))


def check_size(size: int, max_size: int = attachment_types.MEDIA_BYTES) -> None:
    """Refuse a file that is too large. Raises Refused."""
    if size > max_size:
        raise Refused(
            _("The file is too big. Photos and documents can be up to 25 MB. Sound and video can be up to 100 MB.")
        )


def check_upload(upload: UploadedFile, wish: UploadOptions) -> list[CheckedFile]:
    """Return the files to save, the chosen one first. Raises Refused, CannotBeCleaned.

    Sound and video are never in memory as a whole.
    """
    check_size(upload.size or 0)
    start = next(iter(upload.chunks()), b"")[:START_BYTES]
    if not start:
        # What is too large for its kind came without its bytes (portal.core.uploads).
        check_size(upload.size or 0, 0)
        raise Refused(_("The file is empty. Choose another file."))
    if attachment_types.detect_kind(start) in attachment_types.MEDIA_TYPES:
        return [
            _with_options(
                _check_media(upload, identify_kind(upload.name or "", start, attachment_types.ATTACHMENT_TYPES)), wish
            )
        ]
    return _check_document(upload, wish)


def _check_media(upload: UploadedFile, kind: Kind) -> CheckedFile:
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    return CheckedFile(FileRole.UNCLEANED, kind, upload.size or 0, digest.hexdigest(), [], upload.chunks)


def _from_bytes(body: bytes, role: FileRole, kind: Kind, removed: list[str]) -> CheckedFile:
    return CheckedFile(role, kind, len(body), hashlib.sha256(body).hexdigest(), removed, lambda: [body])


def _check_document(upload: UploadedFile, wish: UploadOptions) -> list[CheckedFile]:
    """Return a picture, a document or a text, read whole and cleaned where possible."""
    check_size(upload.size or 0, attachment_types.FILE_BYTES)
    upload.seek(0)
    body = upload.read()
    if body.startswith(attachment_types.OLD_WORD):
        raise Refused(_("We cannot read old Office files. Save it as a PDF or .docx file, then choose that file."))
    kind = identify_kind(upload.name or "", body, attachment_types.ATTACHMENT_TYPES)
    removed = attachment_types.find_metadata(kind, body)
    if kind == attachment_types.TXT:
        return [_from_bytes(attachment_types.plain_text(body), FileRole.CLEANED, kind, [])]
    try:
        clean = clean_file(kind, body)
    except Overloaded:
        raise
    except Refused:
        return [_with_options(_from_bytes(body, FileRole.UNCLEANED, kind, []), wish)]
    checked = [_from_bytes(clean, FileRole.CLEANED, attachment_types.CONVERTED_TYPES.get(kind.name, kind), removed)]
    return [*checked, _from_bytes(body, FileRole.ORIGINAL, kind, [])] if wish.keeps_original else checked


def _with_options(file: CheckedFile, wish: UploadOptions) -> CheckedFile:
    if not wish.as_it_is:
        raise CannotBeCleaned(
            _(
                "We cannot remove hidden details from this file. It may show where and when it was made, and "
                "your name. To send it anyway, choose it again and tick “Send it as it is”."
            )
        )
    return file


def with_suffix(name: str, kind: Kind) -> str:
    """Return the name with the suffix of the saved file."""
    stem, dot, ending = name.rpartition(".")
    return name if not dot or ending.lower() in kind.extensions else f"{stem}.{kind.extensions[0]}"


def scan_upload(upload: UploadedFile) -> Scan:
    """Return the scan result of the file as it came. Raises Refused for what the scanner found."""
    if not settings.SCANNER_SOCKET:
        return Scan.NOT_SCANNED
    try:
        # A recording takes the scanner many seconds, in which another request may work.
        with concurrency.turn_released():
            finding = clamav.scan_stream(upload.chunks(), address=settings.SCANNER_SOCKET)
    except clamav.ScannerAway:
        return Scan.NOT_SCANNED
    if finding:
        raise Refused(_("Our virus check found something harmful in this file, so we have not added it."))
    return Scan.CLEAN


def scan_again(pieces: Iterable[bytes]) -> str:
    """Return what the scanner finds in a file that could not be scanned when it came; empty for nothing.

    Raises NotScanned, TooLargeToScan.
    """
    try:
        return clamav.scan_stream(pieces, address=settings.SCANNER_SOCKET)
    except clamav.ScannerLimit as error:
        raise TooLargeToScan from error
    except clamav.ScannerAway as error:
        raise NotScanned from error
