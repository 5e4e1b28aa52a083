"""The checks of every change: the version on the screen, the table of transitions, and what differs."""

import pytest

from compliance.audits.choices import FindingStatus
from compliance.audits.models import Audit, Finding
from compliance.audits.services.transitions import apply_transition, get_version, lock_row, set_fields
from portal.core.exceptions import EditConflict
from tests.factories.audits import AuditFactory, FindingFactory

pytestmark = pytest.mark.django_db


def test_a_row_is_locked_only_in_the_version_that_was_shown():
    finding = FindingFactory()
    version = get_version(finding)
    assert lock_row(finding, version) == finding
    Finding.objects.filter(pk=finding.pk).update(version=finding.version + 1, title="Changed meanwhile")
    with pytest.raises(EditConflict) as conflict:
        lock_row(finding, version)
    assert conflict.value.theirs.title == "Changed meanwhile"


def test_an_audit_has_its_last_change_as_version():
    audit = AuditFactory()
    before = get_version(audit)
    audit.notes = "More"
    audit.save()
    assert get_version(Audit.objects.get(pk=audit.pk)) != before
    with pytest.raises(EditConflict):
        lock_row(audit, before)


def test_only_a_transition_of_the_table_is_applied():
    finding = FindingFactory()
    apply_transition(finding, FindingStatus.IN_PROGRESS)
    assert finding.status == FindingStatus.IN_PROGRESS
    with pytest.raises(ValueError, match="No step"):
        apply_transition(finding, FindingStatus.VERIFIED_CLOSED)
    assert finding.status == FindingStatus.IN_PROGRESS


def test_only_what_differs_is_named():
    finding = FindingFactory(title="Old", description="Same")
    assert set_fields(finding, {"title": "New", "description": "Same"}) == ["title"]
    assert finding.title == "New"
