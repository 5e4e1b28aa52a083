"""A client of clamd over its Unix socket or TCP, by INSTREAM (docs/requirements/security.md#virus-scan).

An address is the path of a socket, or tcp://host:port.
"""

import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

TCP = "tcp://"
DEFAULT_PORT = 3310
CHUNK = 64 * 1024
# clamd gives up a file after two minutes (deploy/clamd.conf).
SECONDS = 150
# How long clamd gets to refuse an announced size. It does so at once, or waits for the bytes.
PROBE_SECONDS = 0.2
SIZE_LIMIT = "size limit exceeded"
FILE_SIZE_ALERT = "Heuristics.Limits.Exceeded.MaxFileSize"


class ScannerAway(Exception):
    """clamd did not answer, or not in words we know; the file waits."""


class ScannerLimit(ScannerAway):
    """clamd is set up for smaller files only (deploy/clamd.conf), so it did not look at this one."""


def scan_stream(pieces: Iterable[bytes], *, address: str) -> str:
    """Return the name of what clamd found in a file, or an empty string. Raises ScannerAway, ScannerLimit."""
    try:
        with _connected(address, SECONDS) as line:
            answer = _send(line, pieces)
    except OSError as error:
        raise ScannerAway(str(error)) from error
    if SIZE_LIMIT in answer or FILE_SIZE_ALERT in answer:
        raise ScannerLimit(answer)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(answer)


def accepts_size(size: int, *, address: str) -> bool:
    """Return whether clamd's StreamMaxLength allows that many bytes; none are sent. Raises ScannerAway.

    A clamd that is too busy to answer counts as one that does.
    """
    try:
        with _connected(address, PROBE_SECONDS) as line:
            line.sendall(struct.pack("!L", size))
            return SIZE_LIMIT not in _read(line)
    except TimeoutError:
        return True
    except OSError as error:
        raise ScannerAway(str(error)) from error


@contextmanager
def _connected(address: str, seconds: float) -> Iterator[socket.socket]:
    with open_line(address, seconds) as line:
        line.sendall(b"zINSTREAM\0")
        yield line


def open_line(address: str, seconds: float) -> socket.socket:
    """Return a connection to clamd, which the caller closes. Raises OSError."""
    if address.startswith(TCP):
        parts = urlsplit(address)
        return socket.create_connection((parts.hostname or "", parts.port or DEFAULT_PORT), timeout=seconds)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(seconds)
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, pieces: Iterable[bytes]) -> str:
    """Send a file and return the answer, also where clamd answers before it has all of it."""
    try:
        for piece in pieces:
            for start in range(0, len(piece), CHUNK):
                chunk = piece[start : start + CHUNK]
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        if answer := _read(line):
            return answer
        raise
    return _read(line)


def _read(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096:
        part = line.recv(4096)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace").strip()
