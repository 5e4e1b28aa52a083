"""A ZIP file written as a stream: never whole in memory, with size and SHA-256 of each entry."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

CHUNK_SIZE = 1024 * 1024
# Made by a packer of their own.
COMPRESSED_SUFFIXES = (".docx", ".gif", ".jpeg", ".jpg", ".pdf", ".png", ".webp", ".xlsx", ".zip")


@dataclass(frozen=True)
class Entry:
    """The name and the pieces of one entry."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class WrittenEntry:
    """The size and SHA-256 of an entry that was written."""

    size: int
    sha256: str


@dataclass
class Sink:
    """The buffer that zipfile writes to; `take` empties it."""

    size: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    _waiting: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes) -> int:
        """Add data and return its length."""
        self._waiting += data
        self.size += len(data)
        self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing; zipfile calls it."""

    def is_full(self) -> bool:
        """Return whether there is at least one chunk."""
        return len(self._waiting) >= CHUNK_SIZE

    def take(self) -> bytes:
        """Return what was written and empty the buffer."""
        data = bytes(self._waiting)
        self._waiting.clear()
        return data


def stream_zip(
    entries: Iterable[Entry], sink: Sink, *, at: datetime, written: dict[str, WrittenEntry]
) -> Iterator[bytes]:
    """Yield the bytes of the file. written: filled as entries are, so that a last entry may list them."""
    with zipfile.ZipFile(sink, "w", allowZip64=True) as archive:  # type: ignore[call-overload]
        for entry in entries:
            size, digest = 0, hashlib.sha256()
            with archive.open(_zip_info(entry.name, at), "w", force_zip64=True) as out:
                for chunk in entry.chunks:
                    out.write(chunk)
                    size += len(chunk)
                    digest.update(chunk)
                    if sink.is_full():
                        yield sink.take()
            written[entry.name] = WrittenEntry(size, digest.hexdigest())
    yield sink.take()


def _zip_info(name: str, at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
    info.compress_type = zipfile.ZIP_STORED if name.endswith(COMPRESSED_SUFFIXES) else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
