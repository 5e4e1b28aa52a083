"""/desk/complaints/: acknowledged within 30 days, looked into, answered."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.data_protection.models import Complaint
from compliance.data_protection.services import complaints as services
from portal.history.models import Entry

pytestmark = pytest.mark.django_db


def to(name, *args):
    return reverse(f"duties:{name}", args=args)


@pytest.fixture
def complaint(handler):
    about = "You kept my number"
    return services.record_complaint(
        who="Sam Teal", how="post", about=about, received_on=timezone.localdate(), by=handler, at=timezone.now()
    )


def test_it_is_taken_down_sealed_with_both_deadlines(desk, handler):
    today = timezone.localdate()
    day = {"received_on_day": today.day, "received_on_month": today.month, "received_on_year": today.year}
    sent = {"who": "Sam Teal", "how": "by post", "about": "You kept my number"}
    assert desk.post(to("complaint_take"), sent | day).status_code == 303
    kept = Complaint.objects.get()
    assert b"Sam" not in bytes(kept.complaint)
    assert (kept.acknowledge_by, kept.due_on) == (today + timedelta(days=30), today + timedelta(days=90))
    assert "30 days left" in desk.get(to("complaints")).content.decode()


def test_what_is_over_its_deadline_says_so(desk, complaint):
    Complaint.objects.update(acknowledge_by=timezone.localdate() - timedelta(days=2))
    assert "2 days overdue" in desk.get(to("complaints")).content.decode()


def test_a_handler_brings_it_to_its_end_in_the_browser(desk, complaint, handler):
    page = to("complaint", complaint.pk)
    assert desk.post(page, {"text": "Too early"}).status_code in {200, 422}
    assert desk.post(to("complaint_acknowledge", complaint.pk)).status_code == 303
    assert desk.post(page, {"owner": ""}).status_code == 422
    assert desk.post(page, {"owner": str(handler.uuid)}).status_code == 303
    assert desk.post(page, {"text": ""}).status_code == 422
    assert desk.post(page, {"text": "We deleted your number"}).status_code == 303
    complaint.refresh_from_db()
    assert (complaint.status, complaint.answered_at is not None) == ("answered", True)
    assert b"deleted" not in bytes(complaint.answer)
    assert "We deleted your number" in desk.get(page).content.decode()
    done = [
        action.rpartition(".")[2]
        for action in Entry.objects.filter(object_uuid=complaint.pk).values_list("action", flat=True)
    ]
    assert done == ["taken", "acknowledged", "under_review", "answered"]


def test_it_is_acknowledged_once(desk, complaint):
    desk.post(to("complaint_acknowledge", complaint.pk))
    first = Complaint.objects.get().acknowledged_at
    page = desk.post(to("complaint_acknowledge", complaint.pk), follow=True)
    assert "A colleague has changed" in page.content.decode()
    assert Complaint.objects.get().acknowledged_at == first
