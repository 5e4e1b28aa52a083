"""Searches services: by need, place, language, audience, age, and who is there at a moment.

Nobody in need is left without an answer (docs/decisions/0010-directory.md). The emergency services and the helpline
come first; with a place, local services come next and those of a whole nation after them, which are never left out.
Where nobody knows the hours or the languages of a service it comes last, and people ring to check. Where nothing fits,
what is wider is shown, and said to be. Nothing of what was asked is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby, islice, takewhile

from django.utils import timezone

from learning.directory import need_categories, ons_areas
from learning.directory.choices import ANY_LANGUAGE, FacetKind
from learning.directory.rules.distance import KM_PER_MILE
from learning.directory.selectors import search_index
from learning.directory.selectors.cards import ServiceCard, get_cards
from learning.directory.selectors.search_index import Positions, SearchIndex
from portal.core.text import fold
from portal.reference import places

PAGE_SIZE, NEAREST, ALWAYS = 10, 3, 3
# Beyond this nobody is told of a service for another place alone.
MAX_NEAREST_KM = 150 * KM_PER_MILE
MAX_PROFESSIONAL = 10
# With a distance, of other places on the first page.
MAX_NEAREST = 20
MAX_WORDS = 6
ENGLISH = "en"


@dataclass(frozen=True)
class SearchQuery:
    """A query; empty means any.

    need: a code of need_categories.NEEDS, or a service_type. place: the code of a council, a nation or a country
    (ons_areas). gender: women or men; services that say neither are for both. point: degrees of where somebody is, else
    the middle of the council. within: kilometres, of services of other councils too.
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
class SearchPage:
    """One page of services; it works as a page of a Django paginator does.

    local: how many are of the place itself, None where no place was asked for. nearest: with their kilometres, where
    there is none, and on the first page those within the distance that was asked for. always: of the whole nation or
    more, on a page that local ones fill. pinned: the emergency services and the helpline, on the first page for people
    in need. aside: for businesses and abroad, on the last page. is_relaxed: nothing fitted all that was asked for.
    """

    rows: Sequence[ServiceCard]
    count: int
    number: int
    size: int
    local: int | None = None
    nearest: Sequence[ServiceCard] = field(default_factory=tuple)
    always: Sequence[ServiceCard] = field(default_factory=tuple)
    pinned: Sequence[ServiceCard] = field(default_factory=tuple)
    aside: Sequence[ServiceCard] = field(default_factory=tuple)
    is_relaxed: bool = False
    pinned_count: int = 0

    @property
    def num_pages(self) -> int:
        """Return the number of pages; the pinned ones are on no page of the list."""
        return max(1, -(-(self.count - self.pinned_count) // self.size))

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
) -> SearchPage:
    """Search services.

    council: its code, or that of another area. at: those whose hours say that somebody is there then.
    staff: also what the public may not see. At most five queries, three while nothing changes. A page too far is the
    last one; a council or need that is none finds what no place or no need would.
    """
    query = SearchQuery(need, council, language, audience, gender, age, at, night, q, staff, point, within)
    index = search_index.get_index()
    return _page(index, _find_matches(index, query), page, size, today or timezone.localdate(at))


@dataclass(frozen=True)
class Matches:
    """What fits, before it is put in order. sure: their hours and languages are known to fit; unsure: nobody knows."""

    query: SearchQuery
    sure: Positions
    unsure: Positions
    aside: Positions
    pinned: Sequence[int]
    is_relaxed: bool = False


def _find_matches(index: SearchIndex, query: SearchQuery) -> Matches:
    """Return what fits; for people in need, where nothing does, what fits less of what they asked for."""
    positions = _narrowed(index, query)
    is_in_need = (
        not query.staff and not need_categories.is_professional(query.need) and not ons_areas.is_country(query.place)
    )
    if not is_in_need:
        return Matches(query, *_split(index, query, positions), set(), ())
    aside = (
        positions & index.aside if not (query.q or query.audience in need_categories.PROFESSIONAL_AUDIENCES) else set()
    )
    pinned = [position for position in index.pinned if not query.q or position in positions]
    sure, unsure = _split(index, query, positions - aside - set(pinned))
    here = ons_areas.get_overlapping_areas(query.place)
    reachable = (sure | unsure) & index.having(FacetKind.AREA, here) if here else sure | unsure
    wider = _wider(query)
    if reachable or positions & set(pinned) or wider == query:
        return Matches(query, sure, unsure, aside, pinned)
    return replace(_find_matches(index, wider), is_relaxed=True)


def _wider(query: SearchQuery) -> SearchQuery:
    """Return the next less that may be asked for: first whom it is for stays, and then the place alone. Words are
    kept.
    """
    less = replace(query, need="", language="", at=None, night=False)
    return less if less != query else replace(less, audience="", gender="", age=None)


def _narrowed(index: SearchIndex, query: SearchQuery) -> Positions:
    """Return all that fit but for the place, the hours and the language."""
    positions = index.all() if query.staff else set(index.public)
    if types := need_categories.get_service_types(query.need):
        positions &= index.having(FacetKind.NEED, types)
    if query.audience:
        positions &= index.having(FacetKind.AUDIENCE, [query.audience])
    if query.gender in need_categories.GENDERS:
        others = index.having(FacetKind.AUDIENCE, need_categories.GENDERS - {query.gender})
        positions -= others - index.having(FacetKind.AUDIENCE, [query.gender])
    if query.age is not None:
        positions &= index.of_age(query.age)
    if query.night:
        positions &= index.at_night
    words = fold(query.q).split()[:MAX_WORDS]
    return (
        {position for position in positions if all(word in index.words[position] for word in words)}
        if words
        else positions
    )


def _split(index: SearchIndex, query: SearchQuery, positions: Positions) -> tuple[Positions, Positions]:
    """Return those known to be there at the moment and to speak the language, and those of which nobody knows."""
    unknown: Positions = set()
    if query.at:
        closed_or_unknown = positions - index.open_at(query.at)
        unknown |= closed_or_unknown & index.unknown_hours()
        positions -= closed_or_unknown - unknown
    if query.language and query.language != ENGLISH:
        others = positions - index.having(FacetKind.LANGUAGE, [query.language, ANY_LANGUAGE])
        not_known = others & index.unknown_languages
        positions -= others - not_known
        unknown |= not_known
    return positions - unknown, positions & unknown


def _page(index: SearchIndex, matches: Matches, page: int, size: int, today: date) -> SearchPage:
    """Return the sure before the unsure; among each those of nearer areas first."""
    query = matches.query
    here = ons_areas.get_overlapping_areas(query.place)
    ranked: list[int] = []
    local: Positions = set()
    for some in (matches.sure, matches.unsure):
        ranked += _rank_by_distance(index, some, here, local, today) if here else index.in_order(some, today)
    pinned = list(matches.pinned)
    page = _limit_page(page, len(ranked), size)
    start, stop = (page - 1) * size, page * size
    is_asked = page == 1 and places.get_council(query.place) is not None
    unranked = (matches.sure | matches.unsure) - set(ranked)
    near = _nearest(index, query, unranked) if is_asked and (query.within or not local) else {}
    # On a page that local ones fill, some of those that are there for everybody.
    wide = [position for position in ranked if position not in local] if here else []
    always = wide[:ALWAYS] if wide and ranked.index(wide[0]) >= stop else []
    last = stop >= len(ranked)
    aside = matches.aside & index.having(FacetKind.AREA, here) if here else matches.aside
    others = index.in_order(aside, today)[:MAX_PROFESSIONAL] if last else []
    rows, wide_keys, pinned_keys, aside_keys = (
        [index.keys[position] for position in some]
        for some in (ranked[start:stop], always, pinned if page == 1 else [], others)
    )
    cards = _cards(index, matches, [*rows, *near, *wide_keys, *pinned_keys, *aside_keys])
    return SearchPage(
        [cards[key] for key in rows if key in cards],
        len(ranked) + len(pinned),
        page,
        size,
        local=len(local) if here else None,
        nearest=[cards[key].away(km) for key, km in near.items() if key in cards],
        always=[cards[key] for key in wide_keys if key in cards],
        pinned=[cards[key] for key in pinned_keys if key in cards],
        aside=[cards[key] for key in aside_keys if key in cards],
        is_relaxed=matches.is_relaxed,
        pinned_count=len(pinned),
    )


def _rank_by_distance(
    index: SearchIndex, positions: Positions, codes: frozenset[str], local: Positions, today: date
) -> list[int]:
    """Return those of the areas, the narrowest area first; the local ones are added to `local`."""
    ranked: list[int] = []
    remaining = positions
    for rank, some in groupby(sorted(codes, key=ons_areas.get_rank), ons_areas.get_rank):
        # One that is found by several of its areas counts once, with the nearest.
        there = remaining & index.having(FacetKind.AREA, some)
        ranked += index.in_order(there, today)
        remaining = remaining - there
        if rank <= ons_areas.COUNTY:
            local |= there
    return ranked


def _cards(index: SearchIndex, matches: Matches, keys: list[int]) -> dict[int, ServiceCard]:
    """Return the cards. What was hidden since the index was made is left out."""
    query = matches.query
    cards = get_cards(keys, staff=query.staff)
    no_hours = {index.keys[position] for position in matches.unsure & index.unknown_hours()} if query.at else ()
    no_languages = (
        {index.keys[position] for position in matches.unsure & index.unknown_languages}
        if query.language not in {"", ENGLISH}
        else ()
    )
    return {
        key: replace(card, has_unknown_hours=key in no_hours, has_unknown_languages=key in no_languages)
        for key, card in cards.items()
        if query.staff or card.service.is_public
    }


def _nearest(index: SearchIndex, query: SearchQuery, left: Positions) -> dict[int, float]:
    """Return the local services of other places, the nearest first, with their kilometres.

    Those within the distance that was asked for; where there are none, the nearest three of all that are not too far.
    None of them is across the Irish Sea.
    """
    here = places.get_council(query.place)
    distances: dict[int, float] = {}
    for code, km in ons_areas.get_nearest_councils(query.place, query.point):
        is_far = km > MAX_NEAREST_KM
        if is_far or len(distances) >= (MAX_NEAREST if query.within and km <= query.within else NEAREST):
            break
        other = places.get_council(code)
        if here and other and _is_across_the_sea(here) == _is_across_the_sea(other):
            for position in sorted(left & index.having(FacetKind.AREA, [code])):
                distances.setdefault(index.keys[position], km)
    near = takewhile(lambda position: query.within is not None and position[1] <= query.within, distances.items())
    return dict(islice(near, MAX_NEAREST)) or dict(islice(distances.items(), NEAREST))


def _is_across_the_sea(council: places.Council) -> bool:
    return council.nation == "northern-ireland"


def _limit_page(page: int, count: int, size: int) -> int:
    return min(max(page, 1), max(1, -(-count // size)))
