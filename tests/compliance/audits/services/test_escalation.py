"""An alert that nobody reads: 4 hours, 24 hours, and the helpline only where that was agreed."""

from datetime import timedelta

import pytest

from compliance.audits.models import Alert
from compliance.audits.services import alerts
from compliance.audits.services.escalation import escalate
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from tests.factories.alerts import RAISED, AlertFactory
from tests.support.audit_alerts import business, mails

pytestmark = pytest.mark.django_db
DUTY = "duty@helpline.example"


@pytest.fixture(autouse=True)
def _duty(settings):
    settings.HELPLINE_DUTY_EMAIL = DUTY


@pytest.fixture
def own():
    own = business(name="Harbour Foods Limited")
    AlertFactory(organisation=own.organisation)
    return own


def at(**passed):
    return RAISED + timedelta(**passed)


def test_nobody_is_told_again_before_four_hours(own):
    assert escalate(at(hours=3, minutes=59)) == 0
    assert not Outbox.objects.exists()


def test_leads_are_reminded_once_after_four_hours(own):
    for hours in (4, 5, 23):
        escalate(at(hours=hours))
    assert mails("alert_unread") == [own.lead.user.email]
    assert not mails("alert_escalated")


def test_every_administrator_is_told_once_after_a_day(own):
    for hours in (24, 25, 240):
        escalate(at(hours=hours))
    assert mails("alert_escalated") == [own.administrator.user.email]


def test_the_helpline_is_told_only_where_that_was_agreed_and_once(own):
    escalate(at(hours=24))
    assert not mails("alert_duty_lead")
    alerts.set_escalation(
        organisation=own.organisation, actor=own.administrator.user, at=at(hours=25), tells_helpline=True
    )
    for hours in (25, 26):
        escalate(at(hours=hours))
    assert mails("alert_duty_lead") == [DUTY]
    mail = Outbox.objects.get(template="audits/alert_duty_lead")
    words = decrypt(bytes(mail.body)).decode().strip()
    assert words == mail.subject + "." == "Harbour Foods Limited has an unread alert."


def test_without_an_address_the_helpline_is_not_told(own, settings):
    settings.HELPLINE_DUTY_EMAIL = ""
    alerts.set_escalation(organisation=own.organisation, actor=None, at=at(hours=1), tells_helpline=True)
    escalate(at(hours=24))
    assert Alert.objects.get().helpline_told_at is None


def test_taking_it_on_ends_the_telling(own):
    alerts.acknowledge(alerts=Alert.objects.all(), actor=own.lead.user, at=at(hours=1))
    assert escalate(at(hours=48)) == 0


def test_several_alerts_of_one_business_are_one_mail(own):
    AlertFactory.create_batch(3, organisation=own.organisation)
    other = business()
    AlertFactory(organisation=other.organisation)
    escalate(at(hours=4))
    assert mails("alert_unread") == sorted([own.lead.user.email, other.lead.user.email])
    assert not Alert.objects.filter(reminded_at=None).exists()


def test_a_b_alert_is_not_told_again(own):
    Alert.objects.update(level="B")
    assert escalate(at(hours=48)) == 0
