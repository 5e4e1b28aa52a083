"""The demo's audits."""

import pytest
from django.utils import timezone

from compliance.audits.choices import FindingStatus
from compliance.audits.demo import seed
from compliance.audits.models import Action, Audit, Finding
from compliance.organisations import demo as organisations
from compliance.suppliers import demo as suppliers
from compliance.suppliers.models import SiteFacts


@pytest.mark.django_db
def test_the_demo_has_findings_in_every_state_and_a_second_seed_changes_nothing():
    today = timezone.localdate()
    organisations.seed(today=today)
    suppliers.seed(today=today)
    seed(today=today)
    assert Audit.objects.values("scheme").distinct().count() >= 4
    assert Finding.objects.count() == 20
    assert set(Finding.objects.values_list("status", flat=True)) == set(FindingStatus)
    facts = SiteFacts.objects.get(site__site_ref="ST-04")
    assert facts.has_repeated_issue
    assert facts.has_alert_a
    assert facts.late_actions
    counted = Action.objects.count()
    seed(today=today)
    assert (Finding.objects.count(), Action.objects.count()) == (20, counted)
