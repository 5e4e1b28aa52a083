"""Audits by hand: a reference of their own, figures of their last day, and a status that follows the table."""

from datetime import UTC, date, datetime

import pytest

from compliance.audits.choices import AuditStatus
from compliance.audits.services import audits
from compliance.audits.services.transitions import get_version
from portal.core.exceptions import ActionRefused, EditConflict
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIELDS = {
    "audit_ref": " ZAA  1 ",
    "scheme": "smeta_4_pillar",
    "ended_on": date(2026, 9, 1),
    "status": AuditStatus.DRAFT,
}


def add(site, **changes):
    return audits.add(site=site, fields=FIELDS | changes, actor=UserFactory(), at=NOW)


def set_status(audit, status, version=None):
    return audits.set_status(
        audit=audit, version=version or get_version(audit), status=status, actor=UserFactory(), at=NOW
    )


def test_a_reference_is_tidied_and_belongs_to_one_audit_of_a_business():
    site = SiteFactory()
    audit = add(site)
    assert (audit.audit_ref, audit.organisation) == ("ZAA 1", site.organisation)
    with pytest.raises(ActionRefused):
        add(site, audit_ref="zaa 1")
    assert add(SiteFactory(), audit_ref="zaa 1").pk != audit.pk


def test_a_change_that_changes_nothing_leaves_no_line():
    audit = add(SiteFactory())
    fields = {"audit_ref": "ZAA 1"}
    audits.change(audit=audit, version=get_version(audit), fields=fields, actor=UserFactory(), at=NOW)
    assert [entry.action for entry in Entry.objects.all()] == ["audits.audit.added"]
    fields = {"notes": "By phone"}
    changed = audits.change(audit=audit, version=get_version(audit), fields=fields, actor=UserFactory(), at=NOW)
    assert changed.notes == "By phone"
    with pytest.raises(EditConflict):
        audits.change(audit=audit, version="1", fields=fields, actor=UserFactory(), at=NOW)


def test_workers_are_counted_on_the_last_day_of_the_audit():
    audit = add(SiteFactory())
    audit = audits.set_workers(
        audit=audit, version=get_version(audit), figures={"total": 40}, actor=UserFactory(), at=NOW
    )
    assert (audit.figures.total, audit.figures.counted_on) == (40, audit.ended_on)


def test_a_half_loaded_audit_is_not_complete():
    audit = AuditFactory(status=AuditStatus.DRAFT)
    with pytest.raises(ActionRefused):
        set_status(audit, AuditStatus.COMPLETE)
    FindingFactory(audit=audit)
    assert set_status(audit, AuditStatus.COMPLETE).status == AuditStatus.COMPLETE
    empty = AuditFactory(status=AuditStatus.DRAFT, has_no_findings=True)
    assert set_status(empty, AuditStatus.COMPLETE).status == AuditStatus.COMPLETE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (AuditStatus.DRAFT, AuditStatus.SUPERSEDED),
        (AuditStatus.SUPERSEDED, AuditStatus.DRAFT),
        (AuditStatus.COMPLETE, AuditStatus.COMPLETE),
    ],
)
def test_a_status_that_the_table_does_not_allow_is_refused(before, after):
    audit = AuditFactory(status=before, has_no_findings=True)
    with pytest.raises(ActionRefused):
        set_status(audit, after)


def test_the_local_date_is_that_of_the_clocks_here():
    assert audits.get_local_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert audits.get_local_date(datetime(2026, 12, 30, 23, 30, tzinfo=UTC)) == date(2026, 12, 30)
