"""Roles of our staff: offered, accepted, confirmed by a second person; never together with a business."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import StaffInvitation, User
from portal.accounts.permissions import can_accept, can_confirm, can_join_business
from portal.accounts.roles import StaffRole, has_role
from portal.accounts.services import staff_roles
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.accounts import StaffInvitationFactory, UserFactory, sign_in
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(client) -> User:
    """The first site administrator, made by createsuperuser and signed in."""
    call_command("createsuperuser", email="first@staff.example.org", interactive=False)
    person = User.objects.get()
    sign_in(client, person)
    return person


def offer(role, **fields):
    return StaffInvitationFactory(role=role, **fields)


def test_the_first_administrator_offers_a_role_and_the_person_takes_it(client, first, other, post):
    answer = post(client.post, "/staff/people/invite/", {"email": "Ed@example.org", "role": "content_editor"})
    assert answer.status_code == 302
    offered = StaffInvitation.objects.get()
    assert mail.outbox[-1].to == ["ed@example.org"]
    assert f"/accounts/staff-role/{offered.uuid}/" in mail.outbox[-1].body
    editor = UserFactory(email="ed@example.org")
    other.force_login(editor)
    assert other.get(f"/accounts/staff-role/{offered.uuid}/").status_code == 200
    assert not has_role(editor, StaffRole.CONTENT_EDITOR)
    other.post(f"/accounts/staff-role/{offered.uuid}/")
    assert has_role(editor, StaffRole.CONTENT_EDITOR)
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {"accounts.staff_role.offered", "accounts.staff_role.accepted", "accounts.staff_role.granted"} <= actions


def test_an_offer_is_for_its_address_alone(client):
    offered = offer(StaffRole.HANDLER)
    client.force_login(UserFactory())
    assert client.get(f"/accounts/staff-role/{offered.uuid}/").status_code == 404
    assert client.post(f"/accounts/staff-role/{offered.uuid}/").status_code == 404


@pytest.mark.parametrize("confirmed", [None, False])
def test_an_address_that_is_not_confirmed_takes_no_offer(client, confirmed):
    """The account's own field says nothing: only a code from the mail does."""
    person = UserFactory(email="hana@example.org", verified=False)
    if confirmed is not None:
        EmailAddress.objects.create(user=person, email=person.email, verified=confirmed, primary=True)
    offered = offer(StaffRole.CONTENT_EDITOR, email="hana@example.org")
    sign_in(client, person)
    assert client.post(f"/accounts/staff-role/{offered.uuid}/").status_code == 404
    assert not can_accept(person, offered)
    with pytest.raises(ActionRefused, match="another address"):
        staff_roles.accept(invitation=offered, user=person, at=timezone.now())
    assert not has_role(person, StaffRole.CONTENT_EDITOR)


def test_an_offer_goes_by_the_confirmed_address_and_not_by_the_field_of_the_account(client):
    thief = UserFactory(email="thief@example.org")
    offered = offer(StaffRole.CONTENT_EDITOR, email="hana@example.org")
    User.objects.filter(pk=thief.pk).update(email="hana@example.org")
    client.force_login(User.objects.get(pk=thief.pk))
    assert client.get(f"/accounts/staff-role/{offered.uuid}/").status_code == 404


def test_the_database_refuses_an_address_that_differs_in_capitals_alone():
    User.objects.create_user("hana@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Hana@Example.org")
    other = User.objects.create_user("other@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=other.pk).update(email="HANA@example.org")


@pytest.mark.parametrize("role", [StaffRole.HANDLER, StaffRole.TRIAGE_LEAD])
def test_a_role_at_the_desk_waits_for_a_second_person(client, first, role):
    person = UserFactory()
    offered = offer(role, email=person.email, invited_by=first)
    staff_roles.accept(invitation=offered, user=person, at=timezone.now())
    assert not has_role(person, role)
    offered.refresh_from_db()
    assert not can_confirm(first, offered)
    assert not can_confirm(person, offered)
    assert client.get(f"/staff/people/offers/{offered.uuid}/confirm/").status_code == 404
    second = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    sign_in(client, second)
    assert client.post(f"/staff/people/offers/{offered.uuid}/confirm/").status_code == 302
    assert has_role(person, role)


def test_the_database_itself_refuses_the_same_person_twice():
    offered = offer(StaffRole.HANDLER, accepted=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffInvitation.objects.filter(pk=offered.pk).update(confirmed_by=offered.invited_by)


def test_a_member_of_a_business_cannot_become_staff(client):
    member = MembershipFactory().user
    offered = offer(StaffRole.HANDLER, email=member.email)
    client.force_login(member)
    page = f"/accounts/staff-role/{offered.uuid}/"
    assert "belongs to a business" in client.get(page).content.decode()
    answer = client.post(page, follow=True)
    assert "belongs to a business" in answer.content.decode()
    assert Entry.objects.filter(action="accounts.staff_role.refused", actor_id=member.pk).count() == 1
    assert StaffInvitation.objects.get().accepted_at is None
    with pytest.raises(ActionRefused):
        staff_roles.accept(invitation=offered, user=member, at=timezone.now())


@pytest.mark.parametrize("role", StaffRole)
def test_staff_cannot_join_a_business(role):
    assert not can_join_business(UserFactory(role=role))


def test_whoever_waits_for_a_role_cannot_join_a_business_and_others_can():
    assert not can_join_business(offer(StaffRole.HANDLER, accepted=True).user)
    assert not can_join_business(UserFactory(is_superuser=True))
    assert can_join_business(UserFactory())


def test_who_joined_a_business_meanwhile_is_not_confirmed():
    offered = offer(StaffRole.HANDLER, accepted=True)
    MembershipFactory(user=offered.user)
    with pytest.raises(ActionRefused, match="joined a business"):
        staff_roles.confirm(invitation=offered, by=UserFactory(is_superuser=True), at=timezone.now())
    offered.refresh_from_db()
    assert offered.granted_at is None


def test_an_offer_is_made_once_and_can_be_withdrawn(client, first):
    data = {"email": "ed@example.org", "role": "partner"}
    assert client.post("/staff/people/invite/", data).status_code == 302
    again = client.post("/staff/people/invite/", data)
    assert again.status_code == 422
    assert "already been offered" in again.content.decode()
    offered = StaffInvitation.objects.get()
    assert client.post(f"/staff/people/offers/{offered.uuid}/withdraw/").status_code == 302
    assert not StaffInvitation.objects.open().exists()
    assert client.post("/staff/people/invite/", data).status_code == 302


def test_taking_a_role_away_works_from_the_next_page(client, first, other, post):
    person = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    other.force_login(person)
    assert other.get("/staff/people/").status_code == 200
    page = f"/staff/people/{person.uuid}/roles/site_administrator/take/"
    assert client.post(page).status_code == 422
    post(client.post, page, {"reason": "Left."})
    assert other.get("/staff/people/").status_code == 404
    assert mail.outbox[-1].to == [person.email]


def test_nobody_acts_on_their_own_account(client, first):
    for act in ("reset", "close", "open"):
        assert client.get(f"/staff/accounts/{first.uuid}/{act}/").status_code == 404


def test_an_account_is_closed_and_opened_with_a_reason(client, first):
    person = UserFactory()
    page = f"/staff/accounts/{person.uuid}"
    assert client.post(f"{page}/close/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}/close/", {"reason": "Asked for it."}).status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    assert client.post(f"{page}/open/", {"reason": "Came back."}).status_code == 302
    person.refresh_from_db()
    assert person.is_active
    details = list(Entry.objects.filter(action__startswith="accounts.user.").values_list("detail", flat=True))
    assert details == [{"reason": "Asked for it."}, {"reason": "Came back."}]


@pytest.mark.parametrize("data", [{}, {"email": "x", "role": "emperor"}, {"email": "a" * 1_000_000, "role": "handler"}])
def test_bad_input_is_said_at_the_field(client, first, data):
    answer = client.post("/staff/people/invite/", data)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_the_list_of_people_asks_few_questions(client, first, django_assert_max_num_queries):
    for role in StaffRole:
        UserFactory(role=role)
        offer(role)
    client.get("/staff/people/")
    with django_assert_max_num_queries(14):
        client.get("/staff/people/")
