"""Naming help to a reporter: searched, chosen, seen as it would be read, sent once it is safe."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from wagtail.models import Page

from compliance.casework.models import Signpost
from learning.directory.models import Postcode
from learning.resources.models import GuidancePage
from learning.resources.services import loading
from tests.factories.casework import CHILD, keys_of, taken_by
from tests.factories.directory import BATH, BELFAST, BRISTOL, CARDIFF, OFFICE_HOURS, UK, PhoneFactory, ServiceFactory
from tests.factories.guidance import guidance_page

pytestmark = pytest.mark.django_db


def at(name: str, case, *args) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *args])


def place(desk, case, council, role="current"):
    answer = desk.post(at("describe", case, "place"), {"role": role, "in_uk": "yes", "council": council})
    assert answer.status_code == 303


def test_the_search_begins_with_the_council_of_where_the_person_is(desk, handler):
    case = taken_by(handler, town="", premises_name="")
    place(desk, case, CARDIFF, role="exploitation")
    assert 'value="Cardiff, Wales"' in desk.get(at("signpost", case)).text
    place(desk, case, BRISTOL)
    assert 'value="Bristol, England"' in desk.get(at("signpost", case)).text


def test_a_search_shows_what_is_near_and_what_only_staff_may_know(desk, handler):
    case = taken_by(handler)
    ServiceFactory(name="Sea House", areas=[CARDIFF])
    ServiceFactory(name="National line", areas=[UK])
    local = ServiceFactory(name="Lantern House", areas=[BRISTOL], staff_email="duty@lantern.example")
    PhoneFactory(service=local, number="0117 496 0999", is_public=False)
    refuge = ServiceFactory(name="Quiet Refuge", areas=[BRISTOL], visibility="staff_only", phone="0117 496 0777")
    page = desk.post(at("signpost_find", case), {"place": "Bristol"})
    assert page.status_code == 200
    assert "Sea House" not in page.text
    names = re.findall(r'<h3 class="govuk-heading-s">([\w ]+?) ?(?=<)', page.text)
    assert names == ["Lantern House", "Quiet Refuge", "National line"]
    for seen in ("0117 496 0999", "duty@lantern.example", "0117 496 0777"):
        assert seen in page.text
    assert at("signpost_service", case, local.uuid) in page.text
    assert at("signpost_service", case, refuge.uuid) not in page.text


def test_a_distance_brings_in_what_is_near_the_place(desk, handler):
    case = taken_by(handler)
    for name, area in (("Lantern House", BRISTOL), ("Spa House", BATH), ("Far House", BELFAST)):
        ServiceFactory(name=name, areas=[area])

    def found(**asked):
        page = desk.post(at("signpost_find", case), {"place": "Bristol"} | asked).text
        return re.findall(r'<h3 class="govuk-heading-s">([\w ]+?) ?(?=<)', page)

    assert found() == ["Lantern House"]
    assert found(radius="25") == ["Lantern House", "Spa House"]
    names = re.findall(r'<(?:select|input)[^>]* name="(\w+)"', desk.get(at("signpost", case)).text)
    assert names.index("radius") == names.index("place") + 1


def test_a_distance_is_measured_from_the_postcode(desk, handler):
    """Of the same council as the one in the middle of which nobody is."""
    Postcode.objects.create(code="BS14DJ", council=BRISTOL, latitude=51.38, longitude=-2.36, edition=1)
    ServiceFactory(name="Spa House", areas=[BATH])
    page = desk.post(at("signpost_find", taken_by(handler)), {"place": "BS1 4DJ", "radius": "5"}).text
    assert re.search(r"Spa House.*about (\d+) mile", page, re.DOTALL)[1] in "123"


def test_a_search_by_need_language_gender_age_and_hour_leaves_out_the_rest(desk, handler):
    case = taken_by(handler)
    ServiceFactory(name="Fits", needs=["legal_advice"], languages=["pl"], audiences=["women"], minimum_age=18)
    for name, other in {
        "Other need": {"needs": ["helpline"]},
        "Other language": {"needs": ["legal_advice"], "languages": ["vi"]},
        "For men": {"needs": ["legal_advice"], "languages": ["pl"], "audiences": ["men"]},
        "Too old": {"needs": ["legal_advice"], "languages": ["pl"], "maximum_age": 17},
    }.items():
        ServiceFactory(name=name, **other)
    asked = {"need": "legal_advice", "language": "pl", "gender": "women", "age": "20"}
    page = desk.post(at("signpost_find", case), asked).text
    assert "Fits" in page
    for name in ("Other need", "Other language", "For men", "Too old"):
        assert f">{name}" not in page
    assert "Call to check" in desk.post(at("signpost_find", case), asked | {"open_now": "on"}).text


@pytest.mark.parametrize(
    ("given", "message"),
    [({"place": "Qxzyville"}, "do not recognise this place"), ({"age": "old"}, "as a number, like 17")],
    ids=["place", "age"],
)
def test_what_cannot_be_searched_for_says_what_to_do(given, message, desk, handler):
    answer = desk.post(at("signpost_find", taken_by(handler)), given)
    assert answer.status_code == 422
    assert message in answer.text


def test_a_chosen_service_is_seen_as_it_would_be_read_and_sent_once_it_is_safe(desk, handler):
    case = taken_by(handler)
    service = ServiceFactory(
        name="Lantern House",
        needs=["safe_accommodation", "helpline"],
        phone="0117 496 0001",
        hours=[OFFICE_HOURS],
        staff_email="duty@lantern.example",
    )
    PhoneFactory(service=service, number="0117 496 0999", is_public=False)
    address = at("signpost_service", case, service.uuid)
    page = desk.get(address).text
    for told in ("Lantern House", "Call 0117 496 0001", "Monday to Friday, 9am to 5pm"):
        assert told in page
    assert "0117 496 0999" not in page and "duty@" not in page
    token = str(uuid4())
    refused = desk.post(address, {"token": token})
    assert (refused.status_code, "Check that it is safe to send" in refused.text) == (422, True)
    assert not Signpost.objects.exists()
    for _ in range(2):
        assert desk.post(address, {"token": token, "is_safe": "on"}).status_code == 303
    post = Signpost.objects.get()
    said = keys_of(handler).facts(post, "address")
    assert (post.kind, post.code, said["title"]) == ("service", "safe_accommodation", "Lantern House")
    assert said["address"].splitlines()[0] == "Call 0117 496 0001 (Helpline)"
    assert b"Lantern" not in bytes(post.address)
    talk = desk.get(at("conversation", case)).text
    assert talk.count("Lantern House") == 1
    assert "0117 496 0999" not in talk
    assert "Lantern House" in desk.get(at("sharing", case)).text


@pytest.mark.parametrize("kept", [{"visibility": "staff_only"}, {"is_draft": True}, {"visibility": "hidden"}], ids=str)
def test_what_the_public_may_not_see_is_told_to_nobody(kept, desk, handler):
    case = taken_by(handler)
    address = at("signpost_service", case, ServiceFactory(**kept).uuid)
    assert desk.get(address).status_code == 404
    assert desk.post(address, {"token": str(uuid4()), "is_safe": "on"}).status_code == 404
    assert not Signpost.objects.exists()


def test_guidance_is_found_by_what_it_is_about(desk, handler):
    case = taken_by(handler)
    loading.load_guidance(at=datetime(2026, 11, 25, tzinfo=UTC))
    for asked, slug in (
        ("nail salon", "signs-nail-bar"),
        ("NRM", "adults-and-the-nrm"),
        ("labor factory", "signs-factory"),
    ):
        page = GuidancePage.objects.live().get(slug=slug)
        found = desk.post(at("signpost_guidance", case), {"about": asked}).text
        assert at("signpost_page", case, page.pk) in found, asked


def test_guidance_in_the_language_of_the_case_comes_first(desk, handler):
    case = taken_by(handler, language="pl")
    guidance_page(title="Signs in a nail bar and at a nail bar", slug="nails")
    page = guidance_page(title="Manicure", slug="salon", language="pl")
    found = desk.post(at("signpost_guidance", case), {"about": "manicure nail bar"}).text
    assert re.findall(r"/guidance/(\d+)/", found)[0] == str(page.pk)


def test_a_page_of_our_guidance_is_named_with_its_address(desk, handler, settings):
    case = taken_by(handler)
    page = guidance_page(title="What a statement is")
    found = desk.post(at("signpost_guidance", case), {"about": "what a statement is"}).text
    address = at("signpost_page", case, page.pk)
    assert address in found
    assert desk.post(address, {"token": str(uuid4()), "is_safe": "on"}).status_code == 303
    said = keys_of(handler).facts(Signpost.objects.get(kind="guidance"), "address")
    assert said == {"title": page.title, "address": settings.SITE_URL + page.url}


def test_a_page_that_is_not_published_is_not_found(desk, handler):
    case = taken_by(handler)
    page = guidance_page(title="What a statement is")
    assert at("signpost_page", case, page.pk) in desk.post(at("signpost_guidance", case), {"about": page.title}).text
    Page.objects.filter(pk=page.pk).update(live=False)
    found = desk.post(at("signpost_guidance", case), {"about": page.title}).text
    assert at("signpost_page", case, page.pk) not in found
    assert "No published pages are about this" in desk.post(at("signpost_guidance", case), {"about": "zeppelin"}).text
    assert desk.get(at("signpost_page", case, page.pk)).status_code == 404


def test_nothing_of_the_search_stands_in_an_address(desk, handler):
    case = taken_by(handler, **CHILD)
    place(desk, case, BRISTOL)
    page = desk.post(at("signpost_find", case), {"place": "south"}).text
    assert "Which place do you mean?" in page
    assert not re.findall(r'(?:href|action)="[^"]*\?[^"]*(?:place|council|need)=', page)


def test_what_was_typed_is_counted_by_what_it_is_for(desk, handler):
    case = taken_by(handler)
    said = {"kind": "service", "title": "Crimestoppers", "address": "0800 555 111", "is_safe": "on"}
    refused = desk.post(at("signpost", case), said | {"token": str(uuid4())})
    assert refused.status_code == 422
    assert "Select what the service is for" in refused.text
    sent = desk.post(at("signpost", case), said | {"code": "anonymous_reporting", "token": str(uuid4())})
    assert sent.status_code == 303
    assert Signpost.objects.get().code == "anonymous_reporting"
