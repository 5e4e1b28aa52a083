"""The page for developers: its examples work as they are written, and programs lock nobody out."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from portal.operations.developers import CHANGES, DOWNLOADS, EXAMPLES
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.django_db
APIS = ("/api/v1/openapi.json", "/api/oruk/v3/openapi.json")


@pytest.fixture
def page(client):
    return client.get("/developers/").content.decode()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.path)
def test_an_example_answers_with_what_the_page_says(example, client, page):
    assert f'curl "{settings.SITE_URL}{example.path}"' in unescape(page)
    answer = client.get(example.path)
    assert answer.status_code == 200, answer.content
    assert set(answer.json()) == set(example.names)


@pytest.mark.parametrize("address", [address for _name, address in DOWNLOADS])
def test_a_whole_list_can_be_had(address, client, page):
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200


def test_the_page_needs_no_script_and_fetches_nothing_from_elsewhere(client, page):
    for body in (page, client.get("/developers/explore/").content.decode()):
        loaded = re.findall(r'(?:src|data-script|data-style)="([^"]+)"', body)
        assert all(address.startswith("/") for address in loaded)
        assert "<script>" not in body


def test_every_operation_of_both_apis_is_listed_without_a_script(client):
    listed = client.get("/developers/explore/").content.decode()
    for api in APIS:
        for path in client.get(api).json()["paths"]:
            assert f"GET {path}" in listed


def test_what_changed_is_told_newest_first(page):
    days = [change.day for change in CHANGES]
    assert days == sorted(days, reverse=True)
    assert all(str(change.text) in page for change in CHANGES)


@pytest.mark.parametrize("address", ["/", "/statements/", "/api/v1/", "/api/v1/docs", "/api/oruk/v3/docs"])
def test_other_pages_lead_there(address, client):
    assert 'href="/developers/"' in client.get(address).content.decode()


# --- Unknown parameters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/statements?yeer=2026",
        "/api/v1/organisations?name=alder",
        "/api/v1/statistics/releases/?page=2",
        "/api/oruk/v3/services?modified_since=2026-01-01",
        "/api/oruk/v3/taxonomies?q=x",
    ],
)
def test_a_parameter_that_an_address_does_not_have_is_an_error(address, client):
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    (name,) = answer.json()["fields"]
    assert f"{name}=" in address


def test_an_error_says_which_parameters_there_are(client):
    assert "modified_after" in client.get("/api/v1/statements?since=2026").json()["detail"]


def test_every_operation_describes_the_error(client):
    for api in APIS:
        for path, methods in client.get(api).json()["paths"].items():
            if "429" in methods["get"]["responses"]:
                assert "400" in methods["get"]["responses"], path


# --- What changed since ---------------------------------------------------------------------------------------------


def test_services_that_changed_since_a_moment(client):
    ServiceFactory(slug="old")
    everything = client.get("/api/oruk/v3/services?modified_after=2020-01-01T00:00:00Z").json()
    assert everything["total_items"] == 1
    assert client.get("/api/oruk/v3/services?modified_after=2999-01-01T00:00:00Z").json()["total_items"] == 0


# --- Limits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spent", ["api", "api_search"])
def test_a_program_that_asks_too_much_locks_nobody_out(spent, client, settings):
    settings.LIMITS = settings.LIMITS | {spent: (2, 60)}
    answers = [client.get("/api/v1/statements").status_code for _turn in range(3)]
    assert answers == [200, 200, 429]
    person = Client()
    pages = (
        "/report/",
        "/services/",
        "/services/?place=Cardiff",
        "/guidance/",
        "/guidance/search/?q=help",
        "/statements/",
    )
    assert [person.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.parametrize("spent", ["search", "register_search", "directory_search"])
def test_searches_of_one_kind_do_not_close_the_others(spent, client, settings):
    settings.LIMITS = settings.LIMITS | {spent: (0, 60)}
    answers = {
        "search": client.get("/guidance/search/?q=a"),
        "register_search": client.get("/statements/?q=a"),
        "directory_search": client.post("/services/", {"place": "Cardiff"}),
    }
    for act, answer in answers.items():
        assert answer.status_code == (429 if act == spent else 200), act
    assert client.get("/report/").status_code == 200
