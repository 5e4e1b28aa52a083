"""An account is a business's or our staff's, never both: the services say so themselves, whoever calls them."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from compliance.organisations.choices import LegalForm, Role
from compliance.organisations.models import Membership, Organisation
from compliance.organisations.services import invitations, join_requests, moderation, organisations, people
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.accounts import StaffInvitationFactory, UserFactory
from tests.factories.organisations import HandoverFactory, InvitationFactory, JoinRequestFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def of_staff():
    return UserFactory(role=StaffRole.HANDLER)


def about_to_be():
    """A desk role accepted, which a second person has yet to confirm."""
    person = UserFactory()
    StaffInvitationFactory(accepted=True, user=person)
    return person


def closed():
    return UserFactory(is_active=False)


def join(person):
    everything = {"role": Role.VIEWER, "lead": False, "verifier": False, "at": NOW}
    people.join(organisation=OrganisationFactory(), user=person, **everything)


def create(person):
    organisations.create(actor=person, at=NOW, name="Beech Ltd", legal_form=LegalForm.COMPANY)


def be_let_in(person):
    asked = JoinRequestFactory(user=person)
    join_requests.decide(request=asked, accept=True, role=Role.EDITOR, actor=UserFactory(), at=NOW)


def accept_invitation(person):
    invitation = InvitationFactory(email=person.email, expires_at=datetime(2027, 1, 1, tzinfo=UTC))
    invitations.accept(invitation=invitation, user=person, at=NOW)


def take_over(person):
    everything = {"accept": True, "end_others": False, "reason": "", "actor": UserFactory(), "at": NOW}
    moderation.decide_handover(handover=HandoverFactory(user=person), **everything)


@pytest.mark.parametrize("person", [of_staff, about_to_be, closed])
@pytest.mark.parametrize("way", [join, create, be_let_in, accept_invitation, take_over])
def test_an_account_of_our_staff_comes_into_no_business(person, way):
    with pytest.raises(ActionRefused, match="cannot join"):
        way(person())
    assert not Membership.objects.exists()
    assert not Organisation.objects.filter(name="Beech Ltd").exists()


@pytest.mark.parametrize("way", [create, be_let_in, accept_invitation, take_over])
def test_what_a_staff_account_was_refused_is_a_line_of_history_that_no_business_reads(way):
    person = of_staff()
    with pytest.raises(ActionRefused):
        way(person)
    line = Entry.objects.get(action="organisations.membership.refused")
    assert (line.object_uuid, line.scope) == (person.uuid, None)
    assert way is be_let_in or way is take_over or line.actor_id == person.pk


def test_a_handler_who_opens_a_business_invitation_and_accepts_is_refused_and_recorded(client):
    handler = of_staff()
    token = "a-token-of-an-invitation"
    InvitationFactory(email=handler.email, token_hash=invitations.hash_token(token))
    client.force_login(handler)
    answer = client.post(reverse("organisations:invitation", args=[token]), follow=True)
    assert "cannot join an organisation" in answer.content.decode()
    assert Entry.objects.filter(action="organisations.membership.refused", actor_id=handler.pk).count() == 1
    assert not Membership.objects.exists()
