"""Invitations and their links; asking to join."""

import re

import pytest
from django.core import mail as post

from compliance.organisations.choices import Role
from compliance.organisations.models import Invitation, JoinRequest, Membership
from tests.compliance.organisations.conftest import to
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    JoinRequestFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(client, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        data = {"email": "new@example.org", "role": "approver"}
        client.post(to("invite", administrator.organisation.slug), data)
    client.logout()
    return re.search(r"http://\S+(/invitations/\S+/)", post.outbox[-1].body).group(1)


def test_an_invitation_says_what_it_is_and_signs_nobody_in(client, link, organisation):
    page = client.get(link)
    assert organisation.name in page.content.decode()
    assert client.post(link).status_code == 200
    assert "_auth_user_id" not in client.session
    assert "no-store" in page["Cache-Control"]


def test_the_invited_person_accepts_once(client, link, organisation):
    user = UserFactory(email="new@example.org")
    client.force_login(user)
    assert client.post(link)["Location"] == to("home", organisation.slug)
    assert Membership.objects.get(user=user).role == Role.APPROVER
    assert "You have already accepted" in client.get(link).content.decode()
    client.force_login(UserFactory())
    used = client.get(link)
    assert (used.status_code, organisation.name in used.content.decode()) == (410, False)


def test_somebody_else_cannot_use_the_link_or_learn_the_name(client, link, organisation):
    client.force_login(UserFactory())
    page = client.post(link).content.decode()
    assert "another email address" in page
    assert organisation.name not in page
    assert Membership.objects.count() == 1


def test_an_old_or_withdrawn_link_says_so(client, link, organisation):
    Invitation.objects.update(expires_at="2020-01-01T00:00Z")
    assert client.get(link).status_code == 410
    Invitation.objects.update(withdrawn_at="2020-01-01T00:00Z")
    page = client.get(link)
    assert (page.status_code, organisation.name in page.content.decode()) == (410, False)
    assert client.get("/invitations/guess/").status_code == 404


def test_asking_by_number_answers_the_same_whether_the_organisation_is_here_or_not(client, organisation):
    client.force_login(UserFactory())
    answers = []
    for number in (organisation.company_number, "00000042"):
        response = client.post(to("join"), {"company_number": number, "message": "Hello"}, follow=True)
        body = re.sub(r'nonce="[^"]*"|value="[^"]*"', "", response.content.decode())
        answers.append((response.redirect_chain, response.status_code, body))
    assert answers[0] == answers[1]
    assert JoinRequest.objects.count() == 1


def test_an_administrator_answers_who_asks(client, administrator):
    request = JoinRequestFactory(organisation=administrator.organisation)
    address = to("join_request", administrator.organisation.slug, request.uuid)
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"answer": "editor"}).status_code == 302
    assert Membership.objects.get(user=request.user).role == Role.EDITOR
    assert client.get(address).status_code == 404
