"""Score the risk of the place and the work before anybody did anything about it.

See docs/requirements/suppliers.md#inherent-risk.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from compliance.suppliers.rules.risk.facts import Facts
from compliance.suppliers.rules.risk.goods import contains_words, get_good, get_words
from compliance.suppliers.rules.risk.tables import RANKS, Order, Tables
from compliance.suppliers.rules.similarity import normalise

# Any: weights are numbers, lists of numbers and mappings of these, as the staff form edits them.
type Weights = Mapping[str, Any]
type Item = dict[str, Any]
HIGH_RISK_SECTOR = 75
HIGH_RISK_WORKFORCE = 60


@dataclass(frozen=True)
class Part:
    """Hold one part of the score. points: 0 to 100, None when not known. items: what it is made of.

    is_assumed: nothing is known of the workers.
    """

    key: str
    weight: float
    points: float | None
    items: list[Item] = field(default_factory=list)
    is_assumed: bool = False


@dataclass(frozen=True)
class Inherent:
    """Hold the inherent risk. value: None when no part is known. confidence: weights known, 0 to 1.

    before: the value before the floors.
    """

    parts: tuple[Part, ...]
    confidence: float
    before: float | None
    value: float | None
    floors: list[Item]


def score_inherent(facts: Facts, tables: Tables, weights: Weights, answers: Mapping[str, str]) -> Inherent:
    """Return the inherent risk of a place with its parts and floors."""
    sector = _sector(facts, weights)
    commodity, uflpa = _commodity(facts, tables, weights, answers)
    parts = (
        score_country(facts.country, tables, weights),
        sector,
        commodity,
        _workforce(facts, weights, sector.points),
    )
    before = weighted_mean((part.weight, part.points) for part in parts)
    floors = _floors(facts, parts, uflpa, _order(facts, tables), weights)
    value = None if before is None else min(100.0, max([before, *(floor["at_least"] for floor in floors)]))
    confidence = sum(part.weight for part in parts if part.points is not None and not part.is_assumed)
    return Inherent(parts, round(confidence, 4), before, value, floors)


def weighted_mean(pairs: Iterable[tuple[float, float | None]]) -> float | None:
    """Return the mean of the known by their weights, which are scaled up for what is not known."""
    known = [(weight, points) for weight, points in pairs if points is not None]
    total = sum(weight for weight, _ in known)
    return round(sum(weight * points for weight, points in known) / total, 6) if total else None


def score_country(iso2: str, tables: Tables, weights: Weights) -> Part:
    """Return the part of a country, unknown for one in no table.

    No goods listed counts as none only where another table knows the country.
    """
    tier, rank_by_name = tables.tiers.get(iso2), tables.governance.get(iso2, {})
    weight = weights["inherent"]["country"]
    if tier is None and not rank_by_name and iso2 not in tables.goods:
        return Part("country", weight, None)
    forced_goods, child_goods = tables.goods.get(iso2, (0, 0))
    goods_points = weights["dol_goods_points"]
    goods = min(
        goods_points["cap"],
        goods_points["per_forced_labour_good"] * forced_goods + goods_points["per_child_labour_good"] * child_goods,
    )
    points: dict[str, tuple[Any, float | None]] = {
        "tip_tier": (tier, weights["tip_points"][tier] if tier else None),
        **{
            name: (rank_by_name.get(name), 100 - rank_by_name[name] if name in rank_by_name else None) for name in RANKS
        },
        "dol_goods": ([forced_goods, child_goods], goods),
    }
    items = [
        {"key": key, "value": value, "points": score, "weight": weights["country"][key]}
        for key, (value, score) in points.items()
    ]
    return Part("country", weight, weighted_mean((item["weight"], item["points"]) for item in items), items)


def _sector(facts: Facts, weights: Weights) -> Part:
    """Return the riskiest of the kinds of work; an activity is known better than its sector."""
    by_activity, by_sector = weights["sector_points_by_activity"], weights["sector_points"]
    items = [
        {"key": activity, "kind": "activity", "points": by_activity[activity]}
        if activity in by_activity
        else {"key": sector, "kind": "sector", "points": by_sector[sector]}
        for sector, activity in facts.works
        if activity in by_activity or sector in by_sector
    ]
    items.sort(key=lambda item: -item["points"])
    return Part("sector", weights["inherent"]["sector"], items[0]["points"] if items else None, items[:1])


def _commodity(facts: Facts, tables: Tables, weights: Weights, answers: Mapping[str, str]) -> tuple[Part, str]:
    """Return the part, and the UFLPA sector, if the site is in China and in one."""
    points = weights["commodity_points"]
    items = [_product(product, facts.country, tables, points, answers) for product in facts.products]
    uflpa = _uflpa(facts, tables, [item["good"] for item in items]) if facts.country == "CN" else ""
    if uflpa:
        items.append({"kind": "uflpa_sector_and_china", "sector": uflpa, "points": points["uflpa_sector_and_china"]})
    known = [item["points"] for item in items if item["points"] is not None]
    return Part("commodity", weights["inherent"]["commodity"], max(known, default=None), items), uflpa


def _product(product: str, iso2: str, tables: Tables, points: Weights, answers: Mapping[str, str]) -> Item:
    """A good in no list is not known rather than nothing: absence from the US lists proves nothing."""
    good = get_good(product, tables.synonyms, answers)
    listed = tables.listed.get(good, {})
    if not listed:
        kind = ""
    elif iso2 in listed:
        kind = "listed_forced_labour" if listed[iso2] else "listed_child_labour"
    else:
        kind = "listed_elsewhere_forced_labour" if any(listed.values()) else "listed_elsewhere_child_labour"
    return {"product": product, "good": good, "kind": kind, "points": points[kind] if kind else None}


def _uflpa(facts: Facts, tables: Tables, goods: list[str]) -> str:
    texts = [get_words(text) for text in (*facts.products, *goods)]
    activities = {activity for _, activity in facts.works}
    for sector in tables.sectors:
        if activities & sector.activities or any(contains_words(text, part) for text in texts for part in sector.words):
            return sector.name
    return ""


def _order(facts: Facts, tables: Tables) -> Order | None:
    """Return the order that names the supplier or site; it prompts a check, so a name alone does, in the same country.

    A name that is only spelled nearly so does where the country is known to be the same.
    """
    names = {normalise(name) for name in facts.names if name}
    similar_names = (
        {other for name in names for other in tables.order_names.find_similar(name)} if facts.country else set()
    )
    return next(
        (
            order
            for order in tables.orders
            if (order.names & names and facts.country in {"", order.country})
            or (order.names & similar_names and facts.country == order.country)
        ),
        None,
    )


def _workforce(facts: Facts, weights: Weights, sector_points: float | None) -> Part:
    points, weight = weights["workforce_points"], weights["inherent"]["workforce"]
    if not _is_workforce_known(facts):
        if sector_points is not None and sector_points >= HIGH_RISK_SECTOR:
            return Part("workforce", weight, points["unknown_if_sector_at_least_75"], is_assumed=True)
        return Part("workforce", weight, None)
    items = [item for item in _worker_items(facts, points) if item["points"]]
    return Part("workforce", weight, min(points["cap"], sum(item["points"] for item in items)), items)


_GROUPS = (
    "temporary", "agency", "seasonal", "homeworker", "migrant_international", "migrant_internal", "young",
    "in_provided_housing",
)  # fmt: skip


def _is_workforce_known(facts: Facts) -> bool:
    answers = (facts.recruits_from_abroad, facts.pays_by_piece_or_cash, facts.workers.get("youngest_age"))
    return any(value is not None for value in answers) or any(facts.workers.get(group) is not None for group in _GROUPS)


def _worker_items(facts: Facts, points: Weights) -> list[Item]:
    workers = facts.workers
    seasonal = workers.get("seasonal") or "seasonal_agriculture" in {activity for _, activity in facts.works}
    young = workers.get("young") or (workers.get("youngest_age") or 18) < 18
    homework = workers.get("homeworker") or facts.has_homework_chain
    return [
        _share(workers, ("migrant_international",), "migrant_share", points["migrant_share"]),
        _share(workers, ("migrant_internal",), "internal_migrants", [[20, points["internal_migrants_20_percent"]]]),
        _share(workers, ("agency", "temporary"), "agency_share", points["agency_share"]),
        _flag(facts.recruits_from_abroad, "recruited_abroad_via_agents", points),
        _flag(workers.get("in_provided_housing"), "employer_housing", points),
        _flag(seasonal, "seasonal", points),
        _flag(homework, "homework_or_undeclared_subcontracting", points),
        _flag(young, "workers_under_18", points),
        _flag(facts.pays_by_piece_or_cash, "piece_or_cash_pay", points),
    ]


def _flag(applies: object, key: str, points: Weights) -> Item:
    return {"key": key, "points": points[key] if applies else 0}


_CONTRACTS = ("permanent", "temporary", "agency", "seasonal", "homeworker", "self_employed", "apprentice")


def _share(workers: Mapping[str, int | None], groups: tuple[str, ...], key: str, steps: list[list[float]]) -> Item:
    """Return the points of a share of workers. steps: at least so many per cent, so many points; the highest first."""
    total = workers.get("total") or sum(workers.get(contract) or 0 for contract in _CONTRACTS)
    percent = 100 * sum(workers.get(group) or 0 for group in groups) / total if total else 0
    points = next((points for least, points in steps if percent >= least), 0)
    return {"key": key, "points": points, "percent": round(percent)}


def _floors(
    facts: Facts, parts: tuple[Part, ...], uflpa: str, order: Order | None, weights: Weights
) -> list[Item]:  # fmt: skip
    _country, sector, commodity, workforce = (part.points or 0 for part in parts)
    minimums = weights["inherent_floors"]
    rules: tuple[tuple[str, object, str, Item], ...] = (
        ("R1", sector >= HIGH_RISK_SECTOR and workforce >= HIGH_RISK_WORKFORCE, "R1_sector75_workforce60", {}),
        ("R2", commodity >= 100, "R2_commodity100", {}),
        ("R3", uflpa or order, "R3_uflpa_or_wro", _order_facts(order) if order else {"about": uflpa}),
        ("R4", facts.lacks_licence, "R4_unlicensed_labour_provider", {}),
    )
    return [
        {"rule": rule, "at_least": minimums[key], "about": "", **more} for rule, applies, key, more in rules if applies
    ]


def _order_facts(order: Order) -> Item:
    return {"about": order.text, "table": order.table}
