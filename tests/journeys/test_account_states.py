"""The states of the account pages that only come about by doing: each refused, half done, done, and too often."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from portal.accounts import session_lifetime
from portal.accounts.adapter import AccountAdapter
from portal.accounts.roles import StaffRole
from tests.compliance.statements.conftest import make_business
from tests.factories.accounts import PASSWORD, StaffInvitationFactory, UserFactory
from tests.journeys import rich_text
from tests.journeys.page_checks import Looker

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 1280)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(params=WIDTHS)
def looker(request, visitor, axe) -> Iterator[Looker]:
    looker = Looker(visitor(width=request.param), axe)
    yield looker
    assert not looker.wrong, "\n".join(looker.wrong)


def code_of(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def in_the_mail(pattern: str) -> str:
    return re.search(pattern, mail.outbox[-1].body, re.MULTILINE)[1]


def code_in_the_mail() -> str:
    return in_the_mail(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$")


def with_app(**fields):
    person = UserFactory(**fields)
    TOTP.activate(person, SECRET)
    return person


def test_signing_up(looker):
    looker.opens("/accounts/signup/", "Create an account")
    looker.sends("Create account", email="new@", password1="short")
    looker.sees("Create an account", error="Enter your first name")
    names = {"first_name": "Robin", "last_name": "Example"}
    looker.sends("Create account", email="new@example.org", password1=PASSWORD, **names)
    looker.sees("Enter the code from your email")
    looker.sends("Confirm", code="WRONG1")
    looker.sees("Enter the code from your email", error="Check the code")
    looker.page.get_by_text("I have not received the email").click()
    looker.sends("Send another code")
    looker.sees("Wait before you try again")
    expect(looker.page.get_by_text("Try again in 3 minutes.")).to_be_visible()
    looker.page.get_by_role("link", name="Back to where you were").click()
    looker.sees("Enter the code from your email")
    cache.clear()  # as if three minutes had passed
    looker.page.get_by_text("I have not received the email").click()
    looker.sends("Send another code")
    expect(looker.page.get_by_text("We have sent you another code.")).to_be_visible()
    looker.sees("Enter the code from your email")
    looker.sends("Confirm", code=code_in_the_mail())
    looker.sees("Your organisations")


def test_signing_in_wrong_and_too_often(looker):
    person = UserFactory()
    looker.page.goto("/accounts/login/")
    for _ in range(5):
        looker.sends("Sign in", login=person.email, password="not this one")
        expect(looker.page.locator(".govuk-error-summary")).to_be_visible()
    looker.sees("Sign in", error="Check your email address and password")
    looker.sends("Sign in", login=person.email, password="not this one")
    looker.sees("Sign in", error="too many times")


def test_a_forgotten_password(looker):
    person = UserFactory()
    looker.opens("/accounts/password/reset/", "Reset your password")
    looker.sends("Send email", email=person.email)
    looker.sees("Check your email")
    looker.opens(in_the_mail(r"https?://[^/]+(/accounts/password/reset/key/\S+)"), "Choose a new password")
    looker.sends("Save new password", password1="short", password2="other")
    looker.sees("Choose a new password", error="password")
    looker.sends("Save new password", password1=PASSWORD + "s", password2=PASSWORD + "s")
    looker.sees("You have changed your password")
    for _ in range(3):
        looker.page.goto("/accounts/password/reset/")
        looker.sends("Send email", email=person.email)
    looker.sees("Wait before you try again")


def test_ones_own_address_password_and_sessions(looker, client):
    person = UserFactory()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}, HTTP_USER_AGENT="Other " * 30)
    looker.signs_in(person)
    looker.opens("/accounts/sessions/", "Where you are signed in")
    looker.sends("Sign out of other devices")
    looker.sees("Where you are signed in")
    looker.page.goto("/accounts/password/change/")
    looker.sends("Save new password", oldpassword="wrong", password1=PASSWORD, password2=PASSWORD + "s")
    looker.sees("Change your password", error="Enter your current password")
    looker.page.goto("/accounts/email/")
    looker.sends("Continue", email=person.email)
    looker.sees("Change your email address", error="Enter another email address")
    looker.sends("Continue", email="a.rather.long.address.of.somebody@an-organisation-with-a-long-name.example")
    looker.sees("Enter the code from your email")
    looker.opens("/accounts/email/", "Change your email address")
    looker.opens("/accounts/logout/", "Sign out")


def test_a_password_where_there_is_none(looker, sign_in):
    person = UserFactory()
    person.set_unusable_password()
    person.save()
    sign_in(looker.page, person)
    looker.opens("/accounts/password/set/", "Choose a password")
    looker.sends("Save password", password1="short", password2="other")
    looker.sees("Choose a password", error="password")


def test_when_nobody_may_sign_up(looker, monkeypatch):
    monkeypatch.setattr(AccountAdapter, "is_open_for_signup", lambda *args: False)
    looker.opens("/accounts/signup/", "New accounts are closed")


def test_an_app_with_codes(looker):
    person = UserFactory()
    looker.signs_in(person)
    looker.opens("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", "Confirm it is you")
    looker.sends("Continue", password="wrong")
    looker.sees("Confirm it is you", error="Check your password")
    looker.sends("Continue", password=PASSWORD)
    looker.sees("Set up an authenticator app")
    looker.sends("Turn on", code="000000")
    looker.sees("Set up an authenticator app", error="Check the code")
    key = looker.page.locator("main strong").inner_text().replace(" ", "")
    looker.sends("Turn on", code=code_of(key))
    looker.sees("Your recovery codes")
    for address, heading in (
        ("/accounts/2fa/", "Two-step verification"),
        ("/accounts/2fa/recovery-codes/generate/", "Make new recovery codes"),
        ("/accounts/2fa/totp/deactivate/", "Remove authenticator app"),
        ("/accounts/", "Your account"),
    ):
        looker.opens(address, heading)
    looker.page.goto("/accounts/2fa/totp/deactivate/")
    looker.sends("Remove app")
    looker.sees("Two-step verification")


def test_the_second_step_at_sign_in_and_again(looker):
    person = with_app()
    looker.signs_in(person, ends="Two-step verification")
    looker.sees("Two-step verification")
    looker.sends("Continue", code="000000")
    looker.sees("Two-step verification", error="Check the code")
    looker.sends("Continue", code=code_of())
    looker.sees("Your organisations")
    looker.opens("/accounts/2fa/reauthenticate/?next=/accounts/", "Confirm it is you")
    looker.sends("Continue", code="000000")
    looker.sees("Confirm it is you", error="Check the code")
    Authenticator.objects.update(data={"secret": "not-sealed-by-us"})
    looker.opens("/accounts/2fa/reauthenticate/?next=/accounts/", "Confirm it is you")
    looker.sends("Continue", code="000000")
    looker.sees("Confirm it is you", error="We cannot read the two-step verification stored")


def test_passkeys(looker, give_passkeys):
    page = give_passkeys(looker.page)
    looker.signs_in(UserFactory())
    page.goto("/accounts/2fa/webauthn/add/")
    looker.sees("Add a passkey")
    looker.sends("Add a passkey", name="The key that I keep on the ring of the keys to the office")
    looker.sees("Your recovery codes")
    looker.opens("/accounts/2fa/webauthn/", "Your passkeys")
    page.get_by_role("link", name="Rename").click()
    looker.sees("Rename a passkey")
    looker.sends("Save name", name="")
    looker.sees("Rename a passkey", error="Enter a name")
    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove").click()
    looker.sees("Remove a passkey")
    looker.opens("/accounts/2fa/webauthn/reauthenticate/?next=/accounts/", "Confirm it is you")


def test_a_form_that_was_sent_after_the_session_had_ended(looker):
    business = make_business()
    business.start()
    looker.signs_in(business.editor)
    looker.page.goto(f"/o/{business.organisation.slug}/statements/2026/risk/")
    rich_text.write(looker.page, "narrative_risk", "Mine, line one.\n\nLine two.")
    for session in map(SessionStore, Session.objects.values_list("session_key", flat=True)):
        session[session_lifetime.SESSION_KEY] = session[session_lifetime.SESSION_KEY] | {"seen": 0}
        session.save()
    looker.sends("Save and return to the list")
    looker.sees("Sign in")
    looker.sends("Sign in", login=business.editor.email, password=PASSWORD)
    expect(looker.page.get_by_text("We have kept what you typed. Check it and save it again.")).to_be_visible()
    expect(looker.page.locator("#id_narrative_risk")).to_have_value("Mine, line one.\n\nLine two.")
    looker.wrong += looker.axe(looker.page)
    looker.sends("Discard what I typed")
    expect(looker.page.locator("#id_narrative_risk")).to_have_value("")


def test_offers_of_a_role(looker):
    person = UserFactory(role=StaffRole.PARTNER)
    looker.signs_in(person, ends="Your work")
    open_offer = StaffInvitationFactory(email=person.email)
    looker.opens(f"/accounts/staff-role/{open_offer.uuid}/", "You have been offered a role")
    looker.sends("Accept role")
    looker.sees("Your work")
    looker.opens(f"/accounts/staff-role/{open_offer.uuid}/", "You have been offered a role")
