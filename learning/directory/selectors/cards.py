"""Service cards: services as a page shows them, with the numbers and hours that the reader may see, fetched for many at
once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from learning.directory import labels
from learning.directory.choices import LocationKind
from learning.directory.models import Location, Phone, Schedule, Service
from learning.directory.rules import hours
from learning.directory.rules.distance import KM_PER_MILE
from learning.directory.rules.hours import Span


@dataclass(frozen=True)
class ServiceCard:
    """A service for a page. phones: those that the reader may see. km: how far away its area is, where that was asked.

    has_unknown_hours, has_unknown_languages: it was asked for, and nobody knows; people ring to check.
    """

    service: Service
    phones: tuple[Phone, ...]
    spans: tuple[Span, ...]
    km: float | None = None
    has_unknown_hours: bool = False
    has_unknown_languages: bool = False

    def away(self, km: float) -> "ServiceCard":
        return replace(self, km=km)

    @property
    def miles(self) -> int | None:
        return None if self.km is None else max(1, round(self.km / KM_PER_MILE))

    @cached_property
    def hours(self) -> list[str]:
        return labels.get_hours_label(self.spans)

    @property
    def is_every_hour(self) -> bool:
        return any(span.is_always for span in self.spans)

    @cached_property
    def area(self) -> str:
        return labels.get_area_label(self.service)

    @cached_property
    def languages(self) -> str:
        return labels.get_languages_label(self.service)

    @property
    def ages(self) -> str:
        return labels.get_ages_label(self.service)

    @property
    def audiences(self) -> list[str]:
        return labels.get_audiences_label(self.service)

    @property
    def needs(self) -> list[str]:
        return labels.get_needs_label(self.service)

    @property
    def checked(self) -> str:
        return labels.get_checked_label(self.service)

    @property
    def places(self) -> list[Location]:
        """Return where people come to, as far as everybody may know. One query."""
        return list(self.service.locations.filter(is_public=True).exclude(kind=LocationKind.VIRTUAL))

    def is_open(self, at: datetime) -> bool | None:
        """Return None where no hours are known, or while it is closed for now."""
        if not self.spans or self.service.status != "active":
            return None
        local = timezone.localtime(at)
        return hours.is_open(self.spans, on=local.date(), at=local.time().replace(tzinfo=None))

    def is_late(self, today: date) -> bool:
        return self.service.is_due(today)


def get_cards(keys: Iterable[int], *, staff: bool = False) -> dict[int, ServiceCard]:
    """Return cards by key, in the order given. Three queries."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    phones = Phone.objects.filter(service__in=wanted)
    schedules = Schedule.objects.filter(service__in=wanted).values_list("service", *Schedule.SPAN)
    numbers: defaultdict[int, list[Phone]] = defaultdict(list)
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for phone in phones if staff else phones.filter(is_public=True):
        numbers[phone.service_id].append(phone)
    for key, *span in schedules:
        spans[key].append(Span.of(*span))
    rows = Service.objects.select_related("provider").in_bulk(wanted)
    return {key: ServiceCard(rows[key], tuple(numbers[key]), tuple(spans[key])) for key in wanted if key in rows}


def find_card(uuid: UUID, *, staff: bool = False) -> ServiceCard | None:
    """Return one service by its id; None where the reader may not see it."""
    return _one({"uuid": uuid}, staff=staff)


def find_card_by_slug(slug: str) -> ServiceCard | None:
    """Return one service for the public; None where there is none."""
    return _one({"slug": slug}, staff=False)


def _one(by: dict[str, object], *, staff: bool) -> ServiceCard | None:
    seen = Service.objects.for_desk() if staff else Service.objects.public()
    key = seen.filter(**by).values_list("pk", flat=True).first()
    return None if key is None else get_cards([key], staff=staff)[key]
