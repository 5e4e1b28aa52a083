"""Recompute the scores of a business, and save those that changed (docs/requirements/suppliers.md#risk-score)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from compliance.organisations.models import Organisation
from compliance.suppliers.models import GoodsAnswer, RiskScore, RiskWeights
from compliance.suppliers.rules.risk import Score, Tables, build_tables, score_place
from compliance.suppliers.services.risk_facts import ScoredPlace, gather_places
from portal.reference import editions

BATCH_SIZE = 500
SCORE_FIELDS = ("confidence", "inherent", "residual", "priority", "inherent_band", "band", "parts")
type Key = tuple[int, int | None]


@dataclass(frozen=True)
class ScoringBasis:
    """Hold what scores are computed by: the tables with the edition of each, and the weights."""

    tables: Tables
    editions: dict[str, dict[str, str]]
    weights: Mapping[str, Any]
    weights_id: int | None


def get_basis(
    *,
    weights: Mapping[str, Any] | None = None,  # Any: they are nested as each rule needs
    edition: tuple[str, UUID] | None = None,
) -> ScoringBasis:
    """Return what is in force now.

    Weights or one table's edition may be given in its place, to see what would change.
    """
    return _basis(editions.get_versions_in_force() | ({edition[0]: edition[1]} if edition else {}), weights)


def get_basis_without_edition(table: str) -> ScoringBasis:
    """Return what would be in force with this table as it came with the portal."""
    return _basis({name: uuid for name, uuid in editions.get_versions_in_force().items() if name != table}, None)


def _basis(versions: Mapping[str, UUID], weights: Mapping[str, Any] | None) -> ScoringBasis:
    tables, edition_names = _tables(tuple(sorted(versions.items())))
    if weights is not None:
        return ScoringBasis(tables, edition_names, weights, None)
    row = RiskWeights.objects.latest("number")
    return ScoringBasis(tables, edition_names, row.weights, row.pk)


@lru_cache(maxsize=4)
def _tables(versions: tuple[tuple[str, UUID], ...]) -> tuple[Tables, dict[str, dict[str, str]]]:
    version_by_table = dict(versions)
    tables = {name: editions.get_table(name, version_by_table.get(name)) for name in editions.TABLES}
    edition_names = {
        name: {"edition": t.edition, "dated_on": t.dated_on.isoformat()} for name, t in tables.items() if t.rows
    }
    return build_tables(**{name: table.rows for name, table in tables.items()}), edition_names


def compute_scores(
    organisation: Organisation, basis: ScoringBasis, *, today: date, sites: Collection[int] | None = None
) -> list[tuple[ScoredPlace, Score]]:
    """Return the scores as they would be; nothing is written."""
    answers = dict(GoodsAnswer.objects.for_organisation(organisation).values_list("product", "good"))
    return [
        (place, score_place(place.facts, basis.tables, basis.weights, today=today, answers=answers))
        for place in gather_places(organisation, today=today, sites=sites)
    ]


def recompute_scores(
    organisation: Organisation,
    *,
    sites: Collection[int] | None = None,
    event: str,
    now: datetime,
    before_writing: Callable[[], None] = lambda: None,
) -> int:
    """Recompute every score of the organisation, or of some sites, and add those that changed. Return how many.

    before_writing: called in the transaction that writes; if it raises, everything stays as it was.
    """
    basis = get_basis()
    computed = compute_scores(organisation, basis, today=timezone.localdate(now), sites=sites)
    current = _current(organisation, sites)
    changed, stale = [], []
    for place, score in computed:
        key = (place.supplier_id, place.site_id)
        row = _row(place, score, basis, event, now)
        previous = current.pop(key, None)
        if previous is None or not _is_same(previous, row):
            changed.append(row)
            stale += [previous.pk] if previous else []
    stale += [gone.pk for gone in current.values()]
    with transaction.atomic():
        before_writing()
        _write(changed, stale)
    return len(changed)


def _row(place: ScoredPlace, score: Score, basis: ScoringBasis, event: str, now: datetime) -> RiskScore:
    values: dict[str, object] = {name: getattr(score, name) for name in SCORE_FIELDS}
    return RiskScore(
        weights_id=basis.weights_id,  # type: ignore[misc]  # the basis of a score is always saved
        supplier_id=place.supplier_id,
        site_id=place.site_id,
        computed_at=now,
        event=event,
        editions=basis.editions,
        inputs=place.facts.as_json(),
        **values,
    )


def _current(organisation: Organisation, sites: Collection[int] | None) -> dict[Key, RiskScore]:
    rows = RiskScore.objects.for_organisation(organisation).filter(is_current=True)
    if sites is not None:
        rows = rows.filter(site__in=sites)
    return {(row.supplier_id, row.site_id): row for row in rows.order_by()}


def _is_same(row: RiskScore, other: RiskScore) -> bool:
    """Return whether two scores are equal, with what they were made by.

    A new edition or new weights make a new score even where the figures stay.
    """
    compared = (*SCORE_FIELDS, "inputs", "editions", "weights_id")
    return all(getattr(row, name) == getattr(other, name) for name in compared)


def _write(changed: list[RiskScore], stale: list[int]) -> None:
    for start in range(0, len(stale), BATCH_SIZE):
        RiskScore.objects.filter(pk__in=stale[start : start + BATCH_SIZE]).update(is_current=False)
    RiskScore.objects.bulk_create(changed, batch_size=BATCH_SIZE)
