"""/api/v1/statistics/: its shape, its description, and that it is open and kept like the other open APIs."""

from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from compliance.statistics.rules.tables import Symbol
from compliance.statistics.rules.world import make_world, write_world
from tests.factories.published_figures import PUBLISHED_AT, publish_figures

pytestmark = pytest.mark.django_db
HIDDEN = {("contacts_by_channel", ("app",)): Symbol.CONFIDENTIAL}


@pytest.fixture
def description(client) -> dict:
    return client.get("/api/v1/openapi.json").json()


def check(answer, description: dict, route: str) -> None:
    described = description["paths"][f"/api/v1/statistics{route}"]["get"]["responses"][str(answer.status_code)]
    schema = described["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": description["components"]}).validate(answer.json())


def test_the_description_is_valid_and_every_answer_fits_it(client, description):
    validate(description)
    publish_figures("2026-03")
    publish_figures("2026-q1", HIDDEN)
    for address, route in (
        ("releases/", "/releases/"),
        ("releases/2026-q1/", "/releases/{release_id}/"),
        ("releases/2026-03/", "/releases/{release_id}/"),
        ("releases/1999-q9/", "/releases/{release_id}/"),
    ):
        check(client.get(f"/api/v1/statistics/{address}"), description, route)


def test_the_shape_is_that_of_an_invented_world_without_the_truth(client):
    """Tools that check the protection read both by the same keys."""
    publish_figures("2026-q1", HIDDEN)
    answer = client.get("/api/v1/statistics/releases/").json()
    from compliance.statistics.rule_sets import get_rule_set
    from compliance.statistics.rules.periods import Kind

    rules = get_rule_set()
    specs = {kind: [rules.get_spec(table) for table in rules.get_tables(Kind.MONTH)[:1]] for kind in Kind}
    world = write_world(make_world(1, 1, specs), 5)
    assert answer.keys() == world.keys()
    assert answer["threshold"] == 5
    ours, theirs = answer["releases"][0], world["releases"][0]
    assert ours.keys() == theirs.keys()
    table, invented = ours["tables"][0], theirs["tables"][0]
    assert table.keys() == invented.keys()
    assert table["dims"] == invented["dims"]
    assert table["totals"] is True
    assert table["cells"][0].keys() == invented["cells"][0].keys() - {"truth"}
    assert [cell["index"] for cell in table["cells"]] == [cell["index"] for cell in invented["cells"]]
    assert table == client.get("/api/v1/statistics/releases/2026-q1/").json()["tables"][0]


def test_hidden_is_null_and_rounded_says_to_what(client):
    publish_figures("2026-q1", HIDDEN)
    publish_figures("2026-03")
    quarter, month = (client.get(f"/api/v1/statistics/releases/{code}/").json() for code in ("2026-q1", "2026-03"))
    place = quarter["tables"][0]["dims"][0]["labels"].index("app")
    cell = next(one for one in quarter["tables"][0]["cells"] if one["index"] == [place])
    assert (cell["published"], cell["rounded_to"]) == (None, None)
    assert {cell["rounded_to"] for table in month["tables"] for cell in table["cells"]} == {5}


def test_corrections_stand_beside_what_they_correct(client):
    publish_figures("2026-q1")
    publish_figures("2026-q1-2", revision=2, note="Wrong.")
    answer = client.get("/api/v1/statistics/releases/").json()
    assert [(row["id"], row["period"]) for row in answer["releases"]] == [
        ("2026-q1", "2026-q1"),
        ("2026-q1-2", "2026-q1"),
    ]


@pytest.mark.parametrize("address", ["releases/", "releases/2026-q1/"])
def test_answers_are_open_to_all_and_not_sent_twice(client, address, django_assert_max_num_queries):
    publish_figures("2026-q1")
    with django_assert_max_num_queries(1):
        answer = client.get(f"/api/v1/statistics/{address}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    tag = answer.headers["ETag"]
    assert client.get(f"/api/v1/statistics/{address}", headers={"if-none-match": tag}).status_code == 304
    assert client.post(f"/api/v1/statistics/{address}").status_code == 405


def test_the_page_for_programmers_names_both_addresses(client):
    page = client.get("/api/v1/docs").text
    for route in ("/statistics/releases/", "/statistics/releases/{release_id}/"):
        assert f"GET /api/v1{route}" in page


def test_releases_are_found_by_when_they_were_published(client):
    publish_figures("2026-03", at=PUBLISHED_AT - timedelta(days=1))
    second = publish_figures("2026-q1")
    asked = {"modified_after": second.published_at.isoformat()}
    assert [row["id"] for row in client.get("/api/v1/statistics/releases/", asked).json()["releases"]] == [second.code]
    everything = client.get("/api/v1/statistics/releases/").json()
    since_ever = client.get("/api/v1/statistics/releases/", {"modified_after": "2000-01-01"}).json()
    assert since_ever == everything and len(everything["releases"]) == 2
    assert client.get("/api/v1/statistics/releases/", {"modified_after": "2999-01-01"}).json()["releases"] == []
