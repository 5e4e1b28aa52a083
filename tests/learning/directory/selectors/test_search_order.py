"""A search of the directory finds what plain Python finds in the same rows, in the order of the rule, ties included."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.directory import need_categories, ons_areas
from learning.directory.models import Service
from learning.directory.selectors import search
from tests.factories.directory import (
    ALL_DAY,
    BRISTOL,
    CARDIFF,
    CHESTERFIELD,
    DERBYSHIRE,
    OFFICE_HOURS,
    UK,
    PhoneFactory,
    ProviderFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
# A Thursday, at noon and at eleven in the evening.
NOON, NIGHT = datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2026, 11, 26, 23, tzinfo=UTC)
ENGLAND, SOUTH_WEST = "E92000001", "E12000009"
AREAS = [UK, UK, ENGLAND, SOUTH_WEST, BRISTOL, CARDIFF, CHESTERFIELD, DERBYSHIRE, "iso:TH"]
NEEDS = ["emergency", "helpline", "safe_accommodation", "business_training", "oversight"]
AUDIENCES = ["adult_victims", "women", "men", "businesses"]
NAMES = ["Alder House", "Alder House", "Beech House", "Beech Line"]
UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@dataclass(frozen=True)
class Query:
    need: str = ""
    council: str = ""
    audience: str = ""
    gender: str = ""
    age: int | None = None
    language: str = ""
    at: datetime | None = None
    night: bool = False
    q: str = ""
    staff: bool = False


QUERIES = st.builds(
    Query,
    need=st.sampled_from(["", "", "danger", "stay", "business", "helpline"]),
    council=st.sampled_from(["", "", BRISTOL, DERBYSHIRE, ENGLAND, "iso:TH"]),
    audience=st.sampled_from(["", "", "adult_victims", "businesses"]),
    gender=st.sampled_from(["", "", "women", "men"]),
    age=st.sampled_from([None, None, 15, 30]),
    language=st.sampled_from(["", "", "en", "vi"]),
    at=st.sampled_from([None, None, NOON, NIGHT]),
    night=st.booleans(),
    q=st.sampled_from(["", "", "house", "BEECH li"]),
    staff=st.booleans(),
)
WORLDS = {"seed": st.integers(0, 2**32), "query": QUERIES, "size": st.integers(1, 4)}


def pick(chance: random.Random, codes: list[str], most: int) -> list[str]:
    return sorted({chance.choice(codes) for _ in range(chance.randrange(most + 1))})


def make_directory(chance: random.Random) -> dict[int, list]:
    """Make services, and return the hours of each by its key."""
    hours, provider = {}, ProviderFactory(name="Trust")
    for _ in range(chance.randrange(9)):
        spans = chance.choice([[], [ALL_DAY], [OFFICE_HOURS]])
        service = ServiceFactory(
            provider=provider, name=chance.choice(NAMES), needs=pick(chance, NEEDS, 2),
            audiences=pick(chance, AUDIENCES, 2), areas=pick(chance, AREAS, 2), languages=pick(chance, ["vi", "pl"], 2),
            has_interpreters=chance.randrange(4) == 0, minimum_age=chance.choice([None, 18]),
            maximum_age=chance.choice([None, 25]), takes_referrals_at_night=chance.randrange(2) == 0,
            next_review_on=chance.choice([TODAY, date(2026, 11, 27)]), hours=spans,
            visibility=chance.choice(["public", "public", "staff_only", "hidden"]),
            status=chance.choice(["active", "active", "active", "temporarily closed", "defunct"]),
        )  # fmt: skip
        hours[service.pk] = spans
        if number := chance.choice(["", "0117 496 0001", "0117 496 0001", "999"]):
            PhoneFactory(service=service, number=number)
    return hours


def fits(service: Service, query: Query) -> bool:
    """Tell whether a service fits all but the place, the hours and the language."""
    types = set(need_categories.get_service_types(query.need))
    others = {"women", "men"} - {query.gender}
    words = f"{service.name} trust".casefold()
    return all(
        (
            query.staff or service.visibility == "public",
            not types or types & set(service.needs),
            not query.audience or query.audience in service.audiences,
            not query.gender or query.gender in service.audiences or not others & set(service.audiences),
            query.age is None or (service.minimum_age or 0) <= query.age <= (service.maximum_age or 150),
            not query.night or service.takes_referrals_at_night,
            all(word in words for word in query.q.casefold().split()),
        )
    )


def is_there(service: Service, hours: list, at: datetime | None) -> bool | None:
    """Tell whether somebody is there at the moment; None where nobody knows."""
    if at is None:
        return True
    if service.status == "temporarily closed":
        return False
    return (hours[0] is ALL_DAY or at == NOON) if hours else None


def speaks(service: Service, language: str) -> bool | None:
    if language in ("", "en"):
        return True
    if not service.languages and not service.has_interpreters:
        return None
    return language in service.languages or service.has_interpreters


def is_aside(service: Service) -> bool:
    return bool(
        (service.areas and all(code.startswith("iso:") for code in service.areas))
        or service.audiences == ["businesses"]
        or (service.needs and set(service.needs) <= {"business_training", "oversight"})
    )


def get_rank(service: Service, query: Query) -> int | None:
    """Return how wide the narrowest area is that the service shares with the place; None where it has none."""
    here = ons_areas.get_overlapping_areas(query.council) & set(service.areas)
    return min((ons_areas.get_rank(code) for code in here), default=None) if query.council else 0


def sort_key(service: Service, query: Query) -> tuple:
    urgencies = [place for place, need in enumerate(need_categories.LIST_ORDER)
                 if set(need_categories.NEEDS[need][1]) & set(service.needs)]  # fmt: skip
    is_due, has_number = service.next_review_on <= TODAY, bool(service.phones.all())
    return get_rank(service, query), min(urgencies, default=99), is_due, not has_number, service.name, service.pk


def list_queries(query: Query) -> Iterator[Query]:
    """Yield the query, then what asks for less: first without the need, the language and the hours."""
    yield query
    less = replace(query, need="", language="", at=None, night=False)
    if less != query:
        yield less
    if (least := replace(less, audience="", gender="", age=None)) != less:
        yield least


@dataclass(frozen=True)
class Expected:
    ranked: list[Service]
    pinned: list[Service]
    aside: list[Service]
    is_relaxed: bool


def find(services: list[Service], hours: dict[int, list], query: Query) -> Expected:
    is_in_need = not (query.staff or query.council.startswith("iso:") or query.need == "business")
    expected = Expected([], [], [], is_relaxed=False)
    for asked in list_queries(query) if is_in_need else [query]:
        expected = _find_exactly(services, hours, asked, is_in_need=is_in_need, is_relaxed=asked != query)
        pinned = [service for service in expected.pinned if fits(service, asked)]
        if expected.ranked or pinned:
            break
    return expected


def _find_exactly(
    services: list[Service], hours: dict[int, list], query: Query, *, is_in_need: bool, is_relaxed: bool
) -> Expected:
    fitting = [service for service in services if fits(service, query)]
    pinned: list[Service] = []
    aside: list[Service] = []
    if is_in_need:
        emergency = [row for row in services if row.visibility == "public" and "999" in _numbers(row)][:1]
        pinned = [service for service in emergency if not query.q or service in fitting]
        if not query.q and query.audience != "businesses":
            aside = [service for service in fitting if is_aside(service)]
        fitting = [service for service in fitting if service not in aside and service not in pinned]
    ranked: list[Service] = []
    for is_sure in (True, False):
        some = []
        for service in fitting:
            facts = is_there(service, hours[service.pk], query.at), speaks(service, query.language)
            if False not in facts and all(facts) == is_sure and get_rank(service, query) is not None:
                some.append(service)
        ranked += sorted(some, key=lambda service: sort_key(service, query))
    aside = [service for service in aside if get_rank(service, query) is not None]
    aside.sort(key=lambda service: sort_key(service, replace(query, council="")))
    return Expected(ranked, pinned, aside, is_relaxed)


def _numbers(service: Service) -> list[str]:
    return [phone.number for phone in service.phones.all()]


def keys(cards: Any) -> list[int]:
    return [card.service.pk for card in cards]


def get_keys(services: list[Service]) -> list[int]:
    return [service.pk for service in services]


def check(*, seed: int, query: Query, size: int) -> None:
    hours = make_directory(random.Random(seed))
    known = Service.objects.exclude(visibility="hidden").exclude(status="defunct").prefetch_related("phones")
    services = sorted(known, key=lambda service: (service.name, service.pk))
    expected = find(services, hours, query)
    rows = expected.ranked
    last = max(1, -(-len(rows) // size))
    for number in range(1, last + 1):
        page = search(**vars(query), page=number, size=size, today=TODAY)
        assert keys(page.rows) == get_keys(rows[(number - 1) * size : number * size])
        assert page.is_relaxed == expected.is_relaxed
        assert (page.count, page.num_pages) == (len(rows) + len(expected.pinned), last)
        assert keys(page.pinned) == (get_keys(expected.pinned) if number == 1 else [])
        assert keys(page.aside) == (get_keys(expected.aside) if number == last else [])
        if query.council:
            assert page.local == sum(get_rank(row, query) <= ons_areas.COUNTY for row in rows)
    assert search(**vars(query), page=last + 1, size=size, today=TODAY).number == last


def in_a_world_of_its_own(**arguments: Any) -> None:
    """Check, and leave nothing of the world behind."""
    with transaction.atomic():
        check(**arguments)
        transaction.set_rollback(True)


@settings(max_examples=30, **UNHURRIED)
@given(**WORLDS)
def test_services_are_those_of_plain_python(db, seed, query, size):
    in_a_world_of_its_own(seed=seed, query=query, size=size)


@pytest.mark.soak
@settings(max_examples=1000, **UNHURRIED)
@given(**WORLDS)
def test_services_are_those_of_plain_python_in_1000_worlds(db, seed, query, size):
    in_a_world_of_its_own(seed=seed, query=query, size=size)
