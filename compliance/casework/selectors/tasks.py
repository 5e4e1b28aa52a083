"""What was given on, who may read, what is to do and what waits for a second person, of one case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from compliance.casework.models import Approval, Case, CaseRestriction, Signpost, Task
from compliance.casework.services import merged_cases
from compliance.casework.services.case_keys import Keys
from portal.core.types import JsonObject


@dataclass(frozen=True)
class WithWords:
    """A row, and what is sealed of it."""

    row: Any
    words: JsonObject


def get_tasks(case: Case, keys: Keys) -> list[WithWords]:
    """Open ones first, by their due time; then those that are done, the latest first."""
    rows: list[Task] = merged_cases.read_rows(Task.objects.select_related("owner", "done_by"), case)
    waiting = [task for task in rows if task.done_at is None]
    finished = [(task.done_at, task) for task in rows if task.done_at]
    done = [task for _at, task in sorted(finished, key=_first, reverse=True)]
    return [_with(task, keys, "words") for task in (*waiting, *done)]


def _first(pair: tuple[datetime, Task]) -> datetime:
    return pair[0]


def get_signposts(case: Case, keys: Keys) -> list[WithWords]:
    return [_with(row, keys, "address") for row in merged_cases.read_rows(Signpost.objects.select_related("by"), case)]


def get_restriction(case: Case, keys: Keys) -> WithWords | None:
    row: CaseRestriction | None = case.caserestrictions.select_related("set_by").filter(lifted_at=None).first()
    if row is None:
        return None
    row.case = case
    return WithWords(row, {"reason": keys.read(row, "reason")})


def get_waiting_approvals(case: Case, keys: Keys) -> list[WithWords]:
    return [
        get_reason(row, keys)
        for row in merged_cases.read_rows(Approval.objects.waiting().select_related("asked_by"), case)
    ]


def get_reason(approval: Approval, keys: Keys) -> WithWords:
    return WithWords(approval, {"reason": keys.read(approval, "reason"), "answer": keys.read(approval, "answer")})


def _with(row: Any, keys: Keys, column: str) -> WithWords:
    return WithWords(row, keys.facts(row, column))
