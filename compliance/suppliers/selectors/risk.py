"""Read what the risk pages show, each in a few queries: the list, its map, and one score with its arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import Band, ScoreEvent
from compliance.suppliers.labels import risk as risk_labels
from compliance.suppliers.models import RiskRun, RiskScore, Site, Supplier
from compliance.suppliers.rules.risk import round_score, share_points
from compliance.suppliers.services import index_values
from portal.core.distinct_values import count_distinct_values
from portal.core.pagination import select_first_page
from portal.core.prepared import prepared
from portal.core.types import JsonObject
from portal.reference import editions
from portal.reference.models import IndexValue

MAX_HISTORY_LINES = 50
# A score keeps its parts as JSON: texts, numbers, lists and objects.


def get_scores(organisation: Any) -> QuerySet[RiskScore]:  # Any: or a Parameter
    """Return current scores of an organisation or of the key of one; an open alert A first, then by priority.

    See docs/requirements/suppliers.md#risk-priority.
    """
    rows = RiskScore.objects.for_organisation(organisation).filter(is_current=True)
    return rows.order_by("-has_alert", "-urgency", "pk")


@prepared
def fetch_first_page(organisation: int) -> QuerySet[Any]:  # Any: of a FirstPage
    """Return the keys of the first scores of get_scores, and how many there are."""
    return select_first_page(get_scores(organisation), max_count=risk_labels.MAX_PLACES)


@prepared
def fetch_lines(keys: list[int]) -> QuerySet[Any]:  # Any: named tuples
    """Return what the list shows of the scores, in any order."""
    return RiskScore.objects.filter(pk__in=keys).values_list(
        *("pk", "country", "has_alert", "confidence", "inherent", "residual", "inherent_band", "band"),
        *("supplier__name", "supplier__uuid", "site__name", "site__uuid"),
        named=True,
    )


def get_score(organisation: Organisation, **where: Any) -> RiskScore | None:  # Any: look-ups of the ORM
    """Return the current score of a site, or of a supplier that has none."""
    rows = RiskScore.objects.for_organisation(organisation).filter(is_current=True, **where)
    return rows.select_related("weights", "site", "supplier").first()


def count_by_point(organisation: Organisation) -> list[tuple[float | None, float | None, str, int, int]]:
    """Return latitude, longitude, country, number of places and the key of one score, for each point."""
    scores = RiskScore.objects.filter(organisation=organisation.pk, is_current=True).order_by()
    points = scores.values_list("site__latitude", "site__longitude", "country")
    return list(points.annotate(number=Count("pk"), one=Min("pk")))


def get_places(keys: Sequence[int], organisation: Organisation) -> dict[int, tuple[str, str, UUID]]:
    """Return the name, the page and the id of the place of each of these scores."""
    scores = RiskScore.objects.filter(organisation=organisation.pk, pk__in=keys).select_related("site", "supplier")
    rows = scores.only("site__name", "site__uuid", "supplier__name", "supplier__uuid")
    return {row.pk: _describe_place(row.site or row.supplier) for row in rows}


def _describe_place(place: Site | Supplier) -> tuple[str, str, UUID]:
    return place.name, "site" if isinstance(place, Site) else "supplier", place.uuid


def count_by_country(organisation: Organisation) -> dict[str, int]:
    """Return how many places are in each country, the most first; MAX_PLACES + 1 stands for more."""
    counts = count_distinct_values(
        RiskScore, "country", max_count=risk_labels.MAX_PLACES + 1, organisation=organisation.pk, is_current=True
    )
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True)
class RescoringState:
    """Say whether scores are being recomputed, and whether that failed and nobody tries any more before tomorrow."""

    is_running: bool = False
    has_failed: bool = False


def get_rescoring_state(organisation: Organisation) -> RescoringState:
    """Return where the recomputing of the scores is, in one query."""
    run = next(iter(_fetch_run(organisation.pk)), None)
    return RescoringState(run[0] is not None, run[1] is not None) if run else RescoringState()


@prepared
def _fetch_run(organisation: int) -> QuerySet[Any]:  # Any: two moments
    return RiskRun.objects.for_organisation(organisation).order_by("pk").values_list("asked_at", "put_aside_at")[:1]


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


def _items(part: JsonObject) -> list[PartItem]:
    """Return the items of a part, each with its name, its value, and points."""
    return [
        PartItem(name, value, None if item["points"] is None else round_score(item["points"]))
        for item in part["items"]
        for name, value in [_item(part["key"], item)]
    ]


def _item(key: str, item: JsonObject) -> tuple[str, str]:
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
    parts: JsonObject = score.parts
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


def _floor_lines(floors: list[JsonObject]) -> list[FloorLine]:
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


def _best_control(change: JsonObject) -> BestControl:
    k = round(change["k"] * 100)
    return BestControl(str(risk_labels.CONTROL_LABELS[change["key"]]), k, round_score(change["to"]))
