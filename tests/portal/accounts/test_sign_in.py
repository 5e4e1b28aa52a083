"""One door, the same answer for everybody, and a lock on the sixth try."""

import pytest
from django.contrib.auth.views import LoginView, PasswordResetView
from django.core import mail
from django.urls import URLPattern, get_resolver, reverse

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
RESET = "/accounts/password/reset/"


def test_the_right_password_signs_in_and_leads_where_one_wanted(client):
    person = UserFactory()
    answer = client.post(SIGN_IN, {"login": person.email, "password": PASSWORD, "next": "/accounts/session/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/session/")


def test_another_site_is_never_where_one_wanted(client):
    person = UserFactory()
    answer = client.post(SIGN_IN, {"login": person.email, "password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == reverse("dashboard:home")


def test_the_key_of_the_web_session_changes_on_signing_in(client):
    """A key that somebody planted before is worth nothing (docs/requirements/security.md#sessions)."""
    person = UserFactory()
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    assert client.session.session_key != before


def test_a_known_and_an_unknown_address_get_the_same_answer(client, other, same_body):
    UserFactory(email="known@example.org")
    answers = []
    for browser, address in ((client, "known@example.org"), (other, "fresh@example.org")):
        answer = browser.post(SIGN_IN, {"login": address, "password": "not the right one"})
        answers.append((answer.status_code, same_body(answer, address)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "One of them is not correct" in answers[0][1]


def test_a_reset_answers_the_same_and_writes_one_mail_to_each(client, other, post, same_body):
    UserFactory(email="known@example.org")
    answers = []
    for browser, address in ((client, "known@example.org"), (other, "fresh@example.org")):
        answer = post(browser.post, RESET, {"email": address})
        page = browser.get(answer["Location"])
        answers.append((answer.status_code, answer["Location"], same_body(page, address)))
        assert [m.to for m in mail.outbox].count([address]) == 1
    assert answers[0] == answers[1]


def test_the_sixth_wrong_password_locks_the_account_for_ten_minutes(client):
    person = UserFactory()
    for _ in range(5):
        client.post(SIGN_IN, {"login": person.email, "password": "not the right one"})
    answer = client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert "Wait 10 minutes" in answer.content.decode()


def test_the_fourth_reset_within_an_hour_waits(client):
    answers = [client.post(RESET, {"email": "known@example.org"}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_limits_are_counted_for_the_visitor_behind_the_operators_proxies(client, settings):
    """A header that the visitor wrote counts for nothing; the one that our proxy wrote does."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    wrong = {"login": "a@example.org", "password": "not the right one"}
    for number in range(11):
        client.post(SIGN_IN, wrong | {"login": f"a{number}@example.org"}, headers={"X-Forwarded-For": "10.9.9.9"})
    stopped = client.post(SIGN_IN, wrong, headers={"X-Forwarded-For": "1.2.3.4, 10.9.9.9"})
    free = client.post(SIGN_IN, wrong, headers={"X-Forwarded-For": "10.8.8.8"})
    assert "too many times" in stopped.content.decode()
    assert "too many times" not in free.content.decode()


@pytest.mark.parametrize("door", ["/cms/login/", "/cms/password_reset/", "/_util/login/"])
def test_wagtails_doors_lead_to_ours(client, door):
    person = UserFactory(is_superuser=True)
    for answer in (client.get(door), client.post(door, {"username": person.email, "password": PASSWORD})):
        assert answer.status_code == 302
        assert answer["Location"].startswith(SIGN_IN)
    assert "_auth_user_id" not in client.session


def test_wagtails_admin_sends_to_our_door(client):
    answer = client.get("/cms/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(SIGN_IN)


def test_no_address_leads_to_a_door_of_djangos_own():
    """Each address of such a view is shadowed by one of ours that stands before it."""

    def walk(patterns, route=""):
        for pattern in patterns:
            here = route + str(pattern.pattern).lstrip("^").rstrip("$")
            if isinstance(pattern, URLPattern):
                view = getattr(pattern.callback, "view_class", None)
                if view and issubclass(view, LoginView | PasswordResetView):
                    yield here
            else:
                yield from walk(pattern.url_patterns, here)

    for route in walk(get_resolver().url_patterns):
        found = get_resolver().resolve(f"/{route}")
        assert not isinstance(getattr(found.func, "view_class", None), type) or not issubclass(
            found.func.view_class, LoginView | PasswordResetView
        ), route


def test_signing_in_by_a_code_alone_is_not_offered(client):
    assert client.get("/accounts/login/code/").status_code == 404
    assert client.get("/accounts/login/code/confirm/")["Location"] == SIGN_IN
