"""A date for a calendar program (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta


def all_day_event(*, uid: str, day: date, title: str, text: str, address: str, made_at: datetime) -> bytes:
    """Return a calendar file with one day. uid: the same for the same event, however often it is fetched."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Section 54 portal//EN",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(text)}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in [_fold(line)]).encode()


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _fold(line: str) -> str:
    """Lines of at most 75 bytes; a further line begins with a space."""
    pieces, current = [], ""
    for character in line:
        if len((current + character).encode()) > 74:
            pieces.append(current)
            current = ""
        current += character
    return "\r\n ".join([*pieces, current])
