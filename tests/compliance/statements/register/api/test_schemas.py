"""What the API says of itself is valid OpenAPI, and each of its answers is as described."""

from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from compliance.statements.publication.services.publish import publish, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import signed_version
from tests.factories.statements import PublicationFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
ONE, VERSION = "/statements/{organisation}/{year}", "/statements/{organisation}/{year}/versions/{number}"
STATEMENTS, ORGANISATIONS, ORGANISATION = "/statements", "/organisations", "/organisations/{slug}"


@pytest.fixture
def description(client):
    return client.get("/api/v1/openapi.json").json()


@pytest.fixture
def published():
    organisation = OrganisationFactory(name="Wetherby Gloves Limited", slug="wetherby-gloves")
    PublicationFactory()
    return publish(version=signed_version(organisation=organisation), actor=UserFactory(), at=AT)


def faults(description, route, answer):
    """What in the answer is not as the description of the route says."""
    described = description["paths"][f"/api/v1{route}"]["get"]["responses"][str(answer.status_code)]
    schema = described["content"]["application/json"]["schema"] | {"components": description["components"]}
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(answer.json())
    return [f"{error.json_path}: {error.message}" for error in found]


def test_the_description_is_valid(description):
    validate(description)


def test_every_operation_has_a_name_and_says_what_it_answers(description):
    operations = [path["get"] for path in description["paths"].values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations) == 7
    assert all({"200", "429"} <= set(operation["responses"]) for operation in operations)


@pytest.mark.parametrize(
    ("route", "address", "status"),
    [
        (STATEMENTS, "statements?q=gloves", 200),
        (STATEMENTS, "statements?q=nobody", 200),
        (STATEMENTS, "statements?area=nowhere", 422),
        (STATEMENTS, "statements?page=x&size=0", 422),
        (ONE, "statements/wetherby-gloves/2026", 200),
        (ONE, "statements/nobody/2026", 404),
        (ONE, "statements/nobody/soon", 422),
        (VERSION, "statements/wetherby-gloves/2026/versions/1", 200),
        (VERSION, "statements/wetherby-gloves/2026/versions/9", 404),
        (ORGANISATIONS, "organisations", 200),
        (ORGANISATIONS, "organisations?size=1000", 422),
        (ORGANISATION, "organisations/wetherby-gloves", 200),
        (ORGANISATION, "organisations/nobody", 404),
    ],
)
def test_each_answer_is_as_described(client, description, published, route, address, status):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status
    assert not faults(description, route, answer)


def test_what_was_withdrawn_is_answered_as_described(client, description, published):
    withdraw(version=published.version, actor=UserFactory(), at=AT, reason="Wrong company")
    for route, address in ((ONE, ""), (VERSION, "/versions/1")):
        answer = client.get(f"/api/v1/statements/wetherby-gloves/2026{address}")
        assert answer.status_code == 410
        assert not faults(description, route, answer)


def test_what_was_taken_down_is_answered_as_described(client, description, published):
    type(published.organisation).objects.filter(pk=published.organisation_id).update(taken_down_at=AT)
    for route, address in (
        (ONE, "statements/wetherby-gloves/2026"),
        (VERSION, "statements/wetherby-gloves/2026/versions/1"),
        (ORGANISATION, "organisations/wetherby-gloves"),
    ):
        answer = client.get(f"/api/v1/{address}")
        assert answer.status_code == 410
        assert not faults(description, route, answer)


@pytest.mark.parametrize(
    ("route", "address"),
    [
        (STATEMENTS, "statements"),
        (ONE, "statements/wetherby-gloves/2026"),
        (ORGANISATIONS, "organisations"),
        (ORGANISATION, "organisations/wetherby-gloves"),
    ],
)
def test_being_asked_to_wait_is_as_described(client, description, settings, route, address):
    settings.LIMITS = {"api": (0, 60), "api_search": (60, 60)}
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 429
    assert not faults(description, route, answer)


def test_an_answer_that_is_not_as_described_is_noticed(client, description, published):
    answer = client.get("/api/v1/organisations/wetherby-gloves")
    assert faults(description, ORGANISATIONS, answer)


def test_people_read_the_same_on_a_page(client):
    page = client.get("/api/v1/docs").content.decode()
    for route in (STATEMENTS, ONE, VERSION, ORGANISATIONS, ORGANISATION):
        assert f"GET /api/v1{route}" in page
    assert page.count("<script") == client.get("/statements/").content.decode().count("<script")
