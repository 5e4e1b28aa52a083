"""Posters, cards and notices as PDF, with the name and number of the settings. Each is rendered once for its words."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core import pdf
from portal.core.context_processors import portal

FOLDER, STYLE = "print", "print.css"
# The date that the files carry: when we last changed their words or their look.
LAYOUT_EDITION = "2026-11-28"


@dataclass(frozen=True)
class Sheet:
    """A printed sheet. name: as its address has it."""

    name: str
    title: str | Promise
    use: str | Promise
    paper: str | Promise
    template: str


SHEETS = {
    sheet.name: sheet
    for sheet in (
        Sheet("poster-a4", _("Poster"), _("For a wall, a door or a board."), _("A4, one page"), "poster"),
        Sheet("poster-a3", _("Large poster"), _("To read from further away."), _("A3, one page"), "poster"),
        Sheet(
            "card",
            _("Pocket card"),
            _("Says little on its front. Give it to someone only if it is safe for them to keep."),
            _("85 by 55 mm, two sides"),
            "card",
        ),
        Sheet(
            "notice",
            _("Workplace notice"),
            _("For employers. Fill in who workers can speak to on site."),
            _("A4, one page"),
            "notice",
        ),
    )
}


def get_pdf(sheet: Sheet) -> bytes:
    """Return the PDF. Raises portal.core.pdf.CannotRender."""
    html, file = _html(sheet), _file(sheet)
    if default_storage.exists(file):
        with default_storage.open(file) as file_object:
            return file_object.read()
    body = pdf.render_pdf_in_sandbox(html, identifier=_digest(html), style=STYLE)
    default_storage.save(file, ContentFile(body))
    return body


def get_pdf_size(sheet: Sheet) -> int:
    """Return the bytes; 0 until it is rendered."""
    file = _file(sheet)
    return default_storage.size(file) if default_storage.exists(file) else 0


def draw_next_sheet() -> None:
    """Render one that is missing, so that a round of the sweep is never held up for long."""
    missing = next((sheet for sheet in SHEETS.values() if not get_pdf_size(sheet)), None)
    if missing:
        get_pdf(missing)


def _html(sheet: Sheet) -> str:
    facts = portal(None) | {
        "name": sheet.name,
        "created": LAYOUT_EDITION,
        "site_name": urlsplit(settings.SITE_URL).netloc,
    }
    return render_to_string(f"resources/print/{sheet.template}.html", facts)


def _digest(html: str) -> bytes:
    style = pdf.ASSETS[STYLE][1].read_bytes()
    return hashlib.sha256(html.encode() + style).digest()


def _file(sheet: Sheet) -> str:
    return f"{FOLDER}/{sheet.name}-{_digest(_html(sheet)).hex()[:16]}.pdf"
