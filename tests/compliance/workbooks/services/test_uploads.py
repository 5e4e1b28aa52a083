"""What is sent: how often, twice the same, before the scanner has looked, and all of it or nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from compliance.suppliers.models import Supplier
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from compliance.workbooks.services import commands, import_job, uploads
from portal.core.exceptions import ActionRefused
from portal.files.models import StoredFile
from tests.compliance.workbooks.test_pipeline import HEAD, SUPPLIERS, member, put_in, send, workbook  # noqa: F401
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = ["S-4", "D Ltd", "Bangladsh", "1", "11", None, None, None, None, None]
CSV = b"supplier_ref,supplier_name,country,tier,sector\r\nS-1,A Ltd,GB,1,11\r\n"


def test_all_or_nothing_with_one_bad_row_puts_nothing_in(member, client):  # noqa: F811
    upload = send(member, workbook(Suppliers=[*SUPPLIERS, WRONG]))
    client.force_login(member.user)
    address = reverse("workbooks:apply", args=[upload.organisation.slug, upload.uuid])
    page = client.post(address, {"options": "all_or_nothing"}, follow=True).text
    assert "we did not import anything" in page
    upload.refresh_from_db()
    assert (upload.state, Supplier.objects.exists()) == (State.PREVIEW, False)


def test_all_or_nothing_without_a_bad_row_puts_all_in(member):  # noqa: F811
    upload = send(member, workbook(Suppliers=SUPPLIERS))
    commands.apply(upload, by=member.user, at=timezone.now(), all_or_nothing=True)
    assert Supplier.objects.count() == 3


def test_all_or_nothing_holds_where_a_row_became_bad_while_the_upload_waited(member, monkeypatch):  # noqa: F811
    first = put_in(send(member, workbook(Suppliers=[HEAD[:5], ["S-9", "Mortar Ltd", "GB", "1", "11"]])), member)
    rows = [[*HEAD[:5], "buys_from_ref"], ["S-1", "Brick Works Ltd", "GB", "2", "5", "S-9"]]
    rows += [["S-2", "Stone Works Ltd", "GB", "1", "5", None]]
    upload = send(member, workbook(Suppliers=rows), at=timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr(commands, "_wake", lambda upload: None)
        commands.apply(upload, by=member.user, at=timezone.now(), all_or_nothing=True)
    commands.undo(first, by=member.user, at=timezone.now())
    import_job.work_on_import(upload.pk, clock=timezone.now)
    assert not Supplier.objects.exists()
    with pytest.raises(ActionRefused, match="we did not import anything"):
        commands.apply(upload, by=member.user, at=timezone.now(), all_or_nothing=True)


@pytest.mark.parametrize(("hours", "is_offered"), [(1, True), (24, True), (25, False)])
def test_the_same_file_within_a_day_offers_the_earlier_result(member, client, hours, is_offered):  # noqa: F811
    first = send(member, CSV)
    again = send(member, CSV, at=first.received_at + timedelta(hours=hours))
    assert again != first
    client.force_login(member.user)
    page = client.get(reverse("workbooks:upload", args=[again.organisation.slug, again.uuid])).text
    earlier = reverse("workbooks:upload", args=[first.organisation.slug, first.uuid])
    assert ("The same file was uploaded on" in page) == is_offered == (earlier in page)


def test_another_file_another_business_or_one_that_was_cancelled_offers_nothing(member):  # noqa: F811
    first = send(member, CSV)
    later = first.received_at + timedelta(hours=1)
    assert uploads.get_earlier_upload(send(member, CSV + b"S-2,B Ltd,GB,1,11\r\n", at=later)) is None
    other = MembershipFactory(role="editor")
    assert uploads.get_earlier_upload(send(other, CSV, at=later)) is None
    commands.cancel(first, by=member.user, at=later)
    assert uploads.get_earlier_upload(send(member, CSV, at=later)) is None


def test_the_twenty_first_upload_of_an_hour_is_refused_and_says_when_to_come_back(member, client):  # noqa: F811
    client.force_login(member.user)
    address = reverse("workbooks:new", args=[member.organisation.slug])
    for number in range(21):
        body = CSV + f"S-{number + 2},B Ltd,GB,1,11\r\n".encode()
        answer = client.post(address, {"file": SimpleUploadedFile("list.csv", body), "kind": "suppliers"})
        assert answer.status_code == (302 if number < 20 else 429), number
    assert Import.objects.count() == 20
    assert "Your organisation has uploaded 20 files in the last hour, which is the limit. Try again in" in answer.text
    assert "Retry-After" in answer.headers


def test_an_upload_waits_for_the_virus_scanner_as_long_as_it_takes_and_then_goes_on(member, settings):  # noqa: F811
    settings.SCANNER_SOCKET = "/nobody/answers/here"
    upload = uploads.receive_upload(
        SimpleUploadedFile("list.csv", CSV), organisation=member.organisation, kind="auto", by=member.user,
        token=member.organisation.uuid, at=timezone.now(),
    )  # fmt: skip
    at = timezone.now()
    for _time in range(8):  # more often than a job that fell down is tried
        at += timedelta(minutes=1)
        assert import_job.JOB.due(at).get() == upload
        import_job.work_on_import(upload.pk, clock=lambda now=at: now)
        upload.refresh_from_db()
        assert (upload.state, upload.attempt, upload.error) == (State.CHECKING, 0, None)
        assert upload.next_at > at
    StoredFile.objects.filter(pk=upload.file_id).update(state=StoredFile.State.CLEAN)
    at += timedelta(minutes=1)
    import_job.work_on_import(upload.pk, clock=lambda: at)
    upload.refresh_from_db()
    assert (upload.state, upload.counts["add"]) == (State.PREVIEW, 1)


def test_a_file_that_the_scanner_refuses_is_not_read(member, settings):  # noqa: F811
    settings.SCANNER_SOCKET = "/nobody/answers/here"
    upload = uploads.receive_upload(
        SimpleUploadedFile("list.csv", CSV), organisation=member.organisation, kind="auto", by=member.user,
        token=member.organisation.uuid, at=timezone.now(),
    )  # fmt: skip
    StoredFile.objects.filter(pk=upload.file_id).update(state=StoredFile.State.REFUSED)
    later = timezone.now() + timedelta(minutes=2)
    import_job.work_on_import(upload.pk, clock=lambda: later)
    upload.refresh_from_db()
    assert (upload.state, upload.error["code"]) == (State.FAILED, "F007")
