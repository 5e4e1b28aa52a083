"""How old a reader of each public page has to be: twelve at most; nine where people look for help.

Measured by the greater of both formulas, on the words of a page between its heading and its end, as they are shown,
with all that comes with the portal: guidance, courses, services. The addresses are those of the register.

See docs/requirements/experience.md#plain-words.
"""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.directory.models import Service
from learning.directory.services import loading as services
from learning.resources.models import AboutPage, GuidancePage
from learning.resources.services.loading import load_guidance
from learning.training.models import Lesson
from learning.training.selectors.catalogue import get_offered_courses
from learning.training.services.loading import load_courses
from portal.core import readability
from portal.core.text import split_at_pauses
from tests.support.visits import address_url
from tests.url_register import ADDRESSES
from tests.url_register.expectations import ANONYMOUS

OLDEST, OLDEST_IN_NEED = 12.0, 9.0
# Home, the directory, and the pages of telling us.
HOME = "/"
IN_NEED = ("concerns:", "directory:index", "guidance:print", "guidance:feedback_thanks")
LEFT_OUT = {
    # What a business typed stands in them: its statement, its actions, its name in each sentence.
    *("register:statement", "register:version", "register:versions", "register:members", "register:member"),
    *("register:organisation", "register:compare", "plan:home", "plan:action", "plan:evidence"),
    # Its answers are the forms of organisation that the Act names.
    "organisations:scope_question",
    # An entry: two tests of its own.
    "directory:service",
    # Courses of the world of these tests, which loading takes off offer; ours are measured below.
    *("training:course", "training:lesson"),
}
# A label, or an entry of a list, of a word or two would make any page look easy.
SHORTEST, MIN_WORDS = 4, 30

LINE_END = "¶"

BLOCKS = ["p", "li", "h1", "h2", "h3", "td", "th", "label", "legend", "caption", "summary", "dd"]

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]


@pytest.fixture(scope="module")
def pages(shared_world, django_db_blocker):
    """A visitor, where all that comes with the portal is published; the door of the world is open."""
    at = datetime(2026, 11, 26, tzinfo=UTC)
    with django_db_blocker.unblock():
        load_guidance(at=at)
        load_courses(at=at)
        services.load_services(services.get_shipped_file(), at=at)
        yield Client()


@pytest.fixture(scope="module")
def addresses(pages, shared_world, django_db_blocker):
    """Name and address of every page of the register that everybody may read."""
    with django_db_blocker.unblock():
        known = [
            (name, address_url(one, name, shared_world)) for name, one in sorted(ADDRESSES.items()) if _is_open(one)
        ]
        found = [(name, url) for name, url in known if name not in LEFT_OUT and _is_page(pages.get(url))]
    assert len(found) >= 30
    return found


def _is_open(address):
    return address.get[ANONYMOUS] == 200


def _is_page(answer):
    return (
        answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html") and "<main" in answer.text
    )


def sentences(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = BeautifulSoup(answer.content, "html.parser").find("main")
    for left_out in main.select("script, option, [hidden], .portal-sources, .portal-beside, .portal-related"):
        left_out.decompose()
    for end in main.select("br"):
        end.replace_with(LINE_END)
    lines = [" ".join(line.split()) for block in _blocks(main) for line in block.split(LINE_END)]
    return [one for line in lines for one in split_at_pauses(line) if len(readability.words(one)) >= SHORTEST]


def _blocks(main):
    """The text of each element that stands by itself, links and marks within it included."""
    for block in main.find_all(BLOCKS):
        if not block.find(["p", "li", "td", "label"]):
            yield block.get_text(" ")


def age(said):
    return max(readability.reading_ages(said)), sum(len(readability.words(one)) for one in said)


def too_old(told, oldest):
    """told: sentences by address."""
    found = {address: age(said) for address, said in told.items()}
    return {
        address: round(years, 1) for address, (years, count) in found.items() if years > oldest and count > MIN_WORDS
    }


def told(client, urls):
    return {url: sentences(client, url) for url in urls}


def test_pages_for_people_in_need_are_for_readers_of_nine(pages, addresses):
    urls = [url for name, url in addresses if name.startswith(IN_NEED)]
    results = [f"{reverse('directory:index')}?page={number}" for number in (2, 3)]
    assert len(urls) >= 7
    assert too_old(told(pages, [HOME, *urls, *results]), OLDEST_IN_NEED) == {}


def test_the_directory_is_measured_with_its_entries(pages):
    assert "It is free, and the call is not on the phone bill." in sentences(pages, "/services/")
    assert Service.objects.public().count() >= 25


def test_no_page_of_ours_is_for_readers_older_than_twelve(pages, addresses):
    assert too_old(told(pages, [url for _name, url in addresses]), OLDEST) == {}


def test_no_lesson_is_for_readers_older_than_twelve(pages):
    lessons = Lesson.objects.filter(version__course__in=get_offered_courses()).select_related("version__course")
    urls = [reverse("training:lesson", args=[one.version.course.slug, one.slug]) for one in lessons]
    urls += [course.get_absolute_url() for course in get_offered_courses()]
    assert len(urls) >= 25
    assert too_old(told(pages, urls), OLDEST) == {}


def entries():
    return {reverse("directory:service", args=[one.slug]): one for one in Service.objects.public()}


def test_an_entry_of_the_directory_is_for_readers_of_twelve(pages):
    """What an organisation does is told as its sources tell it, in words that are not ours to make plain."""
    assert too_old(told(pages, entries()), OLDEST) == {}


THEIRS = ("name", "provider", "description", "area_note", "interpretation_services")


def test_what_we_say_around_the_words_of_an_organisation_is_for_readers_of_nine(pages):
    """Our summary among it, which is all of it that a list shows."""
    said = {}
    for url, service in entries().items():
        theirs = "\n".join(str(getattr(service, name)) for name in THEIRS)
        said[url] = [one for one in sentences(pages, url) if one not in split_at_pauses(theirs)]
    assert too_old(said, OLDEST_IN_NEED) == {}


def test_no_page_about_the_site_is_for_readers_older_than_twelve(pages):
    urls = [page.whole_address.removeprefix("http://localhost:8000") for page in AboutPage.objects.live()]
    assert len(urls) >= 7
    assert too_old(told(pages, urls), OLDEST) == {}


def test_no_page_of_guidance_is_for_readers_older_than_twelve(pages):
    urls = [page.whole_address.removeprefix("http://localhost:8000") for page in GuidancePage.objects.live()]
    assert len(urls) >= 30
    assert too_old(told(pages, urls), OLDEST) == {}


def test_no_page_of_guidance_is_for_readers_older_than_twelve_once_its_check_is_overdue(pages, clock_at):
    urls = [page.whole_address.removeprefix("http://localhost:8000") for page in GuidancePage.objects.live()]
    clock_at(timezone.now() + timedelta(days=1000))
    said = told(pages, urls)
    silent = [url for url, lines in said.items() if not any("being checked" in line for line in lines)]
    assert silent == ["/guidance/"], "the list of pages has no check of its own"
    assert too_old(said, OLDEST) == {}


def test_a_page_is_measured_by_its_own_words(pages):
    said = " ".join(sentences(pages, "/guidance/contact-the-helpline/"))
    assert "You do not need proof." in said
    assert "Free, in many languages" not in said
