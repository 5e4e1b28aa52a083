"""The people of an organisation, for its administrators and for whoever leaves."""

import pytest
from django.urls import reverse

from compliance.organisations.choices import Role
from tests.compliance.organisations.conftest import to
from tests.factories.accounts import sign_in
from tests.factories.organisations import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db


def test_the_list_of_people_takes_the_same_queries_however_many_there_are(
    client, administrator, django_assert_num_queries
):
    address = to("people", administrator.organisation.slug)
    client.get(address)
    with django_assert_num_queries(7) as few:
        client.get(address)
    MembershipFactory.create_batch(5, organisation=administrator.organisation)
    InvitationFactory.create_batch(5, organisation=administrator.organisation)
    JoinRequestFactory.create_batch(5, organisation=administrator.organisation)
    with django_assert_num_queries(len(few.captured_queries)):
        page = client.get(address).content.decode()
    assert page.count("Send again") == 5


def test_a_change_of_role_asks_again_who_is_there(client, administrator):
    other = MembershipFactory(organisation=administrator.organisation)
    address = to("member", administrator.organisation.slug, other.uuid)
    sign_in(client, administrator.user, seconds_ago=24 * 3600)
    assert reverse("account_reauthenticate") in client.post(address, {"role": "administrator"})["Location"]
    other.refresh_from_db()
    assert other.role == Role.VIEWER
    sign_in(client, administrator.user)
    client.post(address, {"role": "approver", "verifier": "on"})
    other.refresh_from_db()
    assert (other.role, other.is_verifier) == (Role.APPROVER, True)


def test_the_last_administrator_is_told_why_not(client, administrator):
    slug = administrator.organisation.slug
    page = client.post(to("member", slug, administrator.uuid), {"role": "viewer", "lead": "on"})
    assert page.status_code == 422
    assert "Make someone else an administrator first" in page.content.decode()
    assert "Make someone else" in client.post(to("leave", slug), follow=True).content.decode()
    assert "Make someone else" in client.post(to("member_end", slug, administrator.uuid), follow=True).content.decode()


def test_whoever_left_finds_nothing_from_the_next_request_on(client, organisation, administrator):
    member = MembershipFactory(organisation=organisation)
    client.force_login(member.user)
    client.post(to("leave", organisation.slug))
    assert client.get(to("home", organisation.slug)).status_code == 404


@pytest.mark.parametrize("page", ["invite", "member", "member_end", "member_second_factor"])
def test_whoever_may_never_do_it_is_refused_before_a_password_is_asked(page, client, administrator):
    viewer = MembershipFactory(organisation=administrator.organisation, role=Role.VIEWER)
    sign_in(client, viewer.user, seconds_ago=24 * 3600)
    whom = [] if page == "invite" else [administrator.uuid]
    assert client.get(to(page, administrator.organisation.slug, *whom)).status_code == 403
