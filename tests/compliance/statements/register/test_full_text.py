"""The text of statements is searched, and the sentence that was found is shown."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from compliance.organisations.models import Organisation
from compliance.statements.register import search
from tests.factories import statements as sf
from tests.factories.searched import make_statement

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def find(q: str, **params: str) -> list[int]:
    return [row.pk for row in search.find_all(search.Params(q=q, search_in="text", **params)).rows]


@pytest.mark.parametrize(
    ("q", "is_found"),
    [
        ("debt bondage", True),
        ("bondage debt", True),
        ("Auditing glove suppliers", True),
        ("the bondage of", True),
        ("bondage brick", False),
        ("the of", False),
        ("“bondage” AND (NEAR* -x \" ' : ^", False),
        ("bondage:*", True),
        ("narrative_risk", False),
    ],
)
def test_a_statement_is_found_by_all_words_of_its_text(q, is_found):
    found = make_statement("<p>We audited two suppliers of gloves. One charged fees that led to debt bondage.</p>")
    make_statement("<p>Our bricks come from one kiln.</p>")
    assert find(q) == ([found.pk] if is_found else [])


def test_the_sentence_with_most_words_is_shown_with_its_section(client):
    publication = make_statement(
        "<h3>Debt</h3><p>We looked at debt. One agent charged fees that led to <strong>debt bondage</strong> &amp; "
        "more. All was repaid.</p>"
    )
    page = BeautifulSoup(client.get("/statements/?q=bonded+debts+bondage&search_in=text").content, "html.parser")
    assert not page.select(".portal-match")
    page = BeautifulSoup(client.get("/statements/?q=debts+bondage&search_in=text").content, "html.parser")
    (match,) = page.select(".portal-match")
    assert match.get_text().startswith("Match: text of the statement")
    assert match.a.get_text() == "One agent charged fees that led to debt bondage & more."
    assert [mark.get_text() for mark in match.select("mark")] == ["debt", "bondage"]
    assert match.a["href"] == f"/statements/{publication.organisation_slug}/2026/#risk"
    target = client.get(match.a["href"])
    assert target.status_code == 200


def test_what_no_name_has_is_looked_for_in_the_texts(client):
    make_statement("<p>Kafala ties workers to one employer.</p>")
    page = client.get("/statements/?q=kafala").content.decode()
    assert "No name or company number contains “kafala”. These statements contain it in their text." in page
    assert "search_in=text" in BeautifulSoup(page, "html.parser").find("a", download=True)["href"]


def test_names_come_first_and_the_texts_are_one_link_away(client):
    named = sf.PublicationFactory(
        organisation_name="Kafala Watch Limited", searched=" kafala watch limited ", year=2026
    )
    make_statement("<p>Kafala ties workers to one employer.</p>", name="Alder Limited")
    page = BeautifulSoup(client.get("/statements/?q=kafala").content, "html.parser")
    assert [link.get_text() for link in page.select("#results ~ ul h3 a")] == [f"{named.organisation_name}, 2026"]
    link = page.find("a", string="Search the text of statements for “kafala”")
    answered = client.get(link["href"]).content.decode()
    assert "Alder Limited, 2026" in answered
    assert "Kafala Watch" not in answered


def test_a_search_of_texts_takes_the_filters_and_every_order():
    first = make_statement("<p>Cotton from one region.</p>", name="Alder Limited")
    second = make_statement("<p>Cotton from two regions.</p>", name="Birch Limited")
    assert find("cotton", year="2026") == [first.pk, second.pk]
    assert find("cotton", year="2025") == []
    assert find("cotton", source="elsewhere") == []
    for sort in search.SORTS:
        assert set(find("cotton", sort=sort)) == {first.pk, second.pk}


@pytest.mark.parametrize("are_few", [True, False])
@pytest.mark.parametrize("year", ["", "2026"])
def test_many_matches_are_found_as_few_are(are_few, year, monkeypatch):
    if not are_few:
        monkeypatch.setattr(search, "get_few_keys", lambda q, limit: None)
    rows = [make_statement("<p>Cotton from one region.</p>", name=f"Alder {n:02}") for n in range(23)]
    make_statement("<p>Bricks.</p>", name="Alder 00")
    page = search.find_all(search.Params(q="cotton", search_in="text", year=year), page=2)
    assert (page.paginator.count, page.paginator.is_more) == (23, False)
    assert [row.pk for row in page.rows] == [row.pk for row in rows[20:]]


def test_more_matches_than_are_counted_are_said_to_be_more(monkeypatch):
    monkeypatch.setattr(search, "MAX_FOUND_COUNTED", 2)
    for number in range(3):
        make_statement("<p>Cotton from one region.</p>", name=f"Alder {number}")
    paginator = search.find_all(search.Params(q="cotton", search_in="text")).paginator
    assert (paginator.count, paginator.is_more) == (2, True)


@pytest.mark.parametrize("kind", ["page", "csv", "json", "api"])
def test_every_way_out_searches_the_texts(kind, client):
    address = {"page": "", "csv": "statements.csv", "json": "statements.json", "api": ""}[kind]
    publication = make_statement("<p>Kafala ties workers to one employer.</p>", name="Alder Limited")
    start = "/api/v1/statements" if kind == "api" else f"/statements/{address}"
    for q, is_found in (("kafala", True), ("kiln", False)):
        response = client.get(f"{start}?q={q}&search_in=text")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert (publication.organisation_name.encode() in body) == is_found


@pytest.mark.parametrize("change", [{"confirmed_at": None}, {"taken_down_at": AT}])
def test_a_hidden_organisation_is_found_by_no_word(change, client):
    publication = make_statement("<p>Kafala ties workers.</p>", name="Alder Limited")
    assert find("kafala") == [publication.pk]
    Organisation.objects.filter(pk=publication.organisation_id).update(**change)
    assert find("kafala") == []
    assert b"Alder" not in client.get("/statements/?q=kafala&search_in=text").content


def test_reading_writes_nothing(client, django_assert_max_num_queries):
    make_statement("<p>Kafala ties workers.</p>")
    with django_assert_max_num_queries(8) as captured:
        client.get("/statements/?q=kafala&search_in=text")
    touched = [row["sql"] for row in captured if "statementtext" in row["sql"] or "nametrigram" in row["sql"]]
    assert touched
    assert all(sql.startswith("SELECT") for sql in touched)
