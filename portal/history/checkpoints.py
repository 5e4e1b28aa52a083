"""Checkpoints: the head's hash, once a day, in a file outside the database; who rewrites the whole chain misses
these.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.history.chain import Problem
from portal.history.models import Entry, Head
from portal.history.services import HEAD


@dataclass(frozen=True)
class Checkpoint:
    """The chain's end on one day."""

    day: str
    seq: int
    hash: str


def write_checkpoint(now: datetime) -> Path | None:
    """Write the checkpoint of the day of `now`, unless it is there or there is no history yet; safe to run often."""
    head = Head.objects.get(pk=HEAD)
    day = timezone.localdate(now).isoformat()
    path = get_directory() / f"{day}.json"
    if not head.seq or path.exists():
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("w") as file:
        json.dump(asdict(Checkpoint(day, head.seq, head.hash)), file)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o440)
    try:
        os.link(part, path)  # unlike a rename, this never replaces an anchor that is there
    except FileExistsError:
        return None
    finally:
        part.unlink()
    return path


def get_directory() -> Path:
    """Return the directory of the checkpoints."""
    return Path(settings.HISTORY_ANCHORS_DIR)


def read_checkpoints(where: Path) -> list[Checkpoint]:
    """Return every checkpoint in a directory, by day. Raises OSError or ValueError for a file that cannot be read."""
    anchors = []
    for path in sorted(where.glob("*.json")):
        try:
            anchors.append(Checkpoint(**json.loads(path.read_text())))
        except TypeError as error:
            raise ValueError(f"{path} is no anchor") from error
    return anchors


def find_disagreements(anchors: list[Checkpoint]) -> Iterator[Problem]:
    """Return the checkpoints whose entry is gone or has another hash."""
    hashes = dict(Entry.objects.filter(seq__in=[anchor.seq for anchor in anchors]).values_list("seq", "hash"))
    for anchor in anchors:
        if anchor.seq not in hashes:
            yield Problem(anchor.seq, "cut", f"Entry {anchor.seq}, the last on {anchor.day}, is missing.")
        elif hashes[anchor.seq] != anchor.hash:
            yield Problem(
                anchor.seq, "anchor", f"Entry {anchor.seq} is not the one recorded as the last on {anchor.day}."
            )
