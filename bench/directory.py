"""Benchmarks of the directory among 10,000 services: the whole page, as somebody without an account asks for it."""

import time
from collections.abc import Iterator
from itertools import cycle, islice

from bench import Duel, World, benchmark, sized

SERVICES = 10_000
SEARCHES: list[dict[str, str]] = [
    {},
    {"need": "stay"},
    {"place": "Bristol"},
    {"place": "Chesterfield", "need": "talk"},
    {"place": "Derbyshire", "need": "work", "language": "pl"},
    {"place": "Belfast", "audience": "women"},
    {"place": "Leeds", "open_now": "on"},
    {"place": "Cornwall", "need": "law", "language": "vi", "audience": "women"},
    {"place": "Scotland", "need": "child"},
    {"place": "Hackney", "page": "2"},
]


def _search() -> Iterator[Duel]:
    from django.test import Client
    from django.test.utils import override_settings

    visitor = Client(headers={"host": "localhost"})

    # More searches than one visitor may make; they are counted nevertheless.
    @override_settings(LIMITS={"directory_search": (10**6, 60)})
    def p95() -> float:
        took = []
        for asked in islice(cycle(SEARCHES), max(len(SEARCHES), sized(10 * len(SEARCHES)))):
            start = time.perf_counter()
            if visitor.post("/services/", asked).status_code != 200:
                raise AssertionError(asked)
            took.append((time.perf_counter() - start) * 1000)
        return sorted(took)[int(len(took) * 0.95)]

    yield Duel(ours=p95, runs=5, warm_up=1)


def make_services(count: int) -> None:
    """Invented services: of ten, seven of one to three councils, one of a region, one of a nation, one of the UK."""
    from datetime import date, time

    from django.utils import timezone

    from learning.directory import ons_areas
    from learning.directory.choices import LocationKind
    from learning.directory.models import Facet, Location, Phone, Provider, Schedule, Service, get_facets
    from portal.core.text import fold
    from portal.reference import helpline, places

    councils = [one.code for one in places.get_councils()]
    regions, nations = list(ons_areas.REGIONS.values()), list(ons_areas.NATIONS.values())
    types, audiences = list(helpline.get_labels("service_type")), list(helpline.get_labels("service_audience"))[:-1]
    languages = list(helpline.get_labels("language"))[:-2]
    now = timezone.now()
    providers = Provider.objects.bulk_create(Provider(name=f"Invented Charity {n}") for n in range(max(1, count // 10)))

    def places_of(n: int) -> list[str]:
        if n % 10 < 7:
            return [councils[(n * 7 + step * 31) % len(councils)] for step in range(1 + n % 3)]
        return [(regions[n % 9], nations[n % 4], ons_areas.UNITED_KINGDOM)[n % 10 - 7]]

    services = [
        Service(
            slug=f"service-{n}",
            provider=providers[n % len(providers)],
            name=f"{('Harbour', 'Lantern', 'Meadow', 'Bridge')[n % 4]} service {n}",
            description="Advice, a place to talk and help with the next step, by phone and in person. " * 4,
            is_draft=n % 50 == 0,
            visibility="staff_only" if n % 40 == 1 else "public",
            needs=[types[n % len(types)], types[(n * 3 + 1) % len(types)]],
            audiences=[audiences[n % len(audiences)]],
            languages=[languages[n % len(languages)]],
            has_interpreters=n % 11 == 0,
            areas=sorted(set(places_of(n))),
            next_review_on=date(2030, 1, 1) if n % 9 else date(2020, 1, 1),
            created_at=now,
            updated_at=now,
            searched=f" {fold(f'service {n}')} ",
        )
        for n in range(count)
    ]
    services = Service.objects.bulk_create(services, batch_size=500)
    Facet.objects.bulk_create(
        (
            Facet(service=one, kind=kind, code=code, rank=rank)
            for one in services
            for kind, code, rank in set(get_facets(one))
        ),
        batch_size=2000,
    )
    Phone.objects.bulk_create((Phone(service=one, number="0808 157 0000") for one in services), batch_size=2000)
    Location.objects.bulk_create((Location(service=one, kind=LocationKind.VIRTUAL) for one in services), batch_size=500)
    Schedule.objects.bulk_create(
        (
            Schedule(service=one, byday="MO,TU,WE,TH,FR,SA,SU", opens_at=time(0), closes_at=time(23, 59, 59))
            for n, one in enumerate(services)
            if n % 3
        ),
        batch_size=2000,
    )


DIRECTORY = World(name="directory", count=SERVICES, build=make_services)


@benchmark("directory_search_p95_ms", unit="ms", world=DIRECTORY)
def directory_search_p95_ms() -> Iterator[Duel]:
    yield from _search()


@benchmark("directory_search_p95_ms_pg", unit="ms", database="postgresql", world=DIRECTORY)
def directory_search_p95_ms_pg() -> Iterator[Duel]:
    yield from _search()
