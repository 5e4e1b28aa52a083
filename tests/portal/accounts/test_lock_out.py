"""Strangers who type wrong passwords do not keep an account's owner out (docs/requirements/security.md#lock-out)."""

import json
from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.accounts import known_networks
from portal.accounts.models import KnownNetwork
from portal.accounts.retention import retain
from portal.accounts.roles import StaffRole
from tests.factories.accounts import PASSWORD, UserFactory, sign_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
OWN_NETWORK, SAME_NETWORK, STRANGER = "192.0.2.17", "192.0.2.200", "198.51.100.9"


@pytest.fixture
def handler():
    return UserFactory(role=StaffRole.HANDLER)


def sign_in_from(address, person, password=PASSWORD):
    return Client(REMOTE_ADDR=address).post(SIGN_IN, {"login": person.email, "password": password})


def exhaust(person, *, networks=(STRANGER,), tries=6):
    """Type wrong passwords from the networks; return the last answer."""
    answers = [sign_in_from(networks[n % len(networks)], person, "not the right one") for n in range(tries)]
    return answers[-1]


def test_wrong_passwords_of_a_stranger_leave_the_owners_network_open(handler):
    assert sign_in_from(OWN_NETWORK, handler).status_code == 302
    refused = exhaust(handler)
    assert (refused.status_code, "too many times" in refused.content.decode()) == (422, True)
    assert sign_in_from(STRANGER, handler).status_code == 422, "the right password is locked for strangers"
    assert sign_in_from(SAME_NETWORK, handler).status_code == 302


def test_the_refusal_names_the_ways_in_that_are_left(handler):
    page = exhaust(handler).content.decode()
    assert "sign in with a passkey or reset your password" in page


def test_many_networks_of_strangers_share_one_count(handler):
    networks = tuple(f"203.0.{n}.5" for n in range(6))
    assert "too many times" in exhaust(handler, networks=networks).content.decode()


def test_a_known_network_is_counted_too(handler):
    sign_in_from(OWN_NETWORK, handler)
    assert "too many times" in exhaust(handler, networks=(OWN_NETWORK,)).content.decode()


def test_a_network_is_known_to_the_account_that_signed_in_from_it_alone(handler):
    neighbour = UserFactory()
    sign_in_from(OWN_NETWORK, neighbour)
    exhaust(handler)
    assert sign_in_from(OWN_NETWORK, handler).status_code == 422


def test_a_password_without_the_second_factor_makes_no_network_known(handler):
    Authenticator.objects.create(user=handler, type=Authenticator.Type.TOTP, data={"secret": "gAAAA"})
    assert sign_in_from(STRANGER, handler).status_code == 302
    assert not KnownNetwork.objects.exists()


def test_a_link_in_the_mail_lets_the_owner_in_from_a_new_network(handler, post):
    exhaust(handler)
    browser = Client(REMOTE_ADDR="203.0.113.8")
    post(browser.post, "/accounts/password/reset/", {"email": handler.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    page = browser.get(link[link.index("/accounts/") :], follow=True)
    new = "a fresh horse battery staple"
    browser.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    exhaust(handler)
    assert sign_in_from("203.0.113.8", handler, new).status_code == 302


def test_strangers_do_not_stop_a_signed_in_handler_from_confirming_the_password(handler):
    browser = sign_in(Client(REMOTE_ADDR="203.0.113.8"), handler, seconds_ago=3600)
    exhaust(handler)
    answer = browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/session/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/session/")
    assert browser.session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["reauthenticated"]


def test_wrong_passwords_never_close_the_door_for_passkeys(handler, monkeypatch):
    """The passkey itself is played: what is tested is that no count of passwords is asked."""
    passkey = Authenticator.objects.create(user=handler, type=Authenticator.Type.WEBAUTHN, data={})
    monkeypatch.setattr("portal.accounts.forms.AuthenticationResponse.from_dict", lambda value: value)
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.parse_authentication_response", lambda value: value)
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.extract_user_from_response", lambda value: handler)
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.complete_authentication", lambda user, value: passkey)
    exhaust(handler, tries=12)
    browser = Client(REMOTE_ADDR=STRANGER)
    browser.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps({"id": "played"})})
    assert browser.session["_auth_user_id"] == str(handler.pk)


def test_the_host_header_does_not_give_more_tries(handler, settings):
    settings.ALLOWED_HOSTS = ["*"]
    exhaust(handler)
    answer = Client(REMOTE_ADDR=STRANGER).post(
        SIGN_IN, {"login": handler.email, "password": PASSWORD}, headers={"Host": "elsewhere.example"}
    )
    assert answer.status_code == 422


def test_what_is_kept_names_no_network_and_goes_after_90_days(handler):
    sign_in_from(OWN_NETWORK, handler)
    row = KnownNetwork.objects.get()
    assert "192.0.2" not in " ".join(map(str, vars(row).values()))
    assert retain(timezone.now() + timedelta(days=90)) == 0
    KnownNetwork.objects.update(last_used_on=timezone.localdate() - timedelta(days=91))
    exhaust(handler)
    assert sign_in_from(OWN_NETWORK, handler).status_code == 422, "a network of long ago is a stranger's"
    assert retain(timezone.now()) == 1


def test_an_account_keeps_a_bounded_number_of_networks(handler, rf, monkeypatch):
    monkeypatch.setattr(known_networks, "MAX_NETWORKS_PER_ACCOUNT", 2)
    for n in range(4):
        known_networks.remember_network(rf.get("/", REMOTE_ADDR=f"203.0.{n}.5"), handler)
    assert KnownNetwork.objects.filter(user=handler).count() == 2
