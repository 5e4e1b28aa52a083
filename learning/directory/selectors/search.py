"""Finding services: by need, place, language, audience, age, and who is there at a moment.

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
from learning.directory.rules.distance import KM_A_MILE
from learning.directory.selectors import search_index as indexes
from learning.directory.selectors.cards import Shown, shown
from learning.directory.selectors.search_index import Index, Positions
from portal.reference import places
from portal.reference.synonyms import bare

PAGE_SIZE, NEAREST, ALWAYS = 10, 3, 3
# Beyond this nobody is told of a service for another place alone.
MAX_NEAREST_KM = 150 * KM_A_MILE
MAX_ASIDE = 10
# With a distance, of other places on the first page.
MOST_NEAR = 20
MAX_WORDS = 6
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
    more, on a page that local ones fill. pinned: the emergency services and the helpline, on the first page for people
    in need. aside: for businesses and abroad, on the last page. is_relaxed: nothing fitted all that was asked for.
    """

    rows: Sequence[Shown]
    count: int
    number: int
    size: int
    local: int | None = None
    nearest: Sequence[Shown] = field(default_factory=tuple)
    always: Sequence[Shown] = field(default_factory=tuple)
    pinned: Sequence[Shown] = field(default_factory=tuple)
    aside: Sequence[Shown] = field(default_factory=tuple)
    is_relaxed: bool = False
    pinned_count: int = 0

    @property
    def num_pages(self) -> int:
        """The pinned ones are on no page of the list."""
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
) -> Found:
    """council: its code, or that of another area. at: those whose hours say that somebody is there then.

    staff: also what the public may not see. At most five queries, three while nothing changes. A page too far is the
    last one; a council or need that is none finds what no place or no need would.
    """
    asked = Asked(need, council, language, audience, gender, age, at, night, q, staff, point, within)
    index = indexes.current()
    return _page(index, _matches(index, asked), page, size, today or timezone.localdate(at))


@dataclass(frozen=True)
class Matches:
    """What fits, before it is put in order. sure: their hours and languages are known to fit; unsure: nobody knows."""

    asked: Asked
    sure: Positions
    unsure: Positions
    aside: Positions
    pinned: Sequence[int]
    is_relaxed: bool = False


def _matches(index: Index, asked: Asked) -> Matches:
    """What fits; for people in need, where nothing does, what fits less of what they asked for."""
    found = _narrowed(index, asked)
    is_in_need = (
        not asked.staff and not need_categories.is_professional(asked.need) and not ons_areas.is_country(asked.place)
    )
    if not is_in_need:
        return Matches(asked, *_split(index, asked, found), set(), ())
    aside = found & index.aside if not (asked.q or asked.audience in need_categories.PROFESSIONAL_AUDIENCES) else set()
    pinned = [one for one in index.pinned if not asked.q or one in found]
    sure, unsure = _split(index, asked, found - aside - set(pinned))
    here = ons_areas.covering(asked.place)
    reachable = (sure | unsure) & index.having(FacetKind.AREA, here) if here else sure | unsure
    wider = _wider(asked)
    if reachable or found & set(pinned) or wider == asked:
        return Matches(asked, sure, unsure, aside, pinned)
    return replace(_matches(index, wider), is_relaxed=True)


def _wider(asked: Asked) -> Asked:
    """The next less that may be asked for: first whom it is for stays, and then the place alone. Words are kept."""
    less = replace(asked, need="", language="", at=None, night=False)
    return less if less != asked else replace(less, audience="", gender="", age=None)


def _narrowed(index: Index, asked: Asked) -> Positions:
    """All that fit but for the place, the hours and the language."""
    found = index.all() if asked.staff else set(index.public)
    if types := need_categories.types_of(asked.need):
        found &= index.having(FacetKind.NEED, types)
    if asked.audience:
        found &= index.having(FacetKind.AUDIENCE, [asked.audience])
    if asked.gender in need_categories.GENDERS:
        others = index.having(FacetKind.AUDIENCE, need_categories.GENDERS - {asked.gender})
        found -= others - index.having(FacetKind.AUDIENCE, [asked.gender])
    if asked.age is not None:
        found &= index.of_age(asked.age)
    if asked.night:
        found &= index.at_night
    words = bare(asked.q).split()[:MAX_WORDS]
    return {one for one in found if all(word in index.words[one] for word in words)} if words else found


def _split(index: Index, asked: Asked, found: Positions) -> tuple[Positions, Positions]:
    """Those that are known to be there at the moment and to speak the language, and those of which nobody knows."""
    unknown: Positions = set()
    if asked.at:
        closed_or_unknown = found - index.open_at(asked.at)
        unknown |= closed_or_unknown & index.unknown_hours()
        found -= closed_or_unknown - unknown
    if asked.language and asked.language != ENGLISH:
        others = found - index.having(FacetKind.LANGUAGE, [asked.language, ANY_LANGUAGE])
        not_known = others & index.unknown_languages
        found -= others - not_known
        unknown |= not_known
    return found - unknown, found & unknown


def _page(index: Index, matches: Matches, page: int, size: int, today: date) -> Found:
    """The sure before the unsure; among each those of nearer areas first."""
    asked = matches.asked
    here = ons_areas.covering(asked.place)
    ranked: list[int] = []
    local: Positions = set()
    for some in (matches.sure, matches.unsure):
        ranked += _by_nearness(index, some, here, local, today) if here else index.in_order(some, today)
    pinned = list(matches.pinned)
    page = _within(page, len(ranked), size)
    start, stop = (page - 1) * size, page * size
    is_asked = page == 1 and places.council(asked.place) is not None
    left = (matches.sure | matches.unsure) - set(ranked)
    near = _nearest(index, asked, left) if is_asked and (asked.within or not local) else {}
    # On a page that local ones fill, some of those that are there for everybody.
    wide = [one for one in ranked if one not in local] if here else []
    always = wide[:ALWAYS] if wide and ranked.index(wide[0]) >= stop else []
    last = stop >= len(ranked)
    aside = matches.aside & index.having(FacetKind.AREA, here) if here else matches.aside
    others = index.in_order(aside, today)[:MAX_ASIDE] if last else []
    rows, wide_keys, pinned_keys, aside_keys = (
        [index.keys[one] for one in some] for some in (ranked[start:stop], always, pinned if page == 1 else [], others)
    )
    cards = _cards(index, matches, [*rows, *near, *wide_keys, *pinned_keys, *aside_keys])
    return Found(
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


def _by_nearness(index: Index, found: Positions, codes: frozenset[str], local: Positions, today: date) -> list[int]:
    """Those of the areas, the narrowest area first; the local ones are added to `local`."""
    ranked: list[int] = []
    left = found
    for rank, some in groupby(sorted(codes, key=ons_areas.rank_of), ons_areas.rank_of):
        # One that is found by several of its areas counts once, with the nearest.
        there = left & index.having(FacetKind.AREA, some)
        ranked += index.in_order(there, today)
        left = left - there
        if rank <= ons_areas.COUNTY:
            local |= there
    return ranked


def _cards(index: Index, matches: Matches, keys: list[int]) -> dict[int, Shown]:
    """What was hidden since the index was made is left out."""
    asked = matches.asked
    found = shown(keys, staff=asked.staff)
    no_hours = {index.keys[one] for one in matches.unsure & index.unknown_hours()} if asked.at else ()
    no_languages = (
        {index.keys[one] for one in matches.unsure & index.unknown_languages}
        if asked.language not in {"", ENGLISH}
        else ()
    )
    return {
        key: replace(card, has_unknown_hours=key in no_hours, has_unknown_languages=key in no_languages)
        for key, card in found.items()
        if asked.staff or card.service.is_public
    }


def _nearest(index: Index, asked: Asked, left: Positions) -> dict[int, float]:
    """The local services of other places, the nearest first, with their kilometres. left: those not found already.

    Those within the distance that was asked for; where there are none, the nearest three of all that are not too far.
    None of them is across the Irish Sea.
    """
    here = places.council(asked.place)
    distances: dict[int, float] = {}
    for code, km in ons_areas.nearest_to(asked.place, asked.point):
        is_far = km > MAX_NEAREST_KM
        if is_far or len(distances) >= (MOST_NEAR if asked.within and km <= asked.within else NEAREST):
            break
        other = places.council(code)
        if here and other and _is_across_the_sea(here) == _is_across_the_sea(other):
            for one in sorted(left & index.having(FacetKind.AREA, [code])):
                distances.setdefault(index.keys[one], km)
    near = takewhile(lambda one: asked.within is not None and one[1] <= asked.within, distances.items())
    return dict(islice(near, MOST_NEAR)) or dict(islice(distances.items(), NEAREST))


def _is_across_the_sea(council: places.Council) -> bool:
    return council.nation == "northern-ireland"


def _within(page: int, count: int, size: int) -> int:
    return min(max(page, 1), max(1, -(-count // size)))
