"""A file as somebody gave it: told by its bytes, cleaned apart, scanned (security 3.9). Nothing is kept here.

A person in danger is not turned away because a scanner is down: then the file is taken, and says so.
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
from portal.files.file_types import Kind, Overloaded, Refused, cleaned, kind_of

# Of these the kind of a file is told, where it need not be read as a whole.
START_BYTES = 64 * 1024
MOST_FILES, MOST_BYTES = 10, 150 * 1024 * 1024


class CannotBeCleaned(Refused):
    """It may hold hidden details that we cannot take out: the person chooses whether to send it so."""


class NotScanned(Exception):
    """A scanner is set and has not found the file clean: it is not handed out."""


class TooLargeToScan(NotScanned):
    """The scanner is set up for smaller files only, which the operator can change."""


@dataclass(frozen=True)
class Wish:
    """What the person wrote and ticked. made: when, in their words. as_it_is: send what cannot be cleaned."""

    note: str = ""
    keeps_original: bool = False
    as_it_is: bool = False
    made: str = ""


@dataclass(frozen=True)
class Looked:
    """One file to be kept, with what was taken out of it. size: bytes. pieces: the bytes, from the start each time."""

    role: FileRole
    kind: Kind
    size: int
    sha256: str
    removed: list[str]
    pieces: Callable[[], Iterable[bytes]] = field(repr=False)


def must_have_room(sizes: Sequence[int], size: int, *, adds: int = 1) -> None:
    """sizes: of the files that are there already; size: of all that come, adds: how many. Raises ActionRefused."""
    if len(sizes) + adds > MOST_FILES:
        raise Refused(_("You have added 10 files. Remove one before you add another."))
    if sum(sizes) + size > MOST_BYTES:
        raise Refused(_("All files together may have 150 MB. Remove one, or choose a smaller file."))


def must_be_small(size: int, most: int = attachment_types.MEDIA_BYTES) -> None:
    """Raises ActionRefused."""
    if size > most:
        raise Refused(_("The file is too big. Photos and documents may have 25 MB, sound and video 100 MB."))


def looked_at(upload: UploadedFile, wish: Wish) -> list[Looked]:
    """What is to be kept of it, the file that was chosen first. Raises ActionRefused, CannotBeCleaned.

    Sound and video are never in memory as a whole.
    """
    must_be_small(upload.size or 0)
    start = next(iter(upload.chunks()), b"")[:START_BYTES]
    if not start:
        # What is too large for its kind came without its bytes (portal.core.uploads).
        must_be_small(upload.size or 0, 0)
        raise Refused(_("The file is empty. Choose another."))
    if attachment_types.kind_by_start(start) in attachment_types.MEDIA:
        return [_chosen(_as_it_came(upload, kind_of(upload.name or "", start, attachment_types.TOLD)), wish)]
    return _document(upload, wish)


def _as_it_came(upload: UploadedFile, kind: Kind) -> Looked:
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    return Looked(FileRole.UNCLEANED, kind, upload.size or 0, digest.hexdigest(), [], upload.chunks)


def _of(body: bytes, role: FileRole, kind: Kind, removed: list[str]) -> Looked:
    return Looked(role, kind, len(body), hashlib.sha256(body).hexdigest(), removed, lambda: [body])


def _document(upload: UploadedFile, wish: Wish) -> list[Looked]:
    """A picture, a document or a text: read as a whole, cleaned if it can be."""
    must_be_small(upload.size or 0, attachment_types.FILE_BYTES)
    upload.seek(0)
    body = upload.read()
    if body.startswith(attachment_types.OLD_WORD):
        raise Refused(_("We cannot read old Office files. Save it as a PDF or as .docx, and choose that."))
    kind = kind_of(upload.name or "", body, attachment_types.TOLD)
    removed = attachment_types.hidden_in(kind, body)
    if kind == attachment_types.TXT:
        return [_of(attachment_types.plain_text(body), FileRole.CLEANED, kind, [])]
    try:
        clean = cleaned(kind, body)
    except Overloaded:
        raise
    except Refused:
        return [_chosen(_of(body, FileRole.UNCLEANED, kind, []), wish)]
    found = [_of(clean, FileRole.CLEANED, attachment_types.BECOMES.get(kind.name, kind), removed)]
    return [*found, _of(body, FileRole.ORIGINAL, kind, [])] if wish.keeps_original else found


def _chosen(file: Looked, wish: Wish) -> Looked:
    if not wish.as_it_is:
        raise CannotBeCleaned(
            _(
                "We cannot take hidden details out of this file. It may hold where and when it was made, and your "
                "name. To send it so, choose it again and tick “Send it as it is”."
            )
        )
    return file


def named(name: str, kind: Kind) -> str:
    """The name with the ending that the kept file has."""
    stem, dot, ending = name.rpartition(".")
    return name if not dot or ending.lower() in kind.extensions else f"{stem}.{kind.extensions[0]}"


def scanned(upload: UploadedFile) -> Scan:
    """Of the file as it came. Raises ActionRefused for what the scanner found."""
    if not settings.SCANNER_SOCKET:
        return Scan.NOT_SCANNED
    try:
        # A recording takes the scanner many seconds, in which another request may work.
        with concurrency.lent():
            found = clamav.found_in(upload.chunks(), address=settings.SCANNER_SOCKET)
    except clamav.ScannerAway:
        return Scan.NOT_SCANNED
    if found:
        raise Refused(_("Our virus check found something harmful in this file, so we did not take it."))
    return Scan.CLEAN


def found_again(pieces: Iterable[bytes]) -> str:
    """What the scanner finds in a file that nobody could scan when it came; empty for nothing.

    Raises NotScanned, TooLargeToScan.
    """
    try:
        return clamav.found_in(pieces, address=settings.SCANNER_SOCKET)
    except clamav.ScannerLimit as error:
        raise TooLargeToScan from error
    except clamav.ScannerAway as error:
        raise NotScanned from error
