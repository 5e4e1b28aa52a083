"""What a supplier's page and a site's page show, each in a few queries."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import Tier
from compliance.suppliers.models import RiskScore, Site, Supplier, SupplyRelation, WorkerFigures
from portal.history import selectors
from portal.history.models import Entry

MAX_HISTORY_LINES = 10
MAX_SITES = 200
MAX_CHAIN_STEPS = 4


def get_sites(supplier: Supplier) -> list[Site]:
    """With `latest`, their last worker figures, `facts`, and `now`, their current score; each may be none."""
    rows = _with_related(Site.objects.for_organisation(supplier.organisation)).filter(supplier=supplier)
    return [_with_latest(site) for site in rows[:MAX_SITES]]


def _with_related(sites: Any) -> Any:
    return sites.select_related("facts").prefetch_related(
        "labour_providers",
        "controls",
        Prefetch("figures", WorkerFigures.objects.order_by("-counted_on")),
        Prefetch("scores", RiskScore.objects.filter(is_current=True), to_attr="current"),
    )


def _with_latest(site: Any) -> Site:
    site.latest = next(iter(site.figures.all()), None)
    site.now = next(iter(site.current), None)
    site.known = getattr(site, "facts", None)
    return site


def get_highest_score(supplier: Supplier) -> RiskScore | None:
    """The highest of its sites, or its own where it has none."""
    scores: Any = RiskScore.objects.for_organisation(supplier.organisation)
    known = scores.filter(supplier=supplier, is_current=True).exclude(residual=None)
    return known.select_related("site").order_by("-residual").first()


def get_supplies(supplier: Supplier, *, today: date) -> list[Any]:
    """What is bought from it: the nearest tier first, what is over last. Each with `is_over`."""
    rows: Any = SupplyRelation.objects.for_organisation(supplier.organisation)
    found = _mark_ended(rows.filter(supplier=supplier).select_related("buys_from"), today)
    _set_buyer_chains(found)
    return found


def _set_buyer_chains(relations: list[Any]) -> None:
    """Give each relation `way`, the suppliers that what is bought passes, and `reaches_us`, where it ends with us.

    One query a step; a circle ends where it closes.
    """
    steps: dict[int, list[Supplier | None]] = {}
    ahead = {one.buys_from_id for one in relations if one.buys_from_id}
    for _ in range(MAX_CHAIN_STEPS):
        if not (ahead := ahead - steps.keys()):
            break
        onward = SupplyRelation.objects.filter(supplier__in=ahead).select_related("buys_from").order_by("tier", "pk")
        for one in onward:
            steps.setdefault(one.supplier_id, []).append(one.buys_from)
        ahead = {one.buys_from_id for one in onward if one.buys_from_id}
    for one in relations:
        one.way, one.reaches_us = _buyer_chain(one.buys_from, steps)


def _buyer_chain(first: Supplier | None, steps: dict[int, list[Supplier | None]]) -> tuple[list[Supplier], bool]:
    way: list[Supplier] = []
    at = first
    while at is not None and at not in way:
        way.append(at)
        buyers = steps.get(at.pk, [])
        if None in buyers:
            return way, True
        at = next((buyer for buyer in buyers if buyer not in way), None)
    return way, False


def get_upstream_supplies(supplier: Supplier, *, today: date) -> list[Any]:
    """What others sell to it, and what others again sell to those, each with its buyer."""
    rows: Any = SupplyRelation.objects.for_organisation(supplier.organisation).select_related("supplier", "buys_from")
    near = _mark_ended(rows.filter(buys_from=supplier), today)
    behind = rows.filter(buys_from__in=[one.supplier_id for one in near]).exclude(supplier=supplier) if near else []
    return near + (_mark_ended(behind, today) if near else [])


def _mark_ended(relations: Any, today: date) -> list[Any]:
    found = list(relations.order_by("pk"))
    for relation in found:
        relation.is_over = relation.ended_on is not None and relation.ended_on <= today
    return sorted(found, key=lambda one: (one.is_over, one.tier == Tier.UNKNOWN, one.tier))


def get_served_sites(provider: Supplier) -> list[Site]:
    """Sites of the organisation where it provides labour."""
    sites: Any = Site.objects.for_organisation(provider.organisation).filter(labour_providers=provider)
    return list(sites.select_related("supplier").order_by("name", "pk")[:MAX_SITES])


def get_site(site: Site) -> Any:
    """The site with `latest`, `known` and `now`, its counts, its controls and its labour providers."""
    found = _with_related(Site.objects.for_organisation(site.organisation)).select_related("supplier").get(pk=site.pk)
    found.organisation = found.supplier.organisation = site.organisation
    return _with_latest(found)


def get_history(organisation: Organisation, *about: UUID) -> list[Entry]:
    """The last lines about these: a supplier, its sites, their audits."""
    return list(selectors.entries_for_scope(organisation.uuid).filter(object_uuid__in=about)[:MAX_HISTORY_LINES])
