"""The last computation, and its hotspots as a page, a file or a partner reads them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from compliance.hotspots.models import Analysis, Campaign, Hotspot, Run
from compliance.hotspots.rules.contacts import Selection
from compliance.hotspots.rules.disclosure import Told
from compliance.hotspots.rules.quarters import get_end, get_first_day
from compliance.statistics.rules.periods import Period, parse_period
from portal.reference import places
from portal.reference.places import Council, PoliceForce


def get_last_run() -> Run | None:
    return Run.objects.select_related("by").order_by("-at").first()


def get_shown(quarter: Period) -> dict[Selection, dict[str, Told]]:
    """Return what the last computation of the quarter shows of each council, by selection."""
    run = Run.objects.filter(quarter=quarter.code).order_by("-at").first()
    shown: dict[Selection, dict[str, Told]] = {}
    for row in Hotspot.objects.filter(analysis__run=run).select_related("analysis") if run else ():
        told = Told(row.contacts, row.cases, row.people, row.child_contacts)
        shown.setdefault((row.analysis.exploitation_type, row.analysis.sector), {})[row.council] = told
    return shown


def get_analyses(run: Run) -> list[Analysis]:
    return list(run.analyses.all())


def find_analysis(run: Run, *, exploitation_type: str, sector: str) -> Analysis | None:
    """Return the analysis of a selection; None where it had too few contacts to be made."""
    return run.analyses.filter(exploitation_type=exploitation_type, sector=sector).first()


def get_named_hotspots(analysis: Analysis, *, region: str = "") -> list[tuple[Hotspot, Council, PoliceForce]]:
    """Return the hotspots with their council and police force, the hottest band first."""
    rows = [(row, places.get_council(row.council)) for row in analysis.hotspots.all()]
    return [
        (row, council, places.get_police_force(council))
        for row, council in rows
        if council and (not region or council.region == region)
    ]


def get_hotspots(analysis: Analysis, *, areas: Sequence[str] = ()) -> list[Hotspot]:
    """Return the hotspots of an analysis, the hottest band first; areas: codes of councils and forces, none for all."""
    rows = list(analysis.hotspots.all())
    return [row for row in rows if not areas or _is_in(row.council, areas)]


def get_campaigns() -> list[Campaign]:
    return list(Campaign.objects.all())


def find_campaign(uuid: UUID) -> Campaign | None:
    return Campaign.objects.filter(pk=uuid).first()


def get_campaigns_in(quarter: str) -> QuerySet[Campaign]:
    """Return the campaigns that touch the quarter."""
    period = parse_period(quarter)
    return Campaign.objects.filter(begins_on__lt=get_end(period), ends_on__gte=get_first_day(period))


# Any: cells of a row: text, numbers, or nothing.
def as_row(hotspot: Hotspot, analysis: Analysis, run: Run) -> dict[str, Any]:
    """Return a hotspot by the names of a file's columns."""
    council = places.get_council(hotspot.council)
    force = places.get_police_force(council) if council else None
    return {
        "period": run.quarter,
        "council_code": hotspot.council,
        "council": council.name if council else "",
        "police_force": force.name if force else "",
        "region": council.region if council else "",
        "exploitation_type": analysis.exploitation_type or "all",
        "sector": analysis.sector or "all",
        "contacts": hotspot.contacts,
        "cases": hotspot.cases,
        "people": hotspot.people,
        "child_contacts": hotspot.child_contacts,
        "rate_per_100000": round(hotspot.rate, 2),
        "rate_lower": round(hotspot.lower, 2),
        "rate_upper": round(hotspot.upper, 2),
        "smoothed_per_100000": round(hotspot.smoothed, 2),
        "band": hotspot.band,
        "z": round(hotspot.z, 2),
        "holds_after_correction": "yes" if hotspot.is_discovery else "no",
        "expected_contacts": hotspot.expected,
        "is_rise": "yes" if hotspot.is_rise else "no",
        "is_in_circle": "yes" if hotspot.is_in_circle else "no",
    }


def get_council_names(codes: Iterable[str]) -> list[str]:
    return [council.name for council in map(places.get_council, codes) if council]


def _is_in(code: str, areas: Sequence[str]) -> bool:
    council = places.get_council(code)
    return council is not None and (code in areas or council.police_force in areas)
