"""Tiers are renewed on the day on which a relation ends, by the job that works out the scores."""

from datetime import UTC, date, datetime, timedelta

import pytest

from compliance.suppliers.choices import UNKNOWN_TIER_RANK
from compliance.suppliers.services import risk_job
from tests.factories.suppliers import SupplierFactory, SupplyRelationFactory

pytestmark = pytest.mark.django_db
LAST_DAY = date(2030, 3, 1)


def test_the_daily_scores_renew_the_tier_of_a_supplier_whose_relation_ends():
    supplier = SupplierFactory()
    SupplyRelationFactory(supplier=supplier, tier=1, ended_on=LAST_DAY)
    SupplyRelationFactory(supplier=supplier, tier=3, products=["Lids"], ended_on=LAST_DAY + timedelta(days=1))
    tiers = []
    for days in (-1, 0, 1):
        now = datetime(2030, 3, 1, 9, tzinfo=UTC) + timedelta(days=days)
        risk_job.request_scores(supplier.organisation, event="day", at=now)
        assert risk_job.run(supplier.organisation_id, now=now) is not None
        supplier.refresh_from_db()
        tiers.append(supplier.tier_rank)
    assert tiers == [1, 3, UNKNOWN_TIER_RANK]
    assert supplier.tier_until is None
