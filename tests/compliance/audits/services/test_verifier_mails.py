"""A closed action reaches whoever verifies, each working morning, and nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.audits.choices import AuditStatus, FindingStatus
from compliance.audits.models import Action, VerifierMail
from compliance.audits.services.verifier_mails import send_verifier_mails
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from tests.factories.alerts import AlertFactory
from tests.factories.audits import ActionFactory, AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory
from tests.support.audit_alerts import business, mails

pytestmark = pytest.mark.django_db
# A Tuesday, after seven.
MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def own():
    own = business(name="Harbour Foods Limited")
    own.viewer.is_verifier = True
    own.viewer.save()
    return own


@pytest.fixture
def action(own):
    audit = AuditFactory(site=SiteFactory(supplier__organisation=own.organisation), audit_ref="ZAA1")
    finding = FindingFactory(audit=audit, finding_ref="NC-1", description="Gloves were charged to workers")
    return ActionFactory(
        finding=finding, status=FindingStatus.CLOSED_UNVERIFIED, completed_on=MORNING.date(),
        corrective_action="Workers were repaid",
    )  # fmt: skip


def test_the_verifier_gets_one_mail_a_working_day_while_it_waits(own, action):
    assert send_verifier_mails(MORNING) == 1
    assert send_verifier_mails(MORNING + timedelta(hours=3)) == 0
    assert send_verifier_mails(MORNING + DAY) == 1
    assert mails("to_verify") == [own.viewer.user.email] * 2
    Action.objects.update(status=FindingStatus.VERIFIED_CLOSED)
    assert send_verifier_mails(MORNING + 2 * DAY) == 0
    assert VerifierMail.objects.count() == 1


def test_the_mail_says_where_and_nothing_of_what_was_found(own, action):
    send_verifier_mails(MORNING)
    mail = Outbox.objects.get()
    words = mail.subject + decrypt(bytes(mail.body)).decode()
    site = action.finding.audit.site
    for expected in (site.name, site.supplier.name, "ZAA1", "NC-1", f"/o/{own.organisation.slug}/actions/to-verify/"):
        assert expected in words
    assert "Gloves" not in words
    assert "repaid" not in words


@pytest.mark.parametrize("moment", [datetime(2026, 11, 24, 5, tzinfo=UTC), datetime(2026, 11, 28, 9, tzinfo=UTC)])
def test_nobody_is_told_before_seven_or_on_a_saturday(action, moment):
    assert send_verifier_mails(moment) == 0
    assert not Outbox.objects.exists()


def test_who_closed_it_is_not_asked_to_verify_it(own, action):
    Action.objects.update(closed_by_user=own.viewer.user)
    assert send_verifier_mails(MORNING) == 0
    assert not Outbox.objects.exists()


def test_an_action_under_an_alert_is_in_no_mail_whoever_reads_it(own, action):
    """See docs/requirements/suppliers.md#alert-rule."""
    alert = AlertFactory(organisation=own.organisation, audit_key="zaa1", finding_key="nc-1")
    assert send_verifier_mails(MORNING) == 0
    own.lead.is_verifier = True
    own.lead.save()
    assert send_verifier_mails(MORNING + DAY) == 0
    alert.delete()
    assert send_verifier_mails(MORNING + 2 * DAY) > 0


def test_administrators_are_asked_for_a_verifier_where_there_is_none(own, action):
    own.viewer.is_verifier = False
    own.viewer.save()
    assert send_verifier_mails(MORNING) == 1
    assert mails("no_verifier") == [own.administrator.user.email]


def test_an_audit_that_does_not_count_asks_nobody(action):
    action.finding.audit.status = AuditStatus.SUPERSEDED
    action.finding.audit.save()
    assert send_verifier_mails(MORNING) == 0


def test_more_than_ten_are_counted(own, action):
    for number in range(60, 72):
        ActionFactory(
            finding=action.finding, number=number, status=FindingStatus.CLOSED_UNVERIFIED, completed_on=MORNING.date()
        )
    send_verifier_mails(MORNING)
    mail = Outbox.objects.get()
    assert "13 actions" in mail.subject
    assert "and 3 more" in decrypt(bytes(mail.body)).decode()
