"""The API: the register's data for programs."""

import json
from datetime import UTC, datetime

import pytest

from compliance.organisations.models import Organisation
from compliance.statements.publication.services.publish import publish, withdraw
from portal.core import rate_limits
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import signed_version
from tests.factories.statements import PublicationFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
ORGANISATION = "organisations/wetherby-gloves"


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


@pytest.mark.parametrize("name", ["statements", "organisations"])
def test_who_searches_too_often_is_asked_to_wait(client, monkeypatch, settings, name):
    settings.LIMITS = {"api": (300, 60), "api_search": (2, 60)}
    now = 1_200_000_000.0
    monkeypatch.setattr(rate_limits, "time", lambda: now)
    assert [client.get(f"/api/v1/{name}").status_code for _turn in range(3)] == [200, 200, 429]
    now += 30
    answer = client.get(f"/api/v1/{name}", {"q": "gloves"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert answer.json()["detail"] == "Too many requests. Try again in 30 seconds."
    now += 30
    assert client.get(f"/api/v1/{name}").status_code == 200


def test_the_rest_of_the_api_has_a_wider_limit(client, published, settings):
    settings.LIMITS = {"api": (3, 60), "api_search": (1, 60)}
    address = "/api/v1/organisations/wetherby-gloves"
    assert [client.get(address).status_code for _turn in range(4)] == [200, 200, 200, 429]


def test_visitors_behind_a_trusted_proxy_are_counted_apart(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.LIMITS = {"api": (1, 60), "api_search": (1, 60)}
    visitors = ["192.0.2.1", "198.51.100.1", "192.0.2.1"]
    answers = [client.get("/api/v1/statements", headers={"X-Forwarded-For": visitor}) for visitor in visitors]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def organisations(client, **query):
    return client.get("/api/v1/organisations", query).json()


def test_each_organisation_is_listed_once_with_its_years(client, published, django_assert_max_num_queries):
    PublicationFactory(organisation=published.organisation, year=2025, organisation_name="Wetherby Mittens Limited")
    PublicationFactory(organisation_name="Alder Foods Limited")
    with django_assert_max_num_queries(4):
        data = organisations(client)
    assert [row["name"] for row in data["organisations"]] == ["Alder Foods Limited", "Wetherby Gloves Limited"]
    assert data["organisations"][1]["years"] == [2026, 2025]
    assert data["organisations"][1]["address"].endswith("/statements/wetherby-gloves/")
    assert (data["count"], data["pages"], data["is_more"]) == (2, 1, False)


def test_organisations_are_found_by_words_and_by_number(client, published):
    PublicationFactory(organisation_name="Alder Foods Limited", searched=" alder foods limited ")
    assert [row["slug"] for row in organisations(client, q="GLOVES weth")["organisations"]] == ["wetherby-gloves"]
    number = published.company_number
    assert [row["company_number"] for row in organisations(client, q=number)["organisations"]] == [number]
    assert organisations(client, q="nobody")["organisations"] == []


def test_organisations_come_in_pages(client, published):
    PublicationFactory(organisation_name="Alder Foods Limited")
    pages = [organisations(client, size=1, page=page) for page in (1, 2)]
    assert [page["page"] for page in pages] == [1, 2]
    assert [page["organisations"][0]["name"][:5] for page in pages] == ["Alder", "Wethe"]


@pytest.mark.parametrize("what", ["organisations", "statements"])
def test_whoever_counts_up_meets_an_end(client, published, what):
    assert client.get(f"/api/v1/{what}").status_code == 200
    answer = client.get(f"/api/v1/{what}", {"page": 999})
    assert (answer.status_code, answer.json()["detail"]) == (404, "The last page is 1")


@pytest.mark.parametrize("change", [{"confirmed_at": None}, {"taken_down_at": AT}])
def test_an_organisation_that_the_register_hides_is_not_listed(client, published, change):
    Organisation.objects.filter(pk=published.organisation_id).update(**change)
    assert organisations(client)["count"] == 0


@pytest.mark.parametrize("change", [{"confirmed_at": None}, {"taken_down_at": AT}])
@pytest.mark.parametrize(
    "address", ["statements/wetherby-gloves/2026", "statements/wetherby-gloves/2026/versions/1", ORGANISATION]
)
def test_what_the_register_hides_is_gone_and_says_why(client, published, change, address):
    Organisation.objects.filter(pk=published.organisation_id).update(**change)
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 410
    assert answer.json()["detail"].startswith("There were statements at this address.")
    assert "Wetherby" not in answer.content.decode()


def test_an_organisation_without_a_statement_that_stands_is_not_listed(client, published):
    OrganisationFactory(name="Without Statements Limited")
    withdraw(version=published.version, actor=UserFactory(), at=AT, reason="Wrong company")
    assert organisations(client) | {"licence": {}} == {
        "count": 0, "is_more": False, "page": 1, "pages": 1, "licence": {}, "organisations": []
    }  # fmt: skip


def test_a_list_of_organisations_that_did_not_change_is_not_sent_again(client, published):
    answer = client.get("/api/v1/organisations")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get("/api/v1/organisations", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


# --- What changed since ---------------------------------------------------------------------------------------------


def test_statements_are_found_by_when_they_were_last_published(client, published):
    everything = client.get("/api/v1/statements").json()
    moment = max(row["published_at"] for row in everything["statements"])
    newest = client.get("/api/v1/statements", {"modified_after": moment}).json()
    assert 0 < newest["count"] <= everything["count"]
    assert all(row["published_at"] >= moment for row in newest["statements"])
    assert client.get("/api/v1/statements", {"modified_after": "2999-01-01"}).json()["count"] == 0


def test_organisations_are_found_by_when_a_statement_was_last_published_or_withdrawn(client, published):
    everything = client.get("/api/v1/organisations").json()
    moment = max(row["published_at"] for row in client.get("/api/v1/statements").json()["statements"])
    newest = client.get("/api/v1/organisations", {"modified_after": moment}).json()
    assert 0 < newest["count"] == len(newest["organisations"]) <= everything["count"]
    assert client.get("/api/v1/organisations", {"modified_after": "2999-01-01"}).json()["count"] == 0
    since_ever = client.get("/api/v1/organisations", {"modified_after": "2000-01-01"}).json()
    assert since_ever["organisations"] == everything["organisations"]


@pytest.mark.parametrize("address", ["statements", "organisations", "statistics/releases/"])
def test_a_moment_that_is_none_is_an_error(client, published, address):
    assert client.get(f"/api/v1/{address}", {"modified_after": "yesterday"}).status_code == 422
