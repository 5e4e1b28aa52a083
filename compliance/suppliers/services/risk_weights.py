"""Change the editions of tables and the weights for every business, and preview what a change would do."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import RiskScore, RiskWeights, Supplier
from compliance.suppliers.services import risk_job
from compliance.suppliers.services.risk import ScoringBasis, compute_scores
from portal.accounts.models import User
from portal.history.services import record
from portal.reference import editions
from portal.reference.models import Edition

type EffectGroup = tuple[str, str, str, str]
MAX_GROUPS = 200


@dataclass
class Effect:
    """Count what scores would do, over all businesses.

    kinds: how many places of a country and kind of work move from one band to another. No business, supplier or site is
    named, for our staff do not see registers.
    """

    places: int = 0
    changed: int = 0
    up: int = 0
    down: int = 0
    kinds: Counter[EffectGroup] = field(default_factory=Counter)

    @property
    def moved(self) -> int:
        return sum(self.kinds.values())

    @property
    def listed(self) -> list[tuple[EffectGroup, int]]:
        return self.kinds.most_common(MAX_GROUPS)


def preview_effect(basis: ScoringBasis, *, today: date) -> Effect:
    """Return what the scores would do under this basis. Nothing is written."""
    result = Effect()
    for organisation in Organisation.objects.filter(pk__in=Supplier.objects.values("organisation")):
        current = _current_scores(organisation)
        for place, score in compute_scores(organisation, basis, today=today):
            previous, band = current.get((place.supplier_id, place.site_id), (None, ""))
            result.places += 1
            if _rounded(previous) == _rounded(score.residual):
                continue
            result.changed += 1
            result.up += (score.residual or 0) > (previous or 0)
            result.down += (score.residual or 0) < (previous or 0)
            if band != score.band:
                sector = score.parts["parts"][1]["items"]
                result.kinds[place.facts.country, sector[0]["key"] if sector else "", band, score.band] += 1
    return result


def _current_scores(organisation: Organisation) -> dict[tuple[int, int | None], tuple[float | None, str]]:
    rows = RiskScore.objects.for_organisation(organisation).filter(is_current=True).order_by()
    return {
        (supplier, site): (residual, band)
        for supplier, site, residual, band in rows.values_list("supplier_id", "site_id", "residual", "band")
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


@transaction.atomic
def upload_edition(
    *, table: str, edition: str, dated_on: date, rows: list[dict[str, str]], reason: str, actor: User, at: datetime
) -> Edition:
    """Save an edition, to be reviewed before it is put in force."""
    row = Edition.objects.create(
        table=table,
        edition=edition,
        dated_on=dated_on,
        rows=rows,
        reason=reason,
        uploaded_by=str(actor),
        uploaded_at=at,
    )
    record(actor, "suppliers.edition.uploaded", row, {"reason": reason, "rows": len(rows)}, at=at)
    return row


@transaction.atomic
def activate_edition(*, edition: Edition, actor: User, at: datetime) -> None:
    """Put an edition in force. Every business's scores are recomputed."""
    editions.switch_edition(edition, at=at)
    risk_job.request_all(event=ScoreEvent.EDITION, at=at)
    record(actor, "suppliers.edition.switched", edition, {"reason": edition.reason}, at=at)


@transaction.atomic
def restore_shipped_table(*, table: str, reason: str, actor: User, at: datetime) -> None:
    """Go back to the edition of a table that came with the portal. Every business's scores are recomputed."""
    editions.use_shipped(table)
    risk_job.request_all(event=ScoreEvent.EDITION, at=at)
    record(actor, "suppliers.edition.dropped", None, {"table": table, "reason": reason}, at=at)


@transaction.atomic
def set_weights(
    *,
    weights: Mapping[str, Any],  # Any: they are nested as each rule needs
    reason: str,
    actor: User,
    at: datetime,
) -> RiskWeights:
    """Add a new version of the weights; the versions before stay, for the scores that were computed by them."""
    number = RiskWeights.objects.select_for_update().latest("number").number + 1
    row = RiskWeights.objects.create(number=number, weights=weights, reason=reason, made_at=at, made_by=actor)
    risk_job.request_all(event=ScoreEvent.WEIGHTS, at=at)
    record(actor, "suppliers.weights.made", row, {"reason": reason}, at=at)
    return row
