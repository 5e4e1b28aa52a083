"""How long a web session lasts, and what ends it (docs/requirements/security.md#sessions)."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.organisations.services import people
from portal.accounts.roles import StaffRole
from portal.accounts.services import sessions, staff_roles
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.organisations import MembershipFactory
from tests.portal.accounts.test_second_factor import code_of, waiting_secret

pytestmark = pytest.mark.django_db
PAGE = "/accounts/session/"


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still at ten o'clock until it is moved on: clock(minutes=5)."""
    at = [datetime(2026, 11, 24, 10, tzinfo=UTC)]
    monkeypatch.setattr(timezone, "now", lambda: at[0])

    def shift(**by) -> None:
        at[0] += timedelta(**by)

    return shift


def is_in(browser) -> bool:
    return browser.get(PAGE).status_code == 200


def enter(browser, person):
    answer = browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


@pytest.mark.parametrize(("role", "minutes"), [(None, 30), (StaffRole.HANDLER, 15), (StaffRole.CONTENT_EDITOR, 15)])
def test_an_idle_session_ends(client, role, minutes, clock):
    person = UserFactory(role=role)
    enter(client, person)
    assert is_in(client)
    clock(minutes=minutes, seconds=-1)
    assert is_in(client)
    clock(minutes=minutes)
    answer = client.get("/dashboard/?year=2026")
    assert answer["Location"] == "/accounts/login/?next=%2Fdashboard%2F%3Fyear%3D2026&ended=idle"
    assert "_auth_user_id" not in client.session
    assert (
        "We signed you out because you were inactive. Sign in to return to where you were."
        in client.get(answer["Location"]).content.decode()
    )


@pytest.mark.parametrize(("role", "hours"), [(None, 12), (StaffRole.HANDLER, 10)])
def test_a_session_in_use_ends_at_its_longest(client, role, hours, clock):
    person = UserFactory(role=role)
    enter(client, person)
    for _ in range(hours * 6 - 1):
        assert is_in(client)
        clock(minutes=10)
    assert is_in(client)
    clock(minutes=10)
    answer = client.get(PAGE)
    assert answer["Location"].endswith("ended=long")


def test_after_a_form_that_was_sent_too_late_one_returns_to_its_page(client, clock):
    person = UserFactory()
    enter(client, person)
    is_in(client)
    clock(hours=1)
    answer = client.post("/accounts/sessions/", headers={"Referer": "http://testserver/dashboard/?a=1"})
    assert answer["Location"] == "/accounts/login/?next=%2Fdashboard%2F%3Fa%3D1&ended=idle"
    back = client.post(answer["Location"], {"login": person.email, "password": PASSWORD, "next": "/dashboard/?a=1"})
    assert back["Location"] == "/dashboard/?a=1"


def test_a_public_page_stays_open_when_the_session_has_ended(client, clock):
    person = UserFactory()
    enter(client, person)
    is_in(client)
    clock(hours=1)
    assert client.get("/accounts/second-step/lost/").status_code == 200


def test_the_page_says_when_the_session_ends(client, clock):
    person = UserFactory()
    enter(client, person)
    assert "10:30" in client.get(PAGE).content.decode()


def test_one_sees_and_ends_ones_other_sessions(client, other):
    person = UserFactory()
    enter(client, person)
    enter(other, person)
    assert client.get("/accounts/sessions/").content.decode().count("Network address") == 2
    client.post("/accounts/sessions/")
    assert is_in(client)
    assert not is_in(other)


def test_changing_the_password_ends_the_others(client, other):
    person = UserFactory()
    enter(client, person)
    enter(other, person)
    new = "battery staple correct horse"
    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert is_in(client)
    assert not is_in(other)


@pytest.mark.django_db(transaction=True)
def test_a_new_factor_ends_the_others_and_the_own_key_changes(client, other):
    person = UserFactory()
    enter(client, person)
    enter(other, person)
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD}, follow=True)
    before = client.session.session_key
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(waiting_secret(client))})
    assert is_in(client)
    assert client.session.session_key != before
    assert not is_in(other)
    assert UserSession.objects.get(user=person).session_key == client.session.session_key


def test_closing_an_account_ends_every_session_on_the_next_request(client, other):
    person = UserFactory()
    enter(client, person)
    enter(other, person)
    staff_roles.close_account(person=person, by=UserFactory(is_superuser=True), reason="Left.", at=timezone.now())
    assert not is_in(client)
    assert not is_in(other)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert not is_in(client)


def test_after_a_change_of_privileges_the_session_has_a_new_key(client):
    person = UserFactory()
    enter(client, person)
    is_in(client)
    before = client.session.session_key
    sessions.mark_privileges_changed(user=person, at=timezone.now())
    assert is_in(client)
    after = client.session.session_key
    assert after != before
    assert is_in(client)
    assert client.session.session_key == after
    assert UserSession.objects.get(user=person).session_key == after


def test_reading_a_page_writes_the_session_at_most_once_a_minute(client, django_assert_num_queries):
    person = UserFactory()
    enter(client, person)
    is_in(client)
    with django_assert_num_queries(2):  # the session, the user
        client.get(PAGE)


def test_a_change_of_role_in_a_business_gives_the_session_a_new_key(client):
    administrator = MembershipFactory(role=Role.ADMINISTRATOR)
    member = MembershipFactory(organisation=administrator.organisation)
    enter(client, member.user)
    is_in(client)
    before = client.session.session_key
    people.change_role(
        membership=member,
        role=Role.APPROVER,
        lead=False,
        verifier=False,
        actor=administrator.user,
        at=timezone.now(),
    )
    assert is_in(client)
    assert client.session.session_key != before
