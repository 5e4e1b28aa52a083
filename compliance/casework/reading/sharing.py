"""What was given on, who may read, what is to do and what waits for a second person, of one case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from compliance.casework.models import Approval, Case, CaseRestriction, Disclosure, Signpost, Task
from compliance.casework.services import whole
from compliance.casework.services.keys import Keys


@dataclass(frozen=True)
class WithWords:
    """A row, and what is sealed of it."""

    row: Any
    words: dict[str, Any]


def tasks(case: Case, keys: Keys) -> list[WithWords]:
    """Open ones first, by their due time; then those that are done, the latest first."""
    rows: list[Task] = whole.read(Task.objects.select_related("owner", "done_by"), case)
    waiting = [task for task in rows if task.done_at is None]
    finished = [(task.done_at, task) for task in rows if task.done_at]
    done = [task for _at, task in sorted(finished, key=_first, reverse=True)]
    return [_with(task, keys, "words") for task in (*waiting, *done)]


def _first(pair: tuple[datetime, Task]) -> datetime:
    return pair[0]


def signposts(case: Case, keys: Keys) -> list[WithWords]:
    return [_with(row, keys, "address") for row in whole.read(Signpost.objects.select_related("by"), case)]


def restriction(case: Case, keys: Keys) -> WithWords | None:
    row: CaseRestriction | None = case.caserestrictions.select_related("set_by").filter(lifted_at=None).first()
    if row is None:
        return None
    row.case = case
    return WithWords(row, {"reason": keys.read(row, "reason")})


def waiting_approvals(case: Case, keys: Keys) -> list[WithWords]:
    return [reason_of(row, keys) for row in whole.read(Approval.objects.waiting().select_related("asked_by"), case)]


def reason_of(approval: Approval, keys: Keys) -> WithWords:
    return WithWords(approval, {"reason": keys.read(approval, "reason"), "answer": keys.read(approval, "answer")})


def shown_by(approval: Approval, keys: Keys) -> list[WithWords]:
    """What was shown to whom because of it, with the recipient and the facts relied on."""
    rows = Disclosure.objects.filter(approval=approval).select_related("case__data_key")
    return [_with(row, keys, "words") for row in rows]


def _with(row: Any, keys: Keys, column: str) -> WithWords:
    return WithWords(row, keys.facts(row, column))
