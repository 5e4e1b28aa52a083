"""The API: the register's data for programs."""

import json
from datetime import UTC, datetime

import pytest

from compliance.statements import api
from compliance.statements.services.publication import publish, withdraw
from compliance.statements.throttle import Throttle
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import signed_version
from tests.factories.statements import PublicationFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh_throttle(monkeypatch):
    monkeypatch.setattr(api, "throttle", Throttle(most=300, seconds=60))


@pytest.fixture
def published():
    organisation = OrganisationFactory(name="Wetherby Gloves Limited", slug="wetherby-gloves")
    return publish(version=signed_version(organisation=organisation), actor=UserFactory(), at=AT)


def test_a_list_with_the_pages_filters(client, published, django_assert_max_num_queries):
    PublicationFactory()
    with django_assert_max_num_queries(8):
        data = client.get("/api/v1/statements", {"q": "gloves", "area": ["risk"], "size": 5}).json()
    assert (data["count"], data["page"], data["pages"]) == (1, 1, 1)
    assert data["statements"][0]["risk_countries"] == ["country:MY", "country:TH"]
    assert client.get("/api/v1/statements", {"size": 1, "page": 2}).json()["page"] == 2


@pytest.mark.parametrize("query", [{"year": "1"}, {"size": 1000}, {"page": "x"}, {"area": "nowhere"}])
def test_a_wrong_question_gets_json_that_says_so(query, client):
    answer = client.get("/api/v1/statements", query)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_one_statement_and_its_versions(client, published):
    data = client.get("/api/v1/statements/wetherby-gloves/2026").json()
    assert data["content_hash"] == published.content_hash
    assert client.get("/api/v1/statements/wetherby-gloves/2026/versions/1").json() == data
    assert client.get("/api/v1/organisations/wetherby-gloves").json()["statements"][0]["year"] == 2026
    assert "@" not in json.dumps(data)


def test_a_withdrawn_one_says_so_and_no_more(client, published):
    withdraw(version=published.version, actor=UserFactory(), at=AT, reason="Wrong company")
    answer = client.get("/api/v1/statements/wetherby-gloves/2026")
    assert answer.status_code == 410
    assert answer.json()["withdrawn_reason"] == "Wrong company"
    assert "answers" not in answer.json()
    assert client.get("/api/v1/organisations/wetherby-gloves").status_code == 404


@pytest.mark.parametrize("address", ["nothing", "statements/nobody/2026", "organisations/nobody", "statements/x/y"])
def test_what_is_not_there_is_json_too(address, client):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code in (404, 422)
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_any_page_may_read_it_and_nobody_may_write(client, published):
    answer = client.get("/api/v1/statements", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.options("/api/v1/statements").status_code == 204
    assert client.post("/api/v1/statements").status_code == 405
    again = client.get("/api/v1/statements", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_description(client):
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    assert "/api/v1/statements" in schema["paths"]
    page = client.get("/api/v1/docs").content.decode()
    assert "GET /api/v1/statements/{organisation}/{year}" in page
    assert page.count("<script") == client.get("/statements/").content.decode().count("<script")


def test_who_asks_too_often_is_asked_to_wait(client, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(api, "throttle", Throttle(most=2, seconds=60, clock=lambda: now[0]))
    assert [client.get("/api/v1/statements").status_code for _turn in range(3)] == [200, 200, 429]
    now[0] = 30
    assert client.get("/api/v1/statements").headers["Retry-After"] == "30"
    now[0] = 61
    assert client.get("/api/v1/statements").status_code == 200


def test_visitors_behind_a_trusted_proxy_are_counted_apart(client, monkeypatch, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(api, "throttle", Throttle(most=1, seconds=60))
    visitors = ["192.0.2.1", "192.0.2.2", "192.0.2.1"]
    answers = [client.get("/api/v1/statements", headers={"X-Forwarded-For": visitor}) for visitor in visitors]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
