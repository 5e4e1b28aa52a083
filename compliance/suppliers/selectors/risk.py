"""What the risk pages show, each in a few queries: the list, the map under it, and one score with its arithmetic."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import Band, ScoreEvent
from compliance.suppliers.labels import risk as wording
from compliance.suppliers.models import RiskRun, RiskScore
from compliance.suppliers.rules.risk import round_score, share_points
from compliance.suppliers.services import index_values
from portal.reference import editions

MAX_HISTORY_LINES = 50


def get_scores(organisation: Organisation) -> QuerySet[RiskScore]:
    """Current ones with their place's country as `iso2`; an open alert A first, then by priority (9.4)."""
    own = Case(
        When(~Q(site__country="") & Q(site__isnull=False), then=F("site__country")), default=F("supplier__country")
    )
    rows: Any = RiskScore.objects.for_organisation(organisation).filter(is_current=True)
    has_alert = Coalesce(F("site__facts__has_alert_a"), False)
    order = (has_alert.desc(), F("priority").desc(nulls_last=True), "pk")
    return rows.annotate(iso2=own).order_by(*order)


def with_list_columns(rows: QuerySet[RiskScore]) -> QuerySet[RiskScore]:
    return rows.select_related("site", "supplier", "site__facts").defer("inputs", "parts", "editions")


def get_score(organisation: Organisation, **where: Any) -> RiskScore | None:
    """The current score of a site, or of a supplier that has none."""
    rows = RiskScore.objects.for_organisation(organisation).filter(is_current=True, **where)
    return rows.select_related("weights", "site", "supplier").first()


def count_by_country(organisation: Organisation) -> dict[str, int]:
    """How many places stand in each country, the most first."""
    placed: Any = get_scores(organisation)
    counted = placed.order_by().values("iso2").annotate(count=Count("pk")).order_by("-count", "iso2")
    return {row["iso2"]: row["count"] for row in counted}


def is_rescoring(organisation: Organisation) -> bool:
    """Whether scores are being worked out anew."""
    return RiskRun.objects.for_organisation(organisation).filter(asked_at__isnull=False).exists()


@dataclass(frozen=True)
class Source:
    """A table in the edition that a score was worked out by."""

    title: str
    edition: str
    dated_on: date
    link: str
    licence: str


def get_sources(score: RiskScore, names: list[str]) -> list[Source]:
    found = []
    for name in names:
        table, used = editions.get_shipped_table(name), score.editions[name]
        dated_on = date.fromisoformat(used["dated_on"])
        found.append(Source(str(wording.TABLE_NAMES[name]), used["edition"], dated_on, table.link, table.licence))
    return found


def get_part_lines(score: RiskScore) -> list[dict[str, Any]]:
    """The table of parts."""
    brought = share_points(score.parts["parts"])
    return [
        {
            "name": wording.PART_LABELS[part["key"]],
            "points": None if part["points"] is None else round_score(part["points"]),
            "weight": round(part["weight"] * 100),
            "share": brought.get(part["key"]),
            "is_assumed": part["is_assumed"],
            "items": _items(part),
            "sources": get_sources(
                score, [name for name in wording.TABLES_BY_PART[part["key"]] if name in score.editions]
            ),
        }
        for part in score.parts["parts"]
    ]


def _items(part: dict[str, Any]) -> list[dict[str, Any]]:
    """Each with its name, what was found, and points."""
    return [
        {"name": name, "found": found, "points": None if item["points"] is None else round_score(item["points"])}
        for item in part["items"]
        for name, found in [_item(part["key"], item)]
    ]


def _item(key: str, item: dict[str, Any]) -> tuple[str, str]:
    if key == "country":
        value = item["value"]
        if item["key"] == "dol_goods":
            value = wording.describe_goods_count(*value)
        elif isinstance(value, float):
            value = round(value)
        return str(wording.COUNTRY_ITEM_LABELS[item["key"]]), str(wording.UNKNOWN if value is None else value)
    if key == "sector":
        return wording.work_label(item), ""
    if key == "workforce":
        return wording.describe_worker_item(item), ""
    if item["kind"] == "uflpa_sector_and_china":
        return item["sector"], str(wording.UFLPA)
    return item["product"], f"{item['good'] or wording.NO_GOOD}: {wording.GOODS_LABELS[item['kind']]}"


def get_country_indexes(iso2: str) -> dict[str, Any]:
    """Indexes of the country that are no part of the score: where they stand, and what our staff read in one."""
    return {
        "country": wording.country_name(iso2),
        "value": index_values.get_index_value(iso2) if iso2 else None,
        "slavery_index": wording.SLAVERY_INDEX_URL,
        "rights_index": wording.RIGHTS_INDEX_URL,
    }


def get_arithmetic(score: RiskScore) -> dict[str, Any]:
    """The sums in whole numbers: weights as per cent. score: one whose values are known."""
    parts: Any = score.parts
    inherent, residual, priority = (value or 0.0 for value in (score.inherent, score.residual, score.priority))
    known = [part for part in parts["parts"] if part["points"] is not None]
    return {
        "terms": [(round(part["weight"] * 100), round_score(part["points"])) for part in known],
        "weights": round(sum(part["weight"] for part in known) * 100),
        "before": round_score(parts["before"]),
        "inherent": round_score(inherent),
        "floors": [(floor["at_least"], wording.describe_floor(floor)) for floor in parts["inherent_floors"]],
        "k": round(parts["k"] * 100),
        "p": round_score(parts["p"]),
        "half": round_score(inherent / 2),
        "left": round_score(parts["residual_before"]),
        "residual": round_score(residual),
        "residual_floors": [(floor["at_least"], wording.describe_floor(floor)) for floor in parts["residual_floors"]],
        "factor": round(parts["exposure"]["factor"] * 100),
        "priority": round_score(priority),
    }


def get_controls(score: RiskScore) -> list[tuple[str, int]]:
    return [(str(wording.CONTROL_LABELS[one["key"]]), round(one["k"] * 100)) for one in score.parts["controls"]]


def get_problems(score: RiskScore, *, may_see_alerts: bool) -> list[dict[str, Any]]:
    """Whether the business told the helpline is for those who see its alerts; the points are everybody's."""
    names = wording.PROBLEM_LABELS if may_see_alerts else wording.PROBLEM_LABELS | wording.HIDDEN_PROBLEM_LABELS
    return [
        {
            "name": names[one["key"]],
            "count": f"{one['count']:g}",
            "points": f"{one['points']:g}",
            "cap": one["cap"],
        }
        for one in score.parts["problems"]
    ]


def get_score_history(score: RiskScore) -> list[dict[str, Any]]:
    """Dated scores of the same place, the newest first, each with what moved it and by how much."""
    rows = RiskScore.objects.filter(supplier=score.supplier_id, site=score.site_id).order_by("-computed_at", "-pk")
    kept = list(rows.only("computed_at", "event", "residual", "band")[: MAX_HISTORY_LINES + 1])
    words, bands = dict(ScoreEvent.choices), dict(Band.choices)
    return [
        {
            "at": row.computed_at,
            "number": None if row.residual is None else round_score(row.residual),
            "band": bands.get(row.band, ""),
            "event": words.get(row.event, row.event),
            "moved": _get_difference(row, before),
        }
        for row, before in zip(kept, [*kept[1:], None], strict=True)
    ][:MAX_HISTORY_LINES]


def _get_difference(row: RiskScore, before: RiskScore | None) -> int | None:
    if before is None or row.residual is None or before.residual is None:
        return None
    return round_score(row.residual) - round_score(before.residual)


def get_score_page(score: RiskScore, *, today: date, may_see_alerts: bool) -> dict[str, Any]:
    """Everything on the page of a score that is known."""
    residual: Any = score.residual
    change = score.parts["change"]
    return {
        "number": round_score(residual),
        "sentences": wording.describe_score(score, today=today),
        "confidence": round(score.confidence * 100),
        "is_caution_due": score.parts["is_caution_due"],
        "change": change and _best_control(change),
        "held_by": wording.describe_floor_in_force(score),
        "lines": get_part_lines(score),
        "sums": get_arithmetic(score),
        "beside": get_country_indexes(score.inputs["country"]),
        "controls": get_controls(score),
        "problems": get_problems(score, may_see_alerts=may_see_alerts),
        "sources": get_sources(score, wording.get_used_tables(score)),
        "history": get_score_history(score),
    }


def _best_control(change: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": wording.CONTROL_LABELS[change["key"]],
        "k": round(change["k"] * 100),
        "to": round_score(change["to"]),
    }
