"""The reporter's story: an anonymous worker tells the helpline in eight pages, comes back with the code, and leaves.

Told with JavaScript (each page checked for accessibility at both widths), and without it.
"""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from compliance.concerns.choices import Status
from compliance.concerns.forms import submission
from compliance.concerns.models import Concern, Draft
from compliance.concerns.rules import journey
from compliance.concerns.services import desk
from tests.factories import told_files
from tests.factories.concerns import key_of, open_door
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)


@pytest.fixture(autouse=True)
def _door(db, monkeypatch):
    open_door()
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))


# The shortest way and the longest. Another card of a page counts with the page.
# See docs/requirements/experience.md#journey-length.
MAX_PAGES_SHORT, MAX_PAGES_LONG = 8, 18


def pages_of(person: Person) -> list[str]:
    """Each address of the way to the code that the window was at, once."""
    return list(dict.fromkeys(path for path in person.seen if path != "blank"))


def code_of(person: Person) -> str:
    return re.sub(r"\D", "", person.page.locator("#code").inner_text())


def comes_to_the_check_page(person: Person, purpose: str = "I saw or heard something that worries me") -> None:
    person.open("/report/")
    person.choose(purpose)
    person.press("Continue")
    person.choose("No")
    person.press("Continue")
    person.choose("No")
    person.press("Continue")
    person.write("What is happening?", "They work all night and cannot leave the yard.")
    person.press("Continue")
    person.choose("I do not know where")
    person.press("Continue")
    person.choose("Stay anonymous: do not ask for my name")
    person.press("Continue")
    person.heading("Check your answers")


def on_paper_it_says_nothing_of_a_helpline(person: Person) -> None:
    """A code that is found on paper has a number beside it, and not whose number it is."""
    name = person.page.get_by_text(settings.HELPLINE_NAME)
    assert name.is_visible()
    person.page.emulate_media(media="print")
    assert not name.is_visible()
    assert person.page.get_by_role("link", name=settings.HELPLINE_NUMBER).is_visible()
    person.page.emulate_media(media="screen")


@pytest.mark.main_story
@BOTH
def test_an_anonymous_worker_tells_us_and_comes_back(open_person):
    worker = open_person(360)
    comes_to_the_check_page(worker)
    worker.press("Send to the helpline")
    worker.heading("Write this code down now")
    assert pages_of(worker) == ["/report/", *(f"/r/{number}" for number in range(1, 8))]
    assert len(pages_of(worker)) <= MAX_PAGES_SHORT
    digits = code_of(worker)
    assert len(digits) == 20
    on_paper_it_says_nothing_of_a_helpline(worker)
    worker.write("Enter the last 4 digits of your code", "x")
    worker.press("I have saved the code")
    worker.sees("of the code on this page")
    worker.press("Continue without checking")
    worker.press("Show me the code again")
    assert code_of(worker) == digits
    worker.write("Enter the last 4 digits of your code", digits[-4:])
    worker.press("I have saved the code")
    worker.heading("Thank you")

    concern = Concern.objects.get()
    desk.send_message(concern, key_of(concern), text="Thank you. Are you safe?", now=timezone.now())
    later = open_person()
    later.open("/r/return/")
    later.write("Your code", "1234")
    later.press("Open your messages")
    later.sees("That code does not open any messages")
    later.write("Your code", " ".join(digits[n : n + 4] for n in range(0, 20, 4)))
    later.press("Open your messages")
    later.sees("Thank you. Are you safe?")
    later.write("Write to the helpline", "Yes. I work nights.")
    later.press("Send message")
    later.sees("Yes. I work nights.")
    later.follow("Get a new code")
    later.press("Show me a new code")
    assert code_of(later) != digits
    later.press("I have saved the new code")
    later.follow("End these messages for good")
    later.press("End the messages")
    later.heading("These messages have ended")


@BOTH
def test_every_page_of_the_task_list_opens_and_is_saved(open_person, tmp_path):
    business = open_person()
    comes_to_the_check_page(business, "I am worried about a business or a supplier")
    business.follow("Change Who can know who you are?")
    business.choose("You can share my name with the people I choose")
    business.choose("The police")
    business.press("Continue")
    photo = tmp_path / "yard.jpg"
    photo.write_bytes(told_files.photo())
    for page in journey.OPTIONAL_PAGES:
        if "r5" not in page.routes or page in {journey.FILES, *journey.CARD_PAGES}:
            continue
        business.open(f"/r/{page.number}")
        business.press("Continue")
        business.heading("Check your answers")
    business.follow("How can we contact you safely?")
    business.choose("Call me")
    business.press("Continue")
    business.sees("Enter a phone number, or choose to come back with your code")
    business.write("Phone number", "01632 960001")
    business.press("Continue")
    business.follow("Add photos or other files")
    business.attach(photo)
    business.press("Add this file")
    business.sees("This file had hidden details. We removed:")
    business.follow("Continue without adding another file")
    business.sees("your files, without hidden details")
    business.press("Send to the helpline")
    business.heading("Write this code down now")
    way = pages_of(business)
    asked = [page for page in journey.ALL_PAGES if "r5" in page.routes and page not in journey.CARD_PAGES]
    assert {f"/r/{page.number}" for page in asked} <= set(way)
    assert len(way) <= MAX_PAGES_LONG
    for address in ("/r/online", "/r/leaving"):
        business.open(address)


@pytest.mark.main_story
@BOTH
def test_a_childs_friend_is_shown_who_helps_sends_and_comes_back(open_person):
    friend = open_person(360)
    friend.open("/report/")
    friend.choose("I want to help someone else")
    friend.press("Continue")
    friend.choose("Yes, now")
    friend.press("Continue")
    friend.heading("Call 999 now")
    friend.press("Continue your report")
    friend.choose("I am not sure")
    friend.press("Continue")
    friend.heading("Help for a child")
    friend.write("Council, town or district", "chesterfield")
    friend.press("Find the council")
    friend.sees("Derbyshire County Council")
    friend.press("Continue", exact=True)
    friend.write("What is happening?", "My friend has to clean a house all day. She may not go out.")
    friend.press("Continue")
    friend.write("Town, city or area", "Chesterfield")
    friend.press("Continue")
    friend.sees("Someone may be under 18. So we may have to tell the police")
    friend.choose("Stay anonymous: do not ask for my name")
    friend.press("Continue")
    friend.heading("Check your answers")
    friend.sees("Someone at the helpline will read it.")
    friend.press("Send to the helpline")
    friend.sees(
        "We cannot say how soon someone will read it. Check back here tomorrow. If anyone is in danger now, call 999."
    )
    digits = code_of(friend)
    friend.write("Enter the last 4 digits of your code", digits[-4:])
    friend.press("I have saved the code")
    friend.heading("Thank you")
    concern = Concern.objects.get()
    assert (concern.route, concern.child_involved, concern.triage_level) == ("r2", True, "p1")

    desk.send_message(
        concern, key_of(concern), text="We told the council. Look here again tomorrow.", now=timezone.now()
    )
    desk.set_status(concern, Status.UNDER_WAY, by="tests", now=timezone.now())
    later = open_person(360)
    later.open("/r/return/")
    later.write("Your code", digits)
    later.press("Open your messages")
    later.sees("Action under way")
    later.sees("We told the council. Look here again tomorrow.")
    later.write("Write to the helpline", "Thank you. She is home now.")
    later.press("Send message")
    later.sees("Thank you. She is home now.")
    later.follow("Get a note of the date you reported this")
    later.sees("We received your report on")
    later.follow("Go back to your messages")
    # The line with this link shows when the time runs out, and from the start without JavaScript.
    later.open(later.page.locator("[data-session-seconds]").get_attribute("data-address"))
    later.heading("You have more time")
    later.press("Keep going")
    later.press("Close your messages for now")
    later.open("/r/talk/")
    later.heading("Come back with your code")


def test_before_the_answers_go_one_is_warned_and_can_keep_going(page):
    page.clock.install()
    page.goto("/report/")
    page.get_by_label("I need help for myself").check()
    page.get_by_role("button", name="Continue").click()
    for part in ("No", "Yes"):
        page.get_by_label(part, exact=True).check()
        page.get_by_role("button", name="Continue").click()
    page.goto("/r/3")
    page.get_by_label("What is happening?").fill("half typed")
    warning = page.get_by_text("If you do nothing, we will delete your answers soon.")
    page.clock.run_for("01:57:50")
    assert not warning.is_visible()
    page.clock.run_for("00:15")
    warning.wait_for()
    page.get_by_role("button", name="Keep going").click()
    page.get_by_text("You have more time.").wait_for()
    assert page.get_by_label("What is happening?").input_value() == "half typed"


@pytest.mark.main_story
@pytest.mark.parametrize("javascript", [True, False])
def test_exit_deletes_the_draft_and_is_gone_at_once(browser, live_server, settings, javascript):
    settings.EXIT_URL = f"{live_server.url}/healthz"
    context = browser.new_context(base_url=live_server.url, java_script_enabled=javascript)
    page = context.new_page()
    page.goto("/report/")
    page.get_by_label("I need help for myself").check()
    page.get_by_role("button", name="Continue").click()
    assert Draft.objects.count() == 1
    page.wait_for_load_state()
    if javascript:
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url(settings.EXIT_URL)
    assert not Draft.objects.exists()
    assert not context.cookies()
    page.go_back()
    assert "/r/1" not in page.url or "danger_level" not in page.content()
    context.close()


def test_the_first_page_weighs_little(client):
    """At most 120 KB, and scripts of at most 15 KB (docs/requirements/experience.md#page-weight)."""
    built = Path(settings.BASE_DIR) / "frontend" / "build"
    script = len(gzip.compress((built / "portal.js").read_bytes()))
    rest = [(built / name).read_bytes() for name in ("portal.css", "js-enabled.js", "images/favicon.svg")]
    page = client.get("/report/").content
    assert script <= 15 * 1024
    assert script + sum(len(gzip.compress(part)) for part in (page, *rest)) <= 120 * 1024
