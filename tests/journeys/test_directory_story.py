"""A person in Leeds, at night, looks for somebody who is there now; and a person where no service is."""

import re
from datetime import UTC, datetime, time

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from learning.directory.rules.hours import Span
from learning.directory.services import loading
from tests.factories.directory import ALL_DAY, BATH, CHESTERFIELD, OFFICE_HOURS, UK, ServiceFactory
from tests.journeys.conftest import WAYS

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)

LEEDS = "E08000035"
# A Thursday, half past two in the morning.
NIGHT = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _is_night(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)


@pytest.fixture
def services():
    ServiceFactory(
        name="Leeds Night Line", areas=[LEEDS], phone="0113 496 0001", hours=[Span((2, 3), time(20), time(6))],
        languages=["ro"], safe_contact="They never leave a message.",
    )  # fmt: skip
    ServiceFactory(name="Leeds Day Centre", areas=[LEEDS], phone="0113 496 0002", hours=[OFFICE_HOURS])
    ServiceFactory(name="Leeds Drop-in", areas=[LEEDS], phone="0113 496 0003")
    ServiceFactory(name="National Line", areas=[UK], phone="0808 157 0001", hours=[ALL_DAY])


@pytest.mark.main_story
@BOTH
@pytest.mark.parametrize("width", [360, 1280])
def test_a_person_in_leeds_at_night_finds_a_service_open_now(open_person, services, width):
    ana = open_person(width)
    ana.open("/services/")
    ana.heading("Find help")
    expect(ana.page.get_by_role("button", name=re.compile("Exit this page")).first).to_be_visible()
    ana.write("Where?", "leeds")
    ana.page.get_by_text("More choices").click()
    ana.choose("Open now")
    ana.press("Find services")

    ana.sees("3 services for Leeds")
    ana.sees("Wednesday, Thursday, 8pm to 6am")
    ana.sees("Every day, 24 hours")
    ana.sees("Open now")
    expect(ana.page.locator("main")).not_to_contain_text("Leeds Day Centre")
    # Nobody knows its hours: it comes last, and is not hidden.
    ana.sees("Call to check")
    names = ana.page.locator(".portal-list h3").all_inner_texts()
    assert names == ["Leeds Night Line", "National Line", "Leeds Drop-in"]
    assert "leeds" not in ana.page.url.lower()
    assert [cookie["name"] for cookie in ana.page.context.cookies()] in ([], ["csrftoken"])

    ana.follow("Leeds Night Line")
    ana.heading("Leeds Night Line")
    ana.sees("Open now")
    ana.sees("They never leave a message.")
    call = ana.page.get_by_role("link", name="0113 496 0001")
    assert call.get_attribute("href") == "tel:01134960001"
    expect(ana.page.get_by_role("button", name=re.compile("Exit this page")).first).to_be_visible()


@BOTH
def test_where_no_service_is_the_nearest_are_named_and_the_helpline(open_person, settings):
    ServiceFactory(name="Bath House", areas=[BATH], phone="01225 496 001")
    ServiceFactory(name="Chesterfield House", areas=[CHESTERFIELD], phone="01246 496 001")
    ben = open_person(360)
    ben.open("/services/")
    ben.write("Where?", "Leeds")
    ben.press("Find services")
    ben.sees(f"Call {settings.HELPLINE_NUMBER}. We can look for help near Leeds")
    expect(ben.page.locator("main")).not_to_contain_text("No service for")
    ben.sees("Nearest services in other places")
    ben.sees("Chesterfield House")
    ben.sees("miles away")
    ben.open("/services/")
    ben.write("Where?", "LS1 4AP")
    ben.press("Find services")
    ben.sees("Nearest services in other places")
    ben.open("/services/")
    ben.write("Where?", "ZZ1 4AP")
    ben.press("Find services")
    ben.sees("We do not recognise this postcode")
    assert ben.page.get_by_label("Where?").input_value() == "ZZ1 4AP"


@BOTH
@pytest.mark.parametrize(
    ("typed", "place", "first"),
    [
        ("Belfast", "Belfast", "Support for trafficked men in Northern Ireland"),
        ("Kilmarnock", "Kilmarnock, East Ayrshire", "Support for trafficked adults in Scotland"),
        ("South Holland", "South Holland", "Modern slavery confidential referral line (England and Wales)"),
        ("PE11 2XE", "South Holland", "Modern slavery confidential referral line (England and Wales)"),
    ],
)
def test_a_person_anywhere_reads_999_the_helpline_and_the_nearest_above_the_fold(
    open_person, settings, typed, place, first
):
    settings.HELPLINE_NUMBER = "08000 121 700"
    loading.load_services(loading.get_shipped_file(), at=NIGHT)
    cara = open_person(360)
    cara.open("/services/")
    cara.write("Where?", typed)
    cara.press("Find services")
    cara.sees(f"services for {place}")
    pinned = cara.page.locator(".portal-first-help a[href^='tel:']")
    assert [one.get_attribute("href") for one in pinned.all()] == ["tel:999", "tel:08000121700"]
    assert cara.page.locator(".portal-list h3").first.inner_text() == first
    last_pinned = cara.page.locator(".portal-first-help li").last.bounding_box()
    first_card = cara.page.locator(".portal-list:not(.portal-first-help) > li").first.bounding_box()
    assert cara.page.evaluate("window.scrollY") == 0
    assert last_pinned["y"] < 400
    assert first_card["y"] + first_card["height"] <= 740
    assert cara.page.locator(".portal-search-again > summary").bounding_box()["height"] >= 44
