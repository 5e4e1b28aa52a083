"""What is done for organisations and their people, and what is refused."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as post

from compliance.organisations.choices import LegalForm, Role
from compliance.organisations.models import GroupRequest, Invitation, JoinRequest, Membership, Organisation
from compliance.organisations.services import (
    groups,
    invitations,
    join_requests,
    moderation,
    organisations,
    people,
    scope,
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


def actions():
    return list(Entry.objects.values_list("action", flat=True))


def link_in(mails=None) -> str:
    """The token of the last invitation that was mailed."""
    return re.search(r"/invitations/([\w-]+)/", post.outbox[-1].body).group(1)


# --- Organisations -------------------------------------------------------------------------------------------------


def create(name="Harbour Foods Limited", **fields):
    return organisations.create(actor=UserFactory(), at=NOW, name=name, legal_form=LegalForm.COMPANY, **fields)


def test_the_founder_is_administrator_and_safeguarding_lead():
    organisation = create()
    membership = organisation.memberships.get()
    assert (membership.role, membership.is_safeguarding_lead) == (Role.ADMINISTRATOR, True)
    assert not organisation.is_confirmed
    assert actions() == ["organisations.organisation.created"]


def test_slugs_are_never_given_twice_and_stay_when_the_name_changes():
    first, second = create(), create()
    assert (first.slug, second.slug) == ("harbour-foods-limited", "harbour-foods-limited-2")
    organisations.change(organisation=first, actor=first.created_by, at=NOW, name="Other")
    first.refresh_from_db()
    assert (first.name, first.slug, first.likeness) == ("Other", "harbour-foods-limited", "other")


@pytest.mark.parametrize("name", ["Verify", "New", "日本", "2026"])
def test_a_name_that_is_an_address_of_ours_or_has_no_letters_gets_another_slug(name):
    assert create(name).slug not in {"verify", "new", "2026", ""}


def test_an_unconfirmed_organisation_changes_its_name_at_once():
    organisation = create(company_number="01234567")
    changed = organisations.change(organisation=organisation, actor=organisation.created_by, at=NOW, name="Quay Ltd")
    organisation.refresh_from_db()
    assert (organisation.name, organisation.wanted_name, changed) == ("Quay Ltd", "", ["name"])


def test_a_confirmed_organisation_keeps_its_name_and_number_until_the_new_ones_are_confirmed(organisation):
    number = organisation.company_number
    organisations.change(
        organisation=organisation, actor=UserFactory(), at=NOW, name="Famous plc", company_number="00000001"
    )
    organisation.refresh_from_db()
    assert (organisation.name, organisation.company_number) == ("Harbour Foods Limited", number)
    assert (organisation.wanted_name, organisation.wanted_company_number) == ("Famous plc", "00000001")
    organisations.change(organisation=organisation, actor=UserFactory(), at=NOW, name="Harbour Foods Limited")
    organisation.refresh_from_db()
    assert organisation.wanted_name == ""


def test_saving_the_same_again_writes_no_history(organisation):
    assert organisations.change(organisation=organisation, actor=UserFactory(), at=NOW, name=organisation.name) == []
    assert actions() == []


# --- People --------------------------------------------------------------------------------------------------------


def test_the_last_administrator_can_neither_leave_nor_step_down(organisation, administrator):
    with pytest.raises(ActionRefused, match="administrator"):
        people.end_membership(membership=administrator, actor=administrator.user, at=NOW)
    with pytest.raises(ActionRefused, match="administrator"):
        people.change_role(
            membership=administrator, role=Role.VIEWER, lead=True, verifier=False, actor=administrator.user, at=NOW
        )
    other = MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, is_safeguarding_lead=True)
    people.end_membership(membership=administrator, actor=administrator.user, at=NOW)
    administrator.refresh_from_db()
    assert administrator.ended_at == NOW
    with pytest.raises(ActionRefused):
        people.end_membership(membership=other, actor=other.user, at=NOW)


def test_an_administrator_whose_account_is_closed_does_not_count(organisation, administrator):
    MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, user__is_active=False)
    with pytest.raises(ActionRefused):
        people.end_membership(membership=administrator, actor=administrator.user, at=NOW)


def test_somebody_stays_safeguarding_lead(organisation, administrator):
    MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR)
    with pytest.raises(ActionRefused, match="safeguarding"):
        people.change_role(
            membership=administrator, role=Role.EDITOR, lead=False, verifier=False, actor=administrator.user, at=NOW
        )


def test_a_change_of_role_is_told_and_kept(organisation, administrator, django_capture_on_commit_callbacks):
    member = MembershipFactory(organisation=organisation)
    with django_capture_on_commit_callbacks(execute=True):
        people.change_role(
            membership=member, role=Role.APPROVER, lead=True, verifier=True, actor=administrator.user, at=NOW
        )
    member.refresh_from_db()
    assert (member.role, member.is_safeguarding_lead, member.is_verifier) == (Role.APPROVER, True, True)
    assert actions() == ["organisations.membership.changed"]
    assert post.outbox[-1].to == [member.user.email]


# --- Invitations ---------------------------------------------------------------------------------------------------


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
    with pytest.raises(ActionRefused, match="ended"):
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
    with pytest.raises(ActionRefused, match="member already"):
        invite(organisation, administrator.user, administrator.user.email.upper())
    invite(organisation, administrator.user)
    with pytest.raises(ActionRefused, match="waiting"):
        invite(organisation, administrator.user, "NEW@example.org")


# --- Joining -------------------------------------------------------------------------------------------------------


def test_asking_by_number_asks_the_confirmed_holder_alone(organisation, administrator):
    OrganisationFactory(confirmed=False, company_number=organisation.company_number)
    user = UserFactory()
    for _ in range(2):
        join_requests.request_by_number(company_number=organisation.company_number, user=user, message="", at=NOW)
    join_requests.request_by_number(company_number="00000001", user=user, message="", at=NOW)
    assert JoinRequest.objects.get().organisation == organisation


def test_the_administrators_let_somebody_in_or_not(organisation, administrator):
    for _ in range(2):
        join_requests.request_to_join(organisation=organisation, user=UserFactory(), message="", at=NOW)
    asked = list(JoinRequest.objects.order_by("pk"))
    for request, accept in zip(asked, (True, False), strict=True):
        join_requests.decide(request=request, accept=accept, role=Role.EDITOR, actor=administrator.user, at=NOW)
    members = organisation.memberships.exclude(pk=administrator.pk)
    assert [(m.user, m.role) for m in members] == [(asked[0].user, Role.EDITOR)]
    join_requests.decide(request=asked[1], accept=True, role=Role.EDITOR, actor=administrator.user, at=NOW)
    assert members.count() == 1


# --- Groups --------------------------------------------------------------------------------------------------------


def test_a_subsidiary_is_linked_when_its_own_administrator_agrees(organisation, administrator):
    subsidiary = OrganisationFactory()
    request = groups.request_link(
        parent=organisation, company_number=subsidiary.company_number, actor=administrator.user, at=NOW
    )
    assert list(groups.get_pending_requests(subsidiary)) == [request]
    groups.respond_to_request(request=request, organisation=subsidiary, accept=True, actor=UserFactory(), at=NOW)
    subsidiary.refresh_from_db()
    assert subsidiary.parent == organisation
    groups.end_link(subsidiary=subsidiary, actor=administrator.user, at=NOW)
    subsidiary.refresh_from_db()
    assert subsidiary.parent is None


def test_asking_for_a_company_that_is_not_here_looks_the_same(organisation, administrator):
    request = groups.request_link(parent=organisation, company_number="00000009", actor=administrator.user, at=NOW)
    assert (request.subsidiary, request.decided_at) == (None, None)


def test_only_confirmed_organisations_ask_and_answer(organisation):
    stranger = OrganisationFactory(confirmed=False)
    with pytest.raises(ActionRefused):
        groups.request_link(parent=stranger, company_number=organisation.company_number, actor=UserFactory(), at=NOW)
    groups.request_link(parent=organisation, company_number=stranger.company_number, actor=UserFactory(), at=NOW)
    assert not groups.get_pending_requests(stranger).exists()


def test_nobody_stands_above_themselves(organisation):
    child = OrganisationFactory(parent=organisation)
    request = GroupRequest.objects.create(parent=child, company_number=organisation.company_number, asked_at=NOW)
    with pytest.raises(ActionRefused, match="above"):
        groups.respond_to_request(request=request, organisation=organisation, accept=True, actor=UserFactory(), at=NOW)


# --- Scope and staff -----------------------------------------------------------------------------------------------


def test_an_answer_is_kept_with_its_reason_and_never_worked_out_again(organisation, monkeypatch):
    answers = {"q_form": "company", "q_ceased": "yes", "q_supplies": "no", "q_period_end": "2026-08-31"}
    kept = scope.save_answer(organisation=organisation, answers=answers, actor=UserFactory(), at=NOW)
    assert (kept.outcome, kept.rule, kept.ruleset) == ("not_required", 3, "s54-2015-guidance-2025")
    assert str(kept.due_on) == "2027-02-28"
    assert "q_supplies" not in kept.answers
    assert kept.reason.startswith("An organisation that did no business")


def test_staff_take_pages_down_and_give_them_back(organisation, administrator):
    staff = UserFactory()
    moderation.take_down_pages(organisation=organisation, reason="A complaint", actor=staff, at=NOW)
    organisation.refresh_from_db()
    assert not organisation.is_public
    assert organisation not in Organisation.objects.public()
    moderation.restore_pages(organisation=organisation, reason="Settled", actor=staff, at=NOW)
    organisation.refresh_from_db()
    assert organisation.is_public
    assert Outbox.objects.filter(to=administrator.user.email).count() == 2


def test_a_lost_administrator_is_replaced_after_a_check(organisation, administrator):
    user = UserFactory()
    JoinRequest.objects.create(organisation=organisation, user=user)
    handover = moderation.request_handover(
        organisation=organisation, user=user, message="She left", evidence=None, at=NOW
    )
    assert Outbox.objects.filter(to=administrator.user.email).count() == 1
    moderation.decide_handover(
        handover=handover, accept=True, end_others=True, reason="Checked", actor=UserFactory(), at=NOW
    )
    active = Membership.objects.active().filter(organisation=organisation)
    assert [(m.user, m.role, m.is_safeguarding_lead) for m in active] == [(user, Role.ADMINISTRATOR, True)]
    assert JoinRequest.objects.get().is_accepted
    with pytest.raises(ActionRefused):
        moderation.decide_handover(
            handover=handover, accept=False, end_others=False, reason="", actor=UserFactory(), at=NOW
        )
