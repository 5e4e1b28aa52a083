"""Opens a ZIP file with distrust: directory, names, sizes; every byte is counted as it is unpacked.

Word documents, workbooks and archives of an organisation all come through here, each with its own limits and its own
words for a refusal. No Django here.

See docs/requirements/security.md#sandbox.
"""

import encodings.cp437  # noqa: F401  # looked up by name, when a process of its own can open no file any more
import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import IO

SLICE = 64 * 1024
CHUNK = MB = 1024 * 1024
LOCAL = struct.Struct("<4s5H3I2H")
IS_ENCRYPTED = 0x1
NAME_IS_UTF8 = 0x800
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class Flaw(StrEnum):
    """Why a ZIP file is refused."""

    DAMAGED = "damaged"
    LOCKED = "locked"
    TOO_MANY_PARTS = "too many parts"
    SAME_NAME = "same name"
    BAD_NAME = "bad name"
    LINK = "link"
    PACKING = "packing"
    BOMB = "bomb"
    LIES = "lies"
    OVERLAP = "overlap"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How large a ZIP file may be. held_bytes: of an entry that is read as a whole.

    ratio: unpacked to packed, asked of entries over a megabyte, since short ones pack well by chance. total_ratio: the
    same of all entries together.
    """

    entries: int
    total_bytes: int
    entry_bytes: int
    held_bytes: int
    ratio: int
    total_ratio: int | None = None


class GuardedZip:
    """A ZIP file that passed the checks of its directory; entries are named with slashes.

    refuse: makes the exception for a flaw, and the name of the entry that has it, empty where it is none's alone.
    """

    def __init__(self, file: IO[bytes], limits: Limits, *, refuse: Callable[[Flaw, str], Exception]) -> None:
        self._file, self.limits, self._refuse = file, limits, refuse
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, OverflowError, OSError):
            raise refuse(Flaw.DAMAGED, "") from None
        listed = self._zip.infolist()
        self._check(listed)
        self.entries: Mapping[str, zipfile.ZipInfo] = {
            _plain(info.filename): info for info in listed if not info.is_dir()
        }
        self._starts = {info.filename: self._start(info) for info in listed}
        self._check_overlaps(listed)

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack an entry in pieces of a megabyte at most, stopping at the declared size: headers lie."""
        info = self.entries[name]
        count = check = 0
        for chunk in self._inflated(info):
            count += len(chunk)
            if count > info.file_size:
                raise self._refuse(Flaw.LIES, name)
            check = zlib.crc32(chunk, check)
            yield chunk
        if count != info.file_size or check != info.CRC:
            raise self._refuse(Flaw.DAMAGED, name)

    def read(self, name: str) -> bytes:
        """Return an entry as a whole."""
        if self.entries[name].file_size > self.limits.held_bytes:
            raise self._refuse(Flaw.BOMB, name)
        return b"".join(self.chunks(name))

    def open(self, name: str) -> IO[bytes]:
        """Open an entry whose bytes were counted already (chunks)."""
        return self._zip.open(self.entries[name])

    def packed(self, info: zipfile.ZipInfo, at: int = 0, size: int | None = None) -> bytes:
        """Return packed bytes of an entry, all of them or a slice."""
        self._file.seek(self._starts[info.filename] + at)
        left = info.compress_size - at
        return self._file.read(left if size is None else min(size, left))

    def _check(self, listed: list[zipfile.ZipInfo]) -> None:
        """Check the directory. The flaws are in the order in which they are told."""
        limits, names = self.limits, Counter(_plain(info.filename).casefold() for info in listed)
        total, packed = sum(info.file_size for info in listed), sum(info.compress_size for info in listed) or 1
        is_steep = limits.total_ratio is not None and total > MB and total > limits.total_ratio * packed
        if not listed:
            raise self._refuse(Flaw.DAMAGED, "")
        if len(listed) > limits.entries:
            raise self._refuse(Flaw.TOO_MANY_PARTS, "")
        if total > limits.total_bytes or is_steep:
            raise self._refuse(Flaw.BOMB, "")
        of_one: dict[Flaw, Callable[[zipfile.ZipInfo], bool]] = {
            Flaw.LOCKED: lambda info: bool(info.flag_bits & IS_ENCRYPTED),
            Flaw.SAME_NAME: lambda info: names[_plain(info.filename).casefold()] > 1,
            Flaw.BAD_NAME: lambda info: _leads_outside(info.orig_filename),
            Flaw.LINK: lambda info: info.external_attr >> 16 & 0o170000 == 0o120000,
            Flaw.PACKING: _is_packed_oddly,
            Flaw.BOMB: self._is_bomb,
        }
        for flaw, has_flaw in of_one.items():
            if bad := next(filter(has_flaw, listed), None):
                raise self._refuse(flaw, bad.orig_filename)

    def _is_bomb(self, info: zipfile.ZipInfo) -> bool:
        if info.file_size <= MB:
            return False
        return info.file_size > self.limits.entry_bytes or info.file_size > self.limits.ratio * info.compress_size

    def _start(self, info: zipfile.ZipInfo) -> int:
        """Return where an entry's bytes begin, behind its own header, which must bear the name the directory gives."""
        name = info.orig_filename.encode("utf-8" if info.flag_bits & NAME_IS_UTF8 else "cp437", "replace")
        self._file.seek(max(info.header_offset, 0))
        head = self._file.read(LOCAL.size + len(name))
        if info.header_offset < 0 or len(head) < LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise self._refuse(Flaw.DAMAGED, info.orig_filename)
        *_fields, name_length, extra_length = LOCAL.unpack_from(head)
        if name_length != len(name) or head[LOCAL.size :] != name:
            raise self._refuse(Flaw.LIES, info.orig_filename)
        return info.header_offset + LOCAL.size + name_length + extra_length

    def _check_overlaps(self, listed: list[zipfile.ZipInfo]) -> None:
        spans = sorted((info.header_offset, self._starts[info.filename] + info.compress_size) for info in listed)
        if any(after[0] < before[1] for before, after in pairwise(spans)):
            raise self._refuse(Flaw.OVERLAP, "")
        if spans[-1][1] > self._file.seek(0, io.SEEK_END):
            raise self._refuse(Flaw.DAMAGED, "")

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        slices = (self.packed(info, at, SLICE) for at in range(0, info.compress_size, SLICE))
        if info.compress_type == zipfile.ZIP_STORED:
            yield from slices
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for piece in slices:
                more = inflate.decompress(piece, CHUNK)
                while more:
                    yield more
                    more = inflate.decompress(inflate.unconsumed_tail, CHUNK)
        except zlib.error:
            raise self._refuse(Flaw.DAMAGED, info.orig_filename) from None
        if not inflate.eof or inflate.unused_data:
            raise self._refuse(Flaw.DAMAGED, info.orig_filename)


def _plain(name: str) -> str:
    """Return the name with slashes: some programs for Windows divide folders their own way."""
    return name.replace("\\", "/")


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in _plain(name).split("/") or ":" in name or "\0" in name


def _is_packed_oddly(info: zipfile.ZipInfo) -> bool:
    is_stored = info.compress_type == zipfile.ZIP_STORED
    return info.compress_type not in METHODS or (is_stored and info.compress_size != info.file_size)
