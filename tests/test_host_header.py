"""No answer and no mail is built from the host a request claims (docs/requirements/security.md#forged-hosts)."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
EVIL = "evil.example"


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/statements/", "/report/", "/healthz"])
def test_an_unknown_host_is_refused_before_anything_else(address):
    response = Client(raise_request_exception=False).get(address, headers={"host": EVIL})
    assert response.status_code == 400
    assert EVIL not in response.content.decode()


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-host", "forwarded", "x-original-url"])
def test_a_forwarded_host_is_not_believed(client, header):
    value = f"host={EVIL}" if header == "forwarded" else EVIL
    response = client.get("/accounts/login/", headers={header: value})
    assert response.status_code == 200
    assert EVIL not in response.content.decode()


def test_a_reset_mail_names_this_site_alone(client, settings, django_capture_on_commit_callbacks):
    """An allowed host that is not the site's own name must not get into a link either."""
    person = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("account_reset_password"),
            {"email": person.email},
            headers={"host": "127.0.0.1", "x-forwarded-host": EVIL},
        )
    (message,) = mail.outbox
    links = re.findall(r"https?://[^\s\"<>]+", message.body)
    assert links or re.search(r"\b[A-Z0-9-]{6,}\b", message.body), "a link or a code"
    assert all(link.startswith(settings.SITE_URL) for link in links), links
    assert EVIL not in str(message.message())


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]
)
def test_signing_in_leads_nowhere_else(client, target):
    """See docs/requirements/security.md#forged-requests."""
    from tests.factories.accounts import PASSWORD

    person = UserFactory()
    response = client.post(
        reverse("account_login") + "?next=" + target, {"login": person.email, "password": PASSWORD, "next": target}
    )
    assert response.status_code == 302
    assert response["Location"].startswith("/")
    assert not response["Location"].startswith(("//", "/\\"))
