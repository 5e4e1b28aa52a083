"""Parts of a service, a row each: numbers, hours, places, and what it is found by."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from learning.directory import ons_areas
from learning.directory.choices import ANY_LANGUAGE, FacetKind, LocationKind, PhoneKind
from learning.directory.models.service import Service, somebody
from learning.directory.rules.hours import Span
from portal.core.models import PublicIdModel


class Number(models.Model):
    """A phone number as people are told it."""

    number = models.CharField(max_length=40)
    extension = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=10, choices=PhoneKind, default=PhoneKind.VOICE)
    description = models.CharField(max_length=100, blank=True)
    is_public = models.BooleanField(default=True, help_text="no: a duty line, for our staff only")

    class Meta:
        abstract = True


class Phone(PublicIdModel, Number):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phones")
    position = models.PositiveSmallIntegerField(default=0)
    typed_by = somebody()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.number


class Schedule(PublicIdModel):
    """Opening hours by the clock of the United Kingdom. Closing before opening is on the next day.

    All day is 00:00 to 23:59:59, as the standard has it. byday: of each week, or with a place in the month: 1TU,-1FR.
    """

    # Columns of which Span.of makes a span.
    SPAN = ("byday", "opens_at", "closes_at", "valid_from", "valid_to")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="schedules")
    byday = models.CharField(max_length=160, help_text="MO,TU,WE or 1TU,3TU")
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    valid_from = models.DateField(null=True, blank=True, help_text="the first day; empty: always")
    valid_to = models.DateField(null=True, blank=True, help_text="the last day")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=models.F("valid_to")),
                name="hours_end_after_they_begin",
            ),
        ]

    @property
    def span(self) -> Span:
        return Span.of(*(getattr(self, name) for name in self.SPAN))

    def __str__(self) -> str:
        return f"{self.byday} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class Location(PublicIdModel):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="locations")
    kind = models.CharField(max_length=10, choices=LocationKind)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    council = models.CharField(max_length=9, blank=True, help_text="the ONS's code")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    accessibility = models.CharField(max_length=500, blank=True)
    is_public = models.BooleanField(default=True, help_text="no: a refuge, for our staff only")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class Facet(models.Model):
    """One code that a service is found by. rank: of an area, how wide it is (ons_areas.get_rank), local first."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=10, choices=FacetKind)
    code = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "code", "service"), name="one_facet_of_a_code")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


def get_facet_codes(service: Service) -> Iterable[tuple[str, str]]:
    """Yield kind and code of all that a service is found by, as the lists of its row say."""
    yield from ((FacetKind.NEED, code) for code in service.needs)
    yield from ((FacetKind.AUDIENCE, code) for code in service.audiences)
    languages = [*service.languages, ANY_LANGUAGE] if service.has_interpreters else service.languages
    yield from ((FacetKind.LANGUAGE, code) for code in languages)
    yield from ((FacetKind.AREA, code) for code in service.areas)


def get_facets(service: Service) -> Iterable[tuple[str, str, int]]:
    """Yield the same with the rank of each. Raises KeyError for an area that there is not."""
    return (
        (kind, code, ons_areas.get_rank(code) if kind == FacetKind.AREA else 0)
        for kind, code in get_facet_codes(service)
    )
