"""Ask to become an administrator: somebody asks our staff."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.organisations.choices import Role
from compliance.organisations.models import Handover, Membership
from portal.accounts.roles import StaffRole
from portal.core.models import Outbox
from portal.files import storage
from portal.files.models import StoredFile
from tests.compliance.organisations.conftest import PDF, to
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db


def request_with(body=PDF, name="letter.pdf"):
    return {"message": "She left", "evidence": SimpleUploadedFile(name, body)}


def bytes_kept():
    return {path.name for path in Path(storage.get_storage().location).rglob("*") if path.is_file()}


def test_a_lost_administrator_is_asked_for_from_outside_and_handed_over(client, organisation, administrator):
    user = UserFactory()
    client.force_login(user)
    page = client.get(to("handover_by_number", organisation.company_number)).content.decode()
    assert organisation.name not in page
    client.post(to("handover_by_number", organisation.company_number), request_with())
    handover = Handover.objects.get()
    sign_in(client, UserFactory(role=StaffRole.SITE_ADMINISTRATOR))
    client.post(to("staff_handover", handover.uuid), {"answer": "accept", "end_others": "on"})
    assert Membership.objects.active().get(organisation=organisation).user == user


@pytest.fixture
def stranger(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_a_second_request_keeps_no_second_file_and_sends_no_second_mail(client, organisation, administrator, stranger):
    address = to("handover_by_number", organisation.company_number)
    client.force_login(stranger)
    client.post(address, request_with())
    kept, mails = bytes_kept(), Outbox.objects.count()
    for _ in range(3):
        page = client.post(address, request_with())
        assert "We have your request" in page.content.decode()
    assert "We have your request" in client.get(address).content.decode()
    assert (bytes_kept(), Outbox.objects.count()) == (kept, mails)
    assert (Handover.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_two_that_arrive_at_once_keep_one_request_and_one_file(client, organisation, stranger, monkeypatch):
    address = to("handover_by_number", organisation.company_number)
    client.post(address, request_with())
    kept = bytes_kept()
    monkeypatch.setattr("compliance.organisations.services.moderation.get_open_handover", lambda *args: None)
    page = client.post(address, request_with())
    assert page.status_code == 422
    assert "We already have your request" in page.content.decode()
    assert bytes_kept() == kept
    assert StoredFile.objects.count() == 1


def test_after_our_staffs_answer_one_may_ask_again(client, organisation, stranger):
    address = to("handover_by_number", organisation.company_number)
    client.post(address, request_with())
    Handover.objects.update(decided_at="2026-11-24T12:00Z", is_accepted=False)
    client.post(address, request_with())
    assert Handover.objects.open().count() == 1


def test_a_strangers_document_takes_no_room_of_the_organisation(client, organisation, stranger):
    client.post(to("handover_by_number", organisation.company_number), request_with())
    assert StoredFile.objects.get().scope == stranger.uuid


def test_a_members_document_is_the_organisations(client, organisation):
    member = MembershipFactory(organisation=organisation, role=Role.EDITOR)
    client.force_login(member.user)
    client.post(to("handover", organisation.slug), request_with())
    assert StoredFile.objects.get().scope == organisation.uuid
    assert organisation.name in client.get(to("handover", organisation.slug)).content.decode()


def test_what_is_no_document_is_explained_and_nothing_is_kept(client, organisation, stranger):
    page = client.post(to("handover_by_number", organisation.company_number), request_with(b"MZ", "letter.exe"))
    assert page.status_code == 422
    assert not Handover.objects.exists()
    assert not StoredFile.objects.exists()
