"""Names and company numbers are found however they are written, misspelt words too, and results say why they match."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from compliance.organisations.rules.names import split_words
from compliance.statements.groups.services import publish_members
from compliance.statements.models import Edition, Listing, Publication
from compliance.statements.publication.services.search_index import index_names
from compliance.statements.register import search
from tests.factories import statements as sf

pytestmark = pytest.mark.django_db


def make_statement(name: str, number: str = "", members: list[dict] | None = None) -> Publication:
    made = sf.PublicationFactory(
        organisation_name=name,
        company_number=number,
        year=2026,
        searched=f" {' '.join(split_words(' '.join([name, number, *(m['legal_name'] for m in members or [])])))} ",
    )
    if members:
        made.content["answers"] |= {"is_group": True, "group_members": members}
        publish_members(made)
    index_names([made.searched])
    return made


def find(q: str) -> list[str]:
    return [row.organisation_name for row in search.answer(search.Params(q=q)).results.rows]


@pytest.mark.parametrize(
    "q",
    [
        "Alder & Birch Foods Ltd", "alder and birch foods limited", "Alder Birch Foods plc", "ALDER BIRCH",
        "The Alder & Birch Foods Co. Ltd.", "Alder Birch Foods Public Limited Company", "birch food",
        "04699647", "4699647", "GB 04699647", "Reg. No. 4699647", "Company number: 04699647", "046996", "0469 9647",
    ],
)  # fmt: skip
def test_a_name_or_number_is_found_however_it_is_written(q):
    make_statement("Alder & Birch Foods Limited", "04699647")
    make_statement("Cedar Works Limited", "SC123456")
    assert find(q) == ["Alder & Birch Foods Limited"]


@pytest.mark.parametrize("q", ["SC123456", "sc 123456", "Company No. SC123456"])
def test_a_scottish_number_is_found(q):
    make_statement("Alder & Birch Foods Limited", "04699647")
    make_statement("Cedar Works Limited", "SC123456")
    assert find(q) == ["Cedar Works Limited"]


@pytest.mark.parametrize("q", ["limited", "the", "and", "&"])
def test_a_question_of_joining_words_alone_is_still_answered(q):
    make_statement("The Alder and Birch Limited")
    assert find(q) == ["The Alder and Birch Limited"]


@pytest.mark.parametrize(
    ("q", "respelt"),
    [
        ("Meadwo", "meadow"), ("medow works", "meadow works"), ("meadow wroks", "meadow works"),
        ("Harbuor Lanterns Ltd", "harbour lanterns"), ("harbor", "harbour"), ("lantren", "lantern"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_found_and_said_to_be_respelt(q, respelt, client):
    make_statement("Meadow Works Limited")
    make_statement("Harbour Lanterns Limited")
    answer = search.answer(search.Params(q=q))
    assert answer.is_respelt
    assert answer.results.paginator.count == 1
    page = client.get("/statements/", {"q": q}).content.decode()
    assert f"Nothing was found for “{q}”. These are results for “{answer.params.q}”." in page
    assert split_words(answer.params.q)[0][:4] == respelt[:4]


@pytest.mark.parametrize("q", ["zzzzzz", "meadowlarks", "12345678", "mea dwo", "m"])
def test_what_is_like_no_name_is_not_guessed(q):
    make_statement("Oddly Works Limited")
    answer = search.answer(search.Params(q=q))
    assert not answer.is_respelt
    assert not answer.results.paginator.count


def test_a_word_of_a_withdrawn_name_alone_is_never_offered(client):
    made = make_statement("Quillfern Limited")
    assert find("quilfern") == ["Quillfern Limited"]
    Publication.objects.filter(pk=made.pk).update(withdrawn_at="2026-07-01T00:00Z")
    assert find("quilfern") == []
    assert b"quillfern" not in client.get("/statements/?q=quilfern").content.lower()


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ("alder", "Match: name"),
        ("04699647", "Match: company number"),
        ("0469", "Match: company number"),
        ("northern fish", "Match: group member Northern Fish Limited"),
        ("alder fish", "Match: names and numbers that the statement covers"),
    ],
)
def test_a_result_says_why_it_matches(q, reason, client):
    members = [{"legal_name": "Southern Fish Limited"}, {"legal_name": "Northern Fish Limited"}]
    make_statement("Alder Group plc", "04699647", members)
    page = BeautifulSoup(client.get("/statements/", {"q": q}).content, "html.parser")
    assert [match.get_text() for match in page.select(".portal-match")] == [reason]


def test_a_list_that_nothing_was_asked_of_gives_no_reason(client):
    make_statement("Alder Group plc")
    assert b"Match:" not in client.get("/statements/").content


@pytest.mark.parametrize(("q", "reason"), [("thistle", "name"), ("cedar", "name of the parent organisation")])
def test_a_listing_says_why_it_matches(q, reason, client):
    at = datetime(2026, 5, 1, tzinfo=UTC)
    edition = Edition.objects.create(dated=at.date(), sha256="a" * 64, file_name="f.csv", begun_at=at)
    Listing.objects.create(
        identity="1", fingerprint="", edition=edition, organisation_name="Thistle Limited", parent_name="Cedar plc",
        year=2026, updated_at=at, searched=" thistle limited cedar plc ",
    )  # fmt: skip
    page = BeautifulSoup(client.get("/statements/", {"q": q}).content, "html.parser")
    assert [match.get_text() for match in page.select(".portal-match")] == [f"Match: {reason}"]


def test_filters_stay_folded_and_are_named(client):
    make_statement("Alder Group plc")
    page = BeautifulSoup(client.get("/statements/?q=alder&year=2026&turnover=36m_60m").content, "html.parser")
    fold = page.select_one("form .govuk-details__summary")
    assert fold.get_text(strip=True) == "Filters (2 chosen)"
    assert not fold.parent.has_attr("open")
    assert "Statement year: 2026. Turnover: " in page.select_one("#results + p").get_text()
    assert page.find("a", string="Clear filters")["href"] == "/statements/?q=alder"
