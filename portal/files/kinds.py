"""What a file really is: told by its bytes, not by its name. No database here."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image

NAME_LENGTH = 120
# 50 million pixels: more is an attack on memory, not a photo (security 3.9).
MOST_PIXELS = 50_000_000


class Refused(Exception):
    """The file is not taken; the message is a sentence for the person who gave it."""


@dataclass(frozen=True)
class Kind:
    """name: how people call it. starts: its first bytes. check: a real reading, raising Refused."""

    name: str
    extensions: tuple[str, ...]
    content_type: str
    starts: bytes
    check: Callable[[bytes], None]


def _check_pdf(body: bytes) -> None:
    try:
        with pikepdf.open(BytesIO(body)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise Refused(_("This PDF is protected by a password. Remove the password and choose it again.")) from error
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        raise Refused(_("This PDF is damaged. Save it again and choose the new file.")) from error
    if not pages:
        raise Refused(_("This PDF has no pages."))


def _check_image(body: bytes) -> None:
    try:
        with Image.open(BytesIO(body)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(_("This picture has too many pixels. Make it smaller and choose it again."))
            image.verify()
    except Image.DecompressionBombError as error:
        raise Refused(_("This picture has too many pixels. Make it smaller and choose it again.")) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(_("This picture is damaged. Save it again and choose the new file.")) from error


PDF = Kind("PDF", ("pdf",), "application/pdf", b"%PDF-", _check_pdf)
JPG = Kind("JPG", ("jpg", "jpeg"), "image/jpeg", b"\xff\xd8\xff", _check_image)
PNG = Kind("PNG", ("png",), "image/png", b"\x89PNG\r\n\x1a\n", _check_image)
ALL = (PDF, JPG, PNG)


def kind_of(name: str, body: bytes, kinds: tuple[Kind, ...]) -> Kind:
    """The kind that name, first bytes and a real reading agree on. Raises Refused."""
    found = next((kind for kind in kinds if body.startswith(kind.starts)), None)
    if found is None:
        raise Refused(_("Choose a file of one of these kinds: %(kinds)s.") % {"kinds": in_words(kinds)})
    if PurePosixPath(name).suffix.lower().lstrip(".") not in found.extensions:
        raise Refused(
            _("The file is a %(kind)s, but its name does not end in .%(extension)s. Give it that ending.")
            % {"kind": found.name, "extension": found.extensions[0]}
        )
    found.check(body)
    return found


def in_words(kinds: tuple[Kind, ...]) -> str:
    return ", ".join(kind.name for kind in kinds)


def clean_name(name: str) -> str:
    """The file's own name without folders, control characters, direction marks; at most NAME_LENGTH long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c if c.isprintable() else " " for c in last if unicodedata.category(c) not in {"Cf", "Cs", "Co"})
    shown = " ".join(re.sub(r'[<>:"|?*]', " ", shown).split()).lstrip(".")
    stem, dot, extension = shown.rpartition(".")
    if not dot:
        return shown[:NAME_LENGTH] or _("file")
    return f"{(stem or _('file'))[: NAME_LENGTH - len(extension[:10]) - 1].rstrip()}.{extension[:10]}"
