"""Announced dates as an iCalendar file (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.statistics.labels import label_period
from compliance.statistics.presenters.labels import KINDS
from compliance.statistics.selectors.releases import AnnouncedRelease

MAX_OCTETS = 75
LENGTH = timedelta(minutes=15)


def build_calendar(announced: Iterable[AnnouncedRelease]) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_escape(settings.PORTAL_NAME)}//Helpline statistics//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escape(_('Helpline statistics'))}",
        *(line for row in announced for line in _event(row)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _event(row: AnnouncedRelease) -> Iterator[str]:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    kind, period = KINDS[row.period.kind], label_period(row.period)
    yield "BEGIN:VEVENT"
    yield f"UID:{row.period.code}@{host}"
    # The same file as long as nothing is announced anew.
    yield f"DTSTAMP:{_moment(row.at)}"
    yield f"DTSTART:{_moment(row.at)}"
    yield f"DTEND:{_moment(row.at + LENGTH)}"
    yield f"SUMMARY:{_escape(f'{kind}: {period}')}"
    yield f"URL:{settings.SITE_URL}{reverse('statistics:index')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escape(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def _fold(line: str) -> str:
    """Return the line in pieces of at most 75 octets, none of which cuts a letter in two."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > MAX_OCTETS:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece])
