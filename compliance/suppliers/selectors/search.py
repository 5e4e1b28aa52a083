"""Search, filter and sort the register, and add what a row of the list shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from compliance.organisations.models import Organisation
from compliance.suppliers import statement_status
from compliance.suppliers.choices import UNKNOWN_TIER_RANK, AuditAge, SpendBand, SupplierStatus, Tier
from compliance.suppliers.models import Site, SiteFacts, Supplier, SupplyRelation
from compliance.suppliers.rules.audit_age import get_audit_limits
from compliance.suppliers.rules.similarity import normalise
from portal.core.distinct_values import get_distinct_values
from portal.core.pagination import select_first_page
from portal.core.prepared import fetch_in_order, prepared

MAX_WORDS = 6
NOT_KNOWN = "unknown"
NO_OWNER = "none"
ALL_STATUSES = "all"
# What a link may sort by; a minus before it turns the order round.
SORT_KEYS = ("name", "country", "tier", "risk", "audit", "actions", "spend", "category")


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
    sector: str = ""
    category: str = ""
    owner: str = ""
    spend: str = ""
    audit: str = ""
    turnover: str = ""
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
        suppliers = suppliers.filter(band="" if params.band == NOT_KNOWN else params.band)
    if params.providers:
        suppliers = suppliers.filter(is_labour_provider=True)
    if params.alert:
        facts = SiteFacts.objects.for_organisation(organisation).filter(has_alert_a=True)
        suppliers = suppliers.filter(pk__in=facts.values("site__supplier"))
    suppliers = _filter_facts(suppliers, organisation, params, today)
    return statement_status.filter_by_status(suppliers, params.statement) if params.statement else suppliers


def _filter_facts(suppliers: Any, organisation: Organisation, params: SearchParams, today: date) -> Any:
    if params.sector:
        relations = _current_relations(today).filter(supplier__organisation=organisation, sector=params.sector)
        sites = Site.objects.for_organisation(organisation).filter(sector=params.sector)
        suppliers = suppliers.filter(Q(pk__in=relations.values("supplier")) | Q(pk__in=sites.values("supplier")))
    if params.category:
        suppliers = suppliers.filter(category=params.category)
    if params.owner:
        suppliers = suppliers.filter(Q(owner=None) if params.owner == NO_OWNER else Q(owner__uuid=params.owner))
    if params.spend:
        suppliers = suppliers.filter(_spend_condition(params.spend))
    if params.audit:
        suppliers = suppliers.filter(_audit_condition(params.audit, today))
    if params.turnover:
        suppliers = statement_status.filter_by_turnover(suppliers, params.turnover)
    return suppliers


def _spend_condition(code: str) -> Q:
    if code == SpendBand.UNKNOWN:
        return Q(annual_spend_pence=None)
    if code == SpendBand.UNDER_TEN_THOUSAND:
        return Q(annual_spend_pence__lt=int(SpendBand.TEN_THOUSAND) * 100)
    return Q(annual_spend_pence__gte=int(code) * 100)


def _audit_condition(code: str, today: date) -> Q:
    if code == AuditAge.NEVER:
        return Q(last_audit_on=None)
    first_day = get_audit_limits(today)[code]
    return Q(last_audit_on__gte=first_day) if code == AuditAge.WITHIN_YEAR else Q(last_audit_on__lt=first_day)


# The columns that a line shows or a statement is found by.
LINE = (
    *("uuid", "name", "supplier_ref", "company_number", "country", "status", "is_labour_provider"),
    *("band", "last_audit_on", "open_actions"),
    *("likeness", "registry_key", "registry_like_key", "registry_refused_keys"),
    *("category", "annual_spend_pence", "is_over_turnover"),
    *("owner__first_name", "owner__last_name", "owner__email"),
)
# The order of each key, by an index; a minus before it turns the whole order round, but that names, and what is not
# known, stay where they are under risk and audits.
_ORDERS = {
    "name": ("name", "pk"),
    "-name": ("-name", "-pk"),
    "tier": ("tier_rank", "name", "pk"),
    "-tier": ("-tier_rank", "-name", "-pk"),
    "risk": ("rising_risk", "name", "pk"),
    "-risk": ("-falling_risk", "name", "pk"),
    "audit": ("earliest_audit", "name", "pk"),
    "-audit": ("-latest_audit", "name", "pk"),
    "actions": ("open_actions", "-name", "-pk"),
    "-actions": ("-open_actions", "name", "pk"),
    "spend": ("falling_spend", "-name", "-pk"),
    "-spend": ("-falling_spend", "name", "pk"),
    "category": ("category", "name", "pk"),
    "-category": ("-category", "-name", "-pk"),
}


@dataclass(frozen=True)
class Order:
    """Sort the list by a key of SORT_KEYS, reversed by a minus before it, then by name.

    countries: name by code, of those in the register. tier_until: the first day on which a stored tier may be another.
    """

    sort: str
    countries: dict[str, str]
    today: date
    tier_until: date | None = None

    def apply(self, suppliers: QuerySet[Supplier]) -> "QuerySet[Supplier] | ByCountry":
        if self.sort.removeprefix("-") == "country":
            return ByCountry(suppliers, self.countries, is_reversed=self.sort.startswith("-"))
        if self.sort.removeprefix("-") == "tier" and self.tier_until and self.tier_until <= self.today:
            # A relation has ended, and the job that renews tier_rank has not run yet today.
            suppliers = suppliers.annotate(tier_today=Coalesce(_nearest_tier(self.today), UNKNOWN_TIER_RANK))
            return suppliers.order_by(*(name.replace("tier_rank", "tier_today") for name in _ORDERS[self.sort]))
        return suppliers.order_by(*_ORDERS.get(self.sort, _ORDERS["name"]))


# Sorts whose order is that of an index on any day.
INDEXED_SORTS = frozenset(_ORDERS) - {"tier", "-tier"}


@prepared
def fetch_first_page(organisation: int, *, sort: str = "name") -> QuerySet[Any]:  # Any: of a FirstPage
    """Return the keys of the first suppliers where nothing is filtered, and how many there are.

    sort: of INDEXED_SORTS.
    """
    suppliers = Supplier.objects.for_organisation(organisation).exclude(status=SupplierStatus.ENDED)
    return select_first_page(suppliers.order_by(*_ORDERS[sort]))


class ByCountry(Sequence[int]):
    """The keys of suppliers by the name of their country, then by their own; those of no known country first.

    No index knows the names, which differ by language. Suppliers are counted by country, and a slice of one country is
    read by an index; only where it goes from one to the next are the suppliers of these sorted.
    """

    def __init__(self, suppliers: QuerySet[Supplier], names: dict[str, str], *, is_reversed: bool) -> None:
        self._suppliers = suppliers.order_by("name", "pk")
        counts = dict(suppliers.order_by().values_list("country").annotate(number=Count("pk")))
        codes = sorted(counts, key=lambda code: (names.get(code, ""), code), reverse=is_reversed)
        self._counts = {code: counts[code] for code in codes}

    def __len__(self) -> int:
        return sum(self._counts.values())

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, int):
            return self[slice(index, index + 1 or None)][0]
        start, end, step = index.indices(len(self))
        return self._read(start, end)[::step] if step > 0 else list(self)[index]

    def _read(self, start: int, end: int) -> list[int]:
        """Return the keys from one place to another: one query, which sorts only the countries that they are of."""
        codes: list[str] = []
        before = first = 0
        for code, number in self._counts.items():
            if first < end and start < first + number:
                before = before if codes else first
                codes.append(code)
            first += number
        if not codes:
            return []
        rows = self._suppliers.filter(country__in=codes) if codes[1:] else self._suppliers.filter(country=codes[0])
        if codes[1:]:
            place = Case(*(When(country=code, then=Value(at)) for at, code in enumerate(codes)), default=Value(0))
            rows = rows.order_by(place, "name", "pk")
        return list(rows.values_list("pk", flat=True)[max(0, start - before) : end - before])


type Line = tuple[Any, statement_status.KnownStatement]  # Any: a named tuple of LINE and of what is worked out


def get_page_rows(page: Any, *, today: date) -> list[Line]:  # Any: a slice of Order.apply
    """Return the suppliers of one page, each with site_count, tier and sector, and what is known of its statement.

    These are worked out for the page alone: for all that match it would take long.
    """
    keys = page if isinstance(page, list) else page.values_list("pk", flat=True)
    rows = fetch_in_order(lambda keys: _fetch_lines(keys, today), keys)
    return [(supplier, statement_status.get_status(supplier)) for supplier in rows]


@prepared
def _fetch_lines(keys: Sequence[int], today: date) -> QuerySet[Any]:  # Any: named tuples
    lines = statement_status.annotate_statement(
        Supplier.objects.filter(pk__in=keys).annotate(
            site_count=_sum_per_supplier(Site.objects.filter(supplier=OuterRef("pk")), "supplier", Count("pk")),
            tier=_nearest_tier(today),
            sector=_main_sector(today),
        )
    )
    return lines.values_list("pk", *LINE, *lines.query.annotations, named=True)


def get_countries(organisation: Organisation) -> list[str]:
    """Return the codes of the countries where the organisation's suppliers or their sites are."""
    codes = get_distinct_values((Supplier, Site), "country", organisation=organisation.pk)
    return [code for code in codes if code]


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


def _main_sector(today: date) -> Subquery:
    """Return the sector of what costs most; none where no sector is known."""
    relations = _current_relations(today).filter(supplier=OuterRef("pk")).exclude(sector="")
    return Subquery(relations.order_by(Coalesce("annual_spend_pence", -1).desc(), "pk").values("sector")[:1])


def _sum_per_supplier(related: QuerySet[Any], path: str, figure: Any) -> Coalesce:
    totals = related.order_by().values(path).annotate(figure=figure)
    return Coalesce(Subquery(totals.values("figure")), 0)
