"""Every account page, looked at by axe in each state that differs, wide and narrow."""

from urllib.parse import urlencode

import pytest

from portal.accounts.roles import StaffRole
from tests.factories.accounts import FactorResetFactory, StaffInvitationFactory, UserFactory

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
OPEN = (
    "/accounts/login/",
    "/accounts/login/?" + urlencode({"next": "/dashboard/", "ended": "idle"}),
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/a-b/",
    "/accounts/password/reset/key/done/",
    "/accounts/inactive/",
    "/accounts/second-step/lost/",
)
OWN = (
    "/dashboard/",
    "/accounts/",
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/?next=/dashboard/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/second-step/",
    "/accounts/session/",
    "/accounts/name/",
    "/accounts/sessions/",
)
FORMS = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")
WIDTHS = (360, 1280)


def narrow(page) -> bool:
    """Whether the page scrolls sideways."""
    return page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_for_anybody(visitor, axe, width):
    page = visitor(width=width)
    for address in OPEN:
        page.goto(address)
        assert axe(page) == [], address
        assert not narrow(page), address
    for address in FORMS:
        page.goto(address)
        page.locator("main form").first.locator("button[type=submit]").click()
        page.locator(".govuk-error-summary").wait_for()
        assert axe(page) == [], f"{address} with errors"


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_ones_own_account(visitor, axe, sign_in, width):
    page = visitor(width=width)
    sign_in(page, UserFactory())
    for address in OWN:
        page.goto(address)
        assert axe(page) == [], address
        assert not narrow(page), address


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_site_administrators(visitor, axe, sign_in, width):
    administrator = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    person = UserFactory(role=StaffRole.HANDLER)
    offer = StaffInvitationFactory(accepted=True)
    page = visitor(width=width)
    sign_in(page, administrator)
    for address in (
        "/dashboard/",
        "/staff/people/",
        "/staff/people/invite/",
        f"/staff/people/offers/{offer.uuid}/confirm/",
        f"/staff/people/offers/{offer.uuid}/withdraw/",
        f"/staff/people/{person.uuid}/roles/handler/take/",
        "/staff/accounts/",
        f"/staff/accounts/{person.uuid}/",
        f"/staff/accounts/{person.uuid}/reset/",
        f"/staff/accounts/{person.uuid}/close/",
        f"/accounts/second-step/stop/{FactorResetFactory().uuid}/",
    ):
        page.goto(address)
        assert axe(page) == [], address
        assert not narrow(page), address


def test_two_minutes_before_the_end_one_is_warned_and_can_stay(page, sign_in):
    sign_in(page, UserFactory())
    page.clock.install()
    page.goto("/accounts/password/change/")
    page.get_by_label("Current password").fill("half typed")
    warning = page.get_by_text("You will be signed out in 2 minutes.")
    page.clock.run_for("27:50")
    assert not warning.is_visible()
    page.clock.run_for("00:15")
    warning.wait_for()
    page.get_by_role("button", name="Stay signed in").click()
    page.get_by_text("You are still signed in.").wait_for()
    assert page.get_by_label("Current password").input_value() == "half typed"


def test_without_javascript_the_time_stands_on_the_page(plain_page, sign_in):
    sign_in(plain_page, UserFactory())
    plain_page.goto("/dashboard/")
    assert plain_page.get_by_text("If you do nothing, you will be signed out at").is_visible()
