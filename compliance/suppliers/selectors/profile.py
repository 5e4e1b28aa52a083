"""Read what a supplier's page and a site's page show, each in a few queries."""

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
    """Return its sites with `latest`, their last worker figures, `facts`, and `now`, their current score, or None."""
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
    """Return the highest current score of its sites, or its own where it has none."""
    scores: Any = RiskScore.objects.for_organisation(supplier.organisation)
    current = scores.filter(supplier=supplier, is_current=True).exclude(residual=None)
    return current.select_related("site").order_by("-residual").first()


def get_supplies(supplier: Supplier, *, today: date) -> list[Any]:  # Any: rows with what the page shows beside them
    """Return what is bought from it: the nearest tier first, what has ended last. Each has `is_over`."""
    rows: Any = SupplyRelation.objects.for_organisation(supplier.organisation)
    relations = _mark_ended(rows.filter(supplier=supplier).select_related("buys_from"), today)
    _set_buyer_chains(relations)
    return relations


def _set_buyer_chains(relations: list[Any]) -> None:
    """Give each relation `way`, the suppliers that what is bought passes, and `reaches_us`, where it ends with us.

    One query a step; a circle ends where it closes.
    """
    buyers_by_supplier: dict[int, list[Supplier | None]] = {}
    next_suppliers = {relation.buys_from_id for relation in relations if relation.buys_from_id}
    for _ in range(MAX_CHAIN_STEPS):
        if not (next_suppliers := next_suppliers - buyers_by_supplier.keys()):
            break
        next_relations = (
            SupplyRelation.objects.filter(supplier__in=next_suppliers)
            .select_related("buys_from")
            .order_by("tier", "pk")
        )
        for relation in next_relations:
            buyers_by_supplier.setdefault(relation.supplier_id, []).append(relation.buys_from)
        next_suppliers = {relation.buys_from_id for relation in next_relations if relation.buys_from_id}
    for relation in relations:
        relation.way, relation.reaches_us = _buyer_chain(relation.buys_from, buyers_by_supplier)


def _buyer_chain(
    first: Supplier | None, buyers_by_supplier: dict[int, list[Supplier | None]]
) -> tuple[list[Supplier], bool]:
    chain: list[Supplier] = []
    buyer_at_hand = first
    while buyer_at_hand is not None and buyer_at_hand not in chain:
        chain.append(buyer_at_hand)
        buyers = buyers_by_supplier.get(buyer_at_hand.pk, [])
        if None in buyers:
            return chain, True
        buyer_at_hand = next((buyer for buyer in buyers if buyer not in chain), None)
    return chain, False


def get_upstream_supplies(supplier: Supplier, *, today: date) -> list[Any]:  # Any: as get_supplies
    """Return what others sell to it, and what others again sell to those, each with its buyer."""
    rows: Any = SupplyRelation.objects.for_organisation(supplier.organisation).select_related("supplier", "buys_from")
    direct = _mark_ended(rows.filter(buys_from=supplier), today)
    indirect = (
        rows.filter(buys_from__in=[relation.supplier_id for relation in direct]).exclude(supplier=supplier)
        if direct
        else []
    )
    return direct + (_mark_ended(indirect, today) if direct else [])


def _mark_ended(relations: Any, today: date) -> list[Any]:
    marked = list(relations.order_by("pk"))
    for relation in marked:
        relation.is_over = relation.ended_on is not None and relation.ended_on <= today
    return sorted(marked, key=lambda row: (row.is_over, row.tier == Tier.UNKNOWN, row.tier))


def get_served_sites(provider: Supplier) -> list[Site]:
    """Return the sites of the organisation where it provides labour."""
    sites: Any = Site.objects.for_organisation(provider.organisation).filter(labour_providers=provider)
    return list(sites.select_related("supplier").order_by("name", "pk")[:MAX_SITES])


def get_site(site: Site) -> Any:  # Any: a site with its rows prefetched
    """Return the site with `latest`, `known` and `now`, its counts, its controls and its labour providers."""
    loaded = _with_related(Site.objects.for_organisation(site.organisation)).select_related("supplier").get(pk=site.pk)
    loaded.organisation = loaded.supplier.organisation = site.organisation
    return _with_latest(loaded)


def get_history(organisation: Organisation, *about: UUID) -> list[Entry]:
    """Return the last lines about these: a supplier, its sites, their audits."""
    return list(selectors.entries_for_scope(organisation.uuid).filter(object_uuid__in=about)[:MAX_HISTORY_LINES])
