"""Requests for a copy, where there is no website: received, due in 30 days, sent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.statements.choices import SectionCode
from compliance.statements.core import selectors
from compliance.statements.models import CopyRequest
from compliance.statements.publication.services import copy_requests
from compliance.statements.rubric import services as checking
from portal.core.exceptions import ActionRefused
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT
from tests.factories.statements import CopyRequestFactory

pytestmark = pytest.mark.django_db


def address(business, name="copies", **kwargs):
    return reverse(f"statements:{name}", kwargs={"organisation": business.organisation.slug} | kwargs)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_a_request_is_logged_listed_and_marked_as_sent(business, visit):
    client = visit("editor")
    assert "No requests have been logged." in client.get(address(business)).content.decode()
    sent = client.post(address(business, "copy_add"), day("received_on", date(2026, 11, 3)) | {"asked_by": "A shop"})
    assert sent["Location"] == address(business)
    request = CopyRequest.objects.get()
    body = client.get(address(business)).content.decode()
    assert "2 December 2026" in body and "A shop" in body
    client.post(address(business, "copy_sent", copy=request.uuid), day("sent_on", date(2026, 11, 5)))
    request.refresh_from_db()
    assert request.sent_on == date(2026, 11, 5)
    told = Entry.objects.filter(action__startswith="statements.copy_request").order_by("pk")
    assert [entry.action.rsplit(".")[-1] for entry in told] == ["added", "sent"]
    assert "A shop" not in str([entry.detail for entry in told])


@pytest.mark.parametrize(
    ("received", "message"),
    [(date(2099, 1, 1), "must be today or in the past"), (date(1999, 1, 1), "There is a problem")],
)
def test_a_day_that_cannot_be_is_a_message(business, visit, received, message):
    answer = visit("editor").post(address(business, "copy_add"), day("received_on", received))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not CopyRequest.objects.exists()


@pytest.mark.parametrize("sent_on", [date(2026, 5, 3), date(2099, 1, 1)])
def test_a_copy_is_sent_after_it_was_asked_for_and_not_in_the_future(business, visit, sent_on):
    request = CopyRequestFactory(organisation=business.organisation)
    answer = visit("editor").post(address(business, "copy_sent", copy=request.uuid), day("sent_on", sent_on))
    assert answer.status_code == 422
    request.refresh_from_db()
    assert request.sent_on is None


def test_who_only_reads_sees_the_list_and_logs_nothing(business, visit):
    request = CopyRequestFactory(organisation=business.organisation)
    for name in ("viewer", "approver"):
        client = visit(name)
        body = client.get(address(business)).content.decode()
        assert "4 May 2026" in body and "Mark as sent" not in body
        assert client.get(address(business, "copy_add")).status_code == 403
        assert client.post(address(business, "copy_sent", copy=request.uuid)).status_code == 403


def test_marking_twice_marks_once_and_never_before_it_came(business):
    request = CopyRequestFactory(organisation=business.organisation)
    given = {"request": request, "actor": business.editor, "at": AT}
    with pytest.raises(ActionRefused, match="before the request"):
        copy_requests.mark_sent(**given, sent_on=date(2026, 5, 3))
    copy_requests.mark_sent(**given, sent_on=date(2026, 5, 4))
    assert copy_requests.mark_sent(**given, sent_on=date(2026, 5, 9)).sent_on == date(2026, 5, 4)
    assert Entry.objects.filter(action="statements.copy_request.sent").count() == 1


@pytest.mark.parametrize(("today", "late"), [(date(2026, 6, 2), 0), (date(2026, 6, 3), 1), (date(2026, 12, 1), 1)])
def test_a_copy_is_late_after_its_thirtieth_day(business, today, late):
    request = CopyRequestFactory(organisation=business.organisation, received_on=date(2026, 5, 4))
    CopyRequestFactory(received_on=date(2026, 5, 4))
    assert request.due_on == date(2026, 6, 2)
    assert selectors.count_overdue_copies(business.organisation, today=today) == late
    request.sent_on = date(2026, 7, 1)
    request.save()
    assert selectors.count_overdue_copies(business.organisation, today=today) == 0


def test_the_check_says_that_copies_are_late_and_lets_publish(business):
    version = business.written()
    section = version.sections.get(code=SectionCode.WEB)
    section.answers = {"has_website": False, "request_email": "copies@goods.example"}
    section.save()

    def found():
        results = checking.run_check(version, today=timezone.localdate(AT))
        return next(one for one in results if one.criterion == "law_copy_on_request")

    assert found().result == "met"
    CopyRequestFactory(organisation=business.organisation)
    assert (found().result, found().stops_publication) == ("partly_met", False)
    assert "should have been sent by now: 1" in found().reason


def test_the_list_asks_few_questions_of_the_database(business, visit, django_assert_max_num_queries):
    client = visit("viewer")
    client.get(address(business))
    for _number in range(20):
        CopyRequestFactory(organisation=business.organisation)
    with django_assert_max_num_queries(12):
        client.get(address(business))


def mailed() -> list[str]:
    return list(Outbox.objects.filter(template="statements/copy_due").order_by("to").values_list("to", flat=True))


def test_the_last_day_is_told_once_to_those_who_write(business):
    request = CopyRequestFactory(organisation=business.organisation, received_on=date(2026, 10, 31))
    before, early, morning = (datetime(2026, 11, *at, tzinfo=UTC) for at in ((23, 9), (24, 5), (24, 9)))
    assert [copy_requests.sweep(at) for at in (before, early, morning, morning)] == [0, 0, 1, 0]
    assert request.due_on == date(2026, 11, 29)
    assert set(mailed()) == {business.people[name].email for name in ("editor", "second", "administrator")}
    assert len(mailed()) == 3


@pytest.mark.parametrize("changes", [{"sent_on": date(2026, 11, 5)}, {"received_on": date(2026, 11, 20)}])
def test_nobody_is_reminded_of_a_copy_that_was_sent_or_has_time(business, changes):
    given = {"organisation": business.organisation, "received_on": date(2026, 10, 31)}
    CopyRequestFactory(**(given | changes))
    assert copy_requests.sweep(AT) == 0
    assert not mailed()


def test_a_closed_organisation_is_not_reminded(business):
    type(business.organisation).objects.filter(pk=business.organisation.pk).update(closed_at=AT)
    CopyRequestFactory(organisation=business.organisation, received_on=date(2026, 10, 31))
    assert copy_requests.sweep(AT) == 0


def test_a_long_log_has_pages_the_newest_first(business, visit):
    for number in range(51):
        copy_requests.add(
            organisation=business.organisation, received_on=date(2026, 1, 1) + timedelta(days=number),
            asked_by=f"Reader {number:02d}", actor=business.editor, at=AT,
        )  # fmt: skip
    client = visit("viewer")
    first = client.get(address(business)).content.decode()
    assert "Reader 50" in first and "Reader 01" in first and "Reader 00" not in first
    assert "?page=2" in first
    second = client.get(address(business), {"page": "2"}).content.decode()
    assert "Reader 00" in second and "Reader 01" not in second
    assert client.get(address(business), {"page": "3"}).status_code == 404
