"""Finds the place that somebody means by a name: a council, a town or a village, with the council it lies in.

A name that is exactly that of a place is found; what is only near to one is a guess, and the two are told apart, so
that no page takes a guess for what somebody said. Nothing that was typed is kept, in no cache either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from portal.core.did_you_mean import get_close_words
from portal.reference import places
from portal.reference.helpline import get_labels
from portal.reference.places import Council
from portal.reference.tables import read_table

MAX_CHOICES = 12
# One place is taken for a name that several bear if it has so many times the people of all the others together.
DOMINANCE = 20
# Of the people of a place, the share from which another one with a longer name may be meant as well.
LONGER_NAME_SHARE = 0.25
SPELLING_THRESHOLD = 0.8  # of two names (portal.core.did_you_mean)


@dataclass(frozen=True)
class Locality:
    """A place. point: degrees of the middle of a town; None of a council, and where no table has them."""

    name: str
    council: Council
    point: tuple[float, float] | None = None
    population: int = 0

    @property
    def short_label(self) -> str:
        """Return the name, with its council where that is called otherwise: Southam, Stratford-on-Avon."""
        return ", ".join(dict.fromkeys([self.name, self.council.name]))

    @property
    def label(self) -> str:
        """Return the name with its council, and its county or nation: Southam, Stratford-on-Avon, Warwickshire."""
        parts = [self.name, self.council.name, _get_surrounding_area(self.council)]
        return ", ".join(dict.fromkeys(parts))


@dataclass(frozen=True)
class Match:
    """A result. localities: the likeliest first. is_certain: the first is what was typed; the others only bear the same
    name.

    is_guess: none of them bears the name that was typed.
    """

    localities: tuple[Locality, ...] = ()
    is_certain: bool = False
    is_guess: bool = False


def find_localities(text: str) -> Match:
    """Return the places that somebody may mean, one of each council.

    A county or nation may follow the name after a comma: Newport, Isle of Wight.
    """
    if localities := _qualified(text):
        return Match(localities, _is_clear(localities))
    if localities := _named_so(text):
        longer = _with_longer_names(text, localities)
        return Match(_largest_first((*localities, *longer))[:MAX_CHOICES], _is_clear((*localities, *longer)))
    return Match(_guesses(text), is_guess=True)


def councils_named(text: str) -> tuple[Council, ...]:
    """Return the councils in which places of this name lie: one where it is certain, none where it is only a guess."""
    match = find_localities(text)
    if match.is_guess:
        return ()
    localities = match.localities[:1] if match.is_certain else match.localities
    return tuple(locality.council for locality in localities)


def _is_clear(localities: tuple[Locality, ...]) -> bool:
    first, *others = _largest_first(localities)
    return not others or first.population > DOMINANCE * sum(max(locality.population, 1) for locality in others)


def _largest_first(localities: Iterable[Locality]) -> tuple[Locality, ...]:
    return tuple(sorted(localities, key=lambda one: (-one.population, one.label)))


def _with_longer_names(text: str, named: tuple[Locality, ...]) -> tuple[Locality, ...]:
    """Return places that people call by this name for short, such as Stoke-on-Trent: not much smaller than those named
    so.
    """
    start = f"{places.normalise_name(text)} "
    least = max(locality.population for locality in named) * LONGER_NAME_SHARE
    known = {locality.council.code for locality in named}
    localities = [locality for name, some in _index_by_name().items() if name.startswith(start) for locality in some]
    return tuple(
        locality
        for locality in _one_for_each_council(localities)
        if locality.population >= least and locality.council.code not in known
    )


def _named_so(text: str) -> tuple[Locality, ...]:
    """Return those that bear exactly this name, or whose label it is."""
    localities = _index_by_name().get(places.normalise_name(text), ()) or _index_by_name().get(
        places.strip_affixes(text), ()
    )
    return _one_for_each_council(localities)


def _qualified(text: str) -> tuple[Locality, ...]:
    """Return those that bear the name before a comma and lie in what follows it. Names of councils may have commas
    too.
    """
    parts = text.split(",")
    for cut in range(1, len(parts)):
        named = _named_so(",".join(parts[:cut]))
        if labelled := [
            locality for locality in named if places.normalise_name(locality.label) == places.normalise_name(text)
        ]:
            return tuple(labelled)
        wanted = [places.normalise_name(part) for part in parts[cut:] if part.strip()]
        if matches := [
            locality for locality in named if all(part in _surroundings(locality.council) for part in wanted)
        ]:
            return tuple(matches)
    return ()


def _guesses(text: str) -> tuple[Locality, ...]:
    """Return names whose words begin with those typed, councils before towns; else names spelt nearly so."""
    typed = places.normalise_name(text).split()
    if not typed:
        return ()
    started = {
        locality: None
        for name, some in _index_by_name().items()
        if all(f" {start}" in f" {name}" for start in typed)
        for locality in some
    }
    if started:
        start = " ".join(typed)
        return tuple(sorted(started, key=lambda locality: _guess_rank(locality, start))[:MAX_CHOICES])
    near = get_close_words(" ".join(typed), _index_by_name(), limit=MAX_CHOICES, threshold=SPELLING_THRESHOLD)
    return _one_for_each_council(locality for name in near for locality in _index_by_name()[name])[:MAX_CHOICES]


def _guess_rank(locality: Locality, start: str) -> tuple[bool, bool, int, str]:
    begins = places.normalise_name(locality.name).startswith(start)
    return not begins, locality.point is not None, -locality.population, locality.name


def _one_for_each_council(localities: Iterable[Locality]) -> tuple[Locality, ...]:
    """Keep the largest of each council. A town and the council of its name are one, with the degrees of the town."""
    all_localities = tuple(localities)
    chosen: dict[str, Locality] = {}
    for locality in sorted(all_localities, key=lambda locality: (locality.point is None, -locality.population)):
        chosen.setdefault(locality.council.code, locality)
    largest: dict[str, int] = {}
    for locality in all_localities:
        largest[locality.council.code] = max(largest.get(locality.council.code, 0), locality.population)
    return tuple(sorted(chosen.values(), key=lambda locality: (-largest[locality.council.code], locality.label)))


def _get_surrounding_area(council: Council) -> str:
    """Return the county of a district; else the nation, but London for its boroughs."""
    upper = places.get_children_services(council)
    if council.tier == "lower" and upper:
        return upper.name
    if council.region == "london":
        return get_labels("region")["london"]
    return get_labels("nation")[council.nation]


@cache
def _surroundings(council: Council) -> frozenset[str]:
    upper = places.get_children_services(council)
    names = [
        council.name,
        council.official_name,
        *council.also,
        _get_surrounding_area(council),
        get_labels("nation")[council.nation],
    ]
    names += [upper.name, upper.official_name] if upper else []
    names += [get_labels("region")[council.region], "uk", "United Kingdom"]
    names += _HISTORIC.get(council.code, ())
    return frozenset({places.normalise_name(name) for name in names} | {places.strip_affixes(name) for name in names})


# Counties by which people still place a town of Northern Ireland.
_HISTORIC = {
    "N09000001": ("Antrim", "County Antrim"),
    "N09000002": ("Armagh", "County Armagh", "Down", "County Down"),
    "N09000004": ("Antrim", "County Antrim", "Londonderry", "County Londonderry"),
    "N09000005": ("Londonderry", "County Londonderry", "Tyrone", "County Tyrone"),
    "N09000006": ("Fermanagh", "County Fermanagh", "Tyrone", "County Tyrone"),
    "N09000007": ("Antrim", "County Antrim", "Down", "County Down"),
    "N09000008": ("Antrim", "County Antrim"),
    "N09000009": ("Londonderry", "County Londonderry", "Tyrone", "County Tyrone"),
    "N09000010": ("Down", "County Down", "Armagh", "County Armagh"),
    "N09000011": ("Down", "County Down"),
}


def _town(row: dict, council: Council) -> Locality:
    point = (row["latitude"], row["longitude"]) if "latitude" in row else None
    return Locality(row["name"], council, point, row.get("population", 0))


@cache
def _index_by_name() -> dict[str, tuple[Locality, ...]]:
    """Return places by each name as it is compared: of councils with and without the words around it, of towns as
    written.
    """
    by_name: dict[str, list[Locality]] = {}

    def put(name: str, locality: Locality) -> None:
        by_name.setdefault(name, []).append(locality)

    for council in places.get_councils():
        one = Locality(council.name, council, population=council.population)
        names = (council.name, council.official_name, *council.also)
        for name in {places.normalise_name(name) for name in names} | {places.strip_affixes(name) for name in names}:
            put(name, one)
    for row in read_table("towns")["towns"]:
        for council in filter(None, map(places.get_council, row["councils"])):
            for name in {places.normalise_name(name) for name in (row["name"], *row.get("also", ()))}:
                put(name, _town(row, council))
    return {name: tuple(localities) for name, localities in by_name.items()}


@cache
def attribution() -> str:
    """Return the sentence that the source of towns asks for."""
    return read_table("towns")["attribution"]
