"""The journey in a language that is written from right to left: the page turns, numbers do not."""

from datetime import timedelta

import pytest

from compliance.concerns.forms import submission
from tests.factories.concerns import open_door
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
# Django knows its own few sentences in Arabic; ours are English until somebody has translated them.
COOKIE = {"name": "language", "value": "ar"}


@pytest.fixture
def reader(visitor, live_server, settings, monkeypatch) -> Person:
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]
    settings.LANGUAGE_REVIEWS = {"ar": ("Amal Example", "2027-01-31")}
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    open_door()
    page = visitor(width=360)
    page.context.add_cookies([COOKIE | {"url": live_server.url}])
    return Person(page)


def left(locator) -> float:
    return locator.bounding_box()["x"]


def middle(locator) -> float:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2


def fits(page) -> bool:
    return page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def ticks(page, value: str) -> None:
    """By the code of an answer: a few words are translated by the libraries, the others are not."""
    page.locator(f'main input[value="{value}"]').check(force=True)


def goes_on(page) -> None:
    page.locator("main form:not([action]) button[type=submit], main form[novalidate] button[type=submit]").first.click()
    page.wait_for_load_state()


def test_the_journey_turns_and_the_code_does_not(reader, axe):
    page = reader.page
    reader.open("/report/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert fits(page)
    assert not axe(page)
    ticks(page, "report_concern")
    goes_on(page)
    answer = page.locator('main input[value="not_immediate"]')
    label = page.locator(f'label[for="{answer.get_attribute("id")}"]')
    assert middle(answer) > middle(label), "the circle stands right of its words"
    ticks(page, "not_immediate")
    goes_on(page)
    ticks(page, "adult")
    goes_on(page)
    account = page.locator("main textarea").first
    assert account.evaluate("field => getComputedStyle(field).unicodeBidi") == "plaintext"
    account.fill("يعملون طوال الليل ولا يستطيعون المغادرة.")
    goes_on(page)
    page.locator('main input[name="place_unknown"]').check(force=True)
    goes_on(page)
    ticks(page, "anonymous")
    goes_on(page)
    reader.sees("يعملون طوال الليل")
    assert fits(page)
    assert not axe(page)
    goes_on(page)
    groups = page.locator("#code > span")
    assert groups.count() == 5
    assert left(groups.nth(0)) < left(groups.nth(1)), "the first four digits stand first on the left"
    assert page.locator("#code").evaluate("code => getComputedStyle(code).direction") == "ltr"
    number = page.locator(".portal-helpline__number a")
    assert number.evaluate("link => getComputedStyle(link).direction") == "ltr"
    assert fits(page)
    assert not axe(page)


def test_the_page_of_languages_turns_each_part_by_itself(visitor, settings, axe):
    """The watch of the visitor fails it where anything is loaded from elsewhere."""
    settings.DEMO = True
    open_door()
    page = visitor(width=360)
    page.goto("/report/")
    page.get_by_role("navigation", name="Other languages").get_by_role("link", name="العربية").click()
    page.wait_for_url("**/r/languages#ar")
    for code, start in (("ar", "right"), ("ur", "right"), ("vi", "left")):
        first = page.locator(f"#{code} p").first
        assert first.evaluate("p => getComputedStyle(p).direction") == ("rtl" if start == "right" else "ltr"), code
        assert page.locator(f"#{code} a[href^='tel:08']").evaluate("a => getComputedStyle(a).direction") == "ltr"
    assert fits(page)
    assert axe(page) == []
    exit_button = page.get_by_role("button", name="Exit this page")
    assert exit_button.bounding_box()["y"] >= 0, "the way out stays in sight beside the language"
