"""What the feed is asked: pages, filters and places, and how it refuses what cannot be."""

from datetime import UTC, datetime, time

import pytest

from bench.directory import make_services
from learning.directory.feed import taxonomies
from learning.directory.models import Postcode, Service
from learning.directory.rules.hours import Span
from learning.directory.selectors import geocoding
from tests.factories.directory import (
    BATH,
    BELFAST,
    BRISTOL,
    CARDIFF,
    OFFICE_HOURS,
    UK,
    ServiceFactory,
)
from tests.learning.directory.open_referral_profile import faults_of_page

pytestmark = pytest.mark.django_db

BASE = "/api/oruk/v3/"
NOBODY = "00000000-0000-4000-8000-000000000000"
LISTS = {
    "services": "service",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "organizations": "organization",
}


def get(client, path, **query):
    return client.get(f"{BASE}{path}", query)


def names(client, **query):
    answer = get(client, "services", **query)
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json()["contents"]]


def term(code):
    return next(one for one in taxonomies.get_terms().values() if one.code == code)


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_ten_thousand_services_come_in_pages_each_once(client, settings):
    settings.LIMITS = settings.LIMITS | {"api": (10**6, 60)}
    make_services(10_000)
    total = Service.objects.public().count()
    first = get(client, "services", page=1, per_page=100).json()
    last = first["total_pages"]
    assert (first["total_items"], last) == (total, -(-total // 100))
    for number in (1, last // 2, last):
        page = get(client, "services", page=number, per_page=100).json()
        assert not faults_of_page("service", page)
        assert (page["page_number"], page["first_page"], page["last_page"]) == (number, number == 1, number == last)
        assert page["size"] == len(page["contents"]) == (total - 100 * (last - 1) if number == last else 100)
    seen = [
        row["id"]
        for number in range(1, last + 1)
        for row in get(client, "services", page=number, per_page=100, minimal="true").json()["contents"]
    ]
    assert len(seen) == len(set(seen)) == total


def test_the_order_is_the_same_every_time_and_of_one_name_too(client):
    for _number in range(6):
        ServiceFactory(name="Same")
    ServiceFactory(name="First")
    once, again = (get(client, "services", per_page=3, page=2).json()["contents"] for _turn in range(2))
    assert once == again
    pages = [get(client, "services", per_page=3, page=page).json() for page in (1, 2, 3)]
    keys = [row["id"] for page in pages for row in page["contents"]]
    assert len(set(keys)) == 7
    assert keys[0] == str(Service.objects.get(name="First").uuid)


@pytest.mark.parametrize("path", LISTS)
def test_a_page_after_the_last_one_is_empty(client, path):
    ServiceFactory()
    answer = get(client, path, page=999)
    assert answer.status_code == 200
    assert (answer.json()["empty"], answer.json()["size"], answer.json()["contents"]) == (True, 0, [])


def test_an_empty_directory_is_one_empty_page(client):
    page = get(client, "services").json()
    assert (page["total_items"], page["total_pages"], page["empty"]) == (0, 0, True)
    assert page["first_page"] and page["last_page"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page": "9" * 30}, {"per_page": "0"}, {"per_page": "101"},
        {"per_page": "9" * 5000}, {"page": "1\x00"}, {"page": ""},
    ],
    ids=lambda query: str(query)[:30],
)  # fmt: skip
def test_pages_that_cannot_be_are_refused_in_words(client, path, query):
    answer = get(client, path, **query)
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == set(query)


# --- Filters ---------------------------------------------------------------------------------------------------------


def test_words_are_looked_for_in_names_and_descriptions(client):
    ServiceFactory(name="Café Lumière", description="Legal advice by phone.")
    ServiceFactory(name="Other", provider__name="Harbour Trust", description="A bed.")
    assert names(client, search="lumiere legal") == ["Café Lumière"]
    assert names(client, search="HARBOUR bed") == ["Other"]
    assert names(client, search="lumiere bed") == []
    assert names(client, search="\x00 ' %") == ["Café Lumière", "Other"]


def test_a_term_and_a_taxonomy_narrow_the_list(client):
    ServiceFactory(name="Helpline", needs=["helpline"], audiences=[])
    ServiceFactory(name="Lawyer", needs=["legal_advice"], audiences=["women"])
    assert names(client, taxonomy_term_id=term("legal_advice").id) == ["Lawyer"]
    assert names(client, taxonomy_term_id=term("women").id) == ["Lawyer"]
    assert names(client, taxonomy_id=term("helpline").taxonomy.id) == ["Helpline", "Lawyer"]
    assert names(client, taxonomy_id=term("women").taxonomy.id) == ["Lawyer"]
    assert names(client, taxonomy_id=term("women").taxonomy.id, taxonomy_term_id=term("helpline").id) == []
    assert names(client, taxonomy_term_id=NOBODY) == names(client, taxonomy_id=NOBODY) == []


def test_ages_mean_what_the_profile_says_and_age_what_people_mean(client):
    ServiceFactory(name="Adults", minimum_age=18)
    ServiceFactory(name="Children", maximum_age=17)
    ServiceFactory(name="Young", minimum_age=16, maximum_age=25)
    ServiceFactory(name="All")
    assert names(client, minimum_age=17) == ["Adults"]
    assert names(client, maximum_age=17) == ["Children"]
    assert names(client, minimum_age=10, maximum_age=30) == ["Young"]
    assert names(client, age=17) == ["All", "Children", "Young"]
    assert names(client, age=30) == ["Adults", "All"]


def test_days_and_times_are_those_of_one_schedule(client):
    ServiceFactory(name="Office", hours=[OFFICE_HOURS])
    ServiceFactory(name="Saturday", hours=[Span((5,), time(10), time(12)), Span((0,), time(6), time(8))])
    assert names(client, day="SA") == ["Saturday"]
    assert names(client, day="MO", start_time="09:00") == ["Office"]
    assert names(client, day="MO", end_time="08:00:00") == ["Saturday"]
    assert names(client, start_time="09:00", end_time="17:00") == ["Office", "Saturday"]
    assert names(client, day="SA", end_time="08:00") == []


def test_those_of_an_organisation_and_those_that_changed(client):
    at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    old, new = ServiceFactory(name="Old"), ServiceFactory(name="New")
    Service.objects.filter(pk=new.pk).update(updated_at=at)
    Service.objects.filter(pk=old.pk).update(updated_at=datetime(2026, 4, 30, tzinfo=UTC))
    assert names(client, organization_id=old.provider.uuid) == ["Old"]
    assert names(client, modified_after="2026-05-01T12:00:00Z") == ["New"]
    assert names(client, modified_after="2026-05-01T12:00:00") == ["New"]
    assert names(client, modified_after="2026-05-01T13:00:01+01:00") == []
    assert names(client, modified_after="2026-04-30") == ["New", "Old"]


@pytest.mark.parametrize(
    "query",
    [
        {"taxonomy_term_id": "x"}, {"taxonomy_id": "1"}, {"organization_id": "'"}, {"minimum_age": "old"},
        {"maximum_age": "-1"}, {"minimum_age": "nan"}, {"minimum_age": "1e400"}, {"age": "151"}, {"day": "MONDAY"},
        {"day": "%"}, {"start_time": "25:00"}, {"end_time": "late"}, {"modified_after": "yesterday"},
        {"modified_after": "99999-01-01"}, {"full": "perhaps"}, {"search": "x" * 161},
    ],
    ids=lambda query: str(query)[:40],
)  # fmt: skip
@pytest.mark.parametrize("path", ["services", "service_at_locations"])
def test_a_filter_that_is_none_is_refused_in_words(client, path, query):
    answer = get(client, path, **query)
    assert (answer.status_code, answer.headers["Content-Type"][:16]) == (422, "application/json")
    assert set(answer.json()["fields"]) == set(query)


# --- Places ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def around():
    """A postcode in Bristol, a place half a kilometre from it, one in Bath, and one with no degrees."""
    Postcode.objects.create(code="BS14DJ", council=BRISTOL, latitude=51.45, longitude=-2.6, edition=1)
    near = ServiceFactory(name="Near", areas=[CARDIFF])
    near.locations.update(kind="physical", latitude=51.4545, longitude=-2.6)
    far = ServiceFactory(name="Far", areas=[BATH, BRISTOL])
    far.locations.update(kind="physical", latitude=51.38, longitude=-2.36)
    ServiceFactory(name="National", areas=[UK])
    ServiceFactory(name="Belfast", areas=[BELFAST])


def places(client, **query):
    rows = get(client, "service_at_locations", **query).json()["contents"]
    return [row["service"]["name"] for row in rows]


def test_a_postcode_finds_what_is_for_it_and_a_distance_what_is_near(client, around):
    assert places(client, postcode="bs1 4dj") == ["Far", "National"]
    assert places(client, postcode="BS14DJ", proximity=510) == ["Near"]
    assert places(client, postcode="BS1 4DJ", proximity=490) == []
    assert places(client, postcode="BS1 4DJ", proximity=30_000) == ["Far", "Near"]
    assert places(client, postcode="BS1 4DJ", search="far") == ["Far"]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"proximity": 500}, "Enter the postcode"),
        ({"postcode": "BS1 4DK"}, "Enter a full UK postcode"),
        ({"postcode": "nowhere"}, "Enter a full UK postcode"),
        ({"postcode": "BS1 4DJ \x00"}, "Enter a full UK postcode"),
    ],
    ids=str,
)
def test_a_postcode_that_leads_nowhere_is_refused_in_words(client, around, query, word):
    answer = get(client, "service_at_locations", **query)
    assert answer.status_code == 422
    assert word in answer.json()["fields"]["postcode"][0]


def test_without_postcodes_it_says_so(client, monkeypatch):
    monkeypatch.setattr(geocoding, "has_postcodes", lambda: False)
    answer = get(client, "service_at_locations", postcode="ZZ1 4DJ")
    assert answer.json()["fields"]["postcode"] == ["This installation has no postcodes loaded. Leave the postcode out"]


@pytest.mark.parametrize("query", [{"proximity": "0"}, {"proximity": "near"}, {"postcode": "x" * 11}], ids=str)
def test_a_distance_that_cannot_be_is_refused(client, query):
    assert get(client, "service_at_locations", **query).status_code == 422


def test_a_postcode_without_degrees_is_near_nothing(client, around):
    Postcode.objects.filter(pk="BS14DJ").update(latitude=None, longitude=None)
    assert places(client, postcode="BS1 4DJ", proximity=30_000) == []
