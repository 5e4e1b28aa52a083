"""Changes of an entry that wait for other eyes, old beside new; an organisation's own; the check of suitability."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.directory.models import EntryChange, Service
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.directory import ConfirmationFactory, ServiceFactory
from tests.learning.directory.test_staff_pages import FACTS, at, text

pytestmark = pytest.mark.django_db
PARTNER = {"partner_email": "entries@lantern.example"}


@pytest.fixture
def editor():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


@pytest.fixture
def desk(client, editor):
    return sign_in(client, editor)


def test_a_second_person_sees_old_and_new_side_by_side(desk, editor):
    service = ServiceFactory(url="https://old.example", email="old@charity.example", hours=())
    shown = FACTS | {
        "provider_name": service.provider.name,
        "website": service.provider.website,
        "areas": "United Kingdom",
    }
    shown |= {"provider_description": service.provider.description, "version": service.version}
    answer = desk.post(at("edit", service.uuid), shown | {"url": "https://new.example"}, follow=True)
    assert "A second person must approve the new contact details" in text(answer)
    service.refresh_from_db()
    assert (service.url, service.name) == ("https://old.example", "Lantern House")
    change = EntryChange.objects.get()
    address = at("change_decide", change.uuid)
    assert address in answer.text
    assert "You asked for this change" in text(desk.get(address))
    assert desk.post(address, {"answer": "yes"}).status_code == 403
    other = sign_in(Client(), UserFactory(role=StaffRole.TRIAGE_LEAD))
    row = next(line for line in other.get(address).text.split("<tr") if "new.example" in line)
    assert row.index("old.example") < row.index("new.example")
    assert "Web page of the service" in row
    assert other.post(address, {}).status_code == 422
    other.post(address, {"answer": "yes"})
    service.refresh_from_db()
    assert service.url == "https://new.example"


def test_an_organisation_edits_its_own_entry_and_two_of_ours_agree(client, desk, django_capture_on_commit_callbacks):
    link = ConfirmationFactory(
        token="secret-token",
        service=ServiceFactory(
            url="https://old.example",
            phone="0117 496 0001",
            partner_email="entries@lantern.example",
            staff_note="MARKER",
        ),
    )
    service, address = link.service, reverse("directory:entry_edit", args=["secret-token"])
    assert address in client.get(reverse("directory:entry", args=["secret-token"])).text
    page = client.get(address)
    assert "0117 496 0001" in page.text and "MARKER" not in page.text
    assert page["Cache-Control"] == "no-store"
    sent = FACTS | {"provider_name": service.provider.name, "url": "https://new.example", "areas": "United Kingdom"}
    sent |= {
        "phones": "0117 496 0999, Helpline",
        "has_policies": "on",
        "lead_name": "Wren",
        "lead_contact": "wren@x.example",
    }
    assert client.post(address, sent | {"has_policies": ""}).status_code == 422
    assert "Two people" in text(client.post(address, sent, follow=True))
    service.refresh_from_db()
    assert service.url == "https://old.example"
    assert client.get(address).status_code == 200 and "Thank you" in client.get(address).text
    change = EntryChange.objects.get()
    for person, url in (
        (desk, "https://old.example"),
        (sign_in(Client(), UserFactory(role=StaffRole.TRIAGE_LEAD)), "https://new.example"),
    ):
        assert "0117 496 0999" in person.get(at("change_decide", change.uuid)).text
        with django_capture_on_commit_callbacks(execute=True):
            person.post(at("change_decide", change.uuid), {"answer": "yes"})
        service.refresh_from_db()
        assert service.url == url
    assert mail.outbox[-1].to == ["entries@lantern.example"]
    assert [phone.number for phone in service.phones.all()] == ["0117 496 0999"]
    assert service.assured_on is not None


def test_suitability_is_checked_again_each_year(desk):
    service = ServiceFactory(provider__charity_number="123")
    assert service.name in text(desk.get(at("index") + "?show=suitability"))
    address = at("suitability", service.uuid)
    assert desk.post(address, {"checks": ["identity"]}).status_code == 422
    checks = ["identity", "policies", "lead", "concerns"]
    assert desk.post(address, {"checks": checks, "note": "Spoke to Wren."}).status_code == 302
    service.refresh_from_db()
    assert (service.suitable_on, service.suitability_note) == (timezone.localdate(), "Spoke to Wren.")
    assert service.name not in text(desk.get(at("index") + "?show=suitability"))
    Service.objects.update(suitable_on=timezone.localdate() - timedelta(days=366))
    assert service.name in text(desk.get(at("index") + "?show=suitability"))
