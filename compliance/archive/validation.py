"""The validation of an archive from a stranger, before any byte of it is used.

Every entry has to be in the manifest, of the size and the SHA-256 that it says, and of a name that an archive has.
Nothing is unpacked to a disk.
"""

import hashlib
import json
import math
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

MANIFEST = "manifest.json"
ENTRY_NAME_PATTERN = re.compile(
    r"README\.txt|[a-z]{1,20}\.(json|xlsx)|data/[A-Za-z]{1,30}\.[A-Za-z_]{1,60}\.json"
    r"|files/[0-9a-f]{16}-[A-Za-z0-9.-]{1,80}|statements/[0-9]{4}/version-[A-Za-z0-9.-]{1,60}"
)
MAX_ENTRIES = 50_000
MAX_TOTAL_BYTES = 20 * 1024**3
# Of one entry: rows are read a line at a time, everything else is held whole.
MAX_LINE_BYTES = 32 * 1024**2
MAX_ENTRY_BYTES = 256 * 1024**2
# What a text of rows shrinks to; above a megabyte nothing honest shrinks further.
MAX_COMPRESSION_RATIO, MIN_BYTES_FOR_RATIO = 200, 1024**2
CHUNK_SIZE = 1024 * 1024
READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


class Refused(Exception):
    """The archive cannot be imported. The message is one line for the operator."""


class OpenedArchive:
    """An archive whose entries all match its manifest. Raises Refused."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            self._zip = zipfile.ZipFile(path)
        except READ_ERRORS as error:
            raise Refused(f"it is no ZIP file, or a broken one ({error})") from error
        self._entries = self._check_entries()
        self.manifest = self._manifest()
        self._check_contents()

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def has(self, name: str) -> bool:
        """Return whether there is an entry of that name."""
        return name in self._entries

    def json(self, name: str) -> Any:
        """Return the content of a JSON entry. Raises Refused."""
        return _parse_json(self.body(name), name)

    def body(self, name: str) -> bytes:
        """Return the bytes of an entry. Raises Refused."""
        if name not in self._entries:
            raise Refused(f"{name} is not in it")
        if self._entries[name].file_size > MAX_ENTRY_BYTES:
            raise Refused(f"{name} is too large")
        return b"".join(self._pieces(name))

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the objects of a JSON array with one object a line. Raises Refused."""
        if name not in self._entries:
            raise Refused(f"{name} is not in it")
        with self._open(name) as file:
            if file.readline(3) != b"[\n":
                raise Refused(f"{name} does not begin as an array with a row a line")
            while (line := self._line(file, name)) != b"]":
                row = _parse_json(line.removesuffix(b","), name)
                if not isinstance(row, dict):
                    raise Refused(f"{name} holds something that is no row")
                yield row

    def _line(self, file: IO[bytes], name: str) -> bytes:
        line = file.readline(MAX_LINE_BYTES)
        if not line.endswith(b"\n"):
            raise Refused(f"{name} ends before its end, or has a line that is too long")
        return line.rstrip(b"\n")

    def _check_entries(self) -> dict[str, zipfile.ZipInfo]:
        entries_by_name: dict[str, zipfile.ZipInfo] = {}
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise Refused(f"it has more than {MAX_ENTRIES} entries")
        if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
            raise Refused("it would be too large when unpacked")
        for entry in entries:
            if entry.filename in entries_by_name:
                raise Refused(f"it has {entry.filename!r} twice")
            if (
                entry.orig_filename != entry.filename
                or not ENTRY_NAME_PATTERN.fullmatch(entry.filename)
                or ".." in entry.filename
            ):
                raise Refused(f"it has an entry that no archive has: {entry.orig_filename[:120]!r}")
            if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Refused(f"{entry.filename} is packed in a way that no archive is")
            if entry.file_size > MIN_BYTES_FOR_RATIO and entry.file_size > MAX_COMPRESSION_RATIO * max(
                entry.compress_size, 1
            ):
                raise Refused(f"{entry.filename} unpacks to far more than it is")
            entries_by_name[entry.filename] = entry
        return entries_by_name

    def _manifest(self) -> Mapping[str, Any]:
        manifest = self.json(MANIFEST)
        if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), str):
            raise Refused(f"its {MANIFEST} is not one of an archive")
        return manifest

    def _check_contents(self) -> None:
        """Read every entry once, before anything is made of any."""
        files = self.manifest.get("files")
        if not isinstance(files, dict) or set(files) != set(self._entries) - {MANIFEST}:
            raise Refused("its entries are not those that its manifest names")
        for name, facts in files.items():
            if not isinstance(facts, dict):
                raise Refused(f"its manifest says nothing of {name}")
            size, digest = 0, hashlib.sha256()
            for piece in self._pieces(name):
                size += len(piece)
                digest.update(piece)
            if (facts.get("size"), facts.get("sha256")) != (size, digest.hexdigest()):
                raise Refused(f"{name} is not what the manifest says: it was changed")

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(self._entries[name]) as file:
                while piece := file.read(CHUNK_SIZE):
                    yield piece
        except READ_ERRORS as error:
            raise Refused(f"{name} cannot be read: it is broken") from error

    def _open(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(self._entries[name])
        except READ_ERRORS as error:
            raise Refused(f"{name} cannot be read: it is broken") from error


def _parse_json(body: bytes, name: str) -> Any:
    try:
        value = json.loads(body, parse_constant=_parse_finite, parse_float=_parse_finite)
        if b"\\u" in body:
            _check_text(value)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{name} is no JSON that can be read") from error
    return value


def _parse_finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(text)
    return number


def _check_text(value: Any) -> None:
    """Refuse NUL and half of a surrogate pair, which databases cannot store. Raises ValueError."""
    if b"\\u0000" in json.dumps(value, ensure_ascii=False).encode():
        raise ValueError("NUL")
