"""Count what depends on records that an undo would delete: a record stays where people put anything on it.

Every relation to the model counts, so that one that is added later is protected too. What the portal works out by
itself, and works out again, holds nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Model, Q

from compliance.audits.choices import Progress
from compliance.audits.models import Alert, CarPlan
from compliance.audits.rules.dates import next_review_on
from compliance.suppliers.models import RiskScore, SiteFacts

type Touched = Callable[[Any], Collection[int]]


def count_dependants(model: type[Model], keys: Collection[int]) -> dict[int, Counter[str]]:
    """Return how many rows depend on each record, by the model's label; records without dependants are left out."""
    dependants: dict[int, Counter[str]] = defaultdict(Counter)
    relations: list[Any] = list(model._meta.get_fields(include_hidden=True))
    for relation in relations:
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            child, name = relation.related_model, relation.field.name
            rows = child._base_manager.filter(**{f"{name}__in": keys})
            rows = rows.filter(pk__in=HUMAN_TOUCHED_ROWS[child](rows)) if child in HUMAN_TOUCHED_ROWS else rows
            for key in rows.values_list(name, flat=True):
                dependants[key][child._meta.label_lower] += 1
    return dependants


def _none(rows: Any) -> Collection[int]:
    return ()


def _handled(alerts: Any) -> Collection[int]:
    """Return alerts that a person handled.

    An alert that nobody has looked at outlives its finding, and finds it again by its key.
    """
    fields = ("acknowledged_at", "reported_at", "closing_asked_at", "closed_at")
    handled = Q(*((f"{name}__isnull", False) for name in fields), _connector=Q.OR)
    return alerts.filter(handled).values_list("pk", flat=True)


def _planned(plans: Any) -> Collection[int]:
    """Return collaborative actions that are more than the empty one that each such finding gets."""
    rows = plans.select_related("finding__audit").prefetch_related("owners")
    return [plan.pk for plan in rows if _is_filled(plan)]


def _is_filled(plan: CarPlan) -> bool:
    values = (plan.workers_owed, plan.amount_owed, plan.amount_repaid, plan.last_repayment_on, plan.currency or None)
    return (
        plan.progress != Progress.NOT_STARTED
        or plan.review_on != next_review_on(plan.finding.audit.ended_on)
        or any(value is not None for value in values)
        or bool(plan.owners.all())
    )


# Models of which the portal itself writes rows; those that a person had a hand in.
HUMAN_TOUCHED_ROWS: dict[type[Model], Touched] = {
    SiteFacts: _none,
    RiskScore: _none,
    Alert: _handled,
    CarPlan: _planned,
}
