"""Detects what a file really is, by its bytes and not by its name. No database here."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import sandbox
from portal.files import docx, docx_cleaning, parse_check, pdf_cleaning, sanitising

NAME_LENGTH = 120
# What reading one file may take (docs/requirements/security.md#sandbox).
SECONDS, MEGABYTES = 20, 512
# For a document of some hundred pages, while somebody waits: for reading and for cleaning, of which pdf_cleaning counts
# the objects first.
QUICK_SECONDS = (2.0, 4.0)
SENTENCES = {
    "locked": gettext_lazy("This file has a password. Remove the password and choose the file again."),
    "damaged": gettext_lazy("This file is damaged. Save it again, then choose the new file."),
    "acts": gettext_lazy(
        "This document contains macros, another file or a link to another place. Print it to a PDF and "
        "choose that file."
    ),
    "no_pages": gettext_lazy("This PDF has no pages."),
    "too_many_pages": gettext_lazy("This PDF has more than 500 pages. Choose one with only the pages you need."),
    "too_many_pixels": gettext_lazy("This picture is too large. Make it smaller, then choose it again."),
    "too_much": gettext_lazy(
        "We could not open this file, because its contents are too large. Print it to a new PDF and choose that file."
    ),
}


class Refused(ValidationError):
    """The file is not taken; the message is a sentence for the person who gave it."""


class Overloaded(Refused):
    """Nothing is wrong with the file: too many others are being looked at."""

    def __init__(self) -> None:
        super().__init__(_("We are checking many files at the moment. Choose the file again in a minute."))


@dataclass(frozen=True)
class Kind:
    """name: how people call it. starts: its first bytes. read: a real reading, answering with a key of SENTENCES.

    Without extensions any name will do; without read its owner reads it, in a worker.
    clean: makes the bytes that are kept, where they are not to be kept as they came.
    looks: tells it by more than its first bytes. seconds: of processor time, for reading and for cleaning.
    """

    name: str
    extensions: tuple[str, ...]
    content_type: str
    starts: bytes
    read: Callable[[bytes], str] | None
    clean: Callable[[bytes], bytes] | None = None
    looks: Callable[[bytes], bool] | None = None
    seconds: tuple[float, float] = (SECONDS, SECONDS)

    def fits(self, body: bytes) -> bool:
        return self.looks(body) if self.looks else body.startswith(self.starts)


PDF = Kind("PDF", ("pdf",), "application/pdf", b"%PDF-", parse_check.check_pdf)
JPG = Kind("JPG", ("jpg", "jpeg"), "image/jpeg", b"\xff\xd8\xff", parse_check.check_picture)
PNG = Kind("PNG", ("png",), "image/png", b"\x89PNG\r\n\x1a\n", parse_check.check_picture)
ALL = (PDF, JPG, PNG)
# Pictures that stand in public: without who made them, when and where.
PICTURES = (replace(JPG, clean=sanitising.clean_picture), replace(PNG, clean=sanitising.clean_picture))
# A workbook or a CSV file: what it really is, its reader finds out (docs/requirements/suppliers.md#reading-files).
DATA = Kind("XLSX, ODS, CSV, TSV", (), "application/octet-stream", b"", None)
# For what strangers made and colleagues open: without what could act, and without who made it, when and where.
CLEANED = (
    replace(PDF, clean=pdf_cleaning.clean),
    *PICTURES,
    Kind(
        "DOCX",
        ("docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"PK\x03\x04",
        docx.check,
        docx_cleaning.clean,
    ),
)


def identify_kind(name: str, body: bytes, kinds: tuple[Kind, ...]) -> Kind:
    """Return the kind that name, first bytes and a real reading agree on. Raises Refused, Overloaded."""
    match = next((kind for kind in kinds if kind.fits(body)), None)
    if match is None:
        raise Refused(_("Choose one of these file types: %(kinds)s.") % {"kinds": describe_kinds(kinds)})
    if match.extensions and PurePosixPath(name).suffix.lower().lstrip(".") not in match.extensions:
        raise Refused(
            _("This is a %(kind)s file, but its name does not end in .%(extension)s. Rename the file.")
            % {"kind": match.name, "extension": match.extensions[0]}
        )
    if match.read and (problem := _problem(match.read, body, match.seconds[0])):
        raise Refused(str(SENTENCES[problem]))
    return match


def clean_file(kind: Kind, body: bytes) -> bytes:
    """Return the bytes to keep. Raises Overloaded, and Refused for a file that cannot be cleaned."""
    if kind.clean is None:
        return body
    try:
        return sandbox.run_in_sandbox(kind.clean, body, seconds=kind.seconds[1], megabytes=MEGABYTES)
    except sandbox.Busy:
        raise Overloaded from None
    except (sandbox.LimitExceeded, sandbox.FunctionRaised) as error:
        raise Refused(
            _("We could not remove hidden details from this file. Print it to a new PDF and choose that file.")
        ) from error


def _problem(read: Callable[[bytes], str], body: bytes, seconds: float) -> str:
    try:
        problem = sandbox.run_in_sandbox(read, body, seconds=seconds, megabytes=MEGABYTES)
    except sandbox.Busy:
        raise Overloaded from None
    except sandbox.LimitExceeded:
        return "too_much"
    except sandbox.FunctionRaised:
        return "damaged"
    return "" if problem == "" else problem if problem in SENTENCES else "damaged"


def describe_kinds(kinds: tuple[Kind, ...]) -> str:
    """Return the names of the kinds as part of a sentence."""
    return ", ".join(kind.name for kind in kinds)


def clean_name(name: str) -> str:
    """Return the file's own name without folders, control characters, direction marks; at most NAME_LENGTH long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c if c.isprintable() else " " for c in last if unicodedata.category(c) not in {"Cf", "Cs", "Co"})
    shown = " ".join(re.sub(r'[<>:"|?*]', " ", shown).split()).lstrip(".")
    stem, dot, extension = shown.rpartition(".")
    if not dot:
        return shown[:NAME_LENGTH] or _("file")
    return f"{(stem or _('file'))[: NAME_LENGTH - len(extension[:10]) - 1].rstrip()}.{extension[:10]}"
