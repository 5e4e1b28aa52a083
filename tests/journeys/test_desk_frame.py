"""The frame of the desk: how much of the screen it takes, how its notices fold, and how loud a level looks."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from compliance.casework.models import Alarm
from compliance.casework.services import on_call_alerts, shift_notes
from portal.core.models import Heartbeat
from tests.factories.accounts import sign_in
from tests.factories.casework import CHILD, NOW, tell
from tests.factories.vault import PASSPHRASE, begin_vault

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# (width, height of the window, most pixels of the frame, most pixels above the first row of the queue), with alarms.
SCREENS = [(1280, 900, 110, 400), (360, 740, 96, 500)]


@pytest.fixture
def lead():
    """A busy night: an immediate concern unopened, an adult in danger, no worker, a failed alert, a note."""
    lead = begin_vault().lead
    now = timezone.now()
    tell(NOW)
    tell()
    tell(CHILD)
    on_call_alerts.watch(now - timedelta(minutes=6))
    on_call_alerts.watch(now)
    Heartbeat.objects.update(beat_at=now - timedelta(minutes=10))
    Alarm.objects.update(failure="the on-call list is empty")
    shift_notes.write_shift_note(
        text="Line 2 crackles. The interpreters for Vietnamese ring back within the hour.", by=lead, at=now
    )
    return lead


@pytest.fixture
def open_desk(visitor, live_server):
    def open_desk(user, **options):
        page = visitor(**options)
        cookie = sign_in(Client(), user, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page.goto("/desk/")
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Unlock", exact=True).click()
        page.get_by_role("heading", level=1, name="Queue").wait_for()
        return page

    return open_desk


def top_of(page, selector: str) -> float:
    return page.locator(selector).first.bounding_box()["y"]


@pytest.mark.parametrize(("width", "height", "frame", "first_row"), SCREENS)
def test_the_first_row_of_the_queue_is_on_the_first_screen(open_desk, axe, lead, width, height, frame, first_row):
    page = open_desk(lead, width=width, height=height)
    header = page.locator(".govuk-template__header").bounding_box()
    assert header["y"] + header["height"] <= frame
    assert top_of(page, ".portal-queue tbody tr") < first_row
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_the_desk_shows_no_public_menu_and_no_public_number(open_desk, lead):
    page = open_desk(lead)
    assert page.get_by_role("navigation", name="Menu").count() == 0
    assert page.locator("a[href^='tel:']").count() == 0
    assert top_of(page, ".portal-emergency") > top_of(page, "main"), "999 is in the footer"


def test_the_loudest_alarm_shows_and_the_others_unfold_without_javascript(open_desk, lead):
    page = open_desk(lead, javascript=False)
    notices = page.get_by_role("region", name="Alarms and notices")
    assert notices.get_by_text("1 immediate concern has not been opened in time").is_visible()
    others = ["1 adult in immediate danger", "On-call alert not sent", "The background worker is not running"]
    for words in others:
        assert not notices.get_by_text(words).is_visible()
    notices.get_by_text("3 more alarms").click()
    for words in others:
        assert notices.get_by_text(words).is_visible()


def test_an_immediate_level_is_louder_than_a_standard_one_in_colour_and_shape(open_desk, lead):
    """A level is told by its size and shape too: no two levels look the same in grey or in forced colours."""
    page = open_desk(lead)
    for colours in ("none", "active"):
        page.emulate_media(forced_colors=colours)
        looks = {}
        for level in ("1 Immediate", "3 Standard"):
            tag = page.locator(".portal-level", has_text=level).first
            looks[level] = tag.evaluate(
                """tag => {
                    const own = getComputedStyle(tag), mark = getComputedStyle(tag, "::before");
                    return {border: parseFloat(own.borderTopWidth), size: parseFloat(own.fontSize),
                            weight: Number(own.fontWeight), mark: mark.content, colour: own.backgroundColor};
                }"""
            )
        immediate, standard = looks["1 Immediate"], looks["3 Standard"]
        assert immediate["size"] > standard["size"]
        assert immediate["weight"] > standard["weight"]
        assert immediate["border"] > standard["border"]
        assert "!" in immediate["mark"]
        assert standard["mark"] == "none"
        if colours == "none":
            red, green, blue = (int(part) for part in re.findall(r"\d+", immediate["colour"])[:3])
            assert red > 2 * green and red > 2 * blue
            assert standard["colour"] != immediate["colour"]
