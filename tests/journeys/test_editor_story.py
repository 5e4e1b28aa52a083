"""An editor writes a page, a second person publishes it, and a stranger finds, reads and prints it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from learning.resources.models import GuidancePage
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import root

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

TITLE = "Lanterns on the night shift"


@pytest.fixture
def enter(visitor, live_server):
    """A browser in which somebody of our staff is signed in."""

    def open_page(person, **options):
        page = visitor(**options)
        cookie = sign_in(Client(), person, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return open_page


def write_over(page, words):
    """Of the frame that a new page begins with, the text is written over; the example and the lists go."""
    taking_out = page.locator("[data-contentpath=body]").get_by_title("Delete", exact=True).locator("visible=true")
    for place in (-1, 3, 1):
        left = taking_out.count()
        taking_out.nth(place).click()
        expect(taking_out).not_to_have_count(left)
    page.locator("[data-contentpath=body] [role=textbox]").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(words)
    # The editor hands its words to the form a moment after they are written.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(words)))


@pytest.mark.main_story
def test_a_page_is_written_reviewed_found_and_printed(enter, visitor, axe, mailoutbox, tmp_path):
    beck = UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck", last_name="Pages")
    cleo = UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Cleo", last_name="Reader")

    # Beck writes.
    page = enter(beck)
    page.goto("/cms/")
    expect(page.locator("h1")).to_contain_text(f"Welcome to {settings.PORTAL_NAME}")
    expect(page.locator("main")).to_contain_text("No entries are due.")
    page.goto(f"/cms/pages/add/resources/guidancepage/{root().pk}/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("What to look for where people work by lantern light.")
    write_over(page, "Ask who holds the lantern. Write down what you see.")
    page.locator("[name=audience]").select_option("business")
    page.locator("[name=topic]").select_option("signs")
    hand_in(page)
    expect(page.locator(".messages")).to_contain_text("The page could not be created due to validation errors")
    expect(page.locator("main")).to_contain_text("Enter the date of the next check")
    page.locator("[name=looked_after_by]").select_option(label="Beck Pages")
    page.locator("[name=next_check_on]").fill((timezone.localdate() + timedelta(days=300)).isoformat())
    page.keyboard.press("Tab")
    hand_in(page)
    expect(page.locator(".messages")).to_contain_text("submitted")
    assert not GuidancePage.objects.get(title=TITLE).live

    # Beck sees that somebody else is to act; Cleo got a mail with a link.
    written = GuidancePage.objects.get(title=TITLE)
    page.goto(f"/cms/pages/{written.pk}/edit/")
    expect(page.locator("main")).to_contain_text("Someone who did not write this version must review it:")
    [letter] = [letter for letter in mailoutbox if letter.to == [cleo.email]]
    assert TITLE not in letter.subject + letter.body
    link = re.search(r"/cms/review/\d+/", letter.body)[0]

    reader = enter(cleo)
    reader.goto("/cms/")
    expect(reader.locator("main")).to_contain_text(TITLE)
    reader.goto(link)
    expect(reader.locator("h1")).to_contain_text(TITLE)
    for width in (360, 1280):
        reader.set_viewport_size({"width": width, "height": 900})
        reader.reload()
    reader.get_by_role("button", name="Approve", exact=True).click()
    expect(reader.locator("h1")).to_contain_text("Subject review")
    stranger = visitor(javascript=False)
    assert f"/guidance/{written.slug}/" not in stranger.request.get("/guidance/search/?q=lanterns").text()
    reader.get_by_role("button", name="Approve and publish").click()
    expect(reader).to_have_url(re.compile(f"/cms/pages/{written.pk}/edit/"))

    # A stranger finds it at once.
    answer = stranger.request.get("/guidance/search/?q=lanterns")
    assert f"/guidance/{written.slug}/" in answer.text()
    stranger.goto("/guidance/search/?q=lanterns")
    stranger.locator("main").get_by_role("link", name=TITLE).click()
    expect(stranger.locator("h1")).to_have_text(TITLE)
    seen = visitor()
    for width in (360, 1280):
        seen.set_viewport_size({"width": width, "height": 900})
        seen.goto(stranger.url)
        assert axe(seen) == []

    # It is printed: the words, and nothing to click.
    printed = tmp_path / "page.pdf"
    printed.write_bytes(seen.pdf(format="A4"))
    words = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in PdfDocument(printed)).split())
    assert TITLE in words
    assert "Ask who holds the lantern. Write down what you see." in words
    for navigation in ("Skip to main content", "For business", "Sign in", "Cookies", "Home Guidance"):
        assert navigation not in words


def hand_in(page):
    page.get_by_role("button", name="More actions").or_(
        page.locator("footer [data-w-dropdown-target=toggle]")
    ).first.click()
    with page.expect_navigation():
        page.locator("[name=action-submit]").click()
