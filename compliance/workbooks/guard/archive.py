"""The ZIP file that a workbook is."""

import io
import struct
from collections.abc import Collection, Iterator

from compliance.workbooks.guard import limits, refusals
from compliance.workbooks.guard.markup import forbid_dtd
from compliance.workbooks.types import FileRefused
from portal.files.zip_guard import NAME_IS_UTF8, Flaw, GuardedZip, Limits

XML_NAMES = (".xml", ".rels", ".vml", ".rdf")
OPENING_BYTES = 2048
LIMITS = Limits(
    entries=limits.ENTRIES,
    total_bytes=limits.ALL_BYTES,
    entry_bytes=limits.ENTRY_BYTES,
    held_bytes=limits.SMALL_PART_BYTES,
    ratio=limits.RATIO,
)


class Archive(GuardedZip):
    """Read the entries of a ZIP file that passed the checks of its directory. Raises FileRefused F003, F006, F007."""

    def __init__(self, body: bytes) -> None:
        super().__init__(io.BytesIO(body), LIMITS, refuse=_refuse)

    def drain(self, name: str) -> bytes:
        """Count the bytes of a part that no reader will meet, and refuse it if it is XML with a DTD.

        Returns the bytes that it begins with, by which it can be told what it is.
        """
        opening = bytearray()
        chunks = self._noting(name, opening)
        if name.casefold().endswith(XML_NAMES):
            forbid_dtd(chunks)
        for _ in chunks:
            pass
        return bytes(opening)

    def _noting(self, name: str, opening: bytearray) -> Iterator[bytes]:
        for chunk in self.chunks(name):
            opening += chunk[: max(0, OPENING_BYTES - len(opening))]
            yield chunk

    def only(self, names: Collection[str]) -> bytes:
        """Return a new ZIP file of these entries, packed as they are, so that a parser meets checked parts only."""
        written, listed = bytearray(), bytearray()
        for name in names:
            info, raw = self.entries[name], name.encode()
            fields = (NAME_IS_UTF8, info.compress_type, 0, 0x21, info.CRC, info.compress_size, info.file_size)
            head = struct.pack("<5H3I2H", 20, *fields, len(raw), 0)
            listed += b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<3H2I", 0, 0, 0, 0, len(written))
            listed += raw
            written += b"PK\x03\x04" + head + raw + self.packed(info)
        count = len(names)
        end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, count, count, len(listed), len(written), 0)
        return bytes(written + listed + end)


def _refuse(flaw: Flaw, name: str) -> FileRefused:
    if flaw == Flaw.LOCKED:
        return FileRefused("F003")
    reason = refusals.BY_FLAW.get(flaw)
    return refusals.unsafe(reason) if reason else refusals.damaged()
