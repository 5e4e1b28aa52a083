"""Finding services: by need, place, language, audience, age, and who is there at a moment.

With a place, local services come first and those of a whole nation after them; the latter are never left out. Nothing
of what was asked is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby, islice, takewhile

from django.utils import timezone

from learning.directory import areas, needs
from learning.directory.choices import ANY_LANGUAGE, FacetKind
from learning.directory.reading import index as indexes
from learning.directory.reading.index import Index, Positions
from learning.directory.reading.rows import Shown, shown
from portal.reference import places
from portal.reference.words import bare

PAGE_SIZE, NEAREST, ALWAYS = 10, 3, 3
# With a distance, of other places on the first page.
MOST_NEAR = 20
MOST_WORDS = 6
ENGLISH = "en"


@dataclass(frozen=True)
class Asked:
    """What is asked for; empty means any.

    need: a code of needs.NEEDS, or a service_type. place: the code of a council, a nation or a country (areas).
    gender: women or men; services that say neither are for both. point: degrees of where somebody is, else the middle
    of the council. within: kilometres, of services of other councils too.
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
    point: tuple[float, float] | None = None
    within: float | None = None


@dataclass(frozen=True)
class Found:
    """One page of services; it speaks as a page of a Django paginator does.

    local: how many are of the place itself, None where no place was asked for. nearest: with their kilometres, where
    there is none, and on the first page those within the distance that was asked for. always: of the whole nation or
    more, on a page that local ones fill.
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
    point: tuple[float, float] | None = None,
    within: float | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
    today: date | None = None,
) -> Found:
    """council: its code, or that of another area. at: only those whose hours say that somebody is there then.

    staff: also what the public may not see. At most five queries, three while nothing changes. A page too far is the
    last one; a council or need that is none finds what no place or no need would.
    """
    asked = Asked(need, council, language, audience, gender, age, at, night, q, staff, point, within)
    today = today or timezone.localdate(at)
    index = indexes.current()
    found = _narrowed(index, asked)
    if codes := areas.covering(council):
        return _of_place(index, asked, found, codes, page, size, today)
    page = _within(page, len(found), size)
    keys = [index.keys[one] for one in index.in_order(found, today)[(page - 1) * size : page * size]]
    return Found([*_cards(keys, asked).values()], len(found), page, size)


def _narrowed(index: Index, asked: Asked) -> Positions:
    """All that fit but for the place."""
    found = index.all() if asked.staff else set(index.public)
    if types := needs.types_of(asked.need):
        found &= index.having(FacetKind.NEED, types)
    if asked.audience:
        found &= index.having(FacetKind.AUDIENCE, [asked.audience])
    if asked.gender in needs.GENDERS:
        others = index.having(FacetKind.AUDIENCE, needs.GENDERS - {asked.gender})
        found -= others - index.having(FacetKind.AUDIENCE, [asked.gender])
    if asked.language and asked.language != ENGLISH:
        found &= index.having(FacetKind.LANGUAGE, [asked.language, ANY_LANGUAGE])
    if asked.age is not None:
        found &= index.of_age(asked.age)
    if asked.at:
        found &= index.open_at(asked.at)
    if asked.night:
        found &= index.at_night
    words = bare(asked.q).split()[:MOST_WORDS]
    return {one for one in found if all(word in index.words[one] for word in words)} if words else found


def _of_place(
    index: Index, asked: Asked, found: Positions, codes: frozenset[str], page: int, size: int, today: date
) -> Found:
    """Ranked by how near the area is, the unconfirmed below, then by name."""
    ranked: list[int] = []
    local, left = 0, found
    for rank, some in groupby(sorted(codes, key=areas.rank_of), areas.rank_of):
        # One that is found by several of its areas counts once, with the nearest.
        there = left & index.having(FacetKind.AREA, some)
        ranked += index.in_order(there, today)
        left = left - there
        local = len(ranked) if rank <= areas.COUNTY else local
    page = _within(page, len(ranked), size)
    start, stop = (page - 1) * size, page * size
    is_asked = page == 1 and places.council(asked.place) is not None
    near = _nearest(index, asked, left) if is_asked and (asked.within or not local) else {}
    # On a page that local ones fill, some of those that are there for everybody.
    always = ranked[local:][:ALWAYS] if stop <= local else []
    keys, wide = ([index.keys[one] for one in some] for some in (ranked[start:stop], always))
    cards = _cards([*keys, *near, *wide], asked)
    return Found(
        [cards[key] for key in keys if key in cards],
        len(ranked),
        page,
        size,
        local=local,
        nearest=[cards[key].away(km) for key, km in near.items() if key in cards],
        always=[cards[key] for key in wide if key in cards],
    )


def _cards(keys: list[int], asked: Asked) -> dict[int, Shown]:
    """What was hidden since the index was made is left out."""
    found = shown(keys, staff=asked.staff)
    return {key: card for key, card in found.items() if asked.staff or card.service.is_public}


def _nearest(index: Index, asked: Asked, left: Positions) -> dict[int, float]:
    """The local services of other places, the nearest first, with their kilometres. left: those not found already.

    Those within the distance that was asked for; where there are none, the nearest three of all.
    """
    distances: dict[int, float] = {}
    for code, km in areas.nearest_to(asked.place, asked.point):
        if len(distances) >= (MOST_NEAR if asked.within and km <= asked.within else NEAREST):
            break
        for one in sorted(left & index.having(FacetKind.AREA, [code])):
            distances.setdefault(index.keys[one], km)
    near = takewhile(lambda one: asked.within is not None and one[1] <= asked.within, distances.items())
    return dict(islice(near, MOST_NEAR)) or dict(islice(distances.items(), NEAREST))


def _within(page: int, count: int, size: int) -> int:
    return min(max(page, 1), max(1, -(-count // size)))
