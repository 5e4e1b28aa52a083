"""Showing that an organisation speaks for its name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.organisations.choices import ProofMethod
from compliance.organisations.models import ControlProof
from portal.accounts.roles import StaffRole
from tests.compliance.organisations.conftest import PDF, to
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_code_and_a_check_is_asked_for(client, unconfirmed):
    client.post(to("confirm_page", unconfirmed.slug), {"page_url": ""})
    proof = ControlProof.objects.get()
    page = client.get(to("confirm", unconfirmed.slug)).content.decode()
    assert f"daylight-confirm={proof.code}" in page
    assert "https://harbourfoods.example/.well-known/daylight-confirm.txt" in page
    client.post(to("confirm_check", unconfirmed.slug))
    assert "We are looking for the code" in client.get(to("confirm", unconfirmed.slug)).content.decode()


def test_a_page_elsewhere_is_explained(client, unconfirmed):
    response = client.post(to("confirm_page", unconfirmed.slug), {"page_url": "https://evil.example/"})
    assert response.status_code == 422
    assert not ControlProof.objects.exists()


def test_evidence_is_received_and_checked_by_staff(client, unconfirmed):
    address = to("confirm_evidence", unconfirmed.slug)
    bad = SimpleUploadedFile("letter.exe", b"MZ")
    assert client.post(address, {"evidence": bad}).status_code == 422
    client.post(address, {"evidence": SimpleUploadedFile("letter.pdf", PDF), "note": "A letter"})
    proof = ControlProof.objects.get(method=ProofMethod.EVIDENCE)
    sign_in(client, UserFactory(role=StaffRole.SITE_ADMINISTRATOR))
    assert unconfirmed.name in client.get(to("staff")).content.decode()
    page = to("staff_proof", proof.uuid)
    assert client.post(page, {"answer": "refuse"}).status_code == 422
    assert client.get(to("staff_proof_evidence", proof.uuid)).content == PDF
    assert client.post(page, {"answer": "accept"})["Location"] == to("staff")
    unconfirmed.refresh_from_db()
    assert unconfirmed.is_confirmed
    assert client.post(page, {"answer": "refuse", "reason": "x"}).status_code == 403


def test_without_a_website_the_page_leads_to_adding_one(client, unconfirmed):
    unconfirmed.website = ""
    unconfirmed.save()
    page = client.get(to("confirm", unconfirmed.slug)).content.decode()
    assert page.index(to("year", unconfirmed.slug)) < page.index(to("confirm_evidence", unconfirmed.slug))
    assert "website. Add its address first," in page
    assert to("confirm_dns", unconfirmed.slug) not in page


def test_a_website_that_many_share_leads_to_a_document(client, unconfirmed):
    unconfirmed.website = "https://harbourfoods.github.io/"
    unconfirmed.save()
    page = client.get(to("confirm", unconfirmed.slug)).content.decode()
    assert "a code there does not prove anything" in page
    assert to("confirm_page", unconfirmed.slug) not in page


def test_a_confirmed_organisation_has_nothing_to_do(client, organisation, administrator):
    assert "You do not need to do anything" in client.get(to("confirm", organisation.slug)).content.decode()
    assert to("confirm", organisation.slug) not in client.get(to("settings", organisation.slug)).content.decode()
    organisation.wanted_name = "Harbour Meals Limited"
    organisation.save()
    assert to("confirm", organisation.slug) in client.get(to("settings", organisation.slug)).content.decode()
