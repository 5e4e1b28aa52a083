"""Verifies the log: the chain, its head, the database's triggers and the daily checkpoints."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from portal.core import triggers
from portal.history import checkpoints
from portal.history.chain import FIRST_PREVIOUS_HASH, Problem, find_breaks
from portal.history.models import Entry, Head
from portal.history.services import HEAD

CHUNK_ROWS = 2000


@dataclass(frozen=True)
class Verdict:
    count: int
    anchors: int
    last: str
    problems: list[Problem]

    @property
    def is_whole(self) -> bool:
        return not self.problems


def verify_log(anchors_directory: Path | None = None) -> Verdict:
    """Read the whole log once, while others may go on adding. Raises OSError or ValueError for an unreadable
    checkpoint.
    """
    anchors = checkpoints.read_checkpoints(anchors_directory or checkpoints.get_directory())
    before = _head()
    seen = _Seen()
    problems = list(find_breaks(seen.pass_on(Entry.objects.order_by("seq").iterator(chunk_size=CHUNK_ROWS))))
    problems += _end_problems(before, seen, _head())
    problems += checkpoints.find_disagreements(anchors)
    problems += [
        Problem(0, "guard", f"The database does not have a trigger that protects its rows: {name}.")
        for name in triggers.get_missing_triggers(connection, triggers.collect_triggers())
    ]
    return Verdict(seen.count, len(anchors), seen.hash, problems)


@dataclass
class _Seen:
    """The end of what was read, known once all was."""

    count: int = 0
    seq: int = 0
    hash: str = FIRST_PREVIOUS_HASH

    def pass_on(self, rows: Iterable[Entry]) -> Iterator[tuple[int, str, str, dict]]:
        for row in rows:
            self.count, self.seq, self.hash = self.count + 1, row.seq, row.hash
            yield row.seq, row.prev, row.hash, row.hashed_fields()


def _head() -> tuple[int, str] | None:
    return Head.objects.filter(pk=HEAD).values_list("seq", "hash").first()


def _end_problems(before: tuple[int, str] | None, seen: _Seen, after: tuple[int, str] | None) -> list[Problem]:
    """Return problems at the end. The rows were read between two looks at the head; without other work going on, both
    are the end.
    """
    if before is None or after is None:
        return [Problem(0, "head", "The mark at the end of the chain is missing.")]
    inside = before[0] <= seen.seq <= after[0]
    same = all(head[1] == seen.hash for head in (before, after) if head[0] == seen.seq)
    if inside and same:
        return []
    return [Problem(0, "cut", f"The chain should end with entry {after[0]}, but it ends with entry {seen.seq}.")]
