"""What the register of suppliers and the risk offer: structure, policies, risk, training, and ways to complain."""

from collections import Counter
from collections.abc import Iterable, Iterator

from compliance.statements.choices import EvidenceKind
from compliance.statements.rules.evidence.held import ControlHeld, Held, Period, SiteHeld, SupplierHeld
from compliance.statements.rules.evidence.suggestion import (
    LEAST_PEOPLE,
    LEAST_SITES,
    Figure,
    Row,
    Suggestion,
    safe,
)
from compliance.suppliers.choices import Band, ControlType

MOST_COUNTRIES = 10
MOST_SECTORS = 5
HIGH = frozenset({Band.HIGH, Band.VERY_HIGH})
GROUPS = ("agency", "seasonal", "migrant_international")


def of_structure(held: Held) -> Iterator[Suggestion]:
    if not held.suppliers:
        return
    named = [*(one.country for one in held.suppliers), *(one.country for one in held.sites)]
    places = Counter(country for country in named if country)
    countries = [code for code, _count in sorted(places.items(), key=lambda pair: (-pair[1], pair[0]))]
    yield Suggestion(
        EvidenceKind.SUPPLIERS,
        "str1_supply_chain_overview",
        {
            "suppliers": len(held.suppliers),
            "sites": len(held.sites),
            "countries": countries[:MOST_COUNTRIES],
            "other_countries": len(countries[MOST_COUNTRIES:]),
        },
        [
            *(Row("supplier", one.id, one.name, {"country": one.country}) for one in held.suppliers),
            *(Row("site", one.id, one.name, {"country": one.country}) for one in held.sites),
        ],
    )
    tiers = Counter(one.tier for one in held.suppliers)
    yield Suggestion(
        EvidenceKind.TIERS,
        "str1_unknowns",
        {"suppliers": len(held.suppliers), **{f"tier_{tier}": tiers[tier] for tier in (1, 2, 3, 0)}},
        [Row("supplier", one.id, one.name, {"tier": one.tier}) for one in held.suppliers],
    )
    yield from _sectors(held.suppliers)
    yield from _workers(held.sites)


def _sectors(suppliers: Iterable[SupplierHeld]) -> Iterator[Suggestion]:
    known = [one for one in suppliers if one.sectors]
    counted = Counter(sector for one in known for sector in one.sectors)
    if not counted:
        return
    sectors = [code for code, _count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
    rows = [Row("supplier", one.id, one.name, {"sectors": sorted(one.sectors)}) for one in known]
    yield Suggestion(EvidenceKind.SECTORS, "str1_products_services_sectors", {"sectors": sectors[:MOST_SECTORS]}, rows)


def _workers(sites: Iterable[SiteHeld]) -> Iterator[Suggestion]:
    """Groups overlap, so each is told alone; a small one is left out."""
    sites = list(sites)
    counted = [one for one in sites if one.workers.get("total")]
    total = sum(one.workers["total"] for one in counted)
    if len(counted) < LEAST_SITES or total < LEAST_PEOPLE:
        return
    sums = {group: sum(one.workers.get(group, 0) for one in counted) for group in GROUPS}
    yield Suggestion(
        EvidenceKind.WORKERS,
        "str1_workforce",
        {
            "sites": len(counted),
            "of_sites": len(sites),
            "total": total,
            **{group: number if number >= LEAST_PEOPLE else 0 for group, number in sums.items()},
        },
        [Row("site", one.id, one.name, dict(one.workers)) for one in counted],
    )


def _with_control(sites: Iterable[SiteHeld], kind: ControlType, period: Period, *, since: bool) -> list[tuple]:
    """Each site with its latest such control up to the period's end; since: within the period only."""
    found = []
    for site in sites:
        known = [
            one
            for one in site.controls
            if one.kind == kind and one.held_on <= period.last and (not since or one.held_on >= period.first)
        ]
        if known:
            found.append((site, max(known, key=lambda one: one.held_on)))
    return found


def _control_row(site: SiteHeld, control: ControlHeld) -> Row:
    return Row(
        "site",
        site.id,
        site.name,
        {"control": control.kind, "held_on": control.held_on.isoformat(), "is_confirmed": control.is_confirmed},
    )


def _of_control(
    kind: EvidenceKind, disclosure: str, held: Held, period: Period, control: ControlType, *, since: bool
) -> Iterator[Suggestion]:
    found = _with_control(held.sites, control, period, since=since)
    if found:
        numbers = {
            "sites": len(found),
            "of_sites": len(held.sites),
            "confirmed": sum(one.is_confirmed for _site, one in found),
        }
        yield Suggestion(kind, disclosure, numbers, [_control_row(*pair) for pair in found])


def of_policies(held: Held, period: Period) -> Iterator[Suggestion]:
    pays = ControlType.EMPLOYER_PAYS_POLICY
    yield from _of_control(EvidenceKind.EMPLOYER_PAYS, "pol2_fees", held, period, pays, since=False)


def of_training(held: Held, period: Period) -> Iterator[Suggestion]:
    yield from _of_control(
        EvidenceKind.SUPPLIER_TRAINING, "trn2_suppliers", held, period, ControlType.TRAINING, since=True
    )


def of_complaints(held: Held, period: Period) -> Iterator[Suggestion]:
    route = ControlType.GRIEVANCE_MECHANISM
    yield from _of_control(EvidenceKind.GRIEVANCE, "dd1_grievance", held, period, route, since=False)


def of_risk(held: Held, period: Period) -> Iterator[Suggestion]:
    judged = [one for one in held.sites if one.band]
    if judged:
        bands = Counter(one.band for one in judged)
        rows = [Row("site", one.id, one.name, {"band": one.band}) for one in judged]
        yield Suggestion(
            EvidenceKind.RISK,
            "rsk1_method",
            {"sites": len(judged), "of_sites": len(held.sites), **{band.value: bands[band] for band in Band}},
            rows,
        )
    yield from _high_sectors(judged)
    yield from _beyond_tier_1(held, judged)
    yield from _of_control(EvidenceKind.SELF_ASSESSMENT, "rsk1_steps", held, period, ControlType.SAQ, since=True)


def _high_sectors(judged: Iterable[SiteHeld]) -> Iterator[Suggestion]:
    """A sector with few such sites is not named: it could point at one."""
    high = [one for one in judged if one.band in HIGH and one.sector]
    counted = Counter(one.sector for one in high)
    named = sorted((code for code in counted if counted[code] >= LEAST_SITES), key=lambda code: (-counted[code], code))
    if named:
        kept = named[:MOST_SECTORS]
        rows = [
            Row("site", one.id, one.name, {"band": one.band, "sectors": [one.sector]})
            for one in high
            if one.sector in kept
        ]
        yield Suggestion(EvidenceKind.HIGH_RISK, "rsk1_priority", {"sectors": kept}, rows)


def _beyond_tier_1(held: Held, judged: Iterable[SiteHeld]) -> Iterator[Suggestion]:
    tiers = {one.id: one.tier for one in held.suppliers}
    beyond = [one for one in judged if tiers.get(one.supplier, 0) > 1]
    if beyond:
        rows = [Row("site", one.id, one.name, {"band": one.band, "tier": tiers[one.supplier]}) for one in beyond]
        yield Suggestion(EvidenceKind.BEYOND_TIER_1, "rsk2_beyond_tier_1", {"sites": len(beyond)}, rows)


def share(part: int, whole: int) -> str:
    """Per cent in whole numbers; never 100 for less than all, nor 0 for more than none."""
    if not whole or part in (0, whole):
        return "100" if part and part == whole else "0"
    return str(min(max(round(100 * part / whole), 1), 99))


def trained_figure(held: Held, period: Period) -> Iterator[Suggestion]:
    found = _with_control(held.sites, ControlType.TRAINING, period, since=True)
    if found and (number := safe(len(found), LEAST_SITES)):
        yield Suggestion(
            EvidenceKind.TRAINED_SITES,
            "mon1_kpis",
            {"sites": number},
            [_control_row(*pair) for pair in found],
            figure=Figure("trained_sites", str(number)),
        )
