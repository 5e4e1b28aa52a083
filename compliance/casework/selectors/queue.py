"""The queue: one list of new concerns and open cases, in the one order of rules.queue.

Only what the order rests on is read of all of them; of a page of 50 the rest, and of what waits in minutes the exact
time of its arrival, which is sealed.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.utils import timezone

from compliance.casework import permissions
from compliance.casework.choices import ENDED_STATUSES, WAITING_STATUSES, Level, Marking
from compliance.casework.models import Case, CaseReader, Contact, Task
from compliance.casework.response_targets import get_targets
from compliance.casework.rules import queue as rules
from compliance.casework.rules.queue import Waiting
from compliance.casework.services import concern_import
from compliance.casework.services.case_keys import Keys
from compliance.concerns.choices import Author
from compliance.concerns.models import Concern, Message
from portal.accounts.models import User

PAGE_SIZE = 50
# Their deadline is minutes away, so that the hour alone would mislead.
IN_MINUTES = frozenset({Level.P1, Level.P2})
FILTERS = ("level", "language", "region")


class Shown(StrEnum):
    ALL = "all"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"


@dataclass(frozen=True)
class Line:
    """A row of the queue. row: a Concern, or a Case; is_locked: a case that the reader may not open.

    due_at: of a case its next_due_at. has_message: of the reporter, unread.
    has_news: somebody else acted since its owner last looked.
    """

    row: Any
    waiting: Waiting
    due_at: datetime
    minutes_left: int
    has_message: bool
    has_news: bool
    is_locked: bool

    @property
    def is_case(self) -> bool:
        return self.waiting.is_case


@dataclass(frozen=True)
class Due:
    """A task of the reader's that is due today, or was before."""

    task: Task
    minutes_left: int


@dataclass(frozen=True)
class Queue:
    """due: of "Mine" only."""

    page: Page
    lines: list[Line]
    due: list[Due]
    counts: Mapping[str, int]
    adult_alarms: int
    mark: str


def new_concerns() -> Any:
    """Return the concerns that nobody has taken."""
    return Concern.objects.exclude(Exists(Contact.objects.filter(concern=OuterRef("pk"))))


def get_queue(
    *, user: User, is_lead: bool, keys: Keys, shown: Shown, narrow: Mapping[str, str], number: Any, now: datetime
) -> Queue:
    """Return one page of the queue. narrow: values by names of FILTERS."""
    chosen = {name: value for name, value in narrow.items() if name in FILTERS and value}
    concerns, cases = untaken_rows(), open_case_rows(user)
    counts = {
        Shown.ALL: len(concerns) + len(cases),
        Shown.MINE: sum(mine for *_, mine, _waits, _free in cases.values()),
        Shown.UNASSIGNED: len(concerns) + sum(free for *_, free in cases.values()),
        Shown.WAITING: sum(waits for *_, waits, _free in cases.values()),
    }
    rows = [row for row, facts in concerns.values() if shown in {Shown.ALL, Shown.UNASSIGNED} and _fits(facts, chosen)]
    for row, facts, mine, waits, free in cases.values():
        fits = {Shown.ALL: True, Shown.MINE: mine, Shown.WAITING: waits, Shown.UNASSIGNED: free}[shown]
        if fits and _fits(facts, chosen):
            rows.append(row)
    page = Paginator(rules.sort_waiting(rows), PAGE_SIZE).get_page(number)
    return Queue(
        page=page,
        lines=_lines(list(page), user, is_lead, keys, now),
        due=_due_today(user, is_lead, now) if shown == Shown.MINE else [],
        counts={str(name): count for name, count in counts.items()},
        adult_alarms=sum(rules.sounds_alarm(row) for row, _facts in concerns.values()),
        mark=_mark(concerns),
    )


def get_mark() -> str:
    """Return a text that differs once somebody has told us something, or somebody has taken it."""
    return _mark(str(key) for key in new_concerns().values_list("uuid", flat=True))


def _mark(keys: Iterable[str]) -> str:
    return hashlib.sha256("".join(sorted(keys)).encode()).hexdigest()[:16]


def untaken_rows() -> dict[str, tuple[Waiting, dict[str, str]]]:
    """Return the concerns that nobody has taken, with what filters ask for, by key."""
    columns = ("uuid", "age_of_person", "triage_level", "due_at", "arrived_hour", "language", "region")
    found = {}
    for key, age, level, due_at, arrived, language, region in new_concerns().values_list(*columns):
        row = Waiting(str(key), age, level, due_at or _due(level, arrived), arrived)
        found[row.key] = row, {"level": level, "language": language, "region": region}
    return found


def _due(level: str, arrived: datetime) -> datetime:
    return get_targets(level).first_action.after(timezone.localtime(arrived))


def open_case_rows(user: User) -> dict[str, tuple[Waiting, dict[str, str], bool, bool, bool]]:
    """Return the open cases the user may know of: filters, and whether each is theirs, waits, and has no owner."""
    columns = ("uuid", "age_of_person", "level", "arrived_hour", "language", "region", "status", "owner_id")
    cases = permissions.exclude_kept_out(Case.objects.open(), user)
    found = {}
    for key, age, level, arrived, language, region, status, owner, due_at in cases.with_next_due().values_list(
        *columns, "next_due_at"
    ):
        row = Waiting(str(key), age, level, due_at, arrived, is_case=True)
        facts = {"level": level, "language": language, "region": region}
        found[row.key] = row, facts, owner == user.pk, status in WAITING_STATUSES, owner is None
    return found


def _fits(facts: Mapping[str, str], chosen: Mapping[str, str]) -> bool:
    return all(facts[name] == value for name, value in chosen.items())


def _lines(rows: list[Waiting], user: User, is_lead: bool, keys: Keys, now: datetime) -> list[Line]:
    cases = _cases_of_page([row.key for row in rows if row.is_case], user)
    concerns = _concerns_of_page([row.key for row in rows if not row.is_case])
    lines = []
    for row in rows:
        found = cases.get(row.key) if row.is_case else concerns.get(row.key)
        if found is None:
            continue
        due_at = row.due_at if row.is_case else _exact_due(found, row, keys)
        lines.append(
            Line(
                row=found,
                waiting=row,
                due_at=due_at,
                minutes_left=rules.get_minutes_left(due_at, now),
                has_message=found.has_message,
                has_news=row.is_case and found.has_news,
                is_locked=row.is_case and _is_locked(found, found, user, is_lead),
            )
        )
    return lines


def _exact_due(concern: Concern, row: Waiting, keys: Keys) -> datetime:
    if row.level not in IN_MINUTES:
        return row.due_at
    arrived = datetime.fromisoformat(concern_import.read_answers(concern, keys)["received_at"])
    return get_targets(row.level).first_action.after(arrived)


def _concerns_of_page(found: list[str]) -> dict[str, Any]:
    rows = Concern.objects.filter(uuid__in=found).select_related("data_key")
    return {str(row.uuid): row for row in rows.annotate(has_message=Exists(_unseen().filter(concern=OuterRef("pk"))))}


def _cases_of_page(found: list[str], user: User) -> dict[str, Any]:
    rows = Case.objects.with_new_message().filter(uuid__in=found).select_related("owner")
    rows = rows.annotate(**_words_about("pk", user))
    return {str(row.uuid): row for row in rows}


def _due_today(user: User, is_lead: bool, now: datetime) -> list[Due]:
    """The most urgent first; none of a case that the reader may not open."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tasks = Task.objects.open().filter(owner=user, due_at__lt=midnight + timedelta(days=1))
    tasks = tasks.exclude(case__status__in=ENDED_STATUSES).select_related("case").annotate(**_words_about("case", user))
    return [
        Due(task, rules.get_minutes_left(task.due_at, now))
        for task in tasks.order_by("due_at")[:PAGE_SIZE]
        if task.due_at and not _is_locked(task.case, task, user, is_lead)
    ]


def _words_about(case: str, user: User) -> dict[str, Exists]:
    """Whether the reader is named for the case in that column, or kept from it."""
    words = CaseReader.objects.filter(case=OuterRef(case), user=user)
    return {"is_named": Exists(words.filter(is_kept_out=False)), "is_kept_out": Exists(words.filter(is_kept_out=True))}


def _unseen() -> Any:
    return Message.objects.filter(author=Author.REPORTER, is_seen=False)


def _is_locked(case: Case, words: Any, user: User, is_lead: bool) -> bool:
    """As permissions.can_open_case, of what one query has read. words: a row with the columns of _words_about."""
    if words.is_named or words.is_kept_out:
        return words.is_kept_out
    return case.marking == Marking.SEALED or (
        case.marking == Marking.RESTRICTED and case.owner_id != user.pk and not is_lead
    )
