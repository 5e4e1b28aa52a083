"""Read what the risk pages show, each in a few queries: the list, its map, and one score with its arithmetic."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import Band, ScoreEvent
from compliance.suppliers.labels import risk as risk_labels
from compliance.suppliers.models import RiskRun, RiskScore
from compliance.suppliers.rules.risk import round_score, share_points
from compliance.suppliers.services import index_values
from portal.reference import editions
from portal.reference.models import IndexValue

MAX_HISTORY_LINES = 50
# A score keeps its parts as JSON: texts, numbers, lists and objects.
type JSONObject = dict[str, Any]


def get_scores(organisation: Organisation) -> QuerySet[RiskScore]:
    """Return current scores with their place's country as `iso2`; an open alert A first, then by priority.

    See docs/requirements/suppliers.md#risk-priority.
    """
    country = Case(
        When(~Q(site__country="") & Q(site__isnull=False), then=F("site__country")), default=F("supplier__country")
    )
    rows: Any = RiskScore.objects.for_organisation(organisation).filter(is_current=True)
    has_alert = Coalesce(F("site__facts__has_alert_a"), False)
    order = (has_alert.desc(), F("priority").desc(nulls_last=True), "pk")
    return rows.annotate(iso2=country).order_by(*order)


def with_list_columns(rows: QuerySet[RiskScore]) -> QuerySet[RiskScore]:
    """Return the rows with what the list shows, and without their large columns."""
    return rows.select_related("site", "supplier", "site__facts").defer("inputs", "parts", "editions")


def get_score(organisation: Organisation, **where: Any) -> RiskScore | None:
    """Return the current score of a site, or of a supplier that has none."""
    rows = RiskScore.objects.for_organisation(organisation).filter(is_current=True, **where)
    return rows.select_related("weights", "site", "supplier").first()


def count_by_country(organisation: Organisation) -> dict[str, int]:
    """Return how many places are in each country, the most first."""
    rows: Any = get_scores(organisation)
    counts = rows.order_by().values("iso2").annotate(count=Count("pk")).order_by("-count", "iso2")
    return {row["iso2"]: row["count"] for row in counts}


def is_rescoring(organisation: Organisation) -> bool:
    """Return whether scores are being recomputed."""
    return RiskRun.objects.for_organisation(organisation).filter(asked_at__isnull=False).exists()


@dataclass(frozen=True)
class Source:
    """Hold a table in the edition that a score was computed by."""

    title: str
    edition: str
    dated_on: date
    link: str
    licence: str


def get_sources(score: RiskScore, names: list[str]) -> list[Source]:
    """Return the tables of these names in the editions that the score was computed by."""
    sources = []
    for name in names:
        table, edition = editions.get_shipped_table(name), score.editions[name]
        dated_on = date.fromisoformat(edition["dated_on"])
        sources.append(
            Source(str(risk_labels.TABLE_NAMES[name]), edition["edition"], dated_on, table.link, table.licence)
        )
    return sources


@dataclass(frozen=True)
class PartItem:
    """One thing that a part is made of; points are None where they are not known."""

    name: str
    found: str
    points: int | None


@dataclass(frozen=True)
class PartLine:
    """A line of the table of parts. weight: per cent. share: of the risk before the floors, None where not known."""

    name: str
    points: int | None
    weight: int
    share: int | None
    is_assumed: bool
    items: list[PartItem]
    sources: list[Source]


def get_part_lines(score: RiskScore) -> list[PartLine]:
    """Return the lines of the table of parts."""
    points_by_part = share_points(score.parts["parts"])
    return [
        PartLine(
            name=str(risk_labels.PART_LABELS[part["key"]]),
            points=None if part["points"] is None else round_score(part["points"]),
            weight=round(part["weight"] * 100),
            share=points_by_part.get(part["key"]),
            is_assumed=part["is_assumed"],
            items=_items(part),
            sources=get_sources(
                score, [name for name in risk_labels.TABLES_BY_PART[part["key"]] if name in score.editions]
            ),
        )
        for part in score.parts["parts"]
    ]


def _items(part: JSONObject) -> list[PartItem]:
    """Return the items of a part, each with its name, its value, and points."""
    return [
        PartItem(name, value, None if item["points"] is None else round_score(item["points"]))
        for item in part["items"]
        for name, value in [_item(part["key"], item)]
    ]


def _item(key: str, item: JSONObject) -> tuple[str, str]:
    if key == "country":
        value = item["value"]
        if item["key"] == "dol_goods":
            value = risk_labels.describe_goods_count(*value)
        elif isinstance(value, float):
            value = round(value)
        return str(risk_labels.COUNTRY_ITEM_LABELS[item["key"]]), str(risk_labels.UNKNOWN if value is None else value)
    if key == "sector":
        return risk_labels.work_label(item), ""
    if key == "workforce":
        return risk_labels.describe_worker_item(item), ""
    if item["kind"] == "uflpa_sector_and_china":
        return item["sector"], str(risk_labels.UFLPA)
    return item["product"], f"{item['good'] or risk_labels.NO_GOOD}: {risk_labels.GOODS_LABELS[item['kind']]}"


@dataclass(frozen=True)
class CountryIndexes:
    """Indexes of a country that are no part of the score: where they are, and what our staff read in one (value)."""

    country: str
    value: IndexValue | None
    slavery_index: str = risk_labels.SLAVERY_INDEX_URL
    rights_index: str = risk_labels.RIGHTS_INDEX_URL


def get_country_indexes(iso2: str) -> CountryIndexes:
    """Return the indexes of a country; an empty code has no value."""
    return CountryIndexes(risk_labels.country_name(iso2), index_values.get_index_value(iso2) if iso2 else None)


type FloorLine = tuple[float, str]


@dataclass(frozen=True)
class Arithmetic:
    """The sums of a score in whole numbers. terms: weight in per cent and points of each known part.

    k, factor: per cent. p: points of the problems. half: the least that controls can leave.
    """

    terms: list[tuple[int, int]]
    weights: int
    before: int
    inherent: int
    floors: list[FloorLine]
    k: int
    p: int
    half: int
    left: int
    residual: int
    residual_floors: list[FloorLine]
    factor: int
    priority: int


def get_arithmetic(score: RiskScore) -> Arithmetic:
    """Return the sums of a score whose values are known."""
    parts: JSONObject = score.parts
    inherent, residual, priority = (value or 0.0 for value in (score.inherent, score.residual, score.priority))
    known_parts = [part for part in parts["parts"] if part["points"] is not None]
    return Arithmetic(
        terms=[(round(part["weight"] * 100), round_score(part["points"])) for part in known_parts],
        weights=round(sum(part["weight"] for part in known_parts) * 100),
        before=round_score(parts["before"]),
        inherent=round_score(inherent),
        floors=_floor_lines(parts["inherent_floors"]),
        k=round(parts["k"] * 100),
        p=round_score(parts["p"]),
        half=round_score(inherent / 2),
        left=round_score(parts["residual_before"]),
        residual=round_score(residual),
        residual_floors=_floor_lines(parts["residual_floors"]),
        factor=round(parts["exposure"]["factor"] * 100),
        priority=round_score(priority),
    )


def _floor_lines(floors: list[JSONObject]) -> list[FloorLine]:
    return [(floor["at_least"], risk_labels.describe_floor(floor)) for floor in floors]


def get_controls(score: RiskScore) -> list[tuple[str, int]]:
    """Return the name of each control in place, and the per cent that it takes off."""
    return [
        (str(risk_labels.CONTROL_LABELS[control["key"]]), round(control["k"] * 100))
        for control in score.parts["controls"]
    ]


@dataclass(frozen=True)
class Problem:
    """Something that went wrong, how often, and the points it adds, at most cap."""

    name: str
    count: str
    points: str
    cap: float


def get_problems(score: RiskScore, *, may_see_alerts: bool) -> list[Problem]:
    """Return the problems of a score with their points.

    Whether the business told the helpline is for those who see its alerts; the points are everybody's.
    """
    names = risk_labels.PROBLEM_LABELS
    if not may_see_alerts:
        names = names | risk_labels.HIDDEN_PROBLEM_LABELS
    return [
        Problem(str(names[problem["key"]]), f"{problem['count']:g}", f"{problem['points']:g}", problem["cap"])
        for problem in score.parts["problems"]
    ]


@dataclass(frozen=True)
class HistoryLine:
    """One dated score of a place, with what moved it (event) and by how much (moved)."""

    at: datetime
    number: int | None
    band: str
    event: str
    moved: int | None


def get_score_history(score: RiskScore) -> list[HistoryLine]:
    """Return dated scores of the same place, the newest first, each with what moved it and by how much."""
    rows = RiskScore.objects.filter(supplier=score.supplier_id, site=score.site_id).order_by("-computed_at", "-pk")
    scores = list(rows.only("computed_at", "event", "residual", "band")[: MAX_HISTORY_LINES + 1])
    event_labels, band_labels = dict(ScoreEvent.choices), dict(Band.choices)
    return [
        HistoryLine(
            at=row.computed_at,
            number=None if row.residual is None else round_score(row.residual),
            band=str(band_labels.get(row.band, "")),
            event=str(event_labels.get(row.event, row.event)),
            moved=_get_difference(row, before),
        )
        for row, before in zip(scores, [*scores[1:], None], strict=True)
    ][:MAX_HISTORY_LINES]


def _get_difference(row: RiskScore, before: RiskScore | None) -> int | None:
    if before is None or row.residual is None or before.residual is None:
        return None
    return round_score(row.residual) - round_score(before.residual)


@dataclass(frozen=True)
class BestControl:
    """The control that would lower the risk most: the per cent it takes off (k), and the risk with it (to)."""

    name: str
    k: int
    to: int


class ScorePage(TypedDict):
    """The context of the page of a score that is known."""

    number: int
    sentences: list[str]
    confidence: int
    is_caution_due: bool
    change: BestControl | None
    held_by: str
    lines: list[PartLine]
    sums: Arithmetic
    beside: CountryIndexes
    controls: list[tuple[str, int]]
    problems: list[Problem]
    sources: list[Source]
    history: list[HistoryLine]


def get_score_page(score: RiskScore, *, today: date, may_see_alerts: bool) -> ScorePage:
    """Return everything on the page of a score that is known."""
    change = score.parts["change"]
    return {
        "number": round_score(score.residual or 0.0),
        "sentences": risk_labels.describe_score(score, today=today),
        "confidence": round(score.confidence * 100),
        "is_caution_due": score.parts["is_caution_due"],
        "change": _best_control(change) if change else None,
        "held_by": risk_labels.describe_floor_in_force(score),
        "lines": get_part_lines(score),
        "sums": get_arithmetic(score),
        "beside": get_country_indexes(score.inputs["country"]),
        "controls": get_controls(score),
        "problems": get_problems(score, may_see_alerts=may_see_alerts),
        "sources": get_sources(score, risk_labels.get_used_tables(score)),
        "history": get_score_history(score),
    }


def _best_control(change: JSONObject) -> BestControl:
    k = round(change["k"] * 100)
    return BestControl(str(risk_labels.CONTROL_LABELS[change["key"]]), k, round_score(change["to"]))
