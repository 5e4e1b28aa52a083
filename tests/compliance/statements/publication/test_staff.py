"""What our staff do with what is public: withdraw one statement, or put a notice in the place of all pages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.organisations.services import moderation
from compliance.statements.publication.services.publish import publish
from portal.accounts.roles import StaffRole
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.signed import signed_version

pytestmark = pytest.mark.django_db
REASON = "It names a person who did not agree."


@pytest.fixture
def published():
    organisation = OrganisationFactory(slug="wetherby-gloves", name="Wetherby Gloves Limited")
    MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, user__email="owner@gloves.example.org")
    return publish(version=signed_version(organisation=organisation), actor=UserFactory(), at=timezone.now())


@pytest.fixture
def staff(client):
    person = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    sign_in(client, person)
    return person


def public_address(publication, name="statement"):
    return reverse(f"register:{name}", args=(publication.organisation_slug, publication.year))


def test_a_site_administrator_withdraws_a_statement_with_a_reason(client, published, staff):
    page = client.get(reverse("organisations:staff_organisation", args=[published.organisation.uuid]))
    listed = reverse("statements_staff:index", args=[published.organisation.uuid])
    assert listed in page.content.decode()
    address = reverse("statements_staff:withdraw", args=[published.organisation.uuid, published.year])
    assert address in client.get(listed).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.get(public_address(published)).status_code == 200
    assert client.post(address, {"reason": REASON})["Location"] == listed
    notice = client.get(public_address(published)).content.decode()
    assert REASON in notice
    assert "We buy gloves" not in notice
    assert "Withdrawn on" in client.get(listed).content.decode()
    mail = Outbox.objects.get(to="owner@gloves.example.org")
    assert "withdrawn" in mail.subject
    entry = Entry.objects.get(action="statements.version.withdrawn")
    assert (entry.scope, entry.detail["reason"]) == (published.organisation.uuid, REASON)


def test_nobody_withdraws_a_statement_of_their_own_organisation_as_staff(client, published, staff):
    MembershipFactory(organisation=published.organisation, user=staff)
    address = reverse("statements_staff:withdraw", args=[published.organisation.uuid, published.year])
    assert client.post(address, {"reason": REASON}).status_code == 403
    published.refresh_from_db()
    assert published.withdrawn_at is None


@pytest.mark.parametrize("name", ["statement", "pdf", "versions"])
def test_pages_that_were_taken_down_say_so_and_name_nobody(client, published, name):
    client.get(public_address(published, name))
    moderation.take_down_pages(
        organisation=published.organisation, reason="secret", actor=UserFactory(), at=timezone.now()
    )
    for address in (public_address(published, name), "/statements/wetherby-gloves/"):
        answer = client.get(address)
        body = answer.content.decode()
        assert (answer.status_code, "These statements are not shown" in body) == (410, True)
        assert "Wetherby" not in body
        assert "secret" not in body
    moderation.restore_pages(
        organisation=published.organisation, reason="a mistake", actor=UserFactory(), at=timezone.now()
    )
    assert client.get("/statements/wetherby-gloves/").status_code == 200


def test_an_organisation_that_was_never_public_leaves_no_trace(client):
    organisation = OrganisationFactory(slug="quiet")
    moderation.take_down_pages(organisation=organisation, reason="x", actor=UserFactory(), at=timezone.now())
    assert client.get("/statements/quiet/").status_code == 404
