"""Working out the risk of 10,000 sites anew, with every score changed and written (at most 60 s).

See docs/requirements/suppliers.md#risk-speed.
"""

import random
import time
from collections.abc import Generator
from datetime import timedelta
from typing import Any

from bench import Duel, benchmark, sized

SITES = 10_000
COUNTRIES = ("GB", "BD", "CN", "MY", "IN", "TR", "DE", "VN", "PK", "MM")
PRODUCTS = ("T-shirts", "Nitrile gloves", "Solar panels", "Machine parts", "Prawns", "Strawberries")


@benchmark("risk_rescore_10000_s", unit="s", count=SITES)
def risk_rescore_10000_s() -> Generator[Duel]:
    yield from _rescore()


@benchmark("risk_rescore_10000_pg_s", unit="s", database="postgresql", count=SITES)
def risk_rescore_10000_pg_s() -> Generator[Duel]:
    yield from _rescore()


def _rescore() -> Generator[Duel]:
    from django.utils import timezone

    from compliance.suppliers.models import RiskWeights
    from compliance.suppliers.services.risk import recompute_scores

    sites = sized(SITES)
    organisation, now = make_sites(sites), timezone.now()
    first = RiskWeights.objects.get(number=1)

    def ours() -> float:
        # New weights change every score.
        RiskWeights.objects.create(
            number=RiskWeights.objects.latest("number").number + 1,
            weights=first.weights,
            reason="Bench",
            made_at=timezone.now(),
        )
        start = time.perf_counter()
        written = recompute_scores(organisation, event="weights", now=now)
        seconds = time.perf_counter() - start
        return seconds if written == sites else float("inf")

    recompute_scores(organisation, event="import", now=now)
    yield Duel(ours=ours, warm_up=0)


def make_sites(count: int, organisation: Any = None) -> Any:
    """Return the organisation with so many sites, four to a supplier, and figures, controls and facts of each."""
    from django.utils import timezone

    from compliance.organisations.models import Organisation
    from compliance.suppliers.choices import Activity, ControlType
    from compliance.suppliers.models import Control, Site, SiteFacts, Supplier, SupplyRelation, WorkerFigures

    draw, today = random.Random(54), timezone.localdate()  # noqa: S311 - a sample, no secret
    activities = list(Activity.values)
    organisation = organisation or Organisation.objects.create(name="Invented Bench Limited", slug="invented-bench")
    names = [f"s{number}" for number in range(-(-count // 4))]
    suppliers = Supplier.objects.bulk_create(
        [
            Supplier(organisation=organisation, supplier_ref=name, key=name, name=name, country=draw.choice(COUNTRIES))
            for name in names
        ],
        batch_size=500,
    )
    SupplyRelation.objects.bulk_create(
        [
            SupplyRelation(
                supplier=one, tier=draw.randrange(4), products=draw.sample(PRODUCTS, 2), products_key=one.key,
                annual_spend_pence=draw.randrange(10**9),
            )
            for one in suppliers
        ],
        batch_size=500,
    )  # fmt: skip
    sites = Site.objects.bulk_create(
        [
            Site(
                organisation=organisation, supplier=suppliers[number // 4], site_ref=str(number), key=str(number),
                name=f"Place {number}", country=suppliers[number // 4].country, activity=draw.choice(activities),
            )
            for number in range(count)
        ],
        batch_size=500,
    )  # fmt: skip
    WorkerFigures.objects.bulk_create(
        [
            WorkerFigures(site=site, counted_on=today, total=100, migrant_international=draw.randrange(100), agency=5)
            for site in sites
        ],
        batch_size=500,
    )
    Control.objects.bulk_create(
        [
            Control(site=site, kind=kind, held_on=today - timedelta(days=draw.randrange(700)))
            for site in sites
            for kind in draw.sample(ControlType.values, 2)
        ],
        batch_size=500,
    )
    SiteFacts.objects.bulk_create(
        [
            SiteFacts(site=site, credited_audit_on=today - timedelta(days=draw.randrange(900)), open_major=site.pk % 3)
            for site in sites
        ],
        batch_size=500,
    )
    return organisation
