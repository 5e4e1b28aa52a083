"""Compute the hotspots of a quarter and store them. Only an unlocked desk can: the councils of cases are sealed.

What is below the smallest number that may be shown is gone when the request ends.

See docs/requirements/helpline.md#hotspots.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from math import cos, radians

from django.db import transaction

from compliance.casework.services.case_keys import Keys
from compliance.hotspots.models import Analysis, Hotspot, Run
from compliance.hotspots.rules.analysis import PERMUTATIONS, REPLICATIONS, SEED, Area, Result, find_neighbours
from compliance.hotspots.rules.bands import BAND_ORDER
from compliance.hotspots.rules.computation import compute_results
from compliance.hotspots.selectors.events import UPPER, Reading, read_events
from compliance.hotspots.selectors.runs import get_shown
from compliance.statistics.rules.periods import Period
from portal.accounts.models import User
from portal.history.services import record
from portal.reference import places

# Kilometres in a degree of latitude, and the latitude at which a degree of longitude is measured.
KM_A_DEGREE, MIDDLE_LATITUDE = 111.3, 54.5
KEPT_RUNS = 8


@cache
def get_areas() -> tuple[Area, ...]:
    """Return the districts and unitary councils of the United Kingdom, on a flat map."""
    across = KM_A_DEGREE * cos(radians(MIDDLE_LATITUDE))
    return tuple(
        Area(council.code, council.population, council.longitude * across, council.latitude * KM_A_DEGREE)
        for council in places.get_councils()
        if council.tier != UPPER
    )


def compute_hotspots(*, quarter: Period, actor: User, keys: Keys, at: datetime) -> Run:
    """Compute and store the hotspots of the quarter. It takes seconds, so nothing is locked meanwhile."""
    return save_run(read_events(quarter, keys), quarter=quarter, actor=actor, at=at)


def save_run(
    reading: Reading,
    *,
    quarter: Period,
    actor: User | None,
    at: datetime,
    permutations: int = PERMUTATIONS,
    replications: int = REPLICATIONS,
) -> Run:
    """Store what the events say. Older runs than the last eight go."""
    areas = get_areas()
    results = compute_results(
        reading.events,
        areas,
        find_neighbours(areas),
        shown=get_shown(quarter),
        permutations=permutations,
        replications=replications,
    )
    with transaction.atomic():
        run = Run.objects.create(
            quarter=quarter.code,
            seed=SEED,
            permutations=permutations,
            replications=replications,
            without_council=reading.without_council,
            left_out=reading.left_out,
            by=actor,
            at=at,
        )
        for (exploitation_type, sector), result in results.items():
            _save(run, exploitation_type, sector, result, areas)
        Run.objects.exclude(pk__in=[row.pk for row in Run.objects.order_by("-at")[:KEPT_RUNS]]).delete()
        record(actor or "system", "hotspots.run.computed", run, {"quarter": run.quarter}, at=at)
    return run


def _save(run: Run, exploitation_type: str, sector: str, result: Result, areas: Sequence[Area]) -> None:
    circle = result.circle
    analysis = Analysis.objects.create(
        run=run,
        exploitation_type=exploitation_type,
        sector=sector,
        is_refused=result.is_refused,
        circle=[areas[position].code for position in circle.areas] if circle else [],
        circle_expected=circle.expected if circle else None,
        circle_contacts=circle.events if circle else None,
        circle_chance=circle.chance if circle else None,
    )
    Hotspot.objects.bulk_create(
        Hotspot(analysis=analysis, order=BAND_ORDER[spot.band], **vars(spot)) for spot in result.spots
    )
