"""What somebody types survives a connection that is lost, and a session that was ended in another tab.

Nothing of it is kept in the browser's storage: it stays in the page, or comes back from the portal after the sign-in.
"""

import re

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from compliance.statements.models import Section
from compliance.suppliers.models import Supplier
from tests.compliance.statements.conftest import Business, make_business
from tests.factories.accounts import PASSWORD
from tests.journeys import rich_text
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
TEXT = "We visited 14 suppliers in Spain, and wrote down what we saw."
NO_CONNECTION = "There is no connection, so we have not sent this. What you typed is still on this page."
STORED = "() => [localStorage.length, sessionStorage.length]"


@pytest.fixture
def business() -> Business:
    made = make_business()
    made.start()
    return made


def enter(person: Person, business: Business, to: str) -> None:
    person.open(f"/accounts/login/?next={to}")
    sign_in_again(person, business)


def sign_in_again(person: Person, business: Business) -> None:
    person.write("Email address", business.editor.email)
    person.write("Password", PASSWORD)
    person.press("Sign in")


def cut_off(context: BrowserContext) -> None:
    """The network is there, as the browser sees it, and the portal is not."""
    context.route("**/*", lambda route: route.abort())


LOST = {
    "no network": (lambda context: context.set_offline(True), lambda context: context.set_offline(False)),
    "portal out of reach": (cut_off, lambda context: context.unroute("**/*")),
}


@pytest.mark.parametrize("how", LOST)
@pytest.mark.parametrize("open_person", WAYS[:1], indirect=True)
def test_a_section_stays_in_the_page_until_the_portal_can_be_reached(open_person, business, how):
    lose, restore = LOST[how]
    page = f"/o/{business.organisation.slug}/statements/2026/policies/"
    person = open_person(360)
    enter(person, business, page)
    rich_text.write(person.page, "narrative_policies", TEXT)
    lose(person.page.context)
    press(person.page, "Save and continue")
    assert_told(person.page)
    assert rich_text.read(person.page, "narrative_policies") == TEXT
    assert person.page.evaluate(STORED) == [0, 0]
    restore(person.page.context)
    person.press("Save and continue")
    assert Section.objects.get(code="policies").answers["narrative_policies"] == f"<p>{TEXT}</p>"


@pytest.mark.parametrize("open_person", WAYS[:1], indirect=True)
def test_any_form_stays_in_the_page_and_is_sent_once(open_person, business):
    person = open_person()
    enter(person, business, f"/o/{business.organisation.slug}/suppliers/new/")
    person.write("Name", "Quillmere Yarns Ltd")
    person.page.context.set_offline(True)
    for _ in range(2):
        press(person.page, "Add supplier")
        assert_told(person.page)
    assert person.page.get_by_label("Name", exact=True).input_value() == "Quillmere Yarns Ltd"
    person.page.context.set_offline(False)
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="Add supplier").dblclick()
    assert Supplier.objects.filter(name="Quillmere Yarns Ltd").count() <= 1
    expect(person.page.get_by_text(NO_CONNECTION)).to_have_count(0)


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_a_text_comes_back_after_signing_out_in_another_tab(open_person, business):
    page = f"/o/{business.organisation.slug}/statements/2026/policies/"
    person = open_person(360)
    enter(person, business, page)
    rich_text.write(person.page, "narrative_policies", TEXT)
    other = Person(person.page.context.new_page())
    other.open("/accounts/logout/")
    other.press("Sign out")
    assert settings.SESSION_COOKIE_NAME not in {cookie["name"] for cookie in person.page.context.cookies()}
    person.press("Save and continue")
    person.sees("You are no longer signed in.")
    person.sees("We have not saved what you typed yet.")
    sign_in_again(person, business)
    person.sees("We have kept what you typed. Check it and save it again.")
    assert rich_text.read(person.page, "narrative_policies").strip() == TEXT
    person.press("Save and continue")
    assert Section.objects.get(code="policies").answers["narrative_policies"] == f"<p>{TEXT}</p>"


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_a_text_comes_back_after_signing_in_anew_in_another_tab(open_person, business):
    page = f"/o/{business.organisation.slug}/statements/2026/policies/"
    person = open_person()
    enter(person, business, page)
    rich_text.write(person.page, "narrative_policies", TEXT)
    other = Person(person.page.context.new_page())
    other.open("/accounts/logout/")
    other.press("Sign out")
    enter(other, business, "/dashboard/")
    person.press("Save and continue")
    person.sees("We have kept what you typed. Check it and save it again.")
    assert rich_text.read(person.page, "narrative_policies").strip() == TEXT
    person.press("Save and continue")
    assert Section.objects.get(code="policies").answers["narrative_policies"] == f"<p>{TEXT}</p>"


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def assert_told(page: Page) -> None:
    alert = page.get_by_role("alert").filter(has_text=re.compile(NO_CONNECTION))
    expect(alert).to_be_visible()
    expect(alert).to_be_focused()
    # A second press within a second is taken for half of a double click.
    page.wait_for_timeout(1_000)
