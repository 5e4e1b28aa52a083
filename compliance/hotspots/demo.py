"""The demo's hotspots: invented contacts of nine quarters as coded events, with no case, and a campaign."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from compliance.hotspots.models import Campaign, Run
from compliance.hotspots.rules.contacts import Event
from compliance.hotspots.rules.quarters import get_first_day, get_last_quarter
from compliance.hotspots.selectors.events import Reading
from compliance.hotspots.services import campaigns
from compliance.hotspots.services.runs import get_areas, save_run
from compliance.statistics.rules.changes import QUARTERS_BEFORE

SEED, CONTACTS = 20261129, 210
# Fewer than a real computation has: the demo is made while somebody waits.
PERMUTATIONS, REPLICATIONS = 1_999, 19
# Where more is told than elsewhere, and about how many contacts a quarter before and now: real councils, invented
# figures.
CLUSTER = {"E06000016": (4, 17), "E07000130": (1, 8), "E07000134": (1, 7), "E07000135": (1, 6), "E07000132": (1, 9),
           "E07000129": (1, 7), "E07000131": (0, 5)}  # fmt: skip
OTHER_SECTORS = ("car_wash", "care_adult_social", "agriculture_horticulture", "building_construction",
                 "beauty_nail_bar", "restaurant_takeaway", "food_processing", "cleaning")  # fmt: skip
SECTORS = {"labour": OTHER_SECTORS,
           "criminal": ("cannabis_cultivation", "county_lines"), "sexual": ("massage_adult_services",)}  # fmt: skip


def seed(*, today: date) -> None:
    if Run.objects.exists():
        return
    quarter, at = (
        get_last_quarter(today),
        datetime.combine(today - timedelta(days=4), time(9), tzinfo=timezone.get_current_timezone()),
    )
    chance = random.Random(SEED)  # noqa: S311 - invented figures, not secrets
    events = [event for ago in range(QUARTERS_BEFORE + 1) for event in _events(chance, ago)]
    save_run(
        Reading(events, without_council=41, left_out=3),
        quarter=quarter,
        actor=None,
        at=at,
        permutations=PERMUTATIONS,
        replications=REPLICATIONS,
    )
    if not Campaign.objects.exists():
        begins = get_first_day(quarter) + timedelta(days=36)
        campaigns.add_campaign(
            name="“Spot the signs” posters at railway stations",
            begins_on=begins,
            ends_on=begins + timedelta(days=13),
            actor=None,
            at=at,
        )


def _events(chance: random.Random, ago: int) -> Iterator[Event]:
    areas = get_areas()
    drawn: Sequence[str] = [
        area.code for area in chance.choices(areas, [area.population for area in areas], k=CONTACTS - 9 * ago)
    ]
    around = [council for council, (before, now) in CLUSTER.items() for _contact in range(before if ago else now)]
    for number, council in enumerate([*drawn, *around]):
        kind = (
            "labour"
            if council in CLUSTER and not ago
            else chance.choices(("labour", "criminal", "sexual"), (7, 2, 1))[0]
        )
        yield Event(
            quarter=ago,
            councils=(council,),
            types=(kind,),
            sectors=(chance.choice(SECTORS[kind]) if council not in CLUSTER else "garment_textile",),
            reporter=str(number),
            case=f"{ago} {number - number % 2}",
            people=chance.choice((1, 1, 2, 3, 6)),
            is_child=chance.random() < 0.08,
        )
