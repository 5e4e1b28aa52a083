"""The feed for programs: what the Open Referral UK profile asks, and nothing that is for staff only."""

from datetime import UTC, date, datetime, time

import pytest

from learning.directory.feed import taxonomies
from learning.directory.models import Location, Service
from learning.directory.rules.hours import Span
from learning.directory.services import loading
from tests.factories.directory import (
    ALL_DAY,
    BRISTOL,
    UK,
    PhoneFactory,
    ProviderFactory,
    ServiceFactory,
)
from tests.learning.directory.open_referral_profile import faults, faults_of_page

pytestmark = pytest.mark.django_db

BASE = "/api/oruk/v3/"
NOBODY = "00000000-0000-4000-8000-000000000000"
# A path of the profile, and what its lists hold.
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


@pytest.fixture
def seeded():
    loading.load_services(loading.get_shipped_file(), at=datetime(2026, 11, 26, 9, tzinfo=UTC))


@pytest.fixture
def rich():
    """An entry of which everything is known."""
    service = ServiceFactory(
        name="Lantern House", alternate_name="The Lantern", url="https://lantern.example/house",
        email="help@lantern.example", areas=[BRISTOL, UK, "iso:TH"], hours=[ALL_DAY, Span((4,), time(20), time(2))],
        phone="0117 496 0001", minimum_age=16, maximum_age=25, languages=["pl", "vi"], has_interpreters=True,
        is_free=False, fees_description="£5 a visit", eligibility_description="Women only", wait_time="Two days",
        application_process="Call", hours_note="Closed in August", alert="New number",
        provider=ProviderFactory(charity_number="1234567", company_number="01234567"),
    )  # fmt: skip
    service.locations.all().delete()
    Location.objects.create(
        service=service, kind="physical", name="House", address="2 Open Street", city="Bristol", postcode="BS1 4DJ",
        council=BRISTOL, latitude=51.45, longitude=-2.59, accessibility="Lift",
    )  # fmt: skip
    return service


def test_the_base_says_which_standard_it_keeps(client):
    answer = client.get(BASE)
    assert answer.json()["version"] == "HSDS-UK-3.0"
    description = answer.json()["openapi_url"].removeprefix("http://localhost:8000")
    assert description.endswith(f"{BASE}openapi.json")
    assert client.get(f"{BASE}openapi.json").json()["info"]["title"] == "Directory of services"


@pytest.mark.parametrize("path", LISTS)
def test_each_list_and_what_it_names_is_as_the_profile_has_it(client, seeded, path):
    """As a checker does it: the list, then each id of it at its own address."""
    answer = get(client, path, per_page=100)
    assert not faults_of_page(LISTS[path], answer.json())
    assert not answer.json()["empty"]
    for row in answer.json()["contents"]:
        one = get(client, f"{path}/{row['id']}")
        assert one.status_code == 200
        assert not faults(LISTS[path], one.json())


@pytest.mark.parametrize("path", ["services", "service_at_locations", "organizations"])
@pytest.mark.parametrize("detail", ["full", "full_service", "minimal"])
def test_rows_whole_are_as_the_profile_has_them(client, rich, path, detail):
    page = get(client, path, **{detail: "true"}).json()
    assert page["total_items"] == 1
    if detail != "minimal" or path == "organizations":
        assert not faults_of_page(LISTS[path], page)
    else:
        assert [set(row) for row in page["contents"]] == [{"id", "last_modified"}]


def test_all_that_is_known_of_an_entry_is_said(client, rich):
    said = get(client, f"services/{rich.uuid}").json()
    assert (said["alternate_name"], said["wait_time"], said["fees_description"]) == (
        "The Lantern", "Two days", "£5 a visit"
    )  # fmt: skip
    assert said["eligibility_description"] == "Women only"
    assert said["interpretation_services"] == "Interpreters for other languages"
    assert said["phones"][0] | {"id": ""} == {
        "id": "", "number": "0117 496 0001", "type": "voice", "description": "Helpline"
    }  # fmt: skip
    assert [one["code"] for one in said["languages"]] == ["pl", "vi"]
    assert said["cost_options"][0]["option"] == "You have to pay"
    areas = {one["name"]: one.get("uri") for one in said["service_areas"]}
    assert areas["Bristol"] == "http://statistics.data.gov.uk/id/statistical-geography/E06000023"
    assert areas["Thailand"] is None
    place = said["service_at_locations"][0]["location"]
    assert (place["latitude"], place["accessibility"][0]["description"]) == (51.45, "Lift")
    assert place["addresses"][0] | {"id": ""} == {
        "id": "", "address_1": "2 Open Street", "city": "Bristol", "state_province": "England",
        "postal_code": "BS1 4DJ", "country": "GB", "address_type": "physical",
    }  # fmt: skip
    identifiers = said["organization"]["organization_identifiers"]
    assert [(one["identifier_scheme"], one["identifier"]) for one in identifiers] == [
        ("GB-CHC", "1234567"), ("GB-COH", "01234567")
    ]  # fmt: skip
    assert {one["link_type"] for one in said["attributes"]} == {"service_type", "service_audience"}


def test_a_contact_person_is_said_where_everybody_may_know_them(client, rich):
    path = f"services/{rich.uuid}"
    Service.objects.filter(pk=rich.pk).update(
        person_name="Wren Keeper", person_title="Manager", person_email="wren@lantern.example",
        person_phone="0117 496 0002",
    )  # fmt: skip
    assert get(client, path).json()["contacts"] == []
    assert "Wren" not in get(client, path).text
    Service.objects.filter(pk=rich.pk).update(person_is_public=True)
    (contact,) = get(client, path).json()["contacts"]
    assert not faults("contact", contact)
    assert (contact["name"], contact["title"], contact["email"]) == ("Wren Keeper", "Manager", "wren@lantern.example")
    assert [one["number"] for one in contact["phones"]] == ["0117 496 0002"]


def test_hours_of_a_month_and_of_a_season_are_said(client):
    season = (date(2026, 6, 1), date(2026, 8, 31))
    hours = [Span((1,), time(14), time(16), (1, -1)), Span((0,), time(9), time(17), (), *season)]
    service = ServiceFactory(hours=hours)
    monthly, summer = get(client, f"services/{service.uuid}").json()["schedules"]
    assert not faults("schedule", monthly) and not faults("schedule", summer)
    assert (monthly["freq"], monthly["byday"]) == ("MONTHLY", "1TU,-1TU")
    assert monthly["description"] == "First, last Tuesday of the month, 2pm to 4pm"
    assert "valid_from" not in monthly
    assert (summer["freq"], summer["valid_from"], summer["valid_to"]) == ("WEEKLY", "2026-06-01", "2026-08-31")
    assert names(client, day="TU") == names(client, day="MO", start_time="09:00") == [service.name]


def test_an_organisation_has_an_email_and_an_address_of_its_own_here(client, rich):
    rich.provider.email = "office@lantern.example"
    rich.provider.save()
    said = get(client, f"services/{rich.uuid}").json()["organization"]
    assert said["email"] == "office@lantern.example"
    assert said["uri"].endswith(f"{BASE}organizations/{rich.provider.uuid}")
    assert client.get(said["uri"].removeprefix("http://localhost:8000")).json()["id"] == str(rich.provider.uuid)


def test_who_made_sure_of_an_entry_can_be_written_to(client, settings):
    settings.OPERATOR = settings.OPERATOR | {"email": "office@operator.example"}
    sure, unsure = ServiceFactory(), ServiceFactory(assured_on=None)
    assert get(client, f"services/{sure.uuid}").json()["assurer_email"] == "office@operator.example"
    assert "assurer_email" not in get(client, f"services/{unsure.uuid}").json()


def test_a_line_for_all_hours_is_written_as_the_standard_has_it(client, rich):
    first, second = get(client, f"services/{rich.uuid}").json()["schedules"]
    assert first | {"id": ""} == {
        "id": "", "freq": "WEEKLY", "interval": 1, "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00:00",
        "closes_at": "23:59:59", "description": "24 hours a day", "notes": "Closed in August",
    }  # fmt: skip
    assert second["description"] == "Friday, 8pm to 2am"


def test_what_is_not_known_is_left_out_and_what_is_needed_is_there(client):
    service = ServiceFactory(url="", provider__description="", provider__name="Harbour", is_free=None)
    said = get(client, f"services/{service.uuid}").json()
    assert said["url"].endswith(f"/services/{service.slug}/")
    assert said["organization"]["description"] == "Harbour"
    assert not {"email", "alert", "minimum_age", "fees"} & said.keys()
    assert (said["cost_options"], said["schedules"]) == ([], [])
    assert None not in said.values()


@pytest.mark.parametrize(("number", "scheme"), [("SC012345", "GB-SC"), ("NIC101234", "GB-NIC"), ("205", "GB-CHC")])
def test_a_charity_is_named_by_its_own_register(client, number, scheme):
    service = ServiceFactory(provider__charity_number=number)
    said = get(client, f"organizations/{service.provider.uuid}").json()
    assert said["organization_identifiers"][0]["identifier_scheme"] == scheme


def test_a_service_abroad_has_its_address_there(client):
    service = ServiceFactory(areas=["iso:US"])
    Location.objects.create(service=service, kind="postal", address="1 Main Street", city="Austin")
    places = get(client, f"services/{service.uuid}").json()["service_at_locations"]
    assert places[-1]["location"]["addresses"][0]["country"] == "US"


# --- What is not for the public --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kept",
    [
        {"visibility": "staff_only"}, {"visibility": "hidden"}, {"is_draft": True}, {"status": "inactive"},
        {"lapsed_at": datetime(2026, 1, 1, tzinfo=UTC)}, {"gone_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
    ids=str,
)  # fmt: skip
def test_what_the_public_may_not_see_is_nowhere_in_it(client, kept):
    hidden = ServiceFactory(name="Quiet Refuge", provider__name="Quiet Trust", **kept)
    for path in LISTS:
        for query in ({}, {"full": "true"}, {"full_service": "true"}, {"search": "quiet"}):
            assert "Quiet" not in get(client, path, **query).text
    for address in (
        f"services/{hidden.uuid}", f"service_at_locations/{hidden.locations.get().uuid}",
        f"organizations/{hidden.provider.uuid}",
    ):  # fmt: skip
        assert get(client, address).status_code == 404


def test_a_hidden_entry_of_a_known_organisation_stays_hidden(client):
    shown = ServiceFactory(name="Open Door")
    ServiceFactory(name="Quiet Refuge", provider=shown.provider, visibility="staff_only")
    for query in ({"full": "true"}, {"full_service": "true"}):
        assert "Quiet" not in get(client, "organizations", **query).text
    assert "Quiet" not in get(client, f"organizations/{shown.provider.uuid}").text


def test_secret_addresses_duty_lines_and_notes_are_not_in_it(client, rich):
    PhoneFactory(service=rich, number="0117 496 0999", is_public=False)
    secret = Location.objects.create(service=rich, kind="physical", address="1 Quiet Lane", is_public=False)
    Service.objects.filter(pk=rich.pk).update(
        staff_note="MARKER-note", staff_email="duty@lantern.example", partner_email="partner@lantern.example"
    )
    asked = [get(client, path, full="true", full_service="true").text for path in LISTS]
    asked += [get(client, f"services/{rich.uuid}").text, get(client, f"organizations/{rich.provider.uuid}").text]
    for text in asked:
        for word in ("0999", "Quiet", "MARKER", "duty@", "partner@"):
            assert word not in text
    assert get(client, f"service_at_locations/{secret.uuid}").status_code == 404


# --- How it answers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "queries"),
    [("services", 2), ("service_at_locations", 2), ("organizations", 2), ("taxonomies", 0), ("taxonomy_terms", 0)],
)
def test_a_list_takes_the_same_queries_however_long(client, path, queries, django_assert_num_queries):
    for _number in range(3):
        ServiceFactory(hours=[ALL_DAY], phone="1")
    with django_assert_num_queries(queries):
        get(client, path)


@pytest.mark.parametrize(("path", "queries"), [("services", 5), ("service_at_locations", 6), ("organizations", 3)])
def test_a_list_of_whole_rows_too(client, path, queries, django_assert_num_queries):
    for _number in range(3):
        ServiceFactory(hours=[ALL_DAY], phone="1")
    with django_assert_num_queries(queries):
        get(client, path, full="true")


def test_one_entry_takes_four_queries(client, rich, django_assert_num_queries):
    with django_assert_num_queries(4):
        get(client, f"services/{rich.uuid}")


def test_any_page_may_read_it_and_nobody_may_write(client, rich):
    answer = client.get(f"{BASE}services", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.options(f"{BASE}services").status_code == 204
    assert client.post(f"{BASE}services").status_code == 405
    assert not answer.cookies


def test_what_did_not_change_is_not_sent_again(client, rich):
    answer = client.get(f"{BASE}services/{rich.uuid}")
    again = client.get(f"{BASE}services/{rich.uuid}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Service.objects.filter(pk=rich.pk).update(visibility="hidden")
    gone = client.get(f"{BASE}services/{rich.uuid}", headers={"If-None-Match": answer.headers["ETag"]})
    assert gone.status_code == 404


@pytest.mark.parametrize("path", [*(f"{name}/{NOBODY}" for name in LISTS), "services/x", "nothing", "services/x/y"])
def test_what_is_not_there_is_json_too(client, path):
    answer = get(client, path)
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is nothing at this address"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_turning_pages_is_not_counted_as_searching(client, settings):
    settings.LIMITS = {"api": (6, 60), "api_search": (1, 60)}
    turned = [get(client, "services", page=page, per_page=10).status_code for page in (1, 2, 3)]
    assert turned == [200, 200, 200]
    asked = [get(client, "services", search="x").status_code for _turn in range(2)]
    assert asked == [200, 429]
    answers = [get(client, "services") for _turn in range(2)]
    assert [one.status_code for one in answers] == [200, 429]
    assert answers[1].headers["Retry-After"]


def test_a_day_that_was_confirmed_is_the_assured_date(client):
    service = ServiceFactory(assured_on=date(2026, 11, 1))
    assert get(client, f"services/{service.uuid}").json()["assured_date"] == "2026-11-01"


def test_terms_are_those_of_a_taxonomy_and_below_no_other(client):
    taxonomy = term("women").taxonomy
    page = get(client, "taxonomy_terms", taxonomy_id=taxonomy.id, per_page=100).json()
    assert {row["taxonomy_id"] for row in page["contents"]} == {str(taxonomy.id)}
    everything = get(client, "taxonomy_terms").json()["total_items"]
    assert get(client, "taxonomy_terms", top_only="true").json()["total_items"] == everything > page["total_items"]
    assert get(client, "taxonomy_terms", parent_id=NOBODY).json()["empty"]
