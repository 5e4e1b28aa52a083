"""Queries for those who keep the directory: pending items, every entry, and one entry whole."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from learning.directory.choices import RUNNING, Outcome, Visibility, Word
from learning.directory.models import Application, Confirmation, EntryChange, Location, Phone, PhoneChange, Service
from learning.directory.models.service import ServiceQuerySet
from learning.directory.rules.review import get_suitability_cutoff
from portal.core.text import fold

MAX_WORDS = 6
LISTS = ("due", "suitability", "public", "drafts", "staff", "hidden", "all")


@dataclass(frozen=True)
class PendingItems:
    """What somebody has to decide or see to, the oldest first."""

    applications: list[Application]
    changes: list[PhoneChange]
    entry_changes: list[EntryChange]
    told: list[Confirmation]


def get_pending_items() -> PendingItems:
    """Return what somebody has to decide or see to."""
    applications = Application.objects.filter(outcome=Outcome.WAITING)
    changes = PhoneChange.objects.filter(outcome=Outcome.WAITING).select_related("service", "asked_by")
    entry_changes = EntryChange.objects.filter(outcome=Outcome.WAITING).select_related("service", "asked_by")
    answers = Confirmation.objects.filter(word=Word.CHANGED, handled_at=None).select_related("service")
    return PendingItems(list(applications), list(changes), list(entry_changes), list(answers.order_by("answered_at")))


def list_entries(which: str, q: str, *, today: date) -> ServiceQuerySet:
    """Return entries. which: one of LISTS. Those due stand in the order in which they fell due, the others by name."""
    entries = Service.objects.not_withdrawn().select_related("provider")
    for word in fold(q).split()[:MAX_WORDS]:
        entries = entries.filter(searched__contains=word)
    if which == "due":
        return _due(entries, today).order_by("next_review_on", "name", "pk")
    if which == "suitability":
        return get_suitability_due(entries, today).order_by("name", "pk")
    if which in _WHICH:
        entries = entries.filter(_WHICH[which])
    return entries.order_by("name", "pk")


_WHICH = {
    "public": Q(is_public=True),
    "drafts": Q(is_draft=True),
    "staff": Q(visibility=Visibility.STAFF_ONLY, is_draft=False),
    "hidden": Q(is_draft=False) & (Q(visibility=Visibility.HIDDEN) | ~Q(lapsed_at=None) | ~Q(status__in=RUNNING)),
}


def _due(entries: ServiceQuerySet, today: date) -> ServiceQuerySet:
    due = entries.filter(next_review_on__lte=today, is_draft=False, status__in=RUNNING)
    return due.exclude(visibility=Visibility.HIDDEN)


def get_suitability_due(entries: ServiceQuerySet, today: date) -> ServiceQuerySet:
    """Return published entries whose suitability our staff have not checked for a year."""
    limit = get_suitability_cutoff(today)
    late = entries.filter(Q(suitable_on=None) | Q(suitable_on__lte=limit), is_draft=False, status__in=RUNNING)
    return late.exclude(visibility=Visibility.HIDDEN)


def count_pending(*, today: date) -> int:
    """Count entries that are due, and what waits for a decision."""
    pending = get_pending_items()
    decisions = len(pending.applications) + len(pending.changes) + len(pending.entry_changes) + len(pending.told)
    return decisions + _due(Service.objects.not_withdrawn(), today).count()


def get_entry(uuid: UUID) -> Service:
    """Return the entry of this id. Raises Http404."""
    return get_object_or_404(Service.objects.not_withdrawn().select_related("provider", "assurer"), uuid=uuid)


class EntryDetails(TypedDict):
    """What the page of an entry shows beside it. phones: each with the change of it that waits for a decision."""

    phones: list[tuple[Phone, PhoneChange | None]]
    new_phones: list[PhoneChange]
    entry_change: EntryChange | None
    confirmations: list[Confirmation]
    place: Location | None


def get_entry_details(service: Service) -> EntryDetails:
    """Return numbers with the change that waits for each, what partners said, where people come to."""
    changes = list(service.phone_changes.filter(outcome=Outcome.WAITING).select_related("asked_by"))
    by_phone = {change.phone_id: change for change in changes if change.phone_id}
    return {
        "phones": [(phone, by_phone.get(phone.pk)) for phone in service.phones.all()],
        "new_phones": [change for change in changes if change.phone_id is None],
        "entry_change": service.entry_changes.filter(outcome=Outcome.WAITING).select_related("asked_by").first(),
        "confirmations": list(service.confirmations.all()[:10]),
        "place": service.locations.first(),
    }


def get_phone(service: Service, uuid: UUID) -> Phone:
    """Return the phone of this id and service. Raises Http404."""
    return get_object_or_404(service.phones.all(), uuid=uuid)


def get_phone_change(uuid: UUID) -> PhoneChange:
    """Return the change of a number of this id. Raises Http404."""
    return get_object_or_404(PhoneChange.objects.select_related("service", "phone", "asked_by"), uuid=uuid)


def get_entry_change(uuid: UUID) -> EntryChange:
    """Return the change of an entry of this id. Raises Http404."""
    rows = EntryChange.objects.select_related("service__provider", "asked_by", "first_by", "decided_by")
    return get_object_or_404(rows, uuid=uuid)


def get_application(uuid: UUID) -> Application:
    """Return the application of this id. Raises Http404."""
    return get_object_or_404(Application, uuid=uuid)
