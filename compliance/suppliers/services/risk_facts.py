"""Gather what is known of every site of a business: a few queries, then lookups in memory."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import SupplierStatus, Tier
from compliance.suppliers.models import Control, Site, SiteFacts, Supplier, SupplyRelation, WorkerFigures
from compliance.suppliers.rules.risk import Control as HeldControl
from compliance.suppliers.rules.risk import Facts
from compliance.suppliers.rules.risk.licence import needs_licence
from portal.reference.synonyms import fold

WORKER_FIELDS = (*WorkerFigures.CONTRACTS, *WorkerFigures.GROUPS, "total", "youngest_age")
SUPPLIER_FIELDS = ("name", "trading_name", "country", "is_labour_provider", "licence_number")
SITE_FIELDS = ("name", "country", "sector", "activity", "recruits_from_abroad", "pays_by_piece_or_cash")
AUDIT_FIELDS = (
    "open_business_critical", "open_critical", "open_major", "open_minor", "open_car", "late_actions",
    "areas_not_addressed", "has_alert_a", "has_open_report", "has_repeated_issue",
)  # fmt: skip
# A row of a query's values, by field.
type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ScoredPlace:
    """Hold a site, or a supplier that has none, and what is known of it."""

    supplier_id: int
    site_id: int | None
    facts: Facts


@dataclass(frozen=True)
class SupplySummary:
    """Hold what is bought from one supplier, of relations that have not ended; of those that have, if all have."""

    works: tuple[tuple[str, str], ...] = ()
    products: tuple[str, ...] = ()
    spend_pence: int | None = None
    tier: int = Tier.UNKNOWN


NO_SUPPLY = SupplySummary()


def gather_places(
    organisation: Organisation, *, today: date, sites: Collection[int] | None = None
) -> list[ScoredPlace]:
    """Return every site of suppliers that have not ended, and suppliers without one.

    sites: only these, by primary key.
    """
    return FactsGatherer(organisation, today, sites).places()


class FactsGatherer:
    def __init__(self, organisation: Organisation, today: date, sites: Collection[int] | None) -> None:
        self.organisation, self.today, self.only = organisation, today, sites
        self.suppliers = {row["pk"]: row for row in self._suppliers()}
        self.supplies = self._supplies()
        self.workers = self._workers()
        self.controls = self._controls()
        self.audit_facts = {row["site_id"]: row for row in self._rows_of_sites(SiteFacts).values()}
        self.providers = self._providers()

    def places(self) -> list[ScoredPlace]:
        sites = Site.objects.for_organisation(self.organisation).filter(supplier__in=self._in_use())
        if self.only is not None:
            sites = sites.filter(pk__in=self.only)
        rows = list(sites.values("pk", "supplier_id", *SITE_FIELDS))
        self.served = self._served(rows)
        places = [self._site_place(row) for row in rows]
        if self.only is None:
            without = Supplier.objects.for_organisation(self.organisation).filter(sites=None)
            ended = SupplierStatus.ENDED
            places += [self._supplier_place(pk) for pk in without.exclude(status=ended).values_list("pk", flat=True)]
        return places

    def _in_use(self) -> Any:
        rows = Supplier.objects.for_organisation(self.organisation)
        return rows.exclude(status=SupplierStatus.ENDED).values("pk")

    def _suppliers(self) -> Iterable[Row]:
        return Supplier.objects.for_organisation(self.organisation).values("pk", *SUPPLIER_FIELDS)

    def _rows_of_sites(self, model: Any) -> Any:
        rows = model.objects.for_organisation(self.organisation)
        return rows if self.only is None else rows.filter(site__in=self.only)

    def _supplies(self) -> dict[int, SupplySummary]:
        by_supplier: dict[int, list[Row]] = defaultdict(list)
        fields = ("supplier_id", "tier", "products", "sector", "activity", "annual_spend_pence", "ended_on")
        for row in SupplyRelation.objects.for_organisation(self.organisation).values(*fields):
            by_supplier[row["supplier_id"]].append(row)
        return {pk: _summarise_supply(rows, self.today) for pk, rows in by_supplier.items()}

    def _workers(self) -> dict[int, dict[str, int | None]]:
        """Return the latest count of each site."""
        rows = self._rows_of_sites(WorkerFigures).order_by("counted_on").values("site_id", *WORKER_FIELDS)
        return {row.pop("site_id"): row for row in rows}

    def _controls(self) -> dict[int, list[HeldControl]]:
        controls: dict[int, list[HeldControl]] = defaultdict(list)
        fields = ("site_id", "kind", "held_on", "is_confirmed")
        for site, kind, held_on, is_confirmed in self._rows_of_sites(Control).order_by("pk").values_list(*fields):
            controls[site].append(HeldControl(kind, held_on, is_confirmed))
        return controls

    def _providers(self) -> dict[int, list[int]]:
        """Return labour providers by site."""
        links = Site.labour_providers.through.objects.filter(site__organisation=self.organisation)
        providers: dict[int, list[int]] = defaultdict(list)
        for site, supplier in links.values_list("site_id", "supplier_id"):
            providers[site].append(supplier)
        return providers

    def _works(self, row: Row) -> tuple[tuple[str, str], ...]:
        """Return the site's own kind of work, else that of what is bought from its supplier."""
        if row["sector"] or row["activity"]:
            return ((row["sector"], row["activity"]),)
        return self.supplies.get(row["supplier_id"], NO_SUPPLY).works

    def _served(self, rows: list[Row]) -> set[int]:
        """Return labour providers some of whose workers do work that needs a licence."""
        return {
            provider
            for row in rows
            if needs_licence(self._country(row), self._works(row))
            for provider in self.providers.get(row["pk"], ())
        }

    def _country(self, row: Row) -> str:
        return row["country"] or self.suppliers[row["supplier_id"]]["country"]

    def _lacks_licence(self, supplier: Row, country: str, works: tuple[tuple[str, str], ...]) -> bool:
        if not supplier["is_labour_provider"] or supplier["licence_number"]:
            return False
        return supplier["pk"] in self.served or needs_licence(country, works)

    def _is_served_without_licence(self, row: Row, works: tuple[tuple[str, str], ...]) -> bool:
        """Return whether workers come from a provider without a licence; a check confirmed at the site counts."""
        checked = any(
            control.kind == "licensed_labour_provider_check" and control.is_confirmed
            for control in self.controls.get(row["pk"], ())
        )
        providers = [self.suppliers[pk] for pk in self.providers.get(row["pk"], ()) if pk in self.suppliers]
        return (
            not checked
            and needs_licence(self._country(row), works)
            and any(not provider["licence_number"] for provider in providers)
        )

    def _site_place(self, row: Row) -> ScoredPlace:
        supplier = self.suppliers[row["supplier_id"]]
        supply = self.supplies.get(supplier["pk"], NO_SUPPLY)
        works, country = self._works(row), self._country(row)
        audit_facts = self.audit_facts.get(row["pk"], {})
        lacks_licence = self._lacks_licence(supplier, country, works) or self._is_served_without_licence(row, works)
        facts = Facts(
            country=country,
            works=works,
            products=supply.products,
            names=(supplier["name"], supplier["trading_name"], row["name"]),
            workers=self.workers.get(row["pk"], {}),
            recruits_from_abroad=row["recruits_from_abroad"],
            pays_by_piece_or_cash=row["pays_by_piece_or_cash"],
            has_homework_chain=audit_facts.get("has_homework_chain", False),
            lacks_licence=lacks_licence,
            controls=tuple(self.controls.get(row["pk"], ())),
            audit_on=audit_facts.get("credited_audit_on"),
            audit_was_announced=audit_facts.get("credited_audit_was_announced", True),
            spend_pence=supply.spend_pence,
            tier=supply.tier,
            **{name: audit_facts[name] for name in AUDIT_FIELDS if name in audit_facts},
        )
        return ScoredPlace(supplier["pk"], row["pk"], facts)

    def _supplier_place(self, pk: int) -> ScoredPlace:
        supplier, supply = self.suppliers[pk], self.supplies.get(pk, NO_SUPPLY)
        facts = Facts(
            country=supplier["country"],
            works=supply.works,
            products=supply.products,
            names=(supplier["name"], supplier["trading_name"]),
            lacks_licence=self._lacks_licence(supplier, supplier["country"], supply.works),
            spend_pence=supply.spend_pence,
            tier=supply.tier,
        )
        return ScoredPlace(pk, None, facts)


def _summarise_supply(rows: list[Row], today: date) -> SupplySummary:
    """Summarise relations of one supplier: the nearest tier counts, the spends add up."""
    rows = [row for row in rows if row["ended_on"] is None or row["ended_on"] >= today] or rows
    spends = [row["annual_spend_pence"] for row in rows if row["annual_spend_pence"] is not None]
    products = dict.fromkeys(fold(product) for row in rows for product in row["products"])
    return SupplySummary(
        works=tuple(
            dict.fromkeys((row["sector"], row["activity"]) for row in rows if row["sector"] or row["activity"])
        ),
        products=tuple(product for product in products if product),
        spend_pence=sum(spends) if spends else None,
        tier=min((row["tier"] for row in rows if row["tier"]), default=Tier.UNKNOWN),
    )
