"""All entries by what they are found by, in the memory of each worker: to search them takes sets, and no query.

It says which entries fit, never what they are: what it names is read anew, and left out where it may no longer be
seen. Nothing of what was asked is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from learning.directory.choices import FacetKind
from learning.directory.models import Schedule, Service, codes_of
from learning.directory.rules import hours
from learning.directory.rules.hours import Span
from portal.core import page_cache

KEY = "directory"

# Positions of entries in the order of their names.
type Positions = set[int]
type Ages = tuple[int | None, int | None]


def _sets() -> defaultdict:
    return defaultdict(set)


@dataclass
class Index:
    """keys: of the row at each position. due: when each has to be confirmed. words: folded words of its names.

    hours, ages: what many entries share is looked at once.
    """

    keys: list[int] = field(default_factory=list)
    due: list[date] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    public: Positions = field(default_factory=set)
    at_night: Positions = field(default_factory=set)
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
        """By the clock of the United Kingdom. Those whose hours nobody knows are not."""
        local = timezone.localtime(at)
        clock = local.time().replace(microsecond=0, tzinfo=None)
        return _where(self.hours, lambda spans: hours.is_open(spans, on=local.date(), at=clock))

    def in_order(self, found: Positions, today: date) -> list[int]:
        """By name, the unconfirmed below."""
        return sorted(found, key=lambda one: (self.due[one] <= today, one))


def current() -> Index:
    """Two queries after a change of the directory, and every five minutes; else none."""
    return page_cache.kept(KEY, _read)


def _where[Value](shared: dict[Value, Positions], fits: Callable[[Value], bool]) -> Positions:
    return set().union(*(positions for value, positions in shared.items() if fits(value)))


def _read() -> Index:
    """Of all that handlers find; `public` says which the public does."""
    index = Index()
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for key, *span in Schedule.objects.values_list("service", *Schedule.SPAN):
        spans[key].append(Span.of(*span))
    for position, service in enumerate(Service.objects.for_desk().only(*_READ).order_by("name", "pk")):
        index.keys.append(service.pk)
        index.due.append(service.next_review_on)
        index.words.append(service.searched)
        if service.is_public:
            index.public.add(position)
        if service.takes_referrals_at_night:
            index.at_night.add(position)
        # An area that is no more finds nothing, and keeps nobody else from being found.
        for kind, code in codes_of(service):
            index.facets[kind, code].add(position)
        index.hours[tuple(spans[service.pk])].add(position)
        index.ages[service.minimum_age, service.maximum_age].add(position)
    return index


_READ = (
    "name",
    "searched",
    "is_public",
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
