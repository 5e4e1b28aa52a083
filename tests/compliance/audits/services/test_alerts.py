"""Raising an alert once, taking it on, closing it with two people."""

from datetime import UTC, date, datetime, timedelta

import pytest

from compliance.audits.choices import AlertClosing, AlertLevel, FindingStatus, Grade
from compliance.audits.models import Alert, Finding
from compliance.audits.rules.alerts import ProvisionalAlert
from compliance.audits.services import alerts
from compliance.organisations.choices import Role
from compliance.suppliers.models import SiteFacts
from portal.core.exceptions import ActionRefused
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.factories.alerts import AlertFactory
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.suppliers import SiteFactory
from tests.support.audit_alerts import business, mails

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(hours=24)


@pytest.fixture
def own():
    return business(name="Harbour Foods Limited")


@pytest.fixture
def audit(own):
    return AuditFactory(site=SiteFactory(supplier__organisation=own.organisation), audit_ref="ZAA1")


def found(audit, code="FL01", **given) -> Finding:
    return FindingFactory(audit=audit, issue_code=code, **given)


# --- Raising -------------------------------------------------------------------------------------------------------


def test_a_finding_raises_its_alert_with_its_site(audit):
    finding = found(audit, grade=Grade.MINOR)
    (alert,) = alerts.raise_alerts([finding], AT)
    assert (alert.level, alert.issue_code, alert.finding, alert.site) == ("A", "FL01", finding, audit.site)
    assert alert.excerpt == finding.description
    assert not alert.is_provisional


def test_the_same_findings_again_raise_and_mail_nothing(audit):
    findings = [found(audit), found(audit, "FL08"), found(audit, "HS05")]
    assert len(alerts.raise_alerts(findings, AT)) == 2
    before = Outbox.objects.count()
    assert alerts.raise_alerts(Finding.objects.all(), AT + DAY) == []
    assert Alert.objects.count() == 2
    assert Outbox.objects.count() == before


def test_leads_are_told_of_a_and_the_owner_of_b_once_for_all(own, audit):
    looked_after_by(audit, own.editor)
    alerts.raise_alerts([found(audit), found(audit, "FL02"), found(audit, "FL08"), found(audit, "FL09")], AT)
    assert mails("alert") == [own.lead.user.email]
    assert mails("alert_b") == [own.editor.user.email]


def looked_after_by(audit, membership) -> None:
    audit.site.supplier.owner = membership.user
    audit.site.supplier.save()


def test_administrators_are_told_of_b_where_nobody_looks_after_the_supplier(own, audit):
    alerts.raise_alerts([found(audit, "FL08")], AT)
    assert mails("alert_b") == [own.administrator.user.email]


@pytest.mark.parametrize("change", [{"ended_at": AT}, {"role": Role.VIEWER}])
def test_administrators_are_told_of_b_where_the_owner_left_or_may_not_act(own, audit, change):
    looked_after_by(audit, own.editor)
    for name, value in change.items():
        setattr(own.editor, name, value)
    own.editor.save()
    alerts.raise_alerts([found(audit, "FL08")], AT)
    assert mails("alert_b") == [own.administrator.user.email]


def test_owners_of_two_suppliers_are_told_each_and_administrators_of_the_third(own, audit):
    looked_after_by(audit, own.editor)
    second, third = (AuditFactory(site=SiteFactory(supplier__organisation=own.organisation)) for _ in range(2))
    looked_after_by(second, own.lead)
    alerts.raise_alerts([found(one, "FL08") for one in (audit, second)], AT)
    assert mails("alert_b") == sorted([own.editor.user.email, own.lead.user.email])
    alerts.raise_alerts([found(one, "FL09") for one in (audit, third)], AT)
    assert mails("alert_b").count(own.administrator.user.email) == 1


def test_administrators_are_told_where_there_is_no_lead(own, audit):
    own.lead.is_safeguarding_lead = False
    own.lead.save()
    alerts.raise_alerts([found(audit)], AT)
    assert mails("alert") == [own.administrator.user.email]


def test_the_mail_says_nothing_of_the_alert(own, audit):
    alerts.raise_alerts([found(audit), found(audit, "FL08")], AT)
    for mail in Outbox.objects.filter(template__startswith="audits/"):
        words = (mail.subject + decrypt(bytes(mail.body)).decode()).lower()
        for secret in ("passport", "fl01", audit.site.name.lower(), audit.site.supplier.name.lower(), "zaa1"):
            assert secret not in words
        assert f"/o/{own.organisation.slug}/audits/alerts/" in words


def test_a_closed_alert_stays_closed_when_the_file_comes_again(audit):
    finding = found(audit)
    (alert,) = alerts.raise_alerts([finding], AT)
    Alert.objects.filter(pk=alert.pk).update(closed_at=AT, closing_reason=AlertClosing.REPORTED_TO_HELPLINE)
    assert alerts.raise_alerts([finding], AT + DAY) == []
    assert Alert.objects.get().closed_at == AT


def test_two_businesses_with_the_same_keys_share_nothing(own, audit):
    other = AuditFactory(site=SiteFactory(supplier__organisation=OrganisationFactory()), audit_ref="ZAA1")
    pair = [found(audit, finding_ref="NC-1"), found(other, finding_ref="NC-1")]
    assert {alert.organisation for alert in alerts.raise_alerts(pair, AT)} == {own.organisation, other.organisation}


def test_a_file_raises_a_alerts_before_it_is_applied(own):
    file = [
        ProvisionalAlert("zaa1", "nc-1", "FL01", "Quayside", "passports held"),
        ProvisionalAlert("zaa1", "nc-2", "FL08", "Quayside", "contract changed"),
        ProvisionalAlert("zaa1", "nc-1", "FL01", "Quayside", "passports held"),
    ]
    (alert,) = alerts.raise_provisional(own.organisation, file, AT)
    assert (alert.is_provisional, alert.site_name, alert.site, alert.finding) == (True, "Quayside", None, None)
    assert alerts.raise_provisional(own.organisation, file, AT) == []
    assert mails("alert") == [own.lead.user.email]


def test_what_reading_raised_finds_its_site_and_finding_later(own, audit):
    alerts.raise_provisional(own.organisation, [ProvisionalAlert("zaa1", "nc-1", "FL01")], AT)
    finding = found(audit, finding_ref="NC-1", issue_is_suggested=True)
    assert alerts.raise_alerts([finding], AT) == []
    alert = Alert.objects.get()
    assert (alert.finding, alert.site, alert.is_provisional) == (finding, audit.site, True)
    finding.issue_is_suggested = False
    alerts.raise_alerts([finding], AT)
    assert not Alert.objects.get().is_provisional


def test_an_alert_stays_with_its_finding_when_a_person_names_another_issue(own, audit):
    alerts.raise_provisional(own.organisation, [ProvisionalAlert("zaa1", "nc-1", "FL01")], AT)
    finding = found(audit, "HS05", finding_ref="NC-1")
    assert alerts.raise_alerts([finding], AT) == []
    alert = Alert.objects.get()
    assert (alert.finding, alert.issue_code, alert.is_provisional, alert.closed_at) == (finding, "FL01", True, None)


def test_many_findings_cost_no_more_queries(audit, django_assert_max_num_queries):
    findings = [found(audit, code) for code in ("FL01", "FL02", "FL08") for _ in range(40)]
    with django_assert_max_num_queries(30):
        assert len(alerts.raise_alerts(findings, AT)) == 120
    with django_assert_max_num_queries(6):
        alerts.raise_alerts(findings, AT)


def test_a_settled_finding_raises_nothing(audit):
    closed = found(audit, status=FindingStatus.VERIFIED_CLOSED, closed_on=date(2026, 10, 1))
    assert alerts.raise_alerts([closed], AT) == []


# --- Taking on, reporting ------------------------------------------------------------------------------------------


def test_whoever_takes_it_on_first_stands_beside_it(own):
    alert = AlertFactory(organisation=own.organisation)
    every = Alert.objects.all()
    assert alerts.acknowledge(alerts=every, actor=own.lead.user, at=AT) == 1
    assert alerts.acknowledge(alerts=every, actor=own.administrator.user, at=AT + DAY) == 0
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.acknowledged_at) == (own.lead.user, AT)


def test_a_report_is_the_businesss_own_record_and_can_be_taken_back(own):
    alert = AlertFactory(organisation=own.organisation)
    alerts.report(alert=alert, actor=own.lead.user, at=AT, reported_on=date(2026, 11, 20))
    alert.refresh_from_db()
    assert alert.reported_at.date() == date(2026, 11, 20)
    alerts.withdraw_report(alert=alert, actor=own.lead.user, at=AT)
    alert.refresh_from_db()
    assert alert.reported_at is None
    assert not Outbox.objects.exists()


# --- Closing -------------------------------------------------------------------------------------------------------


def asked(own, **given) -> Alert:
    alert = AlertFactory(organisation=own.organisation, **given)
    reason = AlertClosing.REPORTED_TO_HELPLINE
    return alerts.request_closing(alert=alert, actor=own.lead.user, at=AT, reason=reason)


def test_an_a_alert_is_closed_by_two_people(own):
    alert = asked(own)
    assert alert.closed_at is None
    with pytest.raises(ActionRefused):
        alerts.confirm_closing(alert=alert, membership=own.lead, at=AT + 10 * DAY)
    closed = alerts.confirm_closing(alert=alert, membership=own.administrator, at=AT)
    assert (closed.closed_by, closed.is_single_person) == (own.administrator.user, False)


def test_a_b_alert_is_closed_by_its_reason(own):
    assert asked(own, level=AlertLevel.B, issue_code="FL08").closed_by == own.lead.user


def test_nothing_closes_before_somebody_gave_a_reason(own):
    with pytest.raises(ActionRefused):
        alerts.confirm_closing(alert=AlertFactory(organisation=own.organisation), membership=own.lead, at=AT)


def test_a_second_asking_changes_nothing(own):
    alert = asked(own)
    with pytest.raises(ActionRefused):
        alerts.request_closing(
            alert=alert, actor=own.administrator.user, at=AT, reason=AlertClosing.NOT_AN_INDICATOR, note="No"
        )
    assert Alert.objects.get().closing_reason == AlertClosing.REPORTED_TO_HELPLINE


def test_it_can_be_kept_open(own):
    alerts.keep_open(alert=asked(own), actor=own.administrator.user, at=AT)
    alert = Alert.objects.get()
    assert (alert.closing_reason, alert.closing_asked_at, alert.closed_at) == ("", None, None)


def test_a_closed_alert_takes_no_further_step(own):
    alert = asked(own)
    alerts.confirm_closing(alert=alert, membership=own.administrator, at=AT)
    for act in (alerts.keep_open, alerts.withdraw_report):
        with pytest.raises(ActionRefused):
            act(alert=alert, actor=own.lead.user, at=AT)


def test_the_only_member_closes_alone_a_day_later_and_the_alert_says_so():
    me = MembershipFactory(role=Role.ADMINISTRATOR, is_safeguarding_lead=True)
    alert = AlertFactory(organisation=me.organisation)
    alerts.request_closing(alert=alert, actor=me.user, at=AT, reason=AlertClosing.ALREADY_REMEDIATED)
    with pytest.raises(ActionRefused):
        alerts.confirm_closing(alert=alert, membership=me, at=AT + DAY - timedelta(seconds=1))
    assert alerts.confirm_closing(alert=alert, membership=me, at=AT + DAY).is_single_person


def test_a_colleague_who_comes_meanwhile_ends_closing_alone():
    me = MembershipFactory(role=Role.ADMINISTRATOR, is_safeguarding_lead=True)
    alert = AlertFactory(organisation=me.organisation)
    alerts.request_closing(alert=alert, actor=me.user, at=AT, reason=AlertClosing.ALREADY_REMEDIATED)
    MembershipFactory(organisation=me.organisation, role=Role.VIEWER)
    with pytest.raises(ActionRefused):
        alerts.confirm_closing(alert=alert, membership=me, at=AT + 2 * DAY)


def test_each_view_and_each_change_is_a_line_of_history_without_details(own):
    alert = asked(own)
    alerts.record_view(alerts=[alert], actor=own.lead.user, at=AT)
    alerts.confirm_closing(alert=alert, membership=own.administrator, at=AT)
    lines = Entry.objects.filter(scope=own.organisation.uuid)
    assert [line.action for line in lines] == [f"audits.alert.{verb}" for verb in ("closing_asked", "viewed", "closed")]
    assert not [line for line in lines if "FL01" in f"{line.object_label}{line.detail}"]


def test_the_facts_of_the_site_follow_the_alert(own, audit):
    (alert,) = alerts.raise_alerts([found(audit)], AT)
    facts = SiteFacts.objects.get(site=audit.site)
    assert (facts.has_alert_a, facts.has_open_report) == (True, False)
    alerts.report(alert=alert, actor=own.lead.user, at=AT, reported_on=date(2026, 11, 20))
    facts.refresh_from_db()
    assert facts.has_open_report
    alerts.request_closing(alert=alert, actor=own.lead.user, at=AT, reason=AlertClosing.REPORTED_TO_HELPLINE)
    alerts.confirm_closing(alert=alert, membership=own.administrator, at=AT)
    facts.refresh_from_db()
    assert (facts.has_alert_a, facts.has_open_report) == (False, False)
