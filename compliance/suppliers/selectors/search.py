"""Search, filter and sort the register, and add what a row of the list shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from compliance.organisations.models import Organisation
from compliance.suppliers import statement_status
from compliance.suppliers.choices import SupplierStatus, Tier
from compliance.suppliers.models import RiskScore, Site, SiteFacts, Supplier, SupplyRelation
from compliance.suppliers.rules.similarity import normalise

MAX_WORDS = 6
NOT_KNOWN = "unknown"
ALL_STATUSES = "all"
UNKNOWN_TIER_RANK = 9  # a tier that is not known stands behind the others
# What a link may sort by; a minus before it turns the order round.
SORT_KEYS = ("name", "country", "tier", "risk", "audit", "actions")


@dataclass(frozen=True)
class SearchParams:
    """Hold what is asked for. status: one of SupplierStatus, ALL_STATUSES, or empty for all that have not ended."""

    q: str = ""
    country: str = ""
    tier: str = ""
    status: str = ""
    band: str = ""
    providers: bool = False
    alert: bool = False
    statement: str = ""
    sort: str = "name"


def search_suppliers(organisation: Organisation, params: SearchParams, *, today: date) -> QuerySet[Supplier]:
    """Return the suppliers that match the parameters, in no order."""
    suppliers: Any = Supplier.objects.for_organisation(organisation)
    for word in params.q.split()[:MAX_WORDS]:
        suppliers = suppliers.filter(_matches(word, organisation))
    if params.country:
        sites = Site.objects.for_organisation(organisation).filter(country=params.country)
        suppliers = suppliers.filter(Q(country=params.country) | Q(pk__in=sites.values("supplier")))
    if params.tier:
        relations = _current_relations(today).filter(supplier__organisation=organisation, tier=params.tier)
        suppliers = suppliers.filter(pk__in=relations.values("supplier"))
    if params.status != ALL_STATUSES:
        wanted = Q(status=params.status) if params.status else ~Q(status=SupplierStatus.ENDED)
        suppliers = suppliers.filter(wanted)
    if params.band:
        bands = suppliers.annotate(band=_band())
        wanted = Q(band=None) | Q(band="") if params.band == NOT_KNOWN else Q(band=params.band)
        suppliers = bands.filter(wanted)
    if params.providers:
        suppliers = suppliers.filter(is_labour_provider=True)
    if params.alert:
        facts = SiteFacts.objects.for_organisation(organisation).filter(has_alert_a=True)
        suppliers = suppliers.filter(pk__in=facts.values("site__supplier"))
    return statement_status.filter_by_status(suppliers, params.statement) if params.statement else suppliers


@dataclass(frozen=True)
class Order:
    """Sort the list by a key of SORT_KEYS, reversed by a minus before it, then by name.

    countries: name by code, of those in the register.
    """

    sort: str
    countries: dict[str, str]
    today: date

    def apply(self, suppliers: QuerySet[Supplier]) -> QuerySet[Supplier]:
        field, is_reversed = self.sort.removeprefix("-"), self.sort.startswith("-")
        if field not in SORT_KEYS or field == "name":
            return suppliers.order_by("-name" if is_reversed else "name", "pk")
        by = F("sorted_by").desc(nulls_last=True) if is_reversed else F("sorted_by").asc(nulls_last=True)
        return suppliers.annotate(sorted_by=self._sort_expression(field)).order_by(by, "name", "pk")

    def _sort_expression(self, field: str) -> Any:
        if field == "country":
            cases = (When(country=code, then=Value(name)) for code, name in self.countries.items())
            return Case(*cases, default=Value(""))
        if field == "tier":
            return Coalesce(_nearest_tier(self.today), UNKNOWN_TIER_RANK)
        if field == "risk":
            return _score("residual")
        return _last_audit() if field == "audit" else _open_actions()


def get_page_rows(page: Any, order: Order) -> list[Any]:
    """Return the suppliers of one page, each with site_count, tier, band, last_audit, actions and statement.

    These are worked out for the page alone: for all that match it would take long.
    """
    annotated = Supplier.objects.filter(pk__in=page.values("pk")).annotate(
        site_count=_sum_per_supplier(Site.objects.filter(supplier=OuterRef("pk")), "supplier", Count("pk")),
        tier=_nearest_tier(order.today),
        band=_band(),
        last_audit=_last_audit(),
        actions=_open_actions(),
    )
    suppliers: list[Any] = list(statement_status.annotate_statement(order.apply(annotated)))
    for supplier in suppliers:
        supplier.statement = statement_status.get_status(supplier)
    return suppliers


def get_countries(organisation: Organisation) -> list[str]:
    """Return the codes of the countries where the organisation's suppliers or their sites are."""
    suppliers: Any = Supplier.objects.for_organisation(organisation).exclude(country="")
    sites: Any = Site.objects.for_organisation(organisation).exclude(country="")
    codes = suppliers.order_by().values_list("country").union(sites.order_by().values_list("country")).order_by()
    return [code for (code,) in codes]


def _matches(word: str, organisation: Organisation) -> Q:
    sites: Any = Site.objects.for_organisation(organisation)
    site_matches = Q(name__icontains=word) | Q(site_ref__icontains=word) | Q(town__icontains=word)
    normalised = normalise(word)
    return (
        Q(name__icontains=word)
        | Q(trading_name__icontains=word)
        | Q(supplier_ref__icontains=word)
        | Q(company_number__icontains=word)
        | (Q(likeness__contains=normalised) if normalised else Q())
        | Q(pk__in=sites.filter(site_matches).values("supplier"))
    )


def _current_relations(today: date) -> QuerySet[SupplyRelation]:
    return SupplyRelation.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today))


def _nearest_tier(today: date) -> Subquery:
    """Return the nearest tier of a supplier; none where no tier is known."""
    relations = _current_relations(today).filter(supplier=OuterRef("pk")).exclude(tier=Tier.UNKNOWN)
    return Subquery(relations.order_by("tier").values("tier")[:1])


def _score(name: str) -> Subquery:
    """Return a field of the site with the highest risk, or of the supplier's own score where it has no site."""
    scores = RiskScore.objects.filter(supplier=OuterRef("pk"), is_current=True)
    return Subquery(scores.order_by(F("residual").desc(nulls_last=True)).values(name)[:1])


def _band() -> Subquery:
    return _score("band")


def _facts() -> QuerySet[SiteFacts]:
    return SiteFacts.objects.filter(site__supplier=OuterRef("pk")).order_by()


def _last_audit() -> Subquery:
    audited = _facts().exclude(last_audit_on=None)
    return Subquery(audited.order_by("-last_audit_on").values("last_audit_on")[:1])


def _open_actions() -> Coalesce:
    return _sum_per_supplier(_facts(), "site__supplier", Sum("open_actions"))


def _sum_per_supplier(related: QuerySet[Any], path: str, figure: Any) -> Coalesce:
    totals = related.order_by().values(path).annotate(figure=figure)
    return Coalesce(Subquery(totals.values("figure")), 0)
