"""What a lead sees of what is kept: what is due, what a hold keeps, what the last runs did.

Of a case that the lead is kept out of, no list names it and no number counts it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.casework import permissions
from compliance.casework.choices import Status
from compliance.casework.models import Case, LegalHold
from compliance.casework.services import merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.data_protection.models import RetentionRun, SubjectAccess
from compliance.data_protection.rules import retention as rules
from compliance.data_protection.selectors import data_rights
from compliance.data_protection.services.retention import KINDS, Kind, get_holds_in_force
from portal.accounts.models import User
from portal.vault.encryption import DecryptionError

SOON, SHOWN, RUNS = timedelta(days=90), 50, 10
KIND_LABELS = {
    "cases": _("Closed cases"),
    "contacts": _("Contacts without a case"),
    "packs": _("NRM packs we have handed over"),
    "requests": _("Answered requests about personal data"),
    "complaints": _("Answered complaints"),
    "notes": _("Shift handover notes"),
}


@dataclass(frozen=True)
class Due:
    """Of one kind. waits: the next run would stop at it until a lead says so."""

    name: str
    due: int
    held: int
    total: int

    @property
    def waits(self) -> bool:
        return rules.is_too_many(self.due, self.total)


@dataclass(frozen=True)
class Soon:
    case: Case
    is_over: bool
    is_held: bool


@dataclass(frozen=True)
class Told:
    """A hold, with why."""

    hold: LegalHold
    reason: str
    is_late: bool


@dataclass(frozen=True)
class Ran:
    """A run in words. erased: how many of what; refused: how many of how many."""

    run: RetentionRun
    erased: list[tuple[str, int]]
    refused: list[tuple[str, int, int]]


def get_due(today: date, reader: User, keys: Keys) -> list[Due]:
    requests = _unknown_requests(reader, keys)
    return [
        Due(
            str(KIND_LABELS[kind.name]),
            _count_known(kind.free(today), kind, reader, requests),
            _count_known(kind.kept_back(today), kind, reader, requests),
            _count_known(kind.table(), kind, reader, requests),
        )
        for kind in KINDS
    ]


def _unknown_requests(reader: User, keys: Keys) -> set[UUID]:
    rows = SubjectAccess.objects.select_related("data_key")
    return {row.pk for row in data_rights.unknown_requests(rows, reader, keys)}


def _count_known(rows: QuerySet, kind: Kind, reader: User, unknown_requests: set[UUID]) -> int:
    """Count the rows without those of cases, and requests about cases, that the reader is kept out of."""
    if kind.case:
        rows = permissions.exclude_kept_out(rows, reader, kind.case)
    elif kind.name == "requests" and unknown_requests:
        rows = rows.exclude(pk__in=unknown_requests)
    return rows.count()


def get_due_soon(today: date, reader: User) -> list[Soon]:
    """Return the closed cases that go within 90 days, the first first."""
    cases = Case.objects.filter(status=Status.CLOSED, data_key__isnull=False, keep_until__lt=today + SOON)
    cases = permissions.exclude_kept_out(cases, reader)
    held = merged_cases.get_cases_on_hold()
    return [
        Soon(case, rules.is_over(case.keep_until, today), case.pk in held)
        for case in cases.order_by("keep_until", "reference")[:SHOWN]
        if case.keep_until
    ]


def get_holds(keys: Keys, today: date, reader: User) -> list[Told]:
    holds = get_holds_in_force().select_related("case__data_key", "set_by").order_by("set_at")
    holds = permissions.exclude_kept_out(holds, reader, "case")
    return [Told(hold, get_hold_reason(hold, keys), bool(hold.review_on and hold.review_on < today)) for hold in holds]


def get_hold_reason(hold: LegalHold, keys: Keys) -> str:
    try:
        return keys.read(hold, "reason")
    except DecryptionError:
        return ""


def find_hold(uuid) -> LegalHold | None:
    return get_holds_in_force().select_related("case__data_key", "set_by").filter(pk=uuid).first()


def get_runs(reader: User, keys: Keys) -> list[Ran]:
    """Return the runs, the newest first."""
    return [told(run, reader, keys) for run in RetentionRun.objects.select_related("confirmed_by")[:RUNS]]


def told(run: RetentionRun, reader: User, keys: Keys) -> Ran:
    """Return a run in words. Of one that is not done, what is refused is counted without cases unknown to the reader.

    What was erased is of no case any more, and is counted in full.
    """
    erased = [(str(KIND_LABELS.get(name, name)), count) for name, count in run.erased.items() if count]
    refused = []
    for name, counts in run.refused.items():
        unknown_due, unknown = (0, 0) if run.done_at else _count_unknown(name, run, reader, keys)
        if counts["due"] > unknown_due:
            refused.append((str(KIND_LABELS.get(name, name)), counts["due"] - unknown_due, counts["of"] - unknown))
    return Ran(run, erased, refused)


def _count_unknown(name: str, run: RetentionRun, reader: User, keys: Keys) -> tuple[int, int]:
    """Return how many rows of cases that the reader is kept out of are due, and how many there are in all."""
    kind = next((kind for kind in KINDS if kind.name == name), None)
    if kind is None:
        return 0, 0
    due, table = kind.free(timezone.localdate(run.at)), kind.table()
    requests = _unknown_requests(reader, keys)
    return (
        due.count() - _count_known(due, kind, reader, requests),
        table.count() - _count_known(table, kind, reader, requests),
    )


def get_waiting_run(reader: User, keys: Keys) -> Ran | None:
    """Return the newest run, where it waits for a lead to confirm what the reader may know of."""
    newest = RetentionRun.objects.first()
    if newest is None or not newest.is_waiting:
        return None
    ran = told(newest, reader, keys)
    return ran if ran.refused else None
