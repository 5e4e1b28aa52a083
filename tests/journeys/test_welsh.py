"""The reporter's story in Welsh: eight pages on a small telephone, with JavaScript and without it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from compliance.concerns.forms import submission
from compliance.concerns.models import Concern
from portal.core.languages import PARAMETER
from tests.factories.concerns import open_door
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
ACCOUNT = "Maen nhw’n gweithio drwy’r nos yn y tŷ."
# Alike in both languages: names, numbers, and what the person wrote.
SAME = {
    settings.PORTAL_NAME, f"{settings.HELPLINE_NAME}: {settings.HELPLINE_NUMBER}", settings.HELPLINE_NUMBER, "English",
    "Cymraeg", ACCOUNT,
}  # fmt: skip
EIGHT = 8


@pytest.fixture(autouse=True)
def _welsh(db, settings, monkeypatch):
    settings.LANGUAGE_REVIEWS = {"cy": ("Mair Example", "2027-01-31")}
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    open_door()


class Reader(Person):
    """Looks at each page that opens: it is Welsh to the last word, and fits the screen."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.page, by_keyboard=person.by_keyboard, on_page=self.looks)
        self.checks = person.on_page
        self.paths: list[str] = []
        self.left: dict[str, set[str]] = {}

    def looks(self, page) -> None:
        self.checks(page)
        path = page.evaluate("location.pathname")
        if page.locator("html").get_attribute("lang") != "cy":
            return
        self.paths.append(path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} is too wide"

    def compares(self) -> None:
        """The page once more, in both languages: no line is the same."""
        page, said = self.page, {}
        address = page.url.partition("?")[0]
        for code in ("en-gb", "cy"):
            page.goto(f"{address}?{PARAMETER}={code}")
            assert page.locator("html").get_attribute("lang") == code
            lines = page.locator("body").inner_text().splitlines()
            said[code] = {" ".join(line.split()) for line in lines}
        alike = {line for line in said["en-gb"] & said["cy"] if re.search(r"[^\W\d_]{2}", line)} - SAME
        assert not alike, f"{address}: {alike}"


@pytest.fixture
def reader(open_person) -> Reader:
    reader = Reader(open_person(360))
    reader.open("/report/")
    reader.page.get_by_role("link", name="Cymraeg").click()
    reader.page.wait_for_load_state()
    reader.looks(reader.page)
    return reader


@pytest.mark.main_story
@BOTH
def test_a_worker_tells_us_in_welsh(reader):
    reader.heading("Dweud wrth y llinell gymorth")
    assert reader.page.title() == "Dweud wrthym"
    reader.compares()
    reader.press("Parhau")
    reader.sees("Dewiswch beth hoffech chi ei wneud")
    assert reader.page.title().startswith("Gwall: ")
    reader.choose("Gwelais neu clywais rywbeth sy’n fy mhoeni")
    reader.press("Parhau")
    for heading, answer in (("A oes unrhyw un mewn perygl nawr?", "Na"), ("A oes unrhyw un o dan 18 oed?", "Na")):
        reader.heading(heading)
        reader.compares()
        reader.choose(answer)
        reader.press("Parhau")
    reader.compares()
    reader.write("Beth sy’n digwydd?", ACCOUNT)
    reader.press("Parhau")
    reader.compares()
    reader.choose("Nid wyf yn gwybod ble")
    reader.press("Parhau")
    reader.compares()
    reader.choose("Aros yn ddienw: peidiwch â gofyn am fy enw")
    reader.press("Parhau")
    reader.sees(ACCOUNT)
    reader.compares()
    reader.press("Anfon at y llinell gymorth")
    reader.heading("Ysgrifennwch y cod hwn nawr")
    reader.compares()
    digits = re.sub(r"\D", "", reader.page.locator("#code").inner_text())
    assert len(digits) == 20
    assert set(reader.paths) == {"/report/", *(f"/r/{number}" for number in range(1, EIGHT))}
    reader.write("Rhowch 4 digid olaf eich cod", digits[-4:])
    reader.press("Rwyf wedi cadw’r cod")
    reader.heading("Diolch")
    assert Concern.objects.get().language == "unknown"


@BOTH
def test_the_choice_goes_with_the_way_out(reader, live_server):
    """Nothing in the browser says afterwards which language somebody read."""
    names = {cookie["name"] for cookie in reader.page.context.cookies()}
    assert settings.LANGUAGE_COOKIE_NAME in names
    reader.page.goto("/r/leaving")
    reader.page.route("https://**", lambda route: route.fulfill(body="elsewhere"))
    answer = reader.page.request.get("/r/exit", max_redirects=0)
    assert answer.status in {302, 303}
    assert settings.LANGUAGE_COOKIE_NAME not in {cookie["name"] for cookie in reader.page.context.cookies()}


@BOTH
def test_the_way_back_to_english_is_one_press(reader):
    reader.page.get_by_role("link", name="English").click()
    reader.heading("Tell the helpline")
    assert reader.page.locator("html").get_attribute("lang") == "en-gb"
