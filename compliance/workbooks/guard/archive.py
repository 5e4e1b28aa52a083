"""Inspect a ZIP file with distrust: directory, names, sizes; every byte is counted as it is unpacked."""

import encodings.cp437  # noqa: F401  # looked up by name, when a process of its own can open no file any more
import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise

from compliance.workbooks.guard import limits, refusals
from compliance.workbooks.guard.markup import forbid_dtd
from compliance.workbooks.guard.refusals import damaged, unsafe
from compliance.workbooks.types import FileRefused

SLICE = 64 * 1024
CHUNK = limits.MB
XML_NAMES = (".xml", ".rels", ".vml", ".rdf")
LOCAL = struct.Struct("<4s5H3I2H")
IS_ENCRYPTED = 0x1
NAME_IS_UTF8 = 0x800


class Archive:
    """Read the entries of a ZIP file that passed the checks of its directory. Raises FileRefused F003, F006, F007."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        listed = _directory(body)
        _check(listed)
        self.entries = {_plain(info.filename): info for info in listed if not info.is_dir()}
        self._starts = {info.filename: self._start(info) for info in listed}
        self._check_overlaps(listed)

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack an entry in pieces of a megabyte at most, stopping at the declared size: headers lie."""
        info = self.entries[name]
        count = check = 0
        for chunk in _inflated(self._packed(info), is_packed=info.compress_type == zipfile.ZIP_DEFLATED):
            count += len(chunk)
            if count > info.file_size:
                raise unsafe(refusals.LIES)
            check = zlib.crc32(chunk, check)
            yield chunk
        if count != info.file_size or check != info.CRC:
            raise damaged()

    def read(self, name: str) -> bytes:
        """Return a small part as a whole."""
        if self.entries[name].file_size > limits.SMALL_PART_BYTES:
            raise unsafe(refusals.BOMB)
        return b"".join(self.chunks(name))

    def drain(self, name: str) -> None:
        """Count the bytes of a part that no parser will meet, and refuse it if it is XML with a DTD."""
        chunks = self.chunks(name)
        if name.casefold().endswith(XML_NAMES):
            forbid_dtd(chunks)
        for _ in chunks:
            pass

    def only(self, names: Collection[str]) -> bytes:
        """Return a new ZIP file of these entries, packed as they are, so that a parser meets checked parts only."""
        written, listed = bytearray(), bytearray()
        for name in names:
            info, raw = self.entries[name], name.encode()
            fields = (NAME_IS_UTF8, info.compress_type, 0, 0x21, info.CRC, info.compress_size, info.file_size)
            head = struct.pack("<5H3I2H", 20, *fields, len(raw), 0)
            listed += b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<3H2I", 0, 0, 0, 0, len(written))
            listed += raw
            written += b"PK\x03\x04" + head + raw + self._packed(info)
        count = len(names)
        end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, count, count, len(listed), len(written), 0)
        return bytes(written + listed + end)

    def _packed(self, info: zipfile.ZipInfo) -> memoryview:
        start = self._starts[info.filename]
        return memoryview(self.body)[start : start + info.compress_size]

    def _start(self, info: zipfile.ZipInfo) -> int:
        """Return where an entry's bytes begin, behind its own header, which must bear the name the directory gives."""
        try:
            head = LOCAL.unpack_from(self.body, info.header_offset)
        except struct.error:
            raise damaged() from None
        if head[0] != b"PK\x03\x04":
            raise damaged()
        start = info.header_offset + LOCAL.size
        name = info.orig_filename.encode("utf-8" if info.flag_bits & NAME_IS_UTF8 else "cp437", "replace")
        if self.body[start : start + head[9]] != name:
            raise unsafe(refusals.LIES)
        return start + head[9] + head[10]

    def _check_overlaps(self, listed: list[zipfile.ZipInfo]) -> None:
        spans = sorted((info.header_offset, self._starts[info.filename] + info.compress_size) for info in listed)
        if any(after[0] < before[1] for before, after in pairwise(spans)):
            raise unsafe(refusals.OVERLAP)
        if spans and spans[-1][1] > len(self.body):
            raise damaged()


def _directory(body: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, OverflowError):
        raise damaged() from None


def _check(listed: list[zipfile.ZipInfo]) -> None:
    if not listed:
        raise damaged()
    if any(info.flag_bits & IS_ENCRYPTED for info in listed):
        raise FileRefused("F003")
    reasons = {
        refusals.TOO_MANY_PARTS: len(listed) > limits.ENTRIES,
        refusals.SAME_NAME: max(Counter(_plain(info.filename).casefold() for info in listed).values()) > 1,
        refusals.BAD_NAME: any(_leads_outside(info.orig_filename) for info in listed),
        refusals.LINK: any(info.external_attr >> 16 & 0o170000 == 0o120000 for info in listed),
        refusals.PACKING: any(
            info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
            or (info.compress_type == zipfile.ZIP_STORED and info.compress_size != info.file_size)
            for info in listed
        ),
        refusals.BOMB: sum(info.file_size for info in listed) > limits.ALL_BYTES or any(map(_is_bomb, listed)),
    }
    for reason, is_so in reasons.items():
        if is_so:
            raise unsafe(reason)


def _plain(name: str) -> str:
    """Return the name with slashes: some programs for Windows divide folders their own way."""
    return name.replace("\\", "/")


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in _plain(name).split("/") or ":" in name or "\0" in name


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    if info.file_size <= limits.MB:
        return False
    return info.file_size > limits.ENTRY_BYTES or info.file_size > limits.RATIO * info.compress_size


def _inflated(packed: memoryview, *, is_packed: bool) -> Iterator[bytes]:
    if not is_packed:
        yield from (bytes(packed[at : at + CHUNK]) for at in range(0, len(packed), CHUNK))
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), SLICE):
            more = inflate.decompress(packed[at : at + SLICE], CHUNK)
            while more:
                yield more
                more = inflate.decompress(inflate.unconsumed_tail, CHUNK)
    except zlib.error:
        raise damaged() from None
    if not inflate.eof or inflate.unused_data:
        raise damaged()
