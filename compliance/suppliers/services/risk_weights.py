"""What our staff change for every business: editions of tables, and weights; and what a change would do."""

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
    """What scores would do, over all businesses. kinds: how many places of a country and kind of work move from one
    band to another; no business, supplier or site is named, for our staff do not see registers.
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


def preview_effect(by: ScoringBasis, *, today: date) -> Effect:
    """Nothing is written."""
    found = Effect()
    for organisation in Organisation.objects.filter(pk__in=Supplier.objects.values("organisation")):
        now = _current_scores(organisation)
        for place, score in compute_scores(organisation, by, today=today):
            before, band = now.get((place.supplier_id, place.site_id), (None, ""))
            found.places += 1
            if _rounded(before) == _rounded(score.residual):
                continue
            found.changed += 1
            found.up += (score.residual or 0) > (before or 0)
            found.down += (score.residual or 0) < (before or 0)
            if band != score.band:
                sector = score.parts["parts"][1]["items"]
                found.kinds[place.facts.country, sector[0]["key"] if sector else "", band, score.band] += 1
    return found


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
    """Keep an edition, to be looked at before it is put in force."""
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
    """Put an edition in force. Every business's scores are worked out anew."""
    editions.switch_edition(edition, at=at)
    risk_job.request_all(event=ScoreEvent.EDITION, at=at)
    record(actor, "suppliers.edition.switched", edition, {"reason": edition.reason}, at=at)


@transaction.atomic
def restore_shipped_table(*, table: str, reason: str, actor: User, at: datetime) -> None:
    """Back to the edition that came with the portal."""
    editions.use_shipped(table)
    risk_job.request_all(event=ScoreEvent.EDITION, at=at)
    record(actor, "suppliers.edition.dropped", None, {"table": table, "reason": reason}, at=at)


@transaction.atomic
def set_weights(*, weights: Mapping[str, Any], reason: str, actor: User, at: datetime) -> RiskWeights:
    """A new version; the ones before stay, for the scores that were worked out by them."""
    number = RiskWeights.objects.select_for_update().latest("number").number + 1
    row = RiskWeights.objects.create(number=number, weights=weights, reason=reason, made_at=at, made_by=actor)
    risk_job.request_all(event=ScoreEvent.WEIGHTS, at=at)
    record(actor, "suppliers.weights.made", row, {"reason": reason}, at=at)
    return row
