"""A file as somebody gave it: told by its bytes, cleaned apart, scanned (security 3.9). Nothing is kept here.

A person in danger is not turned away because a scanner is down: then the file is taken, and says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from compliance.concerns.choices import FileRole, Scan
from portal.files import scanner, told
from portal.files.kinds import Kind, Refused, cleaned, kind_of

MOST_FILES, MOST_BYTES = 10, 150 * 1024 * 1024


class CannotBeCleaned(Refused):
    """It may hold hidden details that we cannot take out: the person chooses whether to send it so."""


class NotScanned(Exception):
    """A scanner is set and has not found the file clean: it is not handed out."""


@dataclass(frozen=True)
class Wish:
    """What the person wrote and ticked. made: when, in their words. as_it_is: send what cannot be cleaned."""

    note: str = ""
    keeps_original: bool = False
    as_it_is: bool = False
    made: str = ""


@dataclass(frozen=True)
class Looked:
    """One file to be kept, with what was taken out of it."""

    role: FileRole
    kind: Kind
    body: bytes
    removed: list[str]


def must_have_room(sizes: Sequence[int], upload: UploadedFile) -> None:
    """sizes: of the files that are there already. Raises Refused (decision 19)."""
    if len(sizes) >= MOST_FILES:
        raise Refused(_("You have added 10 files. Remove one before you add another."))
    if sum(sizes) + (upload.size or 0) > MOST_BYTES:
        raise Refused(_("All files together may have 150 MB. Remove one, or choose a smaller file."))


def looked_at(upload: UploadedFile, wish: Wish) -> list[Looked]:
    """What is to be kept of it, the file that was chosen first. Raises Refused, CannotBeCleaned."""
    body, kind = _read(upload)
    removed = told.hidden_in(kind, body)
    as_it_came = Looked(FileRole.UNCLEANED, kind, body, [])
    if kind == told.TXT:
        return [Looked(FileRole.CLEANED, kind, told.plain_text(body), [])]
    if kind.name in told.MEDIA:
        return [_chosen(as_it_came, wish)]
    try:
        clean = cleaned(kind, body)
    except Refused:
        return [_chosen(as_it_came, wish)]
    found = [Looked(FileRole.CLEANED, told.BECOMES.get(kind.name, kind), clean, removed)]
    return [*found, Looked(FileRole.ORIGINAL, kind, body, [])] if wish.keeps_original else found


def _chosen(file: Looked, wish: Wish) -> Looked:
    if not wish.as_it_is:
        raise CannotBeCleaned(
            _(
                "We cannot take hidden details out of this file. It may hold where and when it was made, and your "
                "name. To send it so, choose it again and tick “Send it as it is”."
            )
        )
    return file


def _read(upload: UploadedFile) -> tuple[bytes, Kind]:
    too_big = _("The file is too big. Photos and documents may have 25 MB, sound and video 100 MB.")
    if (upload.size or 0) > told.MEDIA_BYTES:
        raise Refused(too_big)
    upload.seek(0)
    body = upload.read()
    if not body:
        raise Refused(too_big if upload.size else _("The file is empty. Choose another."))
    if body.startswith(told.OLD_WORD):
        raise Refused(_("We cannot read old Office files. Save it as a PDF or as .docx, and choose that."))
    kind = kind_of(upload.name or "", body, told.TOLD)
    if len(body) > told.most_bytes(kind):
        raise Refused(too_big)
    return body, kind


def named(name: str, kind: Kind) -> str:
    """The name with the ending that the kept file has."""
    stem, dot, ending = name.rpartition(".")
    return name if not dot or ending.lower() in kind.extensions else f"{stem}.{kind.extensions[0]}"


def scanned(upload: UploadedFile) -> Scan:
    """Of the file as it came. Raises Refused for what the scanner found."""
    if not settings.SCANNER_SOCKET:
        return Scan.NOT_SCANNED
    upload.seek(0)
    try:
        found = scanner.found_in(upload.read(), address=settings.SCANNER_SOCKET)
    except scanner.ScannerAway:
        return Scan.NOT_SCANNED
    if found:
        raise Refused(_("Our virus check found something harmful in this file, so we did not take it."))
    return Scan.CLEAN


def found_again(pieces: Iterable[bytes]) -> str:
    """What the scanner finds in a file that nobody could scan when it came; empty for nothing. Raises NotScanned."""
    try:
        return scanner.found_in(b"".join(pieces), address=settings.SCANNER_SOCKET)
    except scanner.ScannerAway as error:
        raise NotScanned from error
