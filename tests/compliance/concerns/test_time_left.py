"""How long there is: said on every page with its time, moved on by a page, and honest about its end (WCAG 2.2.1)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from compliance.concerns.choices import Author
from compliance.concerns.models import Concern, Draft, Receipt, Visit
from compliance.concerns.services import dialogue
from compliance.concerns.services.submission import CODE_TTL
from tests.factories.concerns import Reporter, key_of, text_of

TEN = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Stands still at ten o'clock until it is moved on: clock(minutes=5)."""
    at = [TEN]
    monkeypatch.setattr(timezone, "now", lambda: at[0])

    def move(**span) -> None:
        at[0] += timedelta(**span)

    return move


def seconds_on(html: str) -> int:
    return int(re.search(r'data-session-seconds="(\d+)"', html)[1])


@pytest.fixture
def back(reporter, clock) -> Reporter:
    """Somebody who came back with a code, at ten."""
    digits = reporter.tells(r5={"identity_mode": "confidential"})
    other = Reporter()
    other.returns(digits)
    return other


# --- The draft -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/r/1", "/r/6", "/r/9", "/r/11"])
def test_each_page_of_a_draft_says_until_when_its_answers_are_kept(reporter, clock, url):
    reporter.begins()
    reporter.answers()
    html = reporter.opens(url)
    assert "If you do nothing, we will delete your answers at 12:00, UK time." in html
    assert seconds_on(html) == 2 * 60 * 60


def test_opening_a_page_begins_the_two_hours_again(reporter, clock):
    reporter.begins()
    clock(minutes=119)
    reporter.opens("/r/1")
    clock(minutes=119)
    assert "until 15:58, UK time." in reporter.opens("/r/keep")
    clock(hours=2, seconds=1)
    assert reporter.client.get("/r/keep")["Location"] == "/report/?ended=1"


def test_the_page_for_more_time_leads_back_to_where_one_was(reporter, clock):
    reporter.begins()
    html = reporter.opens("/r/keep")
    assert "You have more time" in html
    assert 'href="/r/6"' in html
    assert reporter.client.get("/r/6")["Location"] == "/r/1"


def test_the_time_is_that_of_the_clocks_here_also_in_summer(reporter, clock):
    clock(days=200)
    reporter.begins()
    assert "answers at 13:00, UK time." in reporter.opens("/r/1")


def test_pages_without_a_draft_say_no_time(reporter):
    for url in ("/report/", "/r/online", "/r/leaving", "/r/return/", "/r/sent"):
        assert "data-session-seconds" not in reporter.opens(url)


def test_the_code_is_shown_until_a_time_that_the_page_says(reporter, clock):
    reporter.begins()
    reporter.answers()
    reporter.submits()
    assert "We show it only on this page, until 10:15, UK time." in reporter.opens("/r/7")
    clock(minutes=14)
    assert "until 10:15" in reporter.opens("/r/7")


# --- The dialogue ----------------------------------------------------------------------------------------------------


def test_the_dialogue_says_when_it_closes_and_goes_on_with_each_step(back, clock):
    assert "this page will close at 10:15, UK time." in back.opens("/r/talk/")
    clock(minutes=10)
    assert "this page will close at 10:25, UK time." in back.opens("/r/talk/")
    clock(minutes=14)
    assert "stay open until 10:39, UK time." in back.opens("/r/talk/keep")


def test_it_closes_after_an_hour_whatever_one_does(back, clock):
    for _ in range(5):
        clock(minutes=11)
        html = back.opens("/r/talk/keep")
    assert "stay open until 11:00, UK time." in html and seconds_on(html) == 5 * 60
    clock(minutes=5, seconds=1)
    assert back.client.get("/r/talk/keep")["Location"] == "/r/return/?ended=1"
    assert Visit.objects.count() == 1


# --- The code --------------------------------------------------------------------------------------------------------


def test_each_message_of_either_side_gives_the_code_six_months_again(back, clock):
    today = TEN.date()
    assert Receipt.objects.get().ends_on == today + CODE_TTL
    assert "Your code works until 28 May 2027. It lasts for 6 months after each message." in back.opens("/r/talk/")
    concern = Concern.objects.get()
    for day, author in ((100, Author.HELPLINE), (200, Author.REPORTER)):
        at = TEN + timedelta(days=day)
        dialogue.add_message(concern, key_of(concern), author=author, text="Hello", now=at)
        assert Receipt.objects.get().ends_on == at.date() + CODE_TTL


def test_a_retired_code_is_not_woken_by_a_message(back):
    Receipt.objects.update(retired_on=TEN.date(), ends_on=TEN.date())
    concern = Concern.objects.get()
    dialogue.add_message(concern, key_of(concern), author=Author.HELPLINE, text="Hello", now=TEN)
    assert Receipt.objects.get().ends_on == TEN.date()


def test_a_code_that_ends_soon_is_said_above_the_messages(back):
    Receipt.objects.update(ends_on=TEN.date() + timedelta(days=30))
    text = text_of(back.opens("/r/talk/"))
    assert "Your code stops working after 26 December 2026. If you still need it, write us a message" in text
    assert "Your code works until" not in text
    assert text.index("Your code stops working") < text.index("No reply yet")


# --- The note --------------------------------------------------------------------------------------------------------


def test_the_note_says_that_and_when_and_nothing_else(back, clock):
    clock(minutes=1)
    assert "/r/talk/note" in back.opens("/r/talk/")
    text = text_of(back.opens("/r/talk/note"))
    assert "We received your report on 26 November 2026." in text and "Made on 26 November 2026." in text
    assert "Keep it somewhere safe from anyone" in text
    for word in ("yard", "work all night", "MSH", "confidential", "10:0"):
        assert word not in text


def test_the_warning_is_not_printed_with_the_note(back):
    html = back.opens("/r/talk/note")
    assert re.search(r'<div class="govuk-inset-text portal-no-print">', html)
    assert "no-store" in back.client.get("/r/talk/note")["Cache-Control"]


def test_without_a_visit_there_is_no_note(reporter):
    assert reporter.client.get("/r/talk/note")["Location"] == "/r/return/"
    assert not Draft.objects.exists()
