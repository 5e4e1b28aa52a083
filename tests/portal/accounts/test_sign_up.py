"""Signing up with a code from the mail; the same answer whether or not the address is known."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.urls import reverse

from portal.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SIGN_UP = "/accounts/signup/"


def details(email="new@example.org", **changed):
    return {"email": email, "first_name": "Robin", "last_name": "Example", "password1": PASSWORD} | changed


def test_the_code_from_the_mail_finishes_the_account(client, post, code_in_mail):
    answer = post(client.post, SIGN_UP, details())
    assert answer["Location"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    wrong = client.post(answer["Location"], {"code": "WRONG-1"})
    assert wrong.status_code == 422
    assert "Check the code" in wrong.content.decode()
    right = client.post(answer["Location"], {"code": code_in_mail()})
    assert right["Location"] == reverse("dashboard:home")
    person = User.objects.get(email="new@example.org")
    assert (person.first_name, person.last_name) == ("Robin", "Example")
    assert person.emailaddress_set.get().verified


def test_one_goes_on_where_one_wanted_to_go(client, post, code_in_mail):
    answer = post(client.post, SIGN_UP, details(next="/accounts/second-step/"))
    right = client.post(answer["Location"], {"code": code_in_mail()})
    assert right["Location"] == "/accounts/second-step/"


def test_a_known_and_an_unknown_address_get_the_same_answer(client, other, post, same_body):
    UserFactory(email="known@example.org")
    answers = {}
    for browser, address in ((client, "known@example.org"), (other, "fresh@example.org")):
        first = post(browser.post, SIGN_UP, details(address))
        page = browser.get(first["Location"])
        wrong = browser.post(first["Location"], {"code": "WRONG-1"})
        answers[address] = (
            first.status_code,
            first["Location"],
            page.status_code,
            same_body(page, address),
            wrong.status_code,
            same_body(wrong, address),
        )
        assert [m.to for m in mail.outbox].count([address]) == 1
    assert answers["known@example.org"] == answers["fresh@example.org"]
    assert User.objects.count() == 2


def test_a_known_and_an_unknown_address_cost_the_same_work(client, other, post, monkeypatch):
    """A hash takes most of the time: as many are made for either, so that no clock tells them apart."""
    UserFactory(email="known@example.org")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args, **kw: hashed.append(args[1]) or encode(*args, **kw))
    done = {}
    for browser, address in ((client, "known@example.org"), (other, "fresh@example.org")):
        hashed.clear()
        mail.outbox.clear()
        post(browser.post, SIGN_UP, details(address))
        done[address] = (list(hashed), len(mail.outbox))
    assert done["known@example.org"] == done["fresh@example.org"] == ([PASSWORD], 1)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"email": ""}, "Enter your email address"),
        ({"email": "no address"}, "Enter an email address in the correct format"),
        ({"first_name": ""}, "Enter your first name"),
        ({"last_name": ""}, "Enter your last name"),
        ({"password1": ""}, "Enter a password"),
        ({"password1": "short"}, "12 characters"),
        ({"password1": "newexample.org1"}, "similar"),
        ({"password1": "1q2w3e4r5t6y"}, "common"),
        ({"first_name": "x" * 1_000_000}, "150"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_else_is_lost(client, changed, message):
    answer = client.post(SIGN_UP, details(**changed))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert message in text
    assert "There is a problem" in text
    if "last_name" not in changed:
        assert 'value="Example"' in text
    assert not User.objects.exists()


def test_the_sixth_sign_up_within_an_hour_waits(client):
    for number in range(5):
        client.logout()
        assert client.post(SIGN_UP, details(f"n{number}@example.org")).status_code == 302
    client.logout()
    answer = client.post(SIGN_UP, details("n6@example.org"))
    assert answer.status_code == 429
    assert "1 hour" in answer.content.decode()
    assert answer["Retry-After"] == "3600"
