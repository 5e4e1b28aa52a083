"""The head's hash, once a day, in a file outside the database: whoever rewrites the whole chain misses these."""

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
class Anchor:
    """What the chain's end was on one day."""

    day: str
    seq: int
    hash: str


def keep(now: datetime) -> Path | None:
    """Write the anchor of the day of `now`, unless it is there or there is no history yet; safe to run often."""
    head = Head.objects.get(pk=HEAD)
    day = timezone.localdate(now).isoformat()
    path = directory() / f"{day}.json"
    if not head.seq or path.exists():
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("w") as file:
        json.dump(asdict(Anchor(day, head.seq, head.hash)), file)
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


def directory() -> Path:
    return Path(settings.HISTORY_ANCHORS_DIR)


def read(where: Path) -> list[Anchor]:
    """Every anchor in a directory, by day. Raises OSError or ValueError for a file that cannot be read."""
    anchors = []
    for path in sorted(where.glob("*.json")):
        try:
            anchors.append(Anchor(**json.loads(path.read_text())))
        except TypeError as error:
            raise ValueError(f"{path} is no anchor") from error
    return anchors


def disagreements(anchors: list[Anchor]) -> Iterator[Problem]:
    """Anchors whose entry is gone or has another hash."""
    hashes = dict(Entry.objects.filter(seq__in=[anchor.seq for anchor in anchors]).values_list("seq", "hash"))
    for anchor in anchors:
        if anchor.seq not in hashes:
            yield Problem(anchor.seq, "cut", f"Entry {anchor.seq}, the last on {anchor.day}, is gone.")
        elif hashes[anchor.seq] != anchor.hash:
            yield Problem(anchor.seq, "anchor", f"Entry {anchor.seq} is not the one kept as the last on {anchor.day}.")
