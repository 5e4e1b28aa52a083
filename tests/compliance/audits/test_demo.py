"""The demo's audits."""

import pytest
from django.utils import timezone

from compliance.audits.choices import AlertLevel, FindingStatus
from compliance.audits.demo import seed
from compliance.audits.models import Action, Alert, Audit, Finding
from compliance.audits.selectors.unread_alerts import get_waiting_alerts
from compliance.audits.services import alerts
from compliance.organisations import demo as organisations
from compliance.organisations.choices import Role
from compliance.organisations.models import Membership
from compliance.suppliers import demo as suppliers
from compliance.suppliers.models import SiteFacts

pytestmark = pytest.mark.once


@pytest.mark.django_db
def test_the_demo_has_findings_in_every_state_and_a_second_seed_changes_nothing():
    today = timezone.localdate()
    organisations.seed(today=today)
    suppliers.seed(today=today)
    seed(today=today)
    assert Audit.objects.values("scheme").distinct().count() >= 4
    assert Finding.objects.count() == 23
    assert set(Finding.objects.values_list("status", flat=True)) == set(FindingStatus)
    facts = SiteFacts.objects.get(site__site_ref="ST-04")
    assert facts.has_repeated_issue
    assert facts.has_alert_a
    assert facts.late_actions
    counted = Action.objects.count()
    seed(today=today)
    assert (Finding.objects.count(), Action.objects.count()) == (23, counted)


@pytest.mark.django_db
def test_two_people_of_one_demo_organisation_can_close_an_alert_and_no_others_are_held_up():
    today = timezone.localdate()
    accounts = organisations.seed(today=today)
    suppliers.seed(today=today)
    seed(today=today)
    alert = Alert.objects.get(level=AlertLevel.A, acknowledged_at=None)
    held_up = {one.user.email for one in alert.organisation.memberships.all() if alerts.must_read_alert_first(one)}
    assert len(held_up) == 2
    assert held_up == {one.email for one in accounts if "Tamarisk" in one.role}
    assert all("alert" in one.can_try for one in accounts if one.email in held_up)
    assert alert.site.supplier.owner.email in held_up


@pytest.mark.django_db
def test_two_findings_wait_for_the_editor_of_the_first_organisation():
    today = timezone.localdate()
    organisations.seed(today=today)
    suppliers.seed(today=today)
    seed(today=today)
    editor = Membership.objects.get(organisation__slug="harbour-and-vale-foods-limited", role=Role.EDITOR)
    assert len(get_waiting_alerts([editor])[editor.organisation_id].look_by) == 2
