"""How old a reader of each public page has to be (experience 5): twelve at most; nine where people look for help.

Measured on the words of a page between its heading and its end, as they are shown. Words of businesses and of the
organisations in the directory are theirs, and are left out.
"""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client

from learning.resources.models import AboutPage, GuidancePage
from learning.resources.services.loading import load
from portal.core import readability
from tests.factories.concerns import open_door

OLDEST, OLDEST_IN_NEED = 12.0, 9.0
# Home, the directory, and the first pages of telling us (e1, e4, c1).
IN_NEED = ("/", "/services/", "/report/", "/guidance/print/", "/guidance/feedback/thanks/")
FOR_ALL = (
    "/for-business/",
    "/do-i-need-a-statement/",
    "/statements/",
    "/statements/verify/",
    "/guidance/",
    "/guidance/search/",
    "/guidance/mail/",
    "/guidance/mail/sent/",
    "/services/apply/",
    "/training/",
    "/statistics/",
)
# A label, or an entry of a list, of a word or two would make any page look easy.
SHORTEST, FEWEST_WORDS = 4, 30

BLOCKS = ["p", "li", "h1", "h2", "h3", "td", "th", "label", "legend", "caption", "summary", "dd"]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """A visitor, where all of our own guidance is published and the helpline's door is open."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(at=datetime(2026, 11, 26, tzinfo=UTC))
        open_door()
        yield Client()
        transaction.set_rollback(True)


def sentences(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = BeautifulSoup(answer.content, "html.parser").find("main")
    for left_out in main.select("script, option, [hidden], .portal-sources, .portal-beside, .portal-related"):
        left_out.decompose()
    lines = [" ".join(line.split()) for line in _blocks(main)]
    return [one for line in lines for one in readability.sentences(line) if len(readability.words(one)) >= SHORTEST]


def _blocks(main):
    """The text of each element that stands by itself, links and marks within it included."""
    for block in main.find_all(
        ["p", "li", "h1", "h2", "h3", "td", "th", "label", "legend", "caption", "summary", "dd"]
    ):
        if not block.find(["p", "li", "td", "label"]):
            yield block.get_text(" ")


def age(client, address):
    said = sentences(client, address)
    return readability.reading_ages(said)[0], sum(len(readability.words(one)) for one in said)


def too_old(client, addresses, oldest):
    found = {address: age(client, address) for address in addresses}
    return {
        address: round(years, 1) for address, (years, count) in found.items() if years > oldest and count > FEWEST_WORDS
    }


def test_pages_for_people_in_need_are_for_readers_of_nine(pages):
    assert too_old(pages, IN_NEED, OLDEST_IN_NEED) == {}


def test_no_page_of_ours_is_for_readers_older_than_twelve(pages):
    assert too_old(pages, FOR_ALL, OLDEST) == {}


def test_no_page_about_the_site_is_for_readers_older_than_twelve(pages):
    addresses = [page.whole_address.removeprefix("http://localhost:8000") for page in AboutPage.objects.live()]
    assert len(addresses) >= 7
    assert too_old(pages, addresses, OLDEST) == {}


def test_no_page_of_guidance_is_for_readers_older_than_twelve(pages):
    addresses = [page.whole_address.removeprefix("http://localhost:8000") for page in GuidancePage.objects.live()]
    assert len(addresses) >= 30
    assert too_old(pages, addresses, OLDEST) == {}


def test_a_page_is_measured_by_its_own_words(pages):
    said = " ".join(sentences(pages, "/guidance/contact-the-helpline/"))
    assert "You do not need proof." in said
    assert "Free, at any time" not in said
