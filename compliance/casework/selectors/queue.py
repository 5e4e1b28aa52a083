"""The queue: one list of new concerns and open cases, in the one order of rules.queue.

The database sorts, filters, counts and cuts both kinds by indexes in that order, each in one query whose SQL is put
together once. Of what waits in minutes the exact time of its arrival is opened, which is sealed.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, overload
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, StringAgg, Value
from django.db.models.functions import Cast
from django.utils import timezone

from compliance.casework.choices import ENDED_STATUSES, WAITING_STATUSES, Level, Marking, Status
from compliance.casework.models import CallDraft, Case, CaseReader, Task
from compliance.casework.models.case import QUEUE_ORDER, CaseQuerySet
from compliance.casework.rules import queue as rules
from compliance.casework.rules.open_calls import URGENT_LEVELS
from compliance.casework.rules.priorities import P1
from compliance.casework.rules.queue import Waiting
from compliance.casework.services import concern_import
from compliance.casework.services.case_keys import Keys
from compliance.concerns.choices import Author
from compliance.concerns.models import Concern, Message
from compliance.concerns.models.concern import QUEUE_ORDER as CONCERN_ORDER
from compliance.concerns.response_targets import get_targets
from portal.accounts.models import User
from portal.core.prepared import prepared

PAGE_SIZE = 50
# Their deadline is minutes away, so that the hour alone would mislead.
IN_MINUTES = frozenset({Level.P1, Level.P2})
FILTERS = ("level", "language", "region")
# What a concern calls its columns that a case has under another name.
CONCERN_NAMES = {"level": "triage_level"}
# As rules.queue.sounds_alarm, of a concern.
ALARM = Q(is_adult=True, triage_level=P1)
# Counted without a column, so that an index alone answers.
ROW = Value(1)
# The sign of a row of counts that is about open call forms.
OF_CALLS = 0
# The ids of concerns as one text.
KEYS = StringAgg(Cast("uuid", CharField()), Value(""), order_by="uuid")


class Shown(StrEnum):
    ALL = "all"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"


# Parts to which concerns that nobody has taken belong.
WITH_CONCERNS = (Shown.ALL, Shown.UNASSIGNED)
# The first place in an order that is read, and the place after the last.
type Places = tuple[int, int]
type ReadRows = Callable[[Places | None, Places | None, Places], list[Ranked]]
# The order of both kinds together, as rules.queue, by names that their columns have in common.
ORDER = ("is_adult", "urgency", "due", "arrived_hour", "pk")


class QueueRow(NamedTuple):
    """A concern or a case as the queue shows it. What only a case has is empty in a concern, and false.

    due_at: of a case its next_due_at. owner: the key of its owner's account, whose names follow. has_news: somebody
    else acted since its owner last looked. is_named: the reader is named for it. wants_call:
    somebody waits to be called.
    """

    pk: UUID
    is_case: bool
    is_adult: bool
    age: str
    level: str
    due_at: datetime
    arrived_hour: datetime
    danger_level: str
    exploitation_types: list[str]
    region: str
    language: str
    channel: str
    has_message: bool
    reference: str
    status: str
    marking: str
    owner: int | None
    first_name: str
    last_name: str
    email: str
    has_news: bool
    is_named: bool
    wants_call: bool

    @property
    def owner_name(self) -> str:
        """Return the name of its owner's account, as it names itself; empty where nobody has taken it."""
        return f"{self.first_name} {self.last_name}".strip() or self.email


class Line(NamedTuple):
    """A row of the queue. is_locked: a case that the reader may not open.

    due_at: of a concern that waits in minutes the exact time.
    """

    row: QueueRow
    waiting: Waiting
    due_at: datetime
    minutes_left: int
    is_locked: bool

    @property
    def is_call(self) -> bool:
        return False


@dataclass(frozen=True)
class Due:
    """A task of the reader's that is due today, or was before."""

    task: Task
    minutes_left: int


class Ranked(NamedTuple):
    """A row of the queue, and what its place in the order rests on."""

    waiting: Waiting
    row: QueueRow


class QueueRows(Sequence[Ranked]):
    """The rows in the order of the queue. A slice has the database read of both kinds what may be in it.

    read: takes places among the concerns and among the cases, and returns the rows at some places of these together.
    """

    def __init__(self, read: ReadRows, *, concerns: int, cases: int) -> None:
        self._read_places = read
        self._numbers = (concerns, cases)

    def __len__(self) -> int:
        return sum(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Ranked: ...
    @overload
    def __getitem__(self, index: slice) -> list[Ranked]: ...
    def __getitem__(self, index: int | slice) -> Ranked | list[Ranked]:
        if isinstance(index, int):
            return self._read(*slice(index, index + 1 or None).indices(len(self))[:2])[0]
        start, end, step = index.indices(len(self))
        return self._read(start, end)[::step] if step > 0 else list(self)[index]

    def _read(self, start: int, end: int) -> list[Ranked]:
        # In whole pages, so that the SQL of a page does not depend on how many rows there are.
        before, last = start // PAGE_SIZE * PAGE_SIZE, -(-end // PAGE_SIZE) * PAGE_SIZE
        places: list[Places | None] = []
        skipped = 0
        for number in self._numbers:
            # So many stand before the slice even if all of the other kind do.
            first = max(0, start - (len(self) - number)) // PAGE_SIZE * PAGE_SIZE
            places.append((first, last) if first < min(end, number) else None)
            skipped += first
        concerns, cases = places
        rows = self._read_places(concerns, cases, (before - skipped, last - skipped))
        return sorted(rows, key=lambda ranked: rules.get_sort_key(ranked.waiting))[start - before : end - before]


@dataclass(frozen=True)
class Queue:
    """What the reader may know of, in the order of the queue; and how long each part of it is.

    urgent_calls: how many open call forms are about somebody at risk (selectors.open_calls), which no part counts.
    """

    rows: QueueRows
    counts: Mapping[str, int]
    adult_alarms: int
    urgent_calls: int
    mark: str


def new_concerns() -> QuerySet[Concern]:
    """Return the concerns that nobody has taken."""
    return Concern.objects.filter(is_claimed=False)


def open_cases(user: Any) -> CaseQuerySet:  # Any: a user, or the key of one
    """Return the open cases that the user may know of."""
    kept_out = CaseReader.objects.filter(user=user, is_kept_out=True)
    # Asked once, and not of each case as permissions.exclude_kept_out does.
    return Case.objects.open().exclude(pk__in=kept_out.values("case"))


def get_queue(*, user: User, shown: Shown, filters: Mapping[str, str]) -> Queue:
    """Return how long the queue is, and its rows as a view asks for a page. filters: values by names of FILTERS."""
    chosen = {name: value for name in FILTERS if (value := filters.get(name))}
    names, values = tuple(chosen), list(chosen.values())
    counts = dict.fromkeys(Shown, 0)
    fitting_cases = fitting_concerns = adult_alarms = urgent_calls = 0
    mark = _mark("")
    for row in map(_Count._make, _fetch_counts(user.pk, values, filters=names)):
        if row.sign == OF_CALLS:
            urgent_calls = row.number
            continue
        is_in = _list_parts(row, user)
        for part in is_in:
            counts[part] += row.sign * row.number
        if row.is_concern:
            adult_alarms, mark = row.adult_alarms, _mark(row.keys)
            fitting_concerns += row.fitting if shown in is_in else 0
        else:
            fitting_cases += row.sign * row.fitting if shown in is_in else 0

    def read(concerns: Places | None, cases: Places | None, both: Places) -> list[Ranked]:
        if not concerns and not cases:
            return []
        fetched = _fetch_rows(user.pk, values, shown=shown, filters=names, concerns=concerns, cases=cases, both=both)
        return [_rank(QueueRow._make(row)) for row in fetched]

    return Queue(
        rows=QueueRows(read, concerns=fitting_concerns, cases=fitting_cases),
        counts={str(part): number for part, number in counts.items()},
        adult_alarms=adult_alarms,
        urgent_calls=urgent_calls,
        mark=mark,
    )


class _Count(NamedTuple):
    """How many concerns nobody has taken, or how many open cases have a status and an owner; fitting: the filter.

    sign: -1 of cases that the user is kept out of, OF_CALLS of open call forms about somebody at risk. keys: as KEYS,
    of concerns.
    """

    is_concern: bool
    sign: int
    status: str
    owner: int | None
    number: int
    fitting: int
    adult_alarms: int
    keys: str | None


def _list_parts(row: _Count, user: User) -> list[Shown]:
    """Return the parts of the queue that these rows belong to."""
    if row.is_concern:
        return [*WITH_CONCERNS]
    is_in = {
        Shown.MINE: row.owner == user.pk,
        Shown.UNASSIGNED: row.owner is None,
        Shown.WAITING: row.status in WAITING_STATUSES,
    }
    return [Shown.ALL, *filter(is_in.get, is_in)]


@prepared
def _fetch_counts(user: int, chosen: list[str], *, filters: tuple[str, ...] = ()) -> QuerySet[Any]:  # Any: of _Count
    """Return the counts of cases and concerns. chosen: values of the columns in filters.

    Counted by status and owner along one index. Cases that the user is kept out of are counted apart and taken off:
    to ask of each case took longer than all else.
    """
    kept_out = CaseReader.objects.filter(user=user, is_kept_out=True).values("case")
    # By status and not by is_ended: no index of SQLite answers alone where a generated column is asked for.
    cases = Case.objects.filter(status__in=sorted(set(Status) - ENDED_STATUSES)).order_by()
    of_cases = Q(**dict(zip(filters, chosen, strict=False)))
    known, hidden = (
        rows.values_list(Value(False), Value(sign), "status", "owner").annotate(
            number=Count(ROW), fitting=Count(ROW, filter=of_cases), adult_alarms=Value(0), keys=Value("")
        )
        for rows, sign in ((cases, 1), (cases.filter(pk__in=kept_out), -1))
    )
    of_concerns = Q(**{CONCERN_NAMES.get(name, name): value for name, value in zip(filters, chosen, strict=False)})
    no_owner = Value(None, output_field=IntegerField())
    concerns = new_concerns().values_list(Value(True), Value(1), Value("", output_field=CharField()), no_owner)
    concerns = concerns.annotate(
        number=Count(ROW), fitting=Count(ROW, filter=of_concerns), adult_alarms=Count(ROW, filter=ALARM), keys=KEYS
    )
    calls = CallDraft.objects.filter(level__in=URGENT_LEVELS).order_by()
    calls = calls.values_list(Value(False), Value(OF_CALLS), Value("", output_field=CharField()), no_owner)
    calls = calls.annotate(number=Count(ROW), fitting=Value(0), adult_alarms=Value(0), keys=Value(""))
    return known.union(hidden, concerns, calls, all=True).order_by()


def get_mark() -> str:
    """Return a text that differs once somebody has told us something, or somebody has taken it."""
    return _mark(new_concerns().aggregate(keys=KEYS)["keys"])


def _mark(keys: str | None) -> str:
    return hashlib.sha256((keys or "").encode()).hexdigest()[:16]


def get_lines(rows: list[Ranked], *, user: User, is_lead: bool, keys: Keys, now: datetime) -> list[Line]:
    """Return the lines of one page, with the exact time at which what waits in minutes is due."""
    exact = _get_exact_times([row for _waiting, row in rows if not row.is_case and row.level in IN_MINUTES], keys)
    lines = []
    for waiting, row in rows:
        due_at = exact.get(row.pk, row.due_at)
        is_locked = row.is_case and not row.is_named and _is_marked_off(row.marking, row.owner, user, is_lead)
        lines.append(Line(row, waiting, due_at, rules.get_minutes_left(due_at, now), is_locked))
    return lines


def _get_exact_times(urgent: list[QueueRow], keys: Keys) -> dict[UUID, datetime]:
    """Return when these concerns are due, counted from the time of their arrival, which is sealed."""
    times = {}
    levels = {row.pk: row.level for row in urgent}
    for concern in _fetch_sealed(list(levels)) if levels else ():
        arrived = datetime.fromisoformat(concern_import.read_answers(concern, keys)["received_at"])
        times[concern.pk] = get_targets(levels[concern.pk]).first_action.after(arrived)
    return times


@prepared
def _fetch_sealed(keys: list[UUID]) -> QuerySet[Concern]:
    """Return the concerns with what is sealed in them."""
    return Concern.objects.filter(pk__in=keys).select_related("data_key").only("answers", "data_key")


@prepared
def _fetch_rows(
    user: int,
    chosen: list[str],
    *,
    shown: Shown = Shown.ALL,
    filters: tuple[str, ...] = (),
    concerns: Places | None = (0, PAGE_SIZE),
    cases: Places | None = (0, PAGE_SIZE),
    both: Places = (0, PAGE_SIZE),
) -> QuerySet[Any]:  # Any: of QueueRow
    """Return rows of the part shown in their order: of these places of each kind, those at the places of both together.

    chosen: values of the columns in filters.
    """
    where = dict(zip(filters, chosen, strict=False))
    parts = []
    if cases:
        part = {
            Shown.ALL: Q(),
            Shown.MINE: Q(owner=user),
            Shown.UNASSIGNED: Q(owner=None),
            Shown.WAITING: Q(status__in=sorted(WAITING_STATUSES)),
        }[shown]
        ordered = open_cases(user).filter(part, **where).order_by(*QUEUE_ORDER).values("pk")
        parts.append(_select_cases(ordered[slice(*cases)], user))
    if concerns:
        of_concerns = {CONCERN_NAMES.get(name, name): value for name, value in where.items()}
        waiting = new_concerns().filter(**of_concerns).order_by(*CONCERN_ORDER).values("pk")
        parts.append(_select_concerns(waiting[slice(*concerns)]))
    first, *others = parts
    return first.union(*others, all=True).order_by(*ORDER)[slice(*both)]


def _select_cases(keys: Any, user: Any) -> QuerySet[Any]:
    """Return the columns of QueueRow, nothing that is sealed among them."""
    words = CaseReader.objects.filter(case=OuterRef("pk"), user=user)
    rows = Case.objects.filter(pk__in=keys).order_by().with_new_message()
    waiting = Exists(Task.objects.contact_requests().filter(case=OuterRef("pk")).order_by())
    rows = rows.annotate(urgency=F("level"), due=F("next_due_at"), is_named=Exists(words.filter(is_kept_out=False)))
    rows = rows.annotate(waits_for_call=waiting)
    return rows.values_list(
        *("pk", Value(True), "is_adult", "age_of_person", "urgency", "due", "arrived_hour", "danger_level"),
        *("exploitation_types", "region", "language", "channel", "has_message", "reference", "status", "marking"),
        *("owner", "owner__first_name", "owner__last_name", "owner__email", "has_news", "is_named", "waits_for_call"),
    )


def _select_concerns(keys: Any) -> QuerySet[Any]:
    """Return the columns of QueueRow, nothing that is sealed among them."""
    unseen = Message.objects.filter(author=Author.REPORTER, is_seen=False, concern=OuterRef("pk"))
    rows = Concern.objects.filter(pk__in=keys)
    rows = rows.annotate(urgency=F("triage_level"), due=F("due_at"), has_message=Exists(unseen))
    text, nobody = Value("", output_field=CharField()), Value(None, output_field=IntegerField())
    return rows.values_list(
        *("pk", Value(False), "is_adult", "age_of_person", "urgency", "due", "arrived_hour", "danger_level"),
        *("exploitation_types", "region", "language", "channel", "has_message", text, text, text),
        *(nobody, text, text, text, Value(False), Value(False), "wants_call"),
    )


def _rank(row: QueueRow) -> Ranked:
    return Ranked(Waiting(str(row.pk), row.age, row.level, row.due_at, row.arrived_hour, row.is_case), row)


def get_due_today(*, user: User, is_lead: bool, now: datetime) -> list[Due]:
    """Return the reader's tasks that are due, the most urgent first; none of a case that they may not open."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tasks = Task.objects.open().filter(owner=user, due_at__lt=midnight + timedelta(days=1))
    tasks = tasks.exclude(case__status__in=ENDED_STATUSES).select_related("case").annotate(**_words_about("case", user))
    return [
        Due(task, rules.get_minutes_left(task.due_at, now))
        for task in tasks.order_by("due_at")[:PAGE_SIZE]
        if task.due_at and not _is_locked(task, user, is_lead)
    ]


def _words_about(case: str, user: User) -> dict[str, Exists]:
    """Whether the reader is named for the case in that column, or kept from it."""
    words = CaseReader.objects.filter(case=OuterRef(case), user=user)
    return {"is_named": Exists(words.filter(is_kept_out=False)), "is_kept_out": Exists(words.filter(is_kept_out=True))}


def _is_locked(task: Any, user: User, is_lead: bool) -> bool:  # Any: a Task with the columns of _words_about
    """As permissions.can_open_case, of what one query has read."""
    if task.is_named or task.is_kept_out:
        return task.is_kept_out
    return _is_marked_off(task.case.marking, task.case.owner_id, user, is_lead)


def _is_marked_off(marking: str, owner: int | None, user: User, is_lead: bool) -> bool:
    """Return whether a case is for others only, where nobody said anything of the reader."""
    return marking == Marking.SEALED or (marking == Marking.RESTRICTED and owner != user.pk and not is_lead)
