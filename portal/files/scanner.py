"""Asking clamd about a file, over its Unix socket by INSTREAM (security 3.9)."""

import socket
import struct
from collections.abc import Iterable

CHUNK = 64 * 1024
SECONDS = 60


class ScannerAway(Exception):
    """clamd did not answer, or not in words we know; the file waits."""


def found_in(pieces: Iterable[bytes], *, address: str) -> str:
    """The name of what clamd found in a file, or an empty string. Raises ScannerAway."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(SECONDS)
            line.connect(address)
            line.sendall(b"zINSTREAM\0")
            for piece in pieces:
                for start in range(0, len(piece), CHUNK):
                    chunk = piece[start : start + CHUNK]
                    line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            answer = _read(line)
    except OSError as error:
        raise ScannerAway(str(error)) from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(answer)


def _read(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096:
        part = line.recv(4096)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace").strip()
