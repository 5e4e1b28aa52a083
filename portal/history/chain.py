"""The hash chain's arithmetic: what is hashed, and what a broken chain looks like. No database here.

docs/history.md describes the format, so that an export can be checked without this program.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIRST_PREVIOUS_HASH = "0" * 64
FORMAT = "daylight-history-1"
# The columns of an entry that its hash covers, beside the hash of the entry before. The place in the table is not
# among them: the order is that of the hashes, and an export must not tell how much goes on elsewhere.
HASHED_FIELDS = (
    "at",
    "actor_id",
    "actor",
    "action",
    "object_type",
    "object_uuid",
    "object_label",
    "scope",
    "scope_seq",
    "scope_prev",
    "detail",
)


@dataclass(frozen=True)
class Problem:
    """One place where the chain does not hold; place is the entry's number, 0 the chain as a whole."""

    place: int
    code: str
    sentence: str


def format_instant(at: datetime) -> str:
    """Return a moment as the chain hashes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def to_plain(value: Any) -> Any:
    """Return the value as both databases give it back: keys are text, fractions are text, nothing that JSON lacks."""
    if isinstance(value, Mapping):
        return {clean_text(str(key)): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return format_instant(value)
    return clean_text(str(value))


def clean_text(text: str) -> str:
    """Return text that every database keeps: no NUL, no half of a character pair."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def compute_entry_hash(prev: str, fields: Mapping[str, Any]) -> str:
    """Return SHA-256 over the hash before and the canonical JSON of the fields, 64 hexadecimal digits."""
    body = json.dumps(
        {name: fields[name] for name in HASHED_FIELDS}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(prev.encode() + body.encode()).hexdigest()


def find_breaks(entries: Iterable[tuple[int, str, str, Mapping[str, Any]]]) -> Iterator[Problem]:
    """Yield where a whole chain does not hold. entries: (number, prev, hash, fields) in the order of their numbers,
    from the first.
    """
    expected_number, before = 1, FIRST_PREVIOUS_HASH
    for number, prev, digest, fields in entries:
        if number != expected_number:
            yield Problem(number, "gap", f"Entry {number} is where entry {expected_number} should be.")
        if prev != before:
            yield Problem(number, "link", f"Entry {number} does not match the entry before it.")
        if compute_entry_hash(prev, fields) != digest:
            yield Problem(number, "changed", f"Entry {number} has been changed.")
        expected_number, before = number + 1, digest


def find_export_breaks(export: Mapping[str, Any]) -> list[Problem]:
    """Yield where an organisation's exported history does not hold; works on the JSON alone."""
    problems = []
    before = FIRST_PREVIOUS_HASH
    entries = export["entries"]
    for position, entry in enumerate(entries, start=1):
        if entry["scope_seq"] != position or entry["scope_prev"] != before or entry["scope"] != export["scope"]:
            problems.append(Problem(position, "link", f"Entry {position} does not match the entry before it."))
        if compute_entry_hash(entry["prev"], entry) != entry["hash"]:
            problems.append(Problem(position, "changed", f"Entry {position} has been changed."))
        before = entry["hash"]
    if (len(entries), before) != (export["count"], export["last"]):
        problems.append(Problem(0, "cut", "Entries are missing at the end."))
    return problems
