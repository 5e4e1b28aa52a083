"""What a lead sees of what is kept: what is due, what a hold keeps, what the last runs did."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import Status
from compliance.casework.models import Case, LegalHold, RetentionRun
from compliance.casework.rules import retention as rules
from compliance.casework.services import whole
from compliance.casework.services.keys import Keys
from compliance.casework.services.retention import KINDS, holds
from portal.vault.boxes import CannotOpen

SOON, SHOWN, RUNS = timedelta(days=90), 50, 10
NAMES = {
    "cases": _("Closed cases"),
    "contacts": _("Contacts without a case"),
    "packs": _("NRM packs that were handed over"),
    "requests": _("Requests about personal data that were answered"),
    "complaints": _("Complaints that were answered"),
    "notes": _("Notes from one shift to the next"),
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


def due(today: date) -> list[Due]:
    return [
        Due(str(NAMES[kind.name]), kind.free(today).count(), kind.kept_back(today), kind.table().count())
        for kind in KINDS
    ]


def soon(today: date) -> list[Soon]:
    """Closed cases that go within 90 days, the first first."""
    cases = Case.objects.filter(status=Status.CLOSED, data_key__isnull=False, keep_until__lt=today + SOON)
    held = whole.held()
    return [
        Soon(case, rules.is_over(case.keep_until, today), case.pk in held)
        for case in cases.order_by("keep_until", "reference")[:SHOWN]
        if case.keep_until
    ]


def in_force(keys: Keys, today: date) -> list[Told]:
    found = holds().select_related("case__data_key", "set_by").order_by("set_at")
    return [Told(hold, reason_of(hold, keys), bool(hold.review_on and hold.review_on < today)) for hold in found]


def reason_of(hold: LegalHold, keys: Keys) -> str:
    try:
        return keys.read(hold, "reason")
    except CannotOpen:
        return ""


def hold(uuid) -> LegalHold | None:
    return holds().select_related("case__data_key", "set_by").filter(pk=uuid).first()


def runs() -> list[Ran]:
    """The newest first."""
    return [told(run) for run in RetentionRun.objects.select_related("confirmed_by")[:RUNS]]


def told(run: RetentionRun) -> Ran:
    erased = [(str(NAMES.get(name, name)), count) for name, count in run.erased.items() if count]
    refused = [(str(NAMES.get(name, name)), said["due"], said["of"]) for name, said in run.refused.items()]
    return Ran(run, erased, refused)


def newest() -> RetentionRun | None:
    return RetentionRun.objects.first()
