"""/services/: help by need and place, by POST, with a way out, and nothing kept."""

import re
from datetime import time
from html import unescape

import pytest
from django.urls import reverse

from learning.directory.models import Location, Postcode
from learning.directory.rules.hours import Span
from portal.reference import places
from tests.factories.directory import ALL_DAY, BATH, BRISTOL, CARDIFF, UK, PhoneFactory, ServiceFactory

pytestmark = pytest.mark.django_db

INDEX = "/services/"


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.text)))


def test_the_page_shows_a_way_out_danger_and_the_helpline(client, settings):
    page = client.get(INDEX)
    assert page.status_code == 200
    assert "Exit this page" in page.text
    assert reverse("concerns:exit") in page.text
    assert "Call 999" in page.text
    assert settings.HELPLINE_NUMBER in page.text
    assert "Contains National Statistics data" in page.text


def test_a_place_is_asked_by_post_and_found_by_its_name(client):
    ServiceFactory(name="Lantern House", areas=[BRISTOL], phone="0117 496 0001")
    ServiceFactory(name="Sea House", areas=[CARDIFF])
    page = client.post(INDEX, {"place": "bristol"})
    assert page.status_code == 200
    assert "1 service for Bristol" in text(page)
    assert "Lantern House" in page.text
    assert 'href="tel:01174960001"' in page.text
    assert "Sea House" not in page.text
    assert "Sea House" in client.get(f"{INDEX}?place=bristol").text


def test_a_list_shows_the_summary_and_the_entry_all_of_it(client):
    service = ServiceFactory(summary="They help you.", description="Holds the contract for support.")
    page = text(client.get(INDEX))
    assert "They help you." in page and "contract" not in page
    entry = text(client.get(reverse("directory:service", args=[service.slug])))
    assert entry.index("They help you.") < entry.index("Holds the contract")


def test_a_contact_person_is_shown_only_where_everybody_may_know_them(client):
    facts = {"person_name": "Wren Keeper", "person_phone": "0117 496 0002", "person_email": "wren@lantern.example"}
    address = reverse("directory:service", args=[ServiceFactory(**facts).slug])
    assert not [one for one in facts.values() if one in text(client.get(address))]
    shown = reverse("directory:service", args=[ServiceFactory(**facts, person_is_public=True).slug])
    assert "Contact person Wren Keeper 0117 496 0002" in text(client.get(shown))


def test_a_clinic_of_one_day_a_month_is_told_in_words(client):
    clinic = ServiceFactory(hours=[Span((1,), time(14), time(16), (1,))])
    page = text(client.get(reverse("directory:service", args=[clinic.slug])))
    assert "First Tuesday of the month, 2pm to 4pm" in page


def test_a_name_that_several_councils_bear_is_asked_again(client):
    page = client.post(INDEX, {"place": "south", "need": "talk"})
    assert "Which place do you mean?" in text(page)
    names = re.findall(r'name="place" value="([^"]+)" class', page.text)
    assert {"South Gloucestershire, England", "South Ayrshire, Scotland"} <= set(names)
    assert '<input type="hidden" name="need" value="talk">' in page.text
    for name in names:
        assert "Which place" not in text(client.post(INDEX, {"place": unescape(name)})), name


@pytest.mark.parametrize(
    "council", [one for one in places.get_councils() if one.tier == "upper"], ids=lambda one: one.code
)
def test_the_whole_name_of_a_county_is_enough(council, client):
    assert f"near {council.name}" in text(client.post(INDEX, {"place": council.name}))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Qxzyville", "We do not recognise this place"),
        ("ZZ1 4DJ", "We do not recognise this postcode"),
        ("x" * 81, "80 characters or fewer"),
    ],
    ids=["no place", "postcode", "long"],
)
def test_a_place_that_is_not_found_says_what_to_do_and_keeps_what_was_typed(typed, message, client):
    page = client.post(INDEX, {"place": typed, "need": "stay"})
    assert page.status_code == 422
    assert message in text(page)
    assert f'value="{typed}"' in page.text
    assert '<option value="stay" selected>' in page.text


def test_a_postcode_leads_to_its_council_once_they_are_loaded(client):
    ServiceFactory(name="Lantern House", areas=[BRISTOL])
    Postcode.objects.create(code="BS14DJ", council=BRISTOL, latitude=51.4, longitude=-2.6, edition=1)
    page = client.post(INDEX, {"place": " bs1 4dj"})
    assert "1 service for Bristol" in text(page)
    assert "Contains Royal Mail data" in text(page)
    assert "Royal Mail" not in text(client.post(INDEX, {"place": "Bristol"}))
    page = client.post(INDEX, {"place": "ZZ1 4DK"})
    assert (page.status_code, "We do not recognise this postcode" in text(page)) == (422, True)


def test_a_distance_widens_the_search_and_says_when_nothing_is_so_near(client):
    ServiceFactory(name="Bristol House", areas=[BRISTOL])
    ServiceFactory(name="Bath House", areas=[BATH])
    assert "Bath House" not in text(client.post(INDEX, {"place": "Bristol"}))
    page = text(client.post(INDEX, {"place": "Bristol", "radius": "25"}))
    assert "Bath House" in page and "none within" not in page
    assert "There are none within 5 miles." in text(client.post(INDEX, {"place": "Bristol", "radius": "5"}))
    assert client.post(INDEX, {"place": "Bristol", "radius": "7"}).status_code == 422


def test_none_here_shows_the_nearest_and_whom_to_call(client, settings):
    ServiceFactory(name="Bath House", areas=[BATH])
    page = text(client.post(INDEX, {"place": "Bristol"}))
    assert "No service" not in page
    assert f"Call {settings.HELPLINE_NUMBER}" in page
    assert "Nearest services in other places" in page
    assert "Bath House" in page
    assert "about 10 miles away" in page


def test_national_services_are_said_to_be_of_no_place(client):
    ServiceFactory(name="Everywhere", areas=[UK])
    page = text(client.post(INDEX, {"place": "Bristol"}))
    assert "No service in our list covers only Bristol." in page
    assert "Where: The whole of the United Kingdom" in page


def test_a_link_may_name_a_need_of_the_page_or_of_the_vocabulary(client):
    ServiceFactory(name="Lawyer", needs=["legal_advice"])
    ServiceFactory(name="Listener", needs=["helpline"])
    for query in ("need=law", "need=legal_advice"):
        page = client.get(f"{INDEX}?{query}")
        assert ("Lawyer" in page.text, "Listener" in page.text) == (True, False)
    assert client.get(f"{INDEX}?need=magic").status_code == 422


def test_hours_are_told_in_words_and_by_now(client):
    ServiceFactory(name="Always", hours=[ALL_DAY])
    page = text(client.get(INDEX))
    assert "Every day, 24 hours Open now" in page
    page = client.post(INDEX, {"open_now": "on"})
    assert "If we do not know the hours, the service is at the end." in text(page)


def test_pages_are_turned_by_a_button_that_keeps_what_was_asked(client):
    for number in range(15):
        ServiceFactory(name=f"House {number:02}", needs=["safe_accommodation"], areas=[BRISTOL])
    page = client.post(INDEX, {"place": "Bristol", "need": "stay"})
    assert "House 09" in page.text and "House 10" not in page.text
    assert 'name="page" value="2"' in page.text
    page = client.post(INDEX, {"place": "Bristol", "need": "stay", "page": "2"})
    assert "House 10" in page.text and "House 09" not in page.text
    assert "Page 2 of 2" in text(page)
    assert client.post(INDEX, {"place": "Bristol", "page": "x"}).status_code == 200


def test_what_is_for_staff_stands_on_no_page(client):
    service = ServiceFactory(
        name="Lantern House", phone="0117 496 0001", staff_email="duty@lantern.example", staff_note="MARKER-note",
        partner_email="partner@lantern.example",
    )  # fmt: skip
    PhoneFactory(service=service, number="0117 496 0999", is_public=False)
    Location.objects.create(service=service, kind="physical", address="1 Quiet Lane", is_public=False)
    Location.objects.create(service=service, kind="physical", address="2 Open Street", city="Bristol")
    page = client.get(reverse("directory:service", args=[service.slug]))
    assert "2 Open Street" in page.text
    for secret in ("0117 496 0999", "duty@", "partner@", "MARKER", "Quiet Lane"):
        assert secret not in page.text + client.get(INDEX).text


@pytest.mark.parametrize(
    "kept",
    [{"visibility": "staff_only"}, {"visibility": "hidden"}, {"is_draft": True}, {"status": "inactive"}],
    ids=str,
)
def test_an_entry_that_is_not_for_the_public_is_not_there(kept, client):
    service = ServiceFactory(name="Quiet Refuge", **kept)
    assert client.get(reverse("directory:service", args=[service.slug])).status_code == 404
    assert "Quiet Refuge" not in client.get(INDEX).text + client.post(INDEX, {"place": "Bristol"}).text


def test_an_entry_says_when_it_was_checked(client):
    checked, seed = ServiceFactory(), ServiceFactory(assured_on=None, source_checked="2026-04-21")
    assert "Last checked on 1 November 2026." in text(client.get(f"{INDEX}{checked.slug}/"))
    assert "From public sources, April 2026." in text(client.get(f"{INDEX}{seed.slug}/"))


def test_a_search_of_everything_takes_at_most_six_queries(client, django_assert_max_num_queries):
    Postcode.objects.create(code="BS14DJ", council=BRISTOL, edition=1)
    ServiceFactory(areas=[BATH], hours=[ALL_DAY], phone="1")
    ServiceFactory(areas=[UK], hours=[ALL_DAY], phone="2")
    with django_assert_max_num_queries(6):
        page = client.post(INDEX, {"place": "BS1 4DJ", "need": "talk", "open_now": "on", "audience": "adult_victims"})
    assert "Nearest services in other places" in page.text


def test_nothing_of_a_search_is_kept(client, django_assert_num_queries, caplog):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ServiceFactory(areas=[BRISTOL])
    with CaptureQueriesContext(connection) as captured:
        page = client.post(INDEX, {"place": "Bristol", "need": "talk"})
    assert not [one["sql"] for one in captured.captured_queries if not one["sql"].startswith("SELECT")]
    assert "Bristol" not in caplog.text
    assert set(page.cookies) <= {"csrftoken"}


def test_who_searches_very_often_is_asked_to_wait_and_told_whom_to_call(client, settings):
    settings.LIMITS = settings.LIMITS | {"directory_search": (1, 60)}
    client.post(INDEX, {"need": "talk"})
    page = client.post(INDEX, {"need": "talk", "place": "Bristol"})
    assert page.status_code == 429
    assert page["Retry-After"]
    assert "You can call" in text(page)
    assert 'value="Bristol"' in page.text


@pytest.mark.parametrize("value", ["\x00", "<script>", "%" * 70, "😀" * 20], ids=["nul", "tag", "signs", "faces"])
def test_odd_words_are_a_place_that_is_not_found(value, client):
    assert client.post(INDEX, {"place": value}).status_code in {200, 422}
