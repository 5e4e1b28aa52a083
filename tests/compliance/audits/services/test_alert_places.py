"""An alert says where it is, before and after the row, the finding or the audit is corrected."""

from datetime import UTC, date, datetime

import pytest

from compliance.audits.models import Alert
from compliance.audits.rules.alerts import AlertSource, ProvisionalAlert
from compliance.audits.selectors.querysets import get_open_alerts
from compliance.audits.services import alert_places, alerts, audits, findings
from compliance.audits.services.transitions import get_version
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory
from tests.support.audit_alerts import business, mails

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
WORDS = "The agent keeps the passports of six workers."


@pytest.fixture
def own():
    return business()


@pytest.fixture
def source(own):
    return AlertSource("april.xlsx", own.editor.user.pk)


def row(**given) -> ProvisionalAlert:
    """A row without the reference of its finding."""
    values = {
        "audit_key": "zaa1", "finding_key": "row 7", "issue_code": "FL01", "excerpt": WORDS, "sheet": "NCs",
        "row_number": 7, "has_own_keys": False,
    }  # fmt: skip
    return ProvisionalAlert(**values | given)


def place(alert: Alert) -> tuple:
    return (alert.site_label, alert.supplier_label, alert.file_name, alert.sheet, alert.row_number, alert.sent_by)


def test_an_alert_of_a_file_names_site_supplier_file_row_and_sender(own, source):
    item = row(site_name="Unit 2", supplier_name="Karim Knit Ltd")
    (alert,) = alerts.raise_provisional(own.organisation, [item], AT, source=source)
    assert place(alert) == ("Unit 2", "Karim Knit Ltd", "april.xlsx", "NCs", 7, own.editor.user)


def test_a_row_read_again_says_what_was_missing_and_loses_nothing(own, source):
    alerts.raise_provisional(own.organisation, [row()], AT, source=source)
    named = row(site_name="Unit 2", supplier_name="Karim Knit Ltd")
    assert alerts.raise_provisional(own.organisation, [named], AT, source=source) == []
    alerts.raise_provisional(own.organisation, [row()], AT, source=source)
    assert place(Alert.objects.get())[:3] == ("Unit 2", "Karim Knit Ltd", "april.xlsx")


@pytest.mark.parametrize(
    ("file_name", "excerpt", "number"),
    [("april-corrected.xlsx", WORDS, 9), ("april.xlsx", "Six passports are kept by the agent.", 7)],
    ids=["the same words in another file", "the same row of the same file"],
)
def test_a_corrected_row_keeps_its_alert_and_says_the_new_place(own, source, file_name, excerpt, number):
    alerts.raise_provisional(own.organisation, [row()], AT, source=source)
    corrected = row(
        finding_key="nc-1", excerpt=excerpt, row_number=number, has_own_keys=True, site_name="Unit 2",
        supplier_name="Karim Knit Ltd",
    )  # fmt: skip
    later = AlertSource(file_name, own.administrator.user.pk)
    assert alerts.raise_provisional(own.organisation, [corrected], AT, source=later) == []
    alert = Alert.objects.get()
    assert (alert.audit_key, alert.finding_key) == ("zaa1", "nc-1")
    assert place(alert) == ("Unit 2", "Karim Knit Ltd", file_name, "NCs", number, own.administrator.user)
    assert mails("alert") == [own.lead.user.email]


@pytest.mark.parametrize(
    "given",
    [{"issue_code": "FL02"}, {"excerpt": "Another thing", "row_number": 8}, {"site_name": "Another site"}],
)
def test_another_row_raises_an_alert_of_its_own(own, source, given):
    alerts.raise_provisional(own.organisation, [row(site_name="Unit 2")], AT, source=source)
    other = row(**{"finding_key": "nc-1", "has_own_keys": True, "row_number": 8, "site_name": "Unit 2"} | given)
    assert len(alerts.raise_provisional(own.organisation, [other], AT, source=source)) == 1


def test_one_row_without_a_reference_answers_for_one_corrected_row_only(own, source):
    alerts.raise_provisional(own.organisation, [row()], AT, source=source)
    pair = [row(finding_key=key, has_own_keys=True) for key in ("nc-1", "nc-2")]
    (new,) = alerts.raise_provisional(own.organisation, pair, AT, source=source)
    assert (Alert.objects.count(), new.finding_key) == (2, "nc-2")


def test_a_closed_alert_of_a_row_answers_for_no_corrected_one(own, source):
    alerts.raise_provisional(own.organisation, [row()], AT, source=source)
    Alert.objects.update(closed_at=AT, closing_reason="not_an_indicator")
    corrected = row(finding_key="nc-1", has_own_keys=True)
    assert len(alerts.raise_provisional(own.organisation, [corrected], AT, source=source)) == 1


@pytest.fixture
def finding(own):
    audit = AuditFactory(site=SiteFactory(supplier__organisation=own.organisation), audit_ref="ZAA1")
    return FindingFactory(audit=audit, issue_code="FL01", finding_ref="NC-1")


def test_an_alert_recorded_by_hand_names_who_wrote_it(own, finding):
    findings.set_issue(
        finding=finding, version=get_version(finding), issue_code="FL01", extra={}, actor=own.editor.user, at=AT
    )
    alert = Alert.objects.get()
    site = finding.audit.site
    assert place(alert) == (site.name, site.supplier.name, "", "", None, own.editor.user)


def test_a_finding_with_another_reference_keeps_its_alert(own, finding):
    alerts.raise_alerts([finding], AT)
    findings.change(
        finding=finding, version=get_version(finding), fields={"finding_ref": "NC-11"}, actor=own.editor.user, at=AT
    )
    finding.refresh_from_db()
    alert = Alert.objects.get()
    assert (alert.finding_key, alert.finding) == ("nc-11", finding)
    assert list(get_open_alerts(finding)) == [alert]


def test_an_audit_with_another_reference_keeps_its_alerts(own, finding):
    alerts.raise_alerts([finding], AT)
    audit = finding.audit
    audits.change(audit=audit, version=get_version(audit), fields={"audit_ref": "ZAA 2"}, actor=own.editor.user, at=AT)
    finding = type(finding).objects.select_related("audit__organisation").get(pk=finding.pk)
    assert list(get_open_alerts(finding)) == [Alert.objects.get()]


def test_an_audit_of_another_site_takes_its_alerts_there(own, finding):
    alerts.raise_alerts([finding], AT)
    audit = finding.audit
    audit.site = SiteFactory(supplier__organisation=own.organisation)
    audit.save()
    alert_places.follow_audit(audit, key_before=audit.key)
    alert = Alert.objects.get()
    assert (alert.site, alert.site_label, alert.supplier_label) == (
        audit.site, audit.site.name, audit.site.supplier.name,
    )  # fmt: skip


def test_a_renamed_site_and_supplier_are_named_as_they_are_now(own, finding):
    alerts.raise_alerts([finding], AT)
    site = finding.audit.site
    site.name, site.supplier.name = "New Mill", "New Mill Holdings"
    site.save()
    site.supplier.save()
    alert = Alert.objects.get()
    assert (alert.site_label, alert.supplier_label) == ("New Mill", "New Mill Holdings")


def test_an_alert_of_an_earlier_audit_stays_as_it_was(own, finding):
    alerts.raise_alerts([finding], AT)
    other = FindingFactory(
        audit=AuditFactory(site=finding.audit.site, audit_ref="Z-OLD", ended_on=date(2024, 1, 2)), issue_code="FL01"
    )
    alerts.raise_alerts([other], AT)
    assert Alert.objects.filter(audit_key="zaa1", finding=finding).count() == 1
