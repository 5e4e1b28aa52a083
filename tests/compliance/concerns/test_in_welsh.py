"""With Welsh on, no English is left on any page of the journey, on any of its ways, in any of its states."""

import re
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from compliance.concerns.choices import Status
from compliance.concerns.models import Concern
from compliance.concerns.rules import journey
from compliance.concerns.services import desk
from portal.reference.languages import languages
from tests.factories import told_files
from tests.factories.concerns import ANSWERS, Reporter, key_of

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("welsh")]
# Not on the page to be read; or what a browser's script puts in the place of words.
UNSEEN = ("script", "style", "template", "svg")
READ_ALOUD = ("aria-label", "alt", "title", "placeholder", "data-warning", "data-stayed", "data-done")
# Names, and words that are the same in both languages.
SAME = {
    "999bsl.co.uk",
    "English", "Cymraeg", settings.PORTAL_NAME, settings.HELPLINE_NUMBER, f"{settings.HELPLINE_NAME}:",
    "Hostel", "Childline", "Email", "Shift",
    "TARA", "Acas", "Crimestoppers", "Anti-Slavery", "PDF", "yard.jpg", ANSWERS["account"],
    "Are you safe?", *(name for one in languages().values() for name in (one.own_name, one.name) if name),
}  # fmt: skip
# Names of councils stand as the councils' list has them.
COUNCILS = ("Council", "Cardiff")


@pytest.fixture
def welsh(settings, db):
    settings.LANGUAGE_REVIEWS = {"cy": ("Mair Example", "2027-01-31")}


def texts(html: str) -> set[str]:
    """What a page says, seen or read aloud, in pieces as they stand between tags."""
    soup = BeautifulSoup(html, "html.parser")
    for unseen in soup(UNSEEN):
        unseen.decompose()
    found = [str(text) for text in soup.find_all(string=True) if not isinstance(text, PreformattedString)]
    found += [node[name] for node in soup.find_all(True) for name in READ_ALOUD if node.get(name)]
    return {" ".join(text.split()) for text in found} - {""}


def left_in_english(reporter: Reporter, url: str) -> set[str]:
    """What stands on the page alike in both languages, and is not known to be the same in both."""
    said = {}
    for code in ("en-gb", "cy"):
        reporter.client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
        html = reporter.opens(url)
        assert f'<html lang="{code}"' in html, url
        said[code] = texts(html)
    return {text for text in said["en-gb"] & said["cy"] if re.search(r"[^\W\d_]{2}", text) and not is_same(text)}


def is_same(text: str) -> bool:
    return text in SAME or any(name in text for name in COUNCILS) or bool(re.fullmatch(r"[\d.,]+\s[KM]B", text))


def assert_welsh(reporter: Reporter, *urls: str) -> None:
    left = {url: found for url in urls if (found := left_in_english(reporter, url))}
    assert not left, left


def test_the_pages_around_the_journey(reporter):
    assert_welsh(
        reporter, "/report/", "/report/?ended=1", "/r/online", "/r/leaving", "/r/return/", "/r/return/?ended=1"
    )


@pytest.mark.parametrize("purpose", list(journey.ROUTES))
def test_every_page_of_every_way(reporter, purpose):
    route = journey.ROUTES[purpose]
    reporter.begins(purpose)
    reporter.answers(r2={"age_of_person": "under_18"}, r4={"town": "Cardiff"}, r5={"identity_mode": "confidential"})
    if route in journey.ROUTES_ABOUT_PEOPLE:
        reporter.sends("/r/13", pv_count_mode="unknown")
        for address, said in (
            ("/r/19", {"venue_type": "farm", "town": "Cardiff"}),
            ("/r/20", {"group_gender": "mixed"}),
        ):
            reporter.sends(address, token=str(uuid4()), **said)
    pages = [f"/r/{page.number}" for page in (*journey.REQUIRED_PAGES, *journey.OPTIONAL_PAGES) if route in page.routes]
    assert_welsh(reporter, "/r/6", "/report/", *pages, "/r/1/now", "/r/2/child", "/r/keep")


@pytest.mark.parametrize("postcode", ["Cardiff", "Belfast", "Glasgow", "Nowhere at all"])
def test_the_councils_of_each_nation_are_told_of_in_welsh(reporter, postcode):
    reporter.begins()
    reporter.answers(r2={"age_of_person": "not_sure"})
    said = {}
    for code in ("en-gb", "cy"):
        reporter.client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
        response = reporter.client.post("/r/2/child", {"name": postcode})
        assert response.status_code in {200, 422}
        said[code] = texts(response.content.decode())
    left = {text for text in said["en-gb"] & said["cy"] if re.search(r"[^\W\d_]{2}", text) and not is_same(text)}
    assert not left - {postcode} - {text for text in left if postcode in text}


def test_answers_are_said_back_in_welsh(reporter):
    reporter.begins("seeking_help_self")
    reporter.answers(r5={"identity_mode": "named_share", "consent": ["police", "local_authority"]})
    reporter.sends("/r/10", exploitation_type=["labour", "unknown"], sector=["car_wash"])
    reporter.sends("/r/13", pv_count_mode="exact", age_band=["16_17"], wants=["police"])
    assert_welsh(reporter, "/r/5", "/r/6")


def test_files_and_what_was_taken_out_of_them(reporter):
    reporter.begins()
    reporter.answers()
    token = re.search(r'name="token" value="([^"]+)"', reporter.opens("/r/9"))[1]
    photo = SimpleUploadedFile("yard.jpg", told_files.photo(), content_type="image/jpeg")
    reporter.sends("/r/9", file=photo, token=token)
    assert_welsh(reporter, "/r/9", "/r/6")


def test_the_code_and_what_comes_after_it(reporter):
    digits = reporter.tells()
    assert_welsh(reporter, "/r/7", "/r/7/leave")
    reporter.confirms(digits)
    assert_welsh(reporter, "/r/sent")


@pytest.mark.parametrize("status", list(Status))
def test_the_conversation_in_each_state(reporter, status):
    digits = reporter.tells(r5={"identity_mode": "confidential"})
    concern = Concern.objects.get()
    desk.send_message(concern, key_of(concern), text="Are you safe?", now=timezone.now())
    Concern.objects.update(status=status)
    reporter.returns(digits)
    pages = ("", "file", "note", "code", "contact", "end", "keep")
    assert_welsh(reporter, *(f"/r/talk/{page}" for page in pages))


def test_what_is_refused_is_told_in_welsh_and_what_was_typed_stays(reporter):
    reporter.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    reporter.begins()
    assert "Dewiswch ateb" in reporter.sends("/r/1", 422)
    reporter.sends("/r/1", danger_level="not_immediate")
    reporter.sends("/r/2", age_of_person="adult")
    page = reporter.sends("/r/3", 422, account="Byr")
    assert "Rhowch o leiaf 10 nod" in page
    assert ">\nByr</textarea>" in page
    assert "Rhowch 20 digid eich cod" in reporter.sends("/r/return/", 422, code="1" * 300)


def test_an_account_written_in_welsh_reaches_the_helpline_as_it_was_written(reporter):
    reporter.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    digits = reporter.tells(r3={"account": "Maen nhw’n gweithio drwy’r nos yn y tŷ."})
    assert len(digits) == 20
    concern = Concern.objects.get()
    assert desk.read_concern(concern, key_of(concern)).answers["account"] == "Maen nhw’n gweithio drwy’r nos yn y tŷ."


def test_the_language_of_the_pages_is_not_kept_with_the_concern(reporter):
    """Which language somebody chose to read is nobody's to know; the page about languages asks.

    See docs/requirements/security.md#no-visitor-traces.
    """
    reporter.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    reporter.tells()
    concern = Concern.objects.get()
    assert concern.language == "unknown"
    assert ANSWERS.keys() & {"language"} == set()
