"""Mails of accounts: plain, neutral, on our own address, and no way in by themselves.

See docs/requirements/security.md#account-mails.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core import mail
from django.template.loader import render_to_string
from django.utils import timezone

from tests.factories.accounts import PASSWORD, FactorResetFactory, StaffInvitationFactory, UserFactory

pytestmark = pytest.mark.django_db
TEMPLATES = sorted(path.stem for path in (Path(project.BASE_DIR) / "templates/email/accounts").glob("*.txt"))
ALLAUTH = {
    "account_already_exists", "email_changed", "email_confirm", "email_confirmation", "email_confirmation_signup",
    "email_deleted", "password_changed", "password_reset", "password_reset_key", "password_set", "unknown_account",
    "recovery_codes_generated", "totp_activated", "totp_deactivated", "webauthn_added", "webauthn_removed",
}  # fmt: skip


def test_every_mail_of_allauth_has_our_words():
    assert set(TEMPLATES) >= ALLAUTH


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail_is_plain_and_its_subject_tells_nothing(template):
    context = {
        "portal_name": "Daylight",
        "site_url": "https://portal.example",
        "operator": {"email": "help@portal.example"},
        "code": "ABC-123",
        "password_reset_url": "https://portal.example/accounts/password/reset/key/x/",
        "reset": FactorResetFactory(due_at=timezone.now()),
        "invitation": StaffInvitationFactory(),
        "role": "Partner agency",
    }
    text = render_to_string(f"email/accounts/{template}.txt", context)
    subject, _, body = text.partition("\n")
    assert subject.startswith("Subject: ")
    assert not re.search(r"slavery|helpline|concern|victim|ABC-123", subject, re.IGNORECASE)
    assert "<" not in body
    assert "&#" not in body
    assert all(address.startswith("https://portal.example") for address in re.findall(r"https?://\S+", body))


@pytest.mark.parametrize("host", ["evil.example", "testserver"])
def test_the_address_in_a_mail_is_ours_whatever_host_was_named(client, post, settings, host):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://portal.example"
    UserFactory(email="known@example.org")
    for address in ("known@example.org", "unknown@example.org"):
        post(client.post, "/accounts/password/reset/", {"email": address}, headers={"host": host})
    new = {"email": "known@example.org", "first_name": "A", "last_name": "B", "password1": PASSWORD}
    post(client.post, "/accounts/signup/", new, headers={"host": host})
    assert len(mail.outbox) == 3
    for sent in mail.outbox:
        found = re.findall(r"https?://\S+", sent.body)
        assert found
        assert all(address.startswith("https://portal.example") for address in found)


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


def test_the_address_for_a_new_password_works_once_and_signs_nobody_in(client, post):
    person = UserFactory()
    post(client.post, "/accounts/password/reset/", {"email": person.email})
    address = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body).group(1)
    form = client.get(address)["Location"]
    assert client.get(form).status_code == 200
    assert "_auth_user_id" not in client.session
    new = "battery staple correct horse"
    assert client.post(form, {"password1": new, "password2": "other words altogether"}).status_code == 422
    done = post(client.post, form, {"password1": new, "password2": new})
    assert done.status_code == 302
    assert "_auth_user_id" not in client.session
    assert "no longer works" in client.get(address).content.decode()
    client.post("/accounts/login/", {"login": person.email, "password": new})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_changing_ones_address_waits_for_its_code_and_tells_the_old_one(client, post, code_in_mail):
    person = UserFactory(email="old@example.org")
    client.force_login(person)
    asked = post(client.post, "/accounts/email/", {"email": "fresh@example.org", "action_add": ""})
    if asked["Location"].startswith("/accounts/reauthenticate/"):
        asked = post(client.post, asked["Location"], {"password": PASSWORD})
    person.refresh_from_db()
    assert person.email == "old@example.org"
    post(client.post, "/accounts/confirm-email/", {"code": code_in_mail()})
    person.refresh_from_db()
    assert person.email == "fresh@example.org"
    assert ["old@example.org"] in [sent.to for sent in mail.outbox]
