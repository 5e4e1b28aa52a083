"""Working out the scores of a business anew, and keeping those that changed (suppliers 9)."""

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
from compliance.suppliers.rules.risk import Score, Tables, score, tables
from compliance.suppliers.services.risk_facts import ScoredPlace, gather_places
from portal.reference import editions

BATCH_SIZE = 500
SCORE_FIELDS = ("confidence", "inherent", "residual", "priority", "inherent_band", "band", "parts")
type Key = tuple[int, int | None]


@dataclass(frozen=True)
class ScoringBasis:
    """What scores are worked out by: the tables with the edition of each, and the weights."""

    tables: Tables
    editions: dict[str, dict[str, str]]
    weights: Mapping[str, Any]
    weights_id: int | None


def get_basis(*, weights: Mapping[str, Any] | None = None, edition: tuple[str, UUID] | None = None) -> ScoringBasis:
    """What is in force now; weights or one table's edition may be put in its place, to see what would change."""
    return _basis(editions.get_versions_in_force() | ({edition[0]: edition[1]} if edition else {}), weights)


def get_basis_without_edition(table: str) -> ScoringBasis:
    """What would be in force with this table as it came with the portal."""
    return _basis({name: uuid for name, uuid in editions.get_versions_in_force().items() if name != table}, None)


def _basis(versions: Mapping[str, UUID], weights: Mapping[str, Any] | None) -> ScoringBasis:
    found, named = _tables(tuple(sorted(versions.items())))
    if weights is not None:
        return ScoringBasis(found, named, weights, None)
    row = RiskWeights.objects.latest("number")
    return ScoringBasis(found, named, row.weights, row.pk)


@lru_cache(maxsize=4)
def _tables(versions: tuple[tuple[str, UUID], ...]) -> tuple[Tables, dict[str, dict[str, str]]]:
    chosen = dict(versions)
    found = {name: editions.get_table(name, chosen.get(name)) for name in editions.TABLES}
    named = {name: {"edition": t.edition, "dated_on": t.dated_on.isoformat()} for name, t in found.items() if t.rows}
    return tables(**{name: table.rows for name, table in found.items()}), named


def compute_scores(
    organisation: Organisation, by: ScoringBasis, *, today: date, sites: Collection[int] | None = None
) -> list[tuple[ScoredPlace, Score]]:
    """The scores as they would be; nothing is written."""
    answers = dict(GoodsAnswer.objects.for_organisation(organisation).values_list("product", "good"))
    return [
        (place, score(place.facts, by.tables, by.weights, today=today, answers=answers))
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
    """Work out every score of the organisation, or of some sites, and add those that changed. How many.

    before_writing: called in the transaction that writes; what it raises keeps everything as it was.
    """
    by = get_basis()
    fresh = compute_scores(organisation, by, today=timezone.localdate(now), sites=sites)
    old = _current(organisation, sites)
    changed, stale = [], []
    for place, found in fresh:
        key = (place.supplier_id, place.site_id)
        row = _row(place, found, by, event, now)
        before = old.pop(key, None)
        if before is None or not _is_same(before, row):
            changed.append(row)
            stale += [before.pk] if before else []
    stale += [gone.pk for gone in old.values()]
    with transaction.atomic():
        before_writing()
        _write(changed, stale)
    return len(changed)


def _row(place: ScoredPlace, found: Score, by: ScoringBasis, event: str, now: datetime) -> RiskScore:
    values: dict[str, Any] = {name: getattr(found, name) for name in SCORE_FIELDS}
    return RiskScore(
        weights_id=by.weights_id,  # type: ignore[misc]  # the basis of a score is always saved
        supplier_id=place.supplier_id,
        site_id=place.site_id,
        computed_at=now,
        event=event,
        editions=by.editions,
        inputs=place.facts.as_json(),
        **values,
    )


def _current(organisation: Organisation, sites: Collection[int] | None) -> dict[Key, RiskScore]:
    rows = RiskScore.objects.for_organisation(organisation).filter(is_current=True)
    if sites is not None:
        rows = rows.filter(site__in=sites)
    return {(row.supplier_id, row.site_id): row for row in rows.order_by()}


def _is_same(one: RiskScore, other: RiskScore) -> bool:
    """A new edition or new weights make a new score even where the figures stay: it says what it was made by."""
    compared = (*SCORE_FIELDS, "inputs", "editions", "weights_id")
    return all(getattr(one, name) == getattr(other, name) for name in compared)


def _write(changed: list[RiskScore], stale: list[int]) -> None:
    for start in range(0, len(stale), BATCH_SIZE):
        RiskScore.objects.filter(pk__in=stale[start : start + BATCH_SIZE]).update(is_current=False)
    RiskScore.objects.bulk_create(changed, batch_size=BATCH_SIZE)
