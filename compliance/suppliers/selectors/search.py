"""The register as it is asked for: search, filters, order, and what a row of the list shows."""

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
    """What is asked for. status: one of SupplierStatus, EVERY_STATUS, or empty for all that have not ended."""

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
    """Suppliers that fit, in no order."""
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
    """How the list is sorted: a key of SORTS, a minus before it for the other way round, then by name.

    countries: name by code, of those in the register.
    """

    sort: str
    countries: dict[str, str]
    today: date

    def of(self, suppliers: QuerySet[Supplier]) -> QuerySet[Supplier]:
        key, is_turned = self.sort.removeprefix("-"), self.sort.startswith("-")
        if key not in SORT_KEYS or key == "name":
            return suppliers.order_by("-name" if is_turned else "name", "pk")
        by = F("sorted_by").desc(nulls_last=True) if is_turned else F("sorted_by").asc(nulls_last=True)
        return suppliers.annotate(sorted_by=self._by(key)).order_by(by, "name", "pk")

    def _by(self, key: str) -> Any:
        if key == "country":
            named = (When(country=code, then=Value(name)) for code, name in self.countries.items())
            return Case(*named, default=Value(""))
        if key == "tier":
            return Coalesce(_nearest_tier(self.today), UNKNOWN_TIER_RANK)
        if key == "risk":
            return _score("residual")
        return _last_audit() if key == "audit" else _open_actions()


def get_page_rows(page: Any, order: Order) -> list[Any]:
    """The suppliers of one page, each with site_count, tier, band, last_audit, actions and statement:

    What a row shows is worked out for the page alone: for all that fit it would take long.
    """
    known = Supplier.objects.filter(pk__in=page.values("pk")).annotate(
        site_count=_sum_per_supplier(Site.objects.filter(supplier=OuterRef("pk")), "supplier", Count("pk")),
        tier=_nearest_tier(order.today),
        band=_band(),
        last_audit=_last_audit(),
        actions=_open_actions(),
    )
    found: list[Any] = list(statement_status.annotate_statement(order.of(known)))
    for supplier in found:
        supplier.statement = statement_status.get_status(supplier)
    return found


def get_countries(organisation: Organisation) -> list[str]:
    """Codes of the countries where its suppliers or their sites are."""
    suppliers: Any = Supplier.objects.for_organisation(organisation).exclude(country="")
    sites: Any = Site.objects.for_organisation(organisation).exclude(country="")
    codes = suppliers.order_by().values_list("country").union(sites.order_by().values_list("country")).order_by()
    return [code for (code,) in codes]


def _matches(word: str, organisation: Organisation) -> Q:
    sites: Any = Site.objects.for_organisation(organisation)
    at_a_site = Q(name__icontains=word) | Q(site_ref__icontains=word) | Q(town__icontains=word)
    plain = normalise(word)
    return (
        Q(name__icontains=word)
        | Q(trading_name__icontains=word)
        | Q(supplier_ref__icontains=word)
        | Q(company_number__icontains=word)
        | (Q(likeness__contains=plain) if plain else Q())
        | Q(pk__in=sites.filter(at_a_site).values("supplier"))
    )


def _current_relations(today: date) -> QuerySet[SupplyRelation]:
    return SupplyRelation.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today))


def _nearest_tier(today: date) -> Subquery:
    """The nearest tier it stands in; none where no tier is known."""
    relations = _current_relations(today).filter(supplier=OuterRef("pk")).exclude(tier=Tier.UNKNOWN)
    return Subquery(relations.order_by("tier").values("tier")[:1])


def _score(name: str) -> Subquery:
    """Of its site of the highest risk, or its own where it has none."""
    scores = RiskScore.objects.filter(supplier=OuterRef("pk"), is_current=True)
    return Subquery(scores.order_by(F("residual").desc(nulls_last=True)).values(name)[:1])


def _band() -> Subquery:
    return _score("band")


def _facts() -> QuerySet[SiteFacts]:
    return SiteFacts.objects.filter(site__supplier=OuterRef("pk")).order_by()


def _last_audit() -> Subquery:
    dated = _facts().exclude(last_audit_on=None)
    return Subquery(dated.order_by("-last_audit_on").values("last_audit_on")[:1])


def _open_actions() -> Coalesce:
    return _sum_per_supplier(_facts(), "site__supplier", Sum("open_actions"))


def _sum_per_supplier(rows: QuerySet[Any], supplier: str, figure: Any) -> Coalesce:
    grouped = rows.order_by().values(supplier).annotate(figure=figure)
    return Coalesce(Subquery(grouped.values("figure")), 0)
