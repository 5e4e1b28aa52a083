"""The plan of a collaborative action: saved whole, its owners replaced, its next review set by a review."""

from datetime import UTC, date, datetime

import pytest

from compliance.audits.choices import OwnerRole
from compliance.audits.models import CarPlan
from compliance.audits.rules.dates import next_review_on
from compliance.audits.services import collaborative_actions
from compliance.audits.services.transitions import get_version
from portal.core.exceptions import EditConflict
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.audits import CarOwnerFactory, CarPlanFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def save(plan, *, version=None, owners=(), was_reviewed=False, **fields):
    return collaborative_actions.save(
        plan=plan,
        version=version or get_version(plan),
        fields=fields,
        owners=owners,
        was_reviewed=was_reviewed,
        actor=UserFactory(),
        at=NOW,
    )


def test_owners_replace_those_before():
    plan = CarPlanFactory()
    CarOwnerFactory(plan=plan)
    save(plan, owners=[{"role": OwnerRole.BUYER, "share_percent": 40}, {"role": OwnerRole.SITE, "share_percent": 60}])
    assert set(plan.owners.values_list("role", "share_percent")) == {(OwnerRole.BUYER, 40), (OwnerRole.SITE, 60)}


def test_only_a_review_sets_the_day_of_the_next():
    plan = CarPlanFactory(review_on=date(2027, 2, 28))
    assert save(plan).review_on == date(2027, 2, 28)
    plan.refresh_from_db()
    assert save(plan, was_reviewed=True).review_on == next_review_on(date(2026, 11, 24))
    acts = Entry.objects.order_by("seq").values_list("action", flat=True)
    assert list(acts) == ["audits.plan.changed", "audits.plan.reviewed"]


def test_who_saves_an_older_version_changes_nothing():
    plan = CarPlanFactory()
    version = get_version(plan)
    save(plan, owners=[{"role": OwnerRole.SITE}])
    with pytest.raises(EditConflict):
        save(plan, version=version, owners=[])
    assert CarPlan.objects.get().owners.count() == 1
