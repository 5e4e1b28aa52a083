"""Collect what a workbook has that we do not read: how many of each kind, and the first few names and sheets."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from compliance.workbooks.types import Unread, UnreadKind

MAX_NAMES = 3  # of one kind; the count says how many there are
MAX_NAME_LENGTH = 60
ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):/*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
SLASHES = re.compile(r"[\\/]+")


@dataclass(slots=True)
class _Entry:
    count: int = 0
    names: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)


class UnreadList:
    """Collect parts; the same name or sheet is listed once."""

    def __init__(self) -> None:
        self._entries: dict[UnreadKind, _Entry] = {}

    def add(self, kind: UnreadKind, name: str = "", *, sheet: str = "", count: int = 1) -> None:
        entry = self._entries.setdefault(kind, _Entry())
        entry.count += count
        for text, texts in ((shorten_name(name), entry.names), (shorten_name(sheet), entry.sheets)):
            if text and text not in texts and len(texts) < MAX_NAMES:
                texts.append(text)

    def __contains__(self, kind: UnreadKind) -> bool:
        return kind in self._entries

    def listed(self) -> tuple[Unread, ...]:
        """Return the parts in the order of their kinds."""
        entries = ((kind, self._entries[kind]) for kind in UnreadKind if kind in self._entries)
        return tuple(Unread(kind, entry.count, tuple(entry.names), tuple(entry.sheets)) for kind, entry in entries)


def shorten_name(name: str) -> str:
    """Return a name as a sentence can bear it: one line, no signs that do not show, of a bounded length."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in name[:1000]).split())
    return text if len(text) <= MAX_NAME_LENGTH else text[: MAX_NAME_LENGTH - 1] + "…"


def is_outside(target: str) -> bool:
    """Return whether a target is an address or a place on a computer, not a part of the file."""
    return "://" in target or target.startswith(("\\\\", "file:", "../", "/"))


def name_target(target: str) -> str:
    """Return the end of a path or an address, with its host; folders, passwords and keys are left out."""
    path, host = target, ""
    if match := ADDRESS.fullmatch(target):
        is_local = match["scheme"].casefold() == "file" and not match["rest"].startswith("\\\\")
        path = match["rest"].partition("#")[0].partition("?")[0]
        has_host = "://" in target and (not is_local or re.match(r"file://[^/\\]", target, re.IGNORECASE))
        host = "/" if has_host or path.startswith("\\\\") else ""
    elif target.startswith("\\\\"):
        host = "/"
    pieces = [piece for piece in SLASHES.split(unquote(path)) if piece]
    if not pieces:
        return ""
    if not host:
        return pieces[-1]
    host = pieces[0].rpartition("@")[2]
    return f"{pieces[-1]} on {host}" if len(pieces) > 1 else host
