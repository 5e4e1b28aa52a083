"""What the feed says of itself is valid OpenAPI, and each of its answers is as described."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from learning.directory.feed import taxonomies
from tests.factories.directory import ALL_DAY, PhoneFactory, ServiceFactory

pytestmark = pytest.mark.django_db
BASE = "/api/oruk/v3"
PATHS = ["/services", "/service_at_locations", "/organizations", "/taxonomies", "/taxonomy_terms"]


@pytest.fixture
def description(client):
    return client.get(f"{BASE}/openapi.json").json()


@pytest.fixture
def entry():
    service = ServiceFactory(name="Lantern House", hours=[ALL_DAY], languages=["pl"], is_free=True, minimum_age=18)
    PhoneFactory(service=service)
    return service


def faults(description, route, answer):
    """What in the answer is not as the description of the route says."""
    described = description["paths"][f"{BASE}{route}"]["get"]["responses"][str(answer.status_code)]
    schema = described["content"]["application/json"]["schema"] | {"components": description["components"]}
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(answer.json())
    return [f"{error.json_path}: {error.message}" for error in found]


def test_the_description_is_valid(description):
    validate(description)


def test_every_path_of_the_standard_is_there(description):
    expected = {"/", *PATHS, *(f"{path}/{{uuid}}" for path in PATHS)}
    assert set(description["paths"]) == {f"{BASE}{path}" for path in expected}


@pytest.mark.parametrize("route", PATHS)
@pytest.mark.parametrize("query", [{}, {"full": "true"}, {"full_service": "true"}, {"minimal": "true"}, {"page": 9}])
def test_each_list_is_as_described(client, description, entry, route, query):
    answer = client.get(f"{BASE}{route}", query)
    assert answer.status_code == 200
    assert not faults(description, route, answer)


def test_each_one_is_as_described(client, description, entry):
    keys = {
        "/services": entry.uuid,
        "/service_at_locations": entry.locations.get().uuid,
        "/organizations": entry.provider.uuid,
        "/taxonomies": next(iter(taxonomies.get_taxonomies())),
        "/taxonomy_terms": next(iter(taxonomies.get_terms())),
    }
    for route, key in keys.items():
        answer = client.get(f"{BASE}{route}/{key}")
        assert answer.status_code == 200
        assert not faults(description, f"{route}/{{uuid}}", answer), route
    assert not faults(description, "/", client.get(f"{BASE}/"))


@pytest.mark.parametrize("route", PATHS)
def test_refusals_are_as_described(client, description, settings, route):
    answer = client.get(f"{BASE}{route}", {"page": "x"})
    assert answer.status_code == 422
    assert not faults(description, route, answer)
    settings.LIMITS = {"api": (0, 60), "api_search": (60, 60)}
    answer = client.get(f"{BASE}{route}")
    assert answer.status_code == 429
    assert not faults(description, route, answer)


def test_people_read_the_same_on_a_page(client):
    page = client.get(f"{BASE}/docs").content.decode()
    for route in PATHS:
        assert f"GET {BASE}{route}" in page
    assert "staff" not in page.split("<main")[1].split("</main>")[0]
