"""A ZIP file as it comes into being: never whole in memory, and each entry with its size and SHA-256."""

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
    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class WrittenEntry:
    size: int
    sha256: str


@dataclass
class Sink:
    """What zipfile writes into; `take` empties it."""

    size: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    _waiting: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes) -> int:
        self._waiting += data
        self.size += len(data)
        self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        """zipfile asks for it."""

    def is_full(self) -> bool:
        return len(self._waiting) >= CHUNK_SIZE

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def stream_zip(
    entries: Iterable[Entry], sink: Sink, *, at: datetime, written: dict[str, WrittenEntry]
) -> Iterator[bytes]:
    """The bytes of the file, piece by piece. written: filled as entries are, so that a last one may tell of them."""
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
