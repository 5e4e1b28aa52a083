"""What those who keep the directory see: what waits for them, every entry, and one entry whole."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from learning.directory.choices import RUNNING, Outcome, Visibility, Word
from learning.directory.models import Application, Confirmation, Phone, PhoneChange, Service
from learning.directory.models.service import ServiceQuerySet
from portal.reference.synonyms import bare

MOST_WORDS = 6
LISTS = ("due", "public", "drafts", "staff", "hidden", "all")


@dataclass(frozen=True)
class Waiting:
    """What somebody has to decide or see to, the oldest first."""

    applications: list[Application]
    changes: list[PhoneChange]
    told: list[Confirmation]


def waiting() -> Waiting:
    applications = Application.objects.filter(outcome=Outcome.WAITING)
    changes = PhoneChange.objects.filter(outcome=Outcome.WAITING).select_related("service", "asked_by")
    told = Confirmation.objects.filter(word=Word.CHANGED, handled_at=None).select_related("service")
    return Waiting(list(applications), list(changes), list(told.order_by("answered_at")))


def entries(which: str, q: str, *, today: date) -> ServiceQuerySet:
    """which: one of LISTS. Those due stand in the order in which they fell due, the others by name."""
    found = Service.objects.standing().select_related("provider")
    for word in bare(q).split()[:MOST_WORDS]:
        found = found.filter(searched__contains=word)
    if which == "due":
        return _due(found, today).order_by("next_review_on", "name", "pk")
    if which in _WHICH:
        found = found.filter(_WHICH[which])
    return found.order_by("name", "pk")


_WHICH = {
    "public": Q(is_public=True),
    "drafts": Q(is_draft=True),
    "staff": Q(visibility=Visibility.STAFF_ONLY, is_draft=False),
    "hidden": Q(is_draft=False) & (Q(visibility=Visibility.HIDDEN) | ~Q(lapsed_at=None) | ~Q(status__in=RUNNING)),
}


def _due(found: ServiceQuerySet, today: date) -> ServiceQuerySet:
    due = found.filter(next_review_on__lte=today, is_draft=False, status__in=RUNNING)
    return due.exclude(visibility=Visibility.HIDDEN)


def how_many_wait(*, today: date) -> int:
    """Entries that are due, and what waits for a decision."""
    found = waiting()
    decisions = len(found.applications) + len(found.changes) + len(found.told)
    return decisions + _due(Service.objects.standing(), today).count()


def entry(uuid: UUID) -> Service:
    return get_object_or_404(Service.objects.standing().select_related("provider", "assurer"), uuid=uuid)


def around(service: Service) -> dict[str, Any]:
    """Numbers with the change that waits for each, what partners said, where people come to."""
    changes = list(service.phone_changes.filter(outcome=Outcome.WAITING).select_related("asked_by"))
    by_phone = {change.phone_id: change for change in changes if change.phone_id}
    return {
        "phones": [(phone, by_phone.get(phone.pk)) for phone in service.phones.all()],
        "new_phones": [change for change in changes if change.phone_id is None],
        "confirmations": list(service.confirmations.all()[:10]),
        "place": service.locations.first(),
    }


def phone(service: Service, uuid: UUID) -> Phone:
    return get_object_or_404(service.phones.all(), uuid=uuid)


def change(uuid: UUID) -> PhoneChange:
    return get_object_or_404(PhoneChange.objects.select_related("service", "phone", "asked_by"), uuid=uuid)


def application(uuid: UUID) -> Application:
    return get_object_or_404(Application, uuid=uuid)
