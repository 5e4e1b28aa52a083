"""Passkeys under the strict policy, with a virtual authenticator in the browser."""

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from portal.accounts.roles import StaffRole
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def device(live_server, visitor, give_passkeys) -> Page:
    return give_passkeys(visitor())


def sign_in(page: Page, person) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.main_story
def test_a_passkey_is_added_signs_in_alone_and_confirms_an_act(device, axe, settings):
    settings.SECOND_FACTOR_DEMANDED = True
    person = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    page = device
    sign_in(page, person)
    expect(page.get_by_role("heading", name="Set up two-step verification")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Sign in with only this passkey,").check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="I have saved them:").click()
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()
    assert any("passkey has been added" in sent.body for sent in mail.outbox)

    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/staff/people/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Our staff", level=1)).to_be_visible()

    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page.get_by_role("button", name="Offer a role").click()
    expect(page.get_by_role("heading", name="Confirm it is you")).to_be_visible()
    assert axe(page) == []
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Offer a role")).to_be_visible()


def test_a_passkey_is_the_second_step_after_the_password(device, axe):
    person = UserFactory()
    page = device
    sign_in(page, person)
    expect(page.get_by_role("heading", name="Your organisations")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    assert axe(page) == []
    page.context.clear_cookies()
    sign_in(page, person)
    expect(page.get_by_role("heading", name="Two-step verification")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Your organisations")).to_be_visible()
