"""Ways into somebody else's organisation that have to stay shut."""

import pytest

from compliance.organisations.choices import Role
from compliance.organisations.models import Handover, Invitation, Membership
from compliance.organisations.permissions import can_accept_invitation
from portal.accounts.models import FactorReset
from portal.accounts.roles import StaffRole
from portal.dashboard.selectors.home import get_invitations
from tests.compliance.organisations.conftest import to
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.organisations import HandoverFactory, InvitationFactory, JoinRequestFactory, MembershipFactory
from tests.portal.accounts.test_second_factor import with_app

pytestmark = pytest.mark.django_db
LONG_AGO = 3600


@pytest.fixture
def administrator():
    return MembershipFactory(role=Role.ADMINISTRATOR, is_safeguarding_lead=True)


# --- A second step that protects two organisations -----------------------------------------------------------------


def test_an_administrator_lets_a_colleague_set_a_new_second_step(client, administrator):
    colleague = MembershipFactory(organisation=administrator.organisation, user=with_app())
    sign_in(client, administrator.user)
    address = to("member_second_factor", administrator.organisation.slug, colleague.uuid)
    assert client.post(address, {"reason": "I spoke to her."}).status_code == 302
    assert FactorReset.objects.filter(user=colleague.user).exists()


def test_no_organisation_takes_the_second_step_from_another_ones_administrator(client, administrator):
    """Whoever invites somebody as a viewer would otherwise weaken the account that another organisation trusts."""
    victim = with_app()
    MembershipFactory(user=victim, role=Role.ADMINISTRATOR)
    lured = MembershipFactory(organisation=administrator.organisation, user=victim)
    sign_in(client, administrator.user)
    address = to("member_second_factor", administrator.organisation.slug, lured.uuid)
    answer = client.post(address, {"reason": "Lost the phone."})
    assert answer.status_code == 422
    assert "Only our staff can do this" in answer.content.decode()
    assert not FactorReset.objects.exists()


# --- An address that only looks like the invited one ---------------------------------------------------------------


def test_an_address_that_a_database_takes_for_the_invited_one_is_another(administrator):
    """PostgreSQL makes one capital letter of "i" and "ı"; the second one is somebody else's domain."""
    invitation = InvitationFactory(organisation=administrator.organisation, email="ali@github.example")
    invited, stranger = UserFactory(email="ali@github.example"), UserFactory(email="ali@gıthub.example")
    assert can_accept_invitation(invited, invitation)
    assert not can_accept_invitation(stranger, invitation)
    now = invitation.sent_at
    assert get_invitations(invited, now=now) == [invitation]
    assert get_invitations(stranger, now=now) == []


# --- Every way of giving a role asks again who is there ------------------------------------------------------------


def test_inviting_asks_again_who_is_there(client, administrator):
    sign_in(client, administrator.user, seconds_ago=LONG_AGO)
    address = to("invite", administrator.organisation.slug)
    answer = client.post(address, {"email": "second@example.org", "role": "administrator"})
    assert "/accounts/reauthenticate/" in answer["Location"]
    assert not Invitation.objects.exists()


def test_letting_somebody_in_asks_again_who_is_there(client, administrator):
    sign_in(client, administrator.user, seconds_ago=LONG_AGO)
    asked = JoinRequestFactory(organisation=administrator.organisation)
    address = to("join_request", administrator.organisation.slug, asked.uuid)
    answer = client.post(address, {"answer": "administrator"})
    assert "/accounts/reauthenticate/" in answer["Location"]
    assert not Membership.objects.filter(user=asked.user).exists()


def test_handing_an_organisation_over_asks_again_who_is_there(client):
    handover = HandoverFactory()
    sign_in(client, UserFactory(role=StaffRole.SITE_ADMINISTRATOR), seconds_ago=LONG_AGO)
    answer = client.post(to("staff_handover", handover.uuid), {"answer": "accept"})
    assert "/accounts/reauthenticate/" in answer["Location"]
    assert Handover.objects.get().decided_at is None
