"""The queue of verifiers, and what came back by a link."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from compliance.audits.choices import FindingStatus
from compliance.audits.models import Action
from tests.factories.alerts import AlertFactory, SupplierLinkFactory
from tests.factories.audits import ActionFactory, AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory
from tests.support.audit_alerts import business

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    own = business()
    own.viewer.is_verifier = True
    own.viewer.save()
    return own


def closed(own, **given) -> Action:
    site = SiteFactory(supplier__organisation=own.organisation)
    finding = FindingFactory(audit=AuditFactory(site=site), finding_ref="NC-1")
    values = {"status": FindingStatus.CLOSED_UNVERIFIED, "completed_on": date(2026, 11, 2)}
    return ActionFactory(finding=finding, **values | given)


def read(client, member, page: str) -> str:
    client.force_login(member.user)
    return client.get(f"/o/{member.organisation.slug}/actions/{page}").content.decode()


def test_an_action_that_a_supplier_closed_is_in_the_queue_and_on_the_overview(own, client):
    action = closed(own, answered_at=timezone.now())
    page = read(client, own.viewer, "to-verify/")
    assert str(action.finding.audit.site) in page
    assert action.finding.audit.site.supplier.name in page
    assert ">Supplier</strong>" in page
    assert "Closed actions to verify" in read(client, own.viewer, "")
    client.force_login(own.viewer.user)
    overview = client.get(f"/o/{own.organisation.slug}/").content.decode()
    assert "Verify 1 closed corrective action" in overview
    assert f"/o/{own.organisation.slug}/actions/to-verify/" in overview


def test_whoever_is_no_verifier_is_not_asked_to_verify_on_the_overview(own, client):
    closed(own)
    client.force_login(own.editor.user)
    overview = client.get(f"/o/{own.organisation.slug}/").content.decode()
    assert "Verify 1 closed" not in overview
    assert "Closed, not verified" in overview


def test_verified_and_open_actions_are_not_in_the_queue(own, client):
    closed(own, status=FindingStatus.VERIFIED_CLOSED)
    closed(own, status=FindingStatus.OPEN)
    assert "No closed action needs to be verified." in read(client, own.viewer, "to-verify/")


def test_the_words_of_an_action_under_an_alert_are_not_for_everybody(own, client):
    action = closed(own, corrective_action="Passports were given back")
    finding = action.finding
    AlertFactory(organisation=own.organisation, audit_key=finding.audit.key, finding_key=finding.key)
    assert "Passports" not in read(client, own.viewer, "to-verify/")


def test_the_queue_costs_the_same_however_long_it_is(own, client, django_assert_max_num_queries):
    for _number in range(12):
        closed(own)
    client.force_login(own.viewer.user)
    with django_assert_max_num_queries(10):
        client.get(f"/o/{own.organisation.slug}/actions/to-verify/")


def test_returned_leads_to_what_came_back(own, client):
    action = closed(own, answered_at=timezone.now())
    earlier = closed(own, answered_at=timezone.now() - timedelta(days=9))
    other = closed(own, answered_at=timezone.now())
    supplier = action.finding.audit.site.supplier
    type(earlier.finding.audit.site).objects.filter(pk=earlier.finding.audit.site_id).update(supplier=supplier)
    link = SupplierLinkFactory(supplier=supplier, returned_at=timezone.now())
    assert f"/actions/links/{link.uuid}/" in read(client, own.editor, "links/")
    page = read(client, own.editor, f"links/{link.uuid}/")
    assert str(action.finding.uuid) in page
    assert str(earlier.finding.uuid) not in page
    assert str(other.finding.uuid) not in page


def test_a_link_of_another_business_is_not_found(own, client):
    link = SupplierLinkFactory(supplier=SiteFactory().supplier)
    client.force_login(own.editor.user)
    assert client.get(f"/o/{own.organisation.slug}/actions/links/{link.uuid}/").status_code == 404
