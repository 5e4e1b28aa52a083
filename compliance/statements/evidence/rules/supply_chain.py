"""What the register of suppliers and the risk offer: structure, policies, risk, training, and ways to complain."""

from collections import Counter
from collections.abc import Iterable, Iterator

from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence.rules.register_snapshot import (
    ControlRow,
    Period,
    RegisterSnapshot,
    SiteRow,
    SupplierRow,
)
from compliance.statements.evidence.rules.suggestion import (
    MIN_PEOPLE,
    MIN_SITES,
    Figure,
    Row,
    Suggestion,
    suppress_small,
)
from compliance.suppliers.choices import Band, ControlType

MAX_COUNTRIES = 10
MAX_SECTORS = 5
HIGH = frozenset({Band.HIGH, Band.VERY_HIGH})
GROUPS = ("agency", "seasonal", "migrant_international")


def suggest_structure(held: RegisterSnapshot) -> Iterator[Suggestion]:
    if not held.suppliers:
        return
    named = [*(holder.country for holder in held.suppliers), *(holder.country for holder in held.sites)]
    places = Counter(country for country in named if country)
    countries = [code for code, _count in sorted(places.items(), key=lambda pair: (-pair[1], pair[0]))]
    yield Suggestion(
        EvidenceKind.SUPPLIERS,
        "str1_supply_chain_overview",
        {
            "suppliers": len(held.suppliers),
            "sites": len(held.sites),
            "countries": countries[:MAX_COUNTRIES],
            "other_countries": len(countries[MAX_COUNTRIES:]),
        },
        [
            *(
                Row("supplier", supplier.id, supplier.name, {"country": supplier.country})
                for supplier in held.suppliers
            ),
            *(Row("site", site.id, site.name, {"country": site.country}) for site in held.sites),
        ],
    )
    tiers = Counter(supplier.tier for supplier in held.suppliers)
    yield Suggestion(
        EvidenceKind.TIERS,
        "str1_unknowns",
        {"suppliers": len(held.suppliers), **{f"tier_{tier}": tiers[tier] for tier in (1, 2, 3, 0)}},
        [Row("supplier", supplier.id, supplier.name, {"tier": supplier.tier}) for supplier in held.suppliers],
    )
    yield from _sectors(held.suppliers)
    yield from _workers(held.sites)


def _sectors(suppliers: Iterable[SupplierRow]) -> Iterator[Suggestion]:
    known = [supplier for supplier in suppliers if supplier.sectors]
    counted = Counter(sector for supplier in known for sector in supplier.sectors)
    if not counted:
        return
    sectors = [code for code, _count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
    rows = [Row("supplier", supplier.id, supplier.name, {"sectors": sorted(supplier.sectors)}) for supplier in known]
    yield Suggestion(EvidenceKind.SECTORS, "str1_products_services_sectors", {"sectors": sectors[:MAX_SECTORS]}, rows)


def _workers(sites: Iterable[SiteRow]) -> Iterator[Suggestion]:
    """Groups overlap, so each is told alone; a small one is left out."""
    sites = list(sites)
    counted = [site for site in sites if site.workers.get("total")]
    total = sum(site.workers["total"] for site in counted)
    if len(counted) < MIN_SITES or total < MIN_PEOPLE:
        return
    sums = {group: sum(site.workers.get(group, 0) for site in counted) for group in GROUPS}
    yield Suggestion(
        EvidenceKind.WORKERS,
        "str1_workforce",
        {
            "sites": len(counted),
            "of_sites": len(sites),
            "total": total,
            **{group: number if number >= MIN_PEOPLE else 0 for group, number in sums.items()},
        },
        [Row("site", site.id, site.name, dict(site.workers)) for site in counted],
    )


def _with_control(sites: Iterable[SiteRow], kind: ControlType, period: Period, *, since: bool) -> list[tuple]:
    """Each site with its latest such control up to the period's end; since: within the period only."""
    pairs = []
    for site in sites:
        known = [
            control
            for control in site.controls
            if control.kind == kind
            and control.held_on <= period.last
            and (not since or control.held_on >= period.first)
        ]
        if known:
            pairs.append((site, max(known, key=lambda control_: control_.held_on)))
    return pairs


def _control_row(site: SiteRow, control: ControlRow) -> Row:
    return Row(
        "site",
        site.id,
        site.name,
        {"control": control.kind, "held_on": control.held_on.isoformat(), "is_confirmed": control.is_confirmed},
    )


def _suggest_control(
    kind: EvidenceKind, disclosure: str, held: RegisterSnapshot, period: Period, control: ControlType, *, since: bool
) -> Iterator[Suggestion]:
    pairs = _with_control(held.sites, control, period, since=since)
    if pairs:
        numbers = {
            "sites": len(pairs),
            "of_sites": len(held.sites),
            "confirmed": sum(control_.is_confirmed for _site, control_ in pairs),
        }
        yield Suggestion(kind, disclosure, numbers, [_control_row(*pair) for pair in pairs])


def suggest_policies(held: RegisterSnapshot, period: Period) -> Iterator[Suggestion]:
    pays = ControlType.EMPLOYER_PAYS_POLICY
    yield from _suggest_control(EvidenceKind.EMPLOYER_PAYS, "pol2_fees", held, period, pays, since=False)


def suggest_training(held: RegisterSnapshot, period: Period) -> Iterator[Suggestion]:
    yield from _suggest_control(
        EvidenceKind.SUPPLIER_TRAINING, "trn2_suppliers", held, period, ControlType.TRAINING, since=True
    )


def suggest_complaints(held: RegisterSnapshot, period: Period) -> Iterator[Suggestion]:
    route = ControlType.GRIEVANCE_MECHANISM
    yield from _suggest_control(EvidenceKind.GRIEVANCE, "dd1_grievance", held, period, route, since=False)


def suggest_risk(held: RegisterSnapshot, period: Period) -> Iterator[Suggestion]:
    judged = [site for site in held.sites if site.band]
    if judged:
        bands = Counter(site.band for site in judged)
        rows = [Row("site", site.id, site.name, {"band": site.band}) for site in judged]
        yield Suggestion(
            EvidenceKind.RISK,
            "rsk1_method",
            {"sites": len(judged), "of_sites": len(held.sites), **{band.value: bands[band] for band in Band}},
            rows,
        )
    yield from _high_sectors(judged)
    yield from _beyond_tier_1(held, judged)
    yield from _suggest_control(EvidenceKind.SELF_ASSESSMENT, "rsk1_steps", held, period, ControlType.SAQ, since=True)


def _high_sectors(judged: Iterable[SiteRow]) -> Iterator[Suggestion]:
    """A sector with few such sites is not named: it could point at one."""
    high = [site for site in judged if site.band in HIGH and site.sector]
    counted = Counter(site.sector for site in high)
    named = sorted((code for code in counted if counted[code] >= MIN_SITES), key=lambda code: (-counted[code], code))
    if named:
        shown_sectors = named[:MAX_SECTORS]
        rows = [
            Row("site", site.id, site.name, {"band": site.band, "sectors": [site.sector]})
            for site in high
            if site.sector in shown_sectors
        ]
        yield Suggestion(EvidenceKind.HIGH_RISK, "rsk1_priority", {"sectors": shown_sectors}, rows)


def _beyond_tier_1(held: RegisterSnapshot, judged: Iterable[SiteRow]) -> Iterator[Suggestion]:
    tiers = {supplier.id: supplier.tier for supplier in held.suppliers}
    beyond = [site for site in judged if tiers.get(site.supplier, 0) > 1]
    if beyond:
        rows = [Row("site", site.id, site.name, {"band": site.band, "tier": tiers[site.supplier]}) for site in beyond]
        yield Suggestion(EvidenceKind.BEYOND_TIER_1, "rsk2_beyond_tier_1", {"sites": len(beyond)}, rows)


def share(part: int, total: int) -> str:
    """Return per cent in whole numbers; never 100 for less than all, nor 0 for more than none."""
    if not total or part in (0, total):
        return "100" if part and part == total else "0"
    return str(min(max(round(100 * part / total), 1), 99))


def trained_figure(held: RegisterSnapshot, period: Period) -> Iterator[Suggestion]:
    pairs = _with_control(held.sites, ControlType.TRAINING, period, since=True)
    if pairs and (number := suppress_small(len(pairs), MIN_SITES)):
        yield Suggestion(
            EvidenceKind.TRAINED_SITES,
            "mon1_kpis",
            {"sites": number},
            [_control_row(*pair) for pair in pairs],
            figure=Figure("trained_sites", str(number)),
        )
