"""Finding services: by need, place, language, audience, age, and who is there at a moment.

With a place, local services come first and those of a whole nation after them; the latter are never left out. Nothing
of what was asked is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Case, Exists, F, Min, OuterRef, Q, Value, When
from django.utils import timezone

from learning.directory import areas, needs
from learning.directory.choices import ANY_LANGUAGE, FacetKind
from learning.directory.models import Facet, Schedule, Service
from learning.directory.models.service import ServiceQuerySet
from learning.directory.reading.rows import Shown, shown
from learning.directory.rules.hours import CODES
from portal.reference import places
from portal.reference.words import bare

PAGE_SIZE, NEAREST, ALWAYS = 10, 3, 3
MOST_WORDS = 6
ENGLISH = "en"


@dataclass(frozen=True)
class Asked:
    """What is asked for; empty means any.

    need: a code of needs.NEEDS, or a service_type. place: the code of a council, a nation or a country (areas).
    gender: women or men; services that say neither are for both.
    """

    need: str = ""
    place: str = ""
    language: str = ""
    audience: str = ""
    gender: str = ""
    age: int | None = None
    at: datetime | None = None
    night: bool = False
    q: str = ""
    staff: bool = False


@dataclass(frozen=True)
class Found:
    """One page of services; it speaks as a page of a Django paginator does.

    local: how many are of the place itself, None where no place was asked for. nearest: with their kilometres, where
    there is none. always: of the whole nation or more, on a page that local ones fill.
    """

    rows: Sequence[Shown]
    count: int
    number: int
    size: int
    local: int | None = None
    nearest: Sequence[Shown] = field(default_factory=tuple)
    always: Sequence[Shown] = field(default_factory=tuple)

    @property
    def num_pages(self) -> int:
        return max(1, -(-self.count // self.size))

    @property
    def has_next(self) -> bool:
        return self.number < self.num_pages

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def search(
    *,
    need: str = "",
    council: str = "",
    language: str = "",
    audience: str = "",
    gender: str = "",
    age: int | None = None,
    at: datetime | None = None,
    night: bool = False,
    q: str = "",
    staff: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
    today: date | None = None,
) -> Found:
    """council: its code, or that of another area. at: only those whose hours say that somebody is there then.

    staff: also what the public may not see. At most five queries. A page too far is the last one; a council or need
    that is none finds what no place or no need would.
    """
    asked = Asked(need, council, language, audience, gender, age, at, night, q, staff)
    if codes := areas.covering(council):
        return _of_place(asked, codes, page, size, today or timezone.localdate(at))
    found = narrowed(asked)
    count = found.count()
    page = _within(page, count, size)
    keys = list(found.order_by("name", "pk").values_list("pk", flat=True)[(page - 1) * size : page * size])
    return Found([*shown(keys, staff=staff).values()], count, page, size)


def narrowed(asked: Asked) -> ServiceQuerySet:
    """All that fit but for the place, unordered."""
    found: ServiceQuerySet = Service.objects.for_desk() if asked.staff else Service.objects.public()
    if types := needs.types_of(asked.need):
        found = found.filter(_with(asked, FacetKind.NEED, *types))
    if asked.audience:
        found = found.filter(_with(asked, FacetKind.AUDIENCE, asked.audience))
    if asked.gender in needs.GENDERS:
        others = needs.GENDERS - {asked.gender}
        own = _with(asked, FacetKind.AUDIENCE, asked.gender)
        found = found.filter(own | ~_with(asked, FacetKind.AUDIENCE, *others))
    if asked.language and asked.language != ENGLISH:
        found = found.filter(_with(asked, FacetKind.LANGUAGE, asked.language, ANY_LANGUAGE))
    if asked.age is not None:
        found = found.filter(Q(minimum_age=None) | Q(minimum_age__lte=asked.age))
        found = found.filter(Q(maximum_age=None) | Q(maximum_age__gte=asked.age))
    if asked.at:
        found = found.filter(_is_there(asked.at))
    if asked.night:
        found = found.filter(takes_referrals_at_night=True)
    for word in bare(asked.q).split()[:MOST_WORDS]:
        found = found.filter(searched__contains=word)
    return found


def _with(asked: Asked, kind: FacetKind, *codes: str) -> Q:
    """Which way round is faster: at a place there are few services to be asked, anywhere few that have the code."""
    facets = Facet.objects.filter(kind=kind, code__in=codes)
    return Q(Exists(facets.filter(service=OuterRef("pk")))) if asked.place else Q(pk__in=facets.values("service"))


def _is_there(at: datetime) -> Exists:
    """By the clock of the United Kingdom; hours that close before they open last into the next day."""
    local = timezone.localtime(at)
    clock = local.time().replace(microsecond=0, tzinfo=None)
    today, yesterday = CODES[local.weekday()], CODES[(local - timedelta(days=1)).weekday()]
    by_day = Q(opens_at__lt=F("closes_at"), byday__contains=today, opens_at__lte=clock, closes_at__gt=clock)
    tonight = Q(opens_at__gte=F("closes_at"), byday__contains=today, opens_at__lte=clock)
    last_night = Q(opens_at__gte=F("closes_at"), byday__contains=yesterday, closes_at__gt=clock)
    return Exists(Schedule.objects.filter(by_day | tonight | last_night, service=OuterRef("pk")))


def _of_place(asked: Asked, codes: frozenset[str], page: int, size: int, today: date) -> Found:
    """Ranked by how near the area is, the unconfirmed below, then by name."""
    found = narrowed(asked)
    late = Case(When(next_review_on__lte=today, then=Value(True)), default=Value(False), output_field=BooleanField())
    there = found.filter(facets__kind=FacetKind.AREA, facets__code__in=codes).order_by().annotate(late=late)
    ranked = there.values_list("pk", "late", "name").annotate(rank=Min("facets__rank"))
    rows = [(key, rank) for key, _late, _name, rank in ranked.order_by("rank", "late", "name", "pk")]
    local = sum(rank <= areas.COUNTY for _key, rank in rows)
    page = _within(page, len(rows), size)
    keys = [key for key, _rank in rows[(page - 1) * size : page * size]]
    near = _nearest(asked) if places.council(asked.place) and not local and page == 1 else {}
    always = [key for key, rank in rows if rank > areas.COUNTY and key not in keys][:ALWAYS]
    always = [] if any(rank > areas.COUNTY and key in keys for key, rank in rows) else always
    cards = shown([*keys, *near, *always], staff=asked.staff)
    return Found(
        [cards[key] for key in keys],
        len(rows),
        page,
        size,
        local=local,
        nearest=[cards[key].away(km) for key, km in near.items()],
        always=[cards[key] for key in always],
    )


def _nearest(asked: Asked) -> dict[int, float]:
    """The local services of other places, the nearest first, with their kilometres."""
    far = dict(areas.nearest_to(asked.place))
    found = narrowed(replace(asked, place=""))
    local = Facet.objects.filter(kind=FacetKind.AREA, rank__lte=areas.COUNTY, service__in=found.values("pk"))
    distances: dict[int, float] = {}
    for key, code in local.values_list("service", "code"):
        if code in far:
            distances[key] = min(far[code], distances.get(key, far[code]))
    return dict(sorted(distances.items(), key=lambda one: (one[1], one[0]))[:NEAREST])


def _within(page: int, count: int, size: int) -> int:
    return min(max(page, 1), max(1, -(-count // size)))
