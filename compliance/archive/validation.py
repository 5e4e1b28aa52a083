"""The validation of an archive from a stranger, before any byte of it is used.

Every entry has to be in the manifest, of the size and the SHA-256 that it says, and of a name that an archive has.
Nothing is unpacked to a disk.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from portal.core.types import JsonObject
from portal.files.zip_guard import Flaw, GuardedZip, Limits

MANIFEST = "manifest.json"
ENTRY_NAME_PATTERN = re.compile(
    r"README\.txt|[a-z]{1,20}\.(json|xlsx)|data/[A-Za-z]{1,30}\.[A-Za-z_]{1,60}\.json"
    r"|files/[0-9a-f]{16}-[A-Za-z0-9.-]{1,80}|statements/[0-9]{4}/version-[A-Za-z0-9.-]{1,60}"
)
# Rows are read a line at a time, everything else is held whole.
MAX_LINE_BYTES = 32 * 1024**2
LIMITS = Limits(
    entries=50_000,
    total_bytes=20 * 1024**3,
    entry_bytes=20 * 1024**3,
    held_bytes=256 * 1024**2,
    ratio=200,  # what a text of rows shrinks to; nothing honest shrinks further
)
FLAWS = {
    Flaw.DAMAGED: "it is not a ZIP file, or it is damaged",
    Flaw.LOCKED: "{name} is compressed in a way that archives do not use",
    Flaw.TOO_MANY_PARTS: f"it has more than {LIMITS.entries} entries",
    Flaw.SAME_NAME: "it has {name} twice",
    Flaw.BAD_NAME: "it has an unexpected entry: {name}",
    Flaw.LINK: "{name} is a link",
    Flaw.PACKING: "{name} is compressed in a way that archives do not use",
    Flaw.BOMB: "it, or {name} in it, unpacks to a much larger size than it should",
    Flaw.LIES: "{name} does not match its entry in the directory",
    Flaw.OVERLAP: "its entries overlap",
}


class Refused(Exception):
    """The archive cannot be imported. The message is one line for the operator."""


class OpenedArchive:
    """An archive whose entries all match its manifest. Raises Refused."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise Refused(f"it is not a ZIP file, or it is damaged ({error})") from error
        self.sha256 = hashlib.file_digest(self._file, "sha256").hexdigest()
        self._zip = GuardedZip(self._file, LIMITS, refuse=_refuse)
        for name, entry in self._zip.entries.items():
            if entry.orig_filename != entry.filename or not ENTRY_NAME_PATTERN.fullmatch(name):
                raise _refuse(Flaw.BAD_NAME, entry.orig_filename)
        self.manifest = self._manifest()
        self._check_contents()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def has(self, name: str) -> bool:
        """Return whether there is an entry of that name."""
        return name in self._zip

    def json(self, name: str) -> Any:
        """Return the content of a JSON entry. Raises Refused."""
        return _parse_json(self.body(name), name)

    def body(self, name: str) -> bytes:
        """Return the bytes of an entry. Raises Refused."""
        if name not in self._zip:
            raise Refused(f"it does not include {name}")
        return self._zip.read(name)

    def rows(self, name: str) -> Iterator[JsonObject]:
        """Yield the objects of a JSON array with one object a line. Raises Refused."""
        if name not in self._zip:
            raise Refused(f"it does not include {name}")
        with self._zip.open(name) as file:
            if file.readline(3) != b"[\n":
                raise Refused(f"{name} must be an array with one row on each line")
            while (line := self._line(file, name)) != b"]":
                row = _parse_json(line.removesuffix(b","), name)
                if not isinstance(row, dict):
                    raise Refused(f"{name} contains something that is not a row")
                yield row

    def _line(self, file: IO[bytes], name: str) -> bytes:
        line = file.readline(MAX_LINE_BYTES)
        if not line.endswith(b"\n"):
            raise Refused(f"{name} is cut short, or has a line that is too long")
        return line.rstrip(b"\n")

    def _manifest(self) -> Mapping[str, Any]:
        manifest = self.json(MANIFEST)
        if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), str):
            raise Refused(f"its {MANIFEST} is not from an archive")
        return manifest

    def _check_contents(self) -> None:
        """Read every entry once, before anything is made of any."""
        files = self.manifest.get("files")
        if not isinstance(files, dict) or set(files) != set(self._zip.entries) - {MANIFEST}:
            raise Refused("its entries are not those that its manifest names")
        for name, facts in files.items():
            if not isinstance(facts, dict):
                raise Refused(f"its manifest does not list {name}")
            size, digest = 0, hashlib.sha256()
            for piece in self._zip.chunks(name):
                size += len(piece)
                digest.update(piece)
            if (facts.get("size"), facts.get("sha256")) != (size, digest.hexdigest()):
                raise Refused(f"{name} does not match the manifest, so it has been changed")


def _refuse(flaw: Flaw, name: str) -> Refused:
    return Refused(FLAWS[flaw].format(name=ascii(name[:120])))


def _parse_json(body: bytes, name: str) -> Any:
    try:
        value = json.loads(body, parse_constant=_parse_finite, parse_float=_parse_finite)
        if b"\\u" in body:
            _check_text(value)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{name} is not valid JSON") from error
    return value


def _parse_finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(text)
    return number


def _check_text(value: Any) -> None:
    """Refuse NUL and half of a surrogate pair, which databases cannot store. Raises ValueError."""
    if b"\\u0000" in json.dumps(value, ensure_ascii=False).encode():
        raise ValueError("NUL")
