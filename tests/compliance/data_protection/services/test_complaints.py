"""Tests of complaints about how data are handled: sealed, due, and brought to their end one step at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.data_protection.choices import COMPLAINT_STEPS, ComplaintStatus
from compliance.data_protection.models import Complaint
from compliance.data_protection.services import complaints
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.casework import keys_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def complaint(handler) -> Complaint:
    return complaints.record_complaint(
        who="MARKER-who", how="by post", about="MARKER-about", received_on=timezone.localdate(), by=handler,
        at=timezone.now(),
    )  # fmt: skip


def steps(complaint: Complaint, handler):
    """The three steps that follow, by the status that each leads to."""
    now = timezone.now()
    return {
        ComplaintStatus.ACKNOWLEDGED: lambda: complaints.acknowledge_complaint(complaint=complaint, by=handler, at=now),
        ComplaintStatus.UNDER_REVIEW: lambda: complaints.start_review(
            complaint=complaint, owner=handler, by=handler, at=now
        ),
        ComplaintStatus.ANSWERED: lambda: complaints.answer_complaint(
            complaint=complaint, text="MARKER-answer", by=handler, keys=keys_of(handler), at=now
        ),
    }


def test_it_is_sealed_has_both_deadlines_and_belongs_to_who_took_it(complaint, handler, keys):
    assert keys.facts(complaint, "complaint") == {"who": "MARKER-who", "how": "by post", "about": "MARKER-about"}
    assert b"MARKER" not in bytes(complaint.complaint)
    assert complaint.acknowledge_by == complaint.received_on + timedelta(days=30)
    assert complaint.due_on == complaint.received_on + timedelta(days=90)
    assert complaint.owner == handler
    line = Entry.objects.get(action="casework.complaint.taken")
    assert "MARKER" not in f"{line.detail}{line.object_label}"


@pytest.mark.parametrize("before", list(COMPLAINT_STEPS))
@pytest.mark.parametrize(
    "after", [ComplaintStatus.ACKNOWLEDGED, ComplaintStatus.UNDER_REVIEW, ComplaintStatus.ANSWERED]
)
def test_it_takes_the_steps_of_the_table_and_no_other(complaint, handler, before, after):
    Complaint.objects.filter(pk=complaint.pk).update(status=before)
    step = steps(complaint, handler)[after]
    if after in COMPLAINT_STEPS[before]:
        assert step().status == after
        assert Entry.objects.filter(action=f"casework.complaint.{after.value}", actor_id=handler.pk).count() == 1
    else:
        with pytest.raises(ActionRefused, match="has changed"):
            step()
        assert Complaint.objects.get(pk=complaint.pk).status == before
        assert not Entry.objects.filter(action=f"casework.complaint.{after.value}").exists()


def test_a_refused_answer_writes_no_word(complaint, handler):
    with pytest.raises(ActionRefused):
        steps(complaint, handler)[ComplaintStatus.ANSWERED]()
    row = Complaint.objects.get(pk=complaint.pk)
    assert (bytes(row.answer), row.answered_at, row.version) == (b"", None, complaint.version)


def test_the_answer_is_sealed_and_each_step_is_one_version_more(complaint, handler, colleague, keys):
    now = timezone.now()
    complaints.acknowledge_complaint(complaint=complaint, by=handler, at=now)
    complaints.start_review(complaint=complaint, owner=colleague, by=handler, at=now)
    row = complaints.answer_complaint(complaint=complaint, text="MARKER-answer", by=colleague, keys=keys, at=now)
    assert (row.owner, row.acknowledged_at, row.answered_at) == (colleague, now, now)
    assert row.version == complaint.version + 3
    assert keys.read(row, "answer") == "MARKER-answer" and b"MARKER" not in bytes(row.answer)
