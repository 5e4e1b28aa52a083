"""The search index in the memory of each worker: all entries by what they are found by, so a search takes sets and no
query.

It says which entries fit, never what they are: what it names is read anew, and left out where it may no longer be
seen. Nothing of what was asked is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from learning.directory import need_categories, ons_areas
from learning.directory.choices import FacetKind, Status
from learning.directory.models import Phone, Schedule, Service, get_facet_codes
from learning.directory.rules import hours
from learning.directory.rules.hours import Span
from portal.core import page_cache

CACHE_KEY = "directory"

# Positions of entries in the order of their names.
type Positions = set[int]
type Ages = tuple[int | None, int | None]


def _sets() -> defaultdict:
    return defaultdict(set)


@dataclass
class SearchIndex:
    """The index. keys: of the row at each position. due: when each has to be confirmed. words: folded words of its
    names.

    hours, ages: what many entries share is looked at once. pinned: the emergency services and the helpline itself.
    aside: for businesses and professionals alone, or abroad. orders: what stands before what, the due ones apart.
    """

    keys: list[int] = field(default_factory=list)
    due: list[date] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    public: Positions = field(default_factory=set)
    at_night: Positions = field(default_factory=set)
    pinned: list[int] = field(default_factory=list)
    aside: Positions = field(default_factory=set)
    closed_for_now: Positions = field(default_factory=set)
    unknown_languages: Positions = field(default_factory=set)
    orders: list[tuple[int, bool]] = field(default_factory=list)
    facets: dict[tuple[str, str], Positions] = field(default_factory=_sets)
    hours: dict[tuple[Span, ...], Positions] = field(default_factory=_sets)
    ages: dict[Ages, Positions] = field(default_factory=_sets)

    def all(self) -> Positions:
        return set(range(len(self.keys)))

    def having(self, kind: FacetKind, codes: Iterable[str]) -> Positions:
        return set().union(*(self.facets.get((kind, code), ()) for code in codes))

    def of_age(self, age: int) -> Positions:
        def fits(ages: Ages) -> bool:
            least, most = ages
            return (least is None or least <= age) and (most is None or age <= most)

        return _where(self.ages, fits)

    def open_at(self, at: datetime) -> Positions:
        """Return those open, by the clock of the United Kingdom. Not those whose hours nobody knows: see
        `unknown_hours`.
        """
        local = timezone.localtime(at)
        clock = local.time().replace(microsecond=0, tzinfo=None)
        positions = _where(self.hours, lambda spans: hours.is_open(spans, on=local.date(), at=clock))
        return positions - self.closed_for_now

    def unknown_hours(self) -> Positions:
        return _where(self.hours, lambda spans: not spans) - self.closed_for_now

    def in_order(self, positions: Positions, today: date) -> list[int]:
        """Sort by how urgent the need is; the unconfirmed, and those without a number, below; then by name."""

        def key(one: int) -> tuple[int, bool, bool, int]:
            urgency, has_no_number = self.orders[one]
            return urgency, self.due[one] <= today, has_no_number, one

        return sorted(positions, key=key)


def get_index() -> SearchIndex:
    """Return the current index. Two queries after a change of the directory, and every five minutes; else none."""
    return page_cache.get_or_make(CACHE_KEY, _read)


def _where[Value](shared: dict[Value, Positions], fits: Callable[[Value], bool]) -> Positions:
    return set().union(*(positions for value, positions in shared.items() if fits(value)))


def _read() -> SearchIndex:
    """Read all that handlers find; `public` says which the public does."""
    index = SearchIndex()
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for key, *span in Schedule.objects.values_list("service", *Schedule.SPAN):
        spans[key].append(Span.of(*span))
    pinned: dict[int, int] = {}
    for position, service in enumerate(_services()):
        index.keys.append(service.pk)
        index.due.append(service.next_review_on)
        index.words.append(service.searched)
        if service.is_public:
            index.public.add(position)
        if service.takes_referrals_at_night:
            index.at_night.add(position)
        if is_aside(service):
            index.aside.add(position)
        if service.status == Status.CLOSED_FOR_NOW:
            index.closed_for_now.add(position)
        if not service.languages and not service.has_interpreters:
            index.unknown_languages.add(position)
        number = _digits(service.first_number)  # type: ignore[attr-defined]
        index.orders.append((need_categories.get_urgency(service.needs), not number))
        if service.is_public and (location := _pinned_place(service, number)) is not None:
            pinned.setdefault(location, position)
        # An area that is no more finds nothing, and keeps nobody else from being found.
        for kind, code in get_facet_codes(service):
            index.facets[kind, code].add(position)
        index.hours[tuple(spans[service.pk])].add(position)
        index.ages[service.minimum_age, service.maximum_age].add(position)
    index.pinned = [position for _place, position in sorted(pinned.items())]
    return index


def _services() -> Iterable[Service]:
    """Return all that handlers find, each with its first number, one that the public may know before one for staff."""
    first = Phone.objects.filter(service=OuterRef("pk")).order_by("-is_public", "position", "pk").values("number")[:1]
    services = Service.objects.for_desk().only(*_READ).annotate(first_number=Subquery(first))
    return services.order_by("name", "pk")


def is_aside(service: Service) -> bool:
    """Return whether it is no help for a person in need here: for businesses and professionals alone, or abroad."""
    is_abroad = bool(service.areas) and all(ons_areas.is_country(code) for code in service.areas)
    for_others = bool(service.audiences) and set(service.audiences) <= need_categories.PROFESSIONAL_AUDIENCES
    return is_abroad or for_others or (bool(service.needs) and set(service.needs) <= need_categories.PROFESSIONAL_TYPES)


def _pinned_place(service: Service, number: str) -> int | None:
    """Return 0 for the emergency services, 1 for the helpline itself, None for all others."""
    if number == need_categories.EMERGENCY_NUMBER:
        return 0
    is_helpline = number == _digits(settings.HELPLINE_NUMBER) and "helpline" in service.needs
    return 1 if is_helpline else None


def _digits(number: str | None) -> str:
    return "".join(sign for sign in number or "" if sign.isdigit())


_READ = (
    "name",
    "searched",
    "is_public",
    "status",
    "next_review_on",
    "takes_referrals_at_night",
    "needs",
    "audiences",
    "languages",
    "has_interpreters",
    "areas",
    "minimum_age",
    "maximum_age",
)
