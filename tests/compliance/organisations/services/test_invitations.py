"""Invitations: only a hash is stored, one person accepts once, and a link ends."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as post

from compliance.organisations.choices import Role
from compliance.organisations.models import Invitation, Membership
from compliance.organisations.services import (
    invitations,
)
from portal.core.exceptions import ActionRefused
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Harbour Foods Limited")


@pytest.fixture
def administrator(organisation):
    return MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, is_safeguarding_lead=True)


def link_in(mails=None) -> str:
    """The token of the last invitation that was mailed."""
    return re.search(r"/invitations/([\w-]+)/", post.outbox[-1].body).group(1)


def invite(organisation, actor, email="new@example.org", at=NOW):
    return invitations.invite(
        organisation=organisation, email=email, role=Role.EDITOR, lead=False, verifier=True, actor=actor, at=at
    )


def test_only_the_hash_of_an_invitations_link_is_kept(organisation, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(organisation, administrator.user, "New@Example.org")
    token = link_in()
    assert token not in str(Invitation.objects.values().get()) + str(list(Entry.objects.values()))
    assert token not in str(list(Outbox.objects.values()))
    assert invitations.find_invitation(token) == invitation
    assert invitations.find_invitation("guess") is None
    assert invitation.email == "new@example.org"


def test_an_invitation_is_accepted_once_by_the_person_it_was_sent_to(organisation, administrator):
    invitation = invite(organisation, administrator.user)
    with pytest.raises(ActionRefused, match="another email address"):
        invitations.accept(invitation=invitation, user=UserFactory(), at=NOW)
    with pytest.raises(ActionRefused, match="another email address"):
        invitations.accept(invitation=invitation, user=UserFactory(email="new@example.org", verified=False), at=NOW)
    Membership.objects.filter(user__email="new@example.org").delete()
    user = UserFactory(email="new2@example.org")
    user.emailaddress_set.create(email="new@example.org", verified=True)
    membership = invitations.accept(invitation=invitation, user=user, at=NOW)
    assert (membership.role, membership.is_verifier) == (Role.EDITOR, True)
    with pytest.raises(ActionRefused, match="expired"):
        invitations.accept(invitation=invitation, user=user, at=NOW)


def test_an_invitation_ends_after_fourteen_days_or_when_withdrawn(organisation, administrator):
    user = UserFactory(email="new@example.org")
    invitation = invite(organisation, administrator.user)
    with pytest.raises(ActionRefused):
        invitations.accept(invitation=invitation, user=user, at=NOW + timedelta(days=14))
    invitations.withdraw(invitation=invitation, actor=administrator.user, at=NOW)
    with pytest.raises(ActionRefused):
        invitations.accept(invitation=invitation, user=user, at=NOW)


def test_sending_again_ends_the_link_before(organisation, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(organisation, administrator.user)
    first = link_in()
    with django_capture_on_commit_callbacks(execute=True):
        invitations.resend(invitation=invitation, actor=administrator.user, at=NOW)
    assert invitations.find_invitation(first) is None
    assert invitations.find_invitation(link_in()) == invitation


def test_a_member_or_somebody_invited_is_not_invited_again(organisation, administrator):
    with pytest.raises(ActionRefused, match="already a member"):
        invite(organisation, administrator.user, administrator.user.email.upper())
    invite(organisation, administrator.user)
    with pytest.raises(ActionRefused, match="already invited"):
        invite(organisation, administrator.user, "NEW@example.org")
