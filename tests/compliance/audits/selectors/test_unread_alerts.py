"""Which alerts the page after signing in tells of, and whom."""

from datetime import UTC, date, datetime

import pytest

from compliance.audits.choices import AlertClosing, AlertLevel
from compliance.audits.selectors.unread_alerts import WaitingAlerts, get_waiting_alerts
from tests.factories.accounts import sign_in
from tests.factories.alerts import AlertFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.support.audit_alerts import business

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def own():
    return business(name="Harbour Foods Limited")


@pytest.fixture
def site(own):
    return SiteFactory(supplier=SupplierFactory(organisation=own.organisation, owner=own.editor.user))


def waits(membership) -> WaitingAlerts:
    return get_waiting_alerts([membership])[membership.organisation_id]


def b_alert(own, site, **given):
    return AlertFactory(organisation=own.organisation, level=AlertLevel.B, site=site, raised_at=MONDAY, **given)


def test_a_b_alert_waits_for_who_looks_after_the_supplier_and_nobody_else(own, site):
    b_alert(own, site)
    assert waits(own.editor).look_by == [WEDNESDAY]
    assert not waits(own.administrator) and not waits(own.lead) and not waits(own.viewer)


def test_without_an_owner_it_waits_for_administrators(own, site):
    site.supplier.owner = None
    site.supplier.save()
    b_alert(own, site)
    assert waits(own.administrator).look_by == [WEDNESDAY]
    assert not waits(own.editor)


@pytest.mark.parametrize("done", [{"acknowledged_at": MONDAY}, {"closed_at": MONDAY, "closing_reason": "x"}])
def test_what_somebody_took_on_or_closed_waits_no_longer(own, site, done):
    b_alert(own, site, **done)
    assert not waits(own.editor)


def test_an_unread_a_alert_waits_for_leads_and_administrators_only(own):
    AlertFactory(organisation=own.organisation)
    assert waits(own.lead).unread == waits(own.administrator).unread == 1
    assert not waits(own.editor) and not waits(own.viewer)


def test_closing_waits_for_the_second_person(own):
    AlertFactory(
        organisation=own.organisation,
        acknowledged_at=MONDAY,
        closing_reason=AlertClosing.REPORTED_TO_HELPLINE,
        closing_asked_at=MONDAY,
        closing_asked_by=own.lead.user,
    )
    assert waits(own.administrator) == WaitingAlerts(to_confirm=1)
    assert not waits(own.lead)


def test_another_business_says_nothing_here(own):
    AlertFactory(organisation=OrganisationFactory())
    assert not waits(own.administrator)


def test_the_page_after_signing_in_says_it_and_leads_there(client, own, site):
    b_alert(own, site)
    sign_in(client, own.editor.user)
    page = " ".join(client.get("/dashboard/").content.decode().split())
    assert "1 finding needs your review by 25 November 2026" in page
    assert f'href="/o/{own.organisation.slug}/audits/alerts/"' in page
    sign_in(client, own.viewer.user)
    assert "needs your review by" not in client.get("/dashboard/").content.decode()
