"""Every form of one's own account, with hostile values in every field (see tests/support/hostile_forms.py)."""

from collections.abc import Callable

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.portal.accounts.test_second_factor import with_app
from tests.support.forms import forms_on, parse_page
from tests.support.hostile_forms import find_mistakes
from tests.support.visits import request_page
from tests.test_access import THIRD_PARTY, guessed_url

pytestmark = pytest.mark.django_db
OWN = [(name, guessed_url(name, route)) for name, route in THIRD_PARTY if route.startswith("accounts/")]
SIGN_UP = {"email": "new@example.org", "first_name": "Robin", "last_name": "Example", "password1": PASSWORD}


def _sent(client: Client, name: str, data: dict) -> str:
    return client.post(reverse(name), data)["Location"]


def asked_again(client: Client, person) -> Client:
    """Signed in as somebody who was asked again just now, as allauth wants it before an act that counts."""
    session = sign_in(client, person).session
    session[AUTHENTICATION_METHODS_SESSION_KEY][0]["reauthenticated"] = True
    session.save()
    return client


def _with_new_app(client: Client) -> str:
    asked_again(client, UserFactory())
    return reverse("mfa_activate_totp")


def _key_of(client: Client, person) -> str:
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    return client.get(f"/accounts/password/reset/key/{key}/")["Location"]


def _asked_again(client: Client) -> str:
    sign_in(client, with_app(), seconds_ago=3600)
    return reverse("mfa_reauthenticate")


def _with_passkey(client: Client) -> str:
    person = UserFactory()
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Key", "credential": {}})
    asked_again(client, person)
    return reverse("mfa_edit_webauthn", args=[key.pk])


# Where these forms are met by another way only.
SHOWN_LATER = {
    "account_email_verification_sent": lambda client: _sent(client, "account_signup", SIGN_UP),
    "mfa_authenticate": lambda client: _sent(
        client, "account_login", {"login": with_app().email, "password": PASSWORD}
    ),
    "account_reset_password_from_key": lambda client: _key_of(client, UserFactory()),
    "mfa_activate_totp": _with_new_app,
    "mfa_reauthenticate": _asked_again,
    "mfa_edit_webauthn": _with_passkey,
}


def wrong_with(client: Client, url: str) -> list[str] | None:
    """What is wrong with the forms of a page; None where it shows none."""
    response, body = request_page(client, "get", url)
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return None
    forms = list(forms_on(parse_page(body), url))
    return [line for form in forms for line in find_mistakes(client, form, every=True)] if forms else None


@pytest.mark.parametrize(("name", "url"), OWN)
def test_a_form_of_ones_account_takes_hostile_values(name, url):
    browsers = [
        asked_again(Client(raise_request_exception=False), UserFactory()),
        Client(raise_request_exception=False),
    ]
    wrong = [line for browser in browsers for line in wrong_with(browser, url) or ()]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", SHOWN_LATER)
def test_a_form_that_is_met_on_the_way_takes_hostile_values(name):
    client = Client(raise_request_exception=False)
    way: Callable[[Client], str] = SHOWN_LATER[name]
    url = way(client)
    response, body = request_page(client, "get", url)
    assert list(forms_on(parse_page(body), url)), (
        f"{url} shows no form: {response.status_code} {response.headers} {body}"
    )
    wrong = wrong_with(client, url)
    assert not wrong, "\n".join(wrong)
