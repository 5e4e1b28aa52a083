"""Fingerprints of what was done last time, so that the second start skips it: each step leaves the hash of its
inputs.
"""

import hashlib
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[3]


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """Return one hash over files (their names and bytes) and further words."""
    digest = hashlib.sha256("\0".join((sys.version, *words)).encode())
    for file in sorted(files):
        digest.update(f"\0{file.relative_to(ROOT)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def run_step(title: str, stamp: Path, key: Callable[[], str], work: Callable[[], None]) -> bool:
    """Do the work unless the stamp says that it was done with the same key. Print how long it took."""
    if stamp.exists() and stamp.read_text() == key():
        return False
    start = monotonic()
    stamp.unlink(missing_ok=True)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    # The key is read again: some work (a migration that makes the database file) changes it.
    stamp.write_text(key())
    print(f"{title}: {monotonic() - start:.1f} s", flush=True)
    return True
