"""Councils and police forces of the United Kingdom: who looks after children, and whose police, at a place.

Whoever shows a table or a map of these prints attribution().
"""

from dataclasses import dataclass
from functools import cache

from portal.core.did_you_mean import get_close_words
from portal.core.text import fold
from portal.reference.tables import read_table

# Words that people put before or after a council's name, and the names of councils have here or not.
_AROUND = frozenset({
    "and", "authority", "borough", "city", "corporation", "council", "county", "cyngor", "district", "metropolitan",
    "of", "royal", "the", "unitary",
})  # fmt: skip
_NO_APOSTROPHE = str.maketrans("", "", "'’")
_NEAR = 0.8  # of two names spelt alike (portal.core.did_you_mean)


@dataclass(frozen=True)
class Council:
    """A council. code: the ONS's. nation and region are codes of the helpline's lists.

    tier: single, lower (a district) or upper (the county above it). children_services: the code of the council that
    has them, a county for its districts; None in Northern Ireland, where they are a Health and Social Care Trust's, and
    no table says which. Degrees are of the middle of where people live; population is of 2020.
    """

    code: str
    name: str
    official_name: str
    nation: str
    region: str
    tier: str
    children_services: str | None
    police_force: str
    latitude: float
    longitude: float
    population: int
    former_codes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class PoliceForce:
    """A force. kind: territorial, special or support_service; the last two cover no area, and so have no nation."""

    code: str
    name: str
    kind: str
    nation: str | None
    region: str | None
    area_code: str | None


@cache
def get_councils() -> tuple[Council, ...]:
    """Return all tiers, by name. For figures without doubles leave out the upper tier."""
    return tuple(
        Council(**row | {name: tuple(row.get(name, ())) for name in ("former_codes", "also")})
        for row in read_table("councils")["councils"]
    )


def get_council(code: str) -> Council | None:
    """Return the council of an ONS code, or of one that it had before."""
    return _index_by_code().get(code)


def find_councils(text: str, *, limit: int = 10) -> tuple[Council, ...]:
    """Return those whose name has a word beginning with each word typed; the name itself first.

    Capitals, accents, "Borough of" and the like do not matter. Nothing so named: names spelt nearly so. What was typed
    may be a reporter's, so none of it is kept in a cache.
    """
    typed = _words(text)
    if not typed:
        return ()
    matches = [
        council
        for council in get_councils()
        if all(any(word.startswith(start) for word in _named(council)) for start in typed)
    ]
    if not matches:
        close = get_close_words(" ".join(typed), _index_by_name(), limit=limit, threshold=_NEAR)
        return tuple(_index_by_name()[name] for name in close)
    return tuple(sorted(matches, key=lambda council: _rank(council, typed))[:limit])


def get_children_services(council: Council) -> Council | None:
    """Return the council that has children's services there; None in Northern Ireland (see Council)."""
    return _index_by_code()[council.children_services] if council.children_services else None


def get_police_force(council: Council) -> PoliceForce:
    """Return the police force of the council."""
    return get_police_forces()[council.police_force]


@cache
def get_police_forces() -> dict[str, PoliceForce]:
    """Return by code: 45 territorial forces, British Transport Police, National Police Air Service."""
    return {row["code"]: PoliceForce(**row) for row in read_table("police_forces")["forces"]}


@cache
def attribution() -> str:
    """Return the sentence that the sources ask for, wherever these facts are shown to the public."""
    return read_table("councils")["attribution"]


@cache
def _index_by_code() -> dict[str, Council]:
    former = {code: council for council in get_councils() for code in council.former_codes}
    return former | {council.code: council for council in get_councils()}


@cache
def _index_by_name() -> dict[str, Council]:
    """Return councils by each name as it is compared, without the words around it."""
    return {
        " ".join(_words(name)): council
        for council in get_councils()
        for name in (*council.also, council.official_name, council.name)
    }


@cache
def _named(council: Council) -> frozenset[str]:
    """Return every word of every name of a council."""
    return frozenset(normalise_name(" ".join((council.name, council.official_name, *council.also))).split())


def _rank(council: Council, typed: tuple[str, ...]) -> tuple[int, str]:
    """Return the rank of a name: what was typed, one that begins so, any other; then by name."""
    names = [" ".join(_words(name)) for name in (council.name, *council.also)]
    phrase = " ".join(typed)
    return (0 if phrase in names else 1 if any(name.startswith(phrase) for name in names) else 2), council.name


def _words(text: str) -> tuple[str, ...]:
    """Return the words to look for; those around a name only if there are no others."""
    words = normalise_name(text).split()
    return tuple(word for word in words if word not in _AROUND) or tuple(words)


def strip_affixes(name: str) -> str:
    """Return a name as it is compared, without the words that people put around a council's."""
    return " ".join(_words(name))


def normalise_name(text: str) -> str:
    """Return a name as it is compared: folded, without apostrophes, "saint" written short."""
    return " ".join("st" if word == "saint" else word for word in fold(text.translate(_NO_APOSTROPHE)).split())
