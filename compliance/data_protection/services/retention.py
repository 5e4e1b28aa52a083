"""What has been kept long enough goes, every night. A legal hold stops it; too much at once waits.

See docs/requirements/helpline.md#desk-retention.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from compliance.casework.choices import Status
from compliance.casework.models import Case, Contact, HandoverNote, LegalHold
from compliance.casework.services import erasure, merged_cases, transitions
from compliance.casework.services.retention_period import get_class_and_last_day, get_retention_days
from compliance.data_protection.models import Complaint, RetentionRun, SubjectAccess
from compliance.data_protection.rules import retention as rules
from compliance.data_protection.services import erasure as services_erasure
from compliance.referrals.models import NrmPack
from portal.history.services import record

SYSTEM = "system"


@dataclass(frozen=True)
class Kind:
    """due: rows whose time is over, given today. held: of those, what a legal hold keeps.

    table: all that could ever become due; a run takes only a small share of it. case: the column that names the case
    of a row, where it has one.
    """

    name: str
    due: Callable[[date], QuerySet]
    table: Callable[[], QuerySet]
    erase: Callable[..., None]
    held: Callable[[QuerySet], QuerySet] | None = None
    case: str = ""

    def free(self, today: date) -> QuerySet:
        """Return what may go."""
        due = self.due(today)
        return due.exclude(pk__in=self.held(due).values("pk")) if self.held else due

    def kept_back(self, today: date) -> QuerySet:
        """Return what a hold keeps of what is due."""
        due = self.due(today)
        return self.held(due) if self.held else due.none()


def _cases_with_words() -> QuerySet[Case]:
    return Case.objects.filter(data_key__isnull=False, status=Status.CLOSED)


def _cases(today: date) -> QuerySet[Case]:
    return _cases_with_words().filter(keep_until__lt=today)


def _contacts_with_words() -> QuerySet[Contact]:
    return Contact.objects.filter(Q(data_key__isnull=False) | Q(concern__isnull=False), case=None)


def _contacts(today: date) -> QuerySet[Contact]:
    last = _midnight(today - timedelta(days=get_retention_days("contact_no_case")))
    return _contacts_with_words().filter(Q(keep_until__lt=today) | Q(keep_until=None, hour__lt=last))


def _packs(today: date) -> QuerySet[NrmPack]:
    return NrmPack.objects.filter(deleted_at=None, delete_on__lte=today)


def _answered[Row: (SubjectAccess, Complaint)](model: type[Row]) -> Callable[[date], QuerySet[Row]]:
    return lambda today: model.objects.filter(
        answered_at__lt=_midnight(today - timedelta(days=get_retention_days("audit_event")))
    )


def _notes(today: date) -> QuerySet[HandoverNote]:
    return HandoverNote.objects.filter(at__lt=_midnight(today - timedelta(days=rules.NOTE_DAYS)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 — made aware


def get_holds_in_force() -> QuerySet[LegalHold]:
    """Return the legal holds that are in force."""
    return LegalHold.objects.filter(lifted_at=None)


def _held_cases(cases: QuerySet) -> QuerySet:
    return cases.filter(pk__in=merged_cases.get_cases_on_hold())


def _held_packs(packs: QuerySet) -> QuerySet:
    return packs.filter(case__in=merged_cases.get_cases_on_hold())


KINDS = (
    Kind("cases", _cases, _cases_with_words, services_erasure.erase_case, _held_cases, "pk"),
    Kind("contacts", _contacts, _contacts_with_words, erasure.erase_contact),
    Kind(
        "packs",
        _packs,
        lambda: NrmPack.objects.filter(deleted_at=None),
        services_erasure.erase_pack,
        _held_packs,
        "case",
    ),
    Kind(
        "requests",
        _answered(SubjectAccess),
        SubjectAccess.objects.all,
        services_erasure.make_row_eraser("casework.request.erased"),
    ),
    Kind(
        "complaints",
        _answered(Complaint),
        Complaint.objects.all,
        services_erasure.make_row_eraser("casework.complaint.erased"),
    ),
    Kind("notes", _notes, HandoverNote.objects.all, services_erasure.make_row_eraser("casework.note.erased")),
)


def run_retention(now: datetime) -> RetentionRun:
    """Delete what is over, for one night. A second run finds nothing left to do, but for what waits for a lead."""
    today = timezone.localdate(now)
    _date_closed_cases()
    retention_run = RetentionRun(at=now)
    for kind in KINDS:
        due, total = kind.free(today).count(), kind.table().count()
        if rules.is_too_many(due, total):
            retention_run.refused[kind.name] = {"due": due, "of": total}
        else:
            retention_run.erased[kind.name] = _erase(kind, today, due, by=SYSTEM, at=now)
    retention_run.done_at = None if retention_run.refused else now
    with transaction.atomic():
        retention_run.save(force_insert=True)
        record(SYSTEM, "casework.retention.run", retention_run, get_counts(retention_run), at=now)
    return retention_run


def carry_out_run(uuid: str, now: datetime) -> int:
    """Delete what a lead has confirmed, and no more than they were shown. Doing it twice does it once."""
    confirmed = RetentionRun.objects.filter(pk=uuid, done_at=None, confirmed_at__isnull=False).first()
    if confirmed is None:
        return 0
    day, by = timezone.localdate(confirmed.at), confirmed.confirmed_by or SYSTEM
    for kind in KINDS:
        if kind.name in confirmed.refused:
            confirmed.erased[kind.name] = _erase(kind, day, confirmed.refused[kind.name]["due"], by=by, at=now)
    confirmed.done_at = now
    with transaction.atomic():
        confirmed.save(update_fields=["erased", "done_at"])
        record(SYSTEM, "casework.retention.run", confirmed, get_counts(confirmed), at=now)
    return sum(confirmed.erased.values())


def _erase(kind: Kind, today: date, most: int, *, by: Any, at: datetime) -> int:
    """Row by row, each whole or not at all; one that somebody put on hold meanwhile stays."""
    erased = 0
    for key in list(kind.free(today).values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            _lock(kind, key)
            row = kind.free(today).filter(pk=key).first()
            if row is not None:
                kind.erase(row, by=by, at=at)
                erased += 1
    return erased


# Any: the key of a row of any model.
def _lock(kind: Kind, key: Any) -> None:
    """Lock a row, and first the case that a hold on it locks: whoever asks afterwards is told of every hold."""
    row = kind.table().select_related(None).filter(pk=key)
    if kind.case:
        case = Case.objects.filter(pk__in=row.order_by().values(kind.case)).first()
        if case is not None:
            transitions.lock_row(case.goes_on_in)
    list(row.select_for_update(of=("self",)))


def _date_closed_cases() -> None:
    """A case that was closed without a day gets one."""
    for case in _cases_with_words().filter(keep_until=None, closed_at__isnull=False):
        retention, last_day = get_class_and_last_day(case, timezone.localdate(case.closed_at))
        Case.objects.filter(pk=case.pk).update(retention_class=retention, keep_until=last_day)


def get_counts(run: RetentionRun) -> dict[str, int]:
    """Return how many of each kind went or were refused, for the history."""
    refused = {f"{name}_refused": counts["due"] for name, counts in run.refused.items()}
    return {name: count for name, count in run.erased.items() if count} | refused
