"""The public register: what a stranger finds, in how many queries, and what they never see."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from compliance.statements.models import Document, Publication, Render
from compliance.statements.publication import documents
from compliance.statements.publication.services.publish import publish, withdraw
from compliance.statements.register.views import register
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.signed import signed_version
from tests.factories.statements import PublicationFactory
from tests.support.database_snapshot import triggers_disabled

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_kept_pages():
    register._kept.pages.clear()


@pytest.fixture
def published():
    organisation = OrganisationFactory(
        name="Wetherby Gloves Limited", slug="wetherby-gloves", company_number="91234567"
    )
    return publish(version=signed_version(organisation=organisation), actor=UserFactory(), at=AT)


def page(publication, name="statement", **kwargs):
    return reverse(f"register:{name}", args=(publication.organisation_slug, publication.year), **kwargs)


def test_a_stranger_finds_and_reads_a_statement(client, published):
    listed = client.get("/statements/", {"q": "gloves wetherby"}).content.decode()
    assert page(published) in listed
    read = client.get(page(published)).content.decode()
    for words in (
        "Wetherby Gloves Limited",
        "We buy gloves, packaging",
        "Robin Example",
        "Signed electronically on this website",
        "Recorded on this website by the organisation",
        "First published on 1 June 2026",
        "Expected by 30 September 2026",
        "Financial remedy, including repayment of recruitment fees",
        "Malaysia",
    ):
        assert words in read


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"q": "wetherby"}, True),
        ({"q": "WETHERBY  glové"}, True),
        ({"q": "91234567"}, True),
        ({"q": "9123"}, True),
        ({"q": "leather"}, False),
        ({"year": "2026"}, True),
        ({"year": "2025"}, False),
        ({"sector": "healthcare_pharma"}, True),
        ({"sector": "construction"}, False),
        ({"turnover": "60m_100m"}, True),
        ({"turnover": "over_500m"}, False),
        ({"area": ["risk", "training"]}, True),
        ({"form": "company"}, True),
        ({"form": "llp"}, False),
        ({"group": "no"}, True),
        ({"group": "yes"}, False),
        ({"signed": "on_screen"}, True),
        ({"signed": "recorded"}, False),
        ({"figures": "yes"}, True),
        ({"country": "country:TH"}, True),
        ({"country": "country:FR"}, False),
        ({"affected": "migrants"}, True),
        ({"affected": "children"}, False),
        ({"remediation": "fee_repayment"}, True),
        ({"remediation": "ngo_support"}, False),
        ({"indicator": "debt_bondage"}, True),
        ({"indicator": "isolation"}, False),
        ({"page": "99"}, True),
        ({"page": "x"}, True),
        ({"sort": "newest"}, True),
    ],
)
def test_each_filter(query, is_found, client, published):
    answer = client.get("/statements/", query)
    assert answer.status_code == 200
    assert (page(published) in answer.content.decode()) is is_found


@pytest.mark.parametrize("query", [{"year": "1"}, {"sector": "x'; --"}, {"area": ["risk", "<b>"]}, {"q": "x" * 400}])
def test_an_unknown_filter_gets_a_message_at_the_field(query, client, published):
    answer = client.get("/statements/", query)
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()


@pytest.mark.parametrize("text", ["\x00", "%_\\", "'\"", "😀", "=cmd()", " "])
def test_any_text_can_be_searched_for(text, client, published):
    assert client.get("/statements/", {"q": text}).status_code in (200, 422)


def test_nothing_found_does_not_prove_there_is_none(client, published):
    assert (
        "This does not prove that no statement exists" in client.get("/statements/", {"q": "nobody"}).content.decode()
    )


def test_the_title_tells_the_page(client):
    for _number in range(21):
        PublicationFactory()
    assert "(page 2 of 2)" in client.get("/statements/", {"page": 2}).content.decode()


def test_query_counts(client, published, django_assert_max_num_queries):
    for _number in range(20):
        PublicationFactory()
    with django_assert_max_num_queries(8):
        client.get("/statements/", {"q": "goods", "year": "2026", "area": ["risk"]})
    with django_assert_max_num_queries(8):
        client.get(page(published))
    with django_assert_max_num_queries(8):
        client.get(reverse("register:organisation", args=(published.organisation_slug,)))


def test_a_page_shown_again_takes_one_query_and_is_never_old(client, published, django_assert_num_queries):
    first = client.get(page(published)).content
    with django_assert_num_queries(1):
        assert client.get(page(published)).content == first
    withdraw(version=published.version, actor=UserFactory(), at=AT, reason="Wrong company")
    assert b"was withdrawn" in client.get(page(published)).content


def test_no_visitor_leaves_a_notification_in_the_page_of_the_next(client, published):
    """A member's last notification, in its cookie, brought to a public page after the session's cookie is gone."""
    membership = MembershipFactory(organisation=OrganisationFactory(name="Planted Words Limited"))
    client.force_login(membership.user)
    client.post(reverse("organisations:leave", args=(membership.organisation.slug,)))
    del client.cookies[settings.SESSION_COOKIE_NAME]
    assert b"Planted Words" in client.get(page(published)).content
    assert b"Planted Words" not in Client().get(page(published)).content


def test_what_did_not_change_is_not_sent_again(client, published):
    Document.objects.create(publication=published, kind="pdf", body=b"%PDF-1", sha256="a" * 64)
    for name in ("statement", "json", "pdf", "versions"):
        answer = client.get(page(published, name))
        assert answer.status_code == 200, name
        again = client.get(page(published, name), headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), name
        assert client.head(page(published, name)).headers["ETag"] == answer.headers["ETag"]
    assert client.get(page(published)).headers["Last-Modified"] == "Mon, 01 Jun 2026 09:00:00 GMT"


def test_the_pdf_is_waited_for(client, published):
    waiting = client.get(page(published, "pdf"))
    assert waiting.status_code == 202
    assert "You can leave this page" in waiting.content.decode()
    Render.objects.update(state="needs_attention")
    assert "We could not make it" in client.get(page(published, "pdf")).content.decode()
    Document.objects.create(publication=published, kind="pdf", body=b"%PDF-1", sha256="a" * 64)
    made = client.get(page(published, "pdf"))
    assert (made.headers["Content-Type"], made.content) == ("application/pdf", b"%PDF-1")


def test_the_data_file(client, published):
    answer = client.get(page(published, "json"))
    data = json.loads(answer.content)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert data["content_hash"] == published.content_hash
    assert data["licence"] == {"name": "All rights reserved", "url": None}
    assert [one["version"] for one in data["versions"]] == [1]
    assert data["answers"]["policies"] == ["freedom_of_movement", "no_worker_paid_fees"]


def test_withdrawn_leaves_a_notice_and_nothing_else(client, published):
    Document.objects.create(publication=published, kind="pdf", body=b"%PDF-1", sha256="a" * 64)
    withdraw(version=published.version, actor=UserFactory(), at=AT, reason="It named the wrong company.")
    assert page(published) not in client.get("/statements/").content.decode()
    for name, status in (("statement", 200), ("pdf", 410), ("json", 410)):
        answer = client.get(page(published, name))
        assert answer.status_code == status
        assert b"It named the wrong company." in answer.content
        assert b"packaging" not in answer.content
        assert b"%PDF" not in answer.content
    version = client.get(reverse("register:version", args=(published.organisation_slug, 2026, 1)))
    assert b"packaging" not in version.content
    assert b"Withdrawn on" in client.get(page(published, "versions")).content


def is_in_no_list(client):
    for address in ("/statements/", "/statements/statements.csv", "/statements/statements.json"):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"Wetherby" not in body


HIDDEN = [
    ({"taken_down_at": AT}, "Our staff took them down"),
    ({"confirmed_at": None}, "no longer sure who represents the organisation"),
    ({"confirmed_at": None, "taken_down_at": AT}, "Our staff took them down"),
]


@pytest.mark.parametrize(("change", "notice"), HIDDEN)
def test_what_is_hidden_leaves_a_notice_that_names_nobody(client, published, change, notice):
    type(published.organisation).objects.filter(pk=published.organisation_id).update(**change)
    addresses = [page(published, name) for name in ("statement", "pdf", "versions", "json")]
    for address in (*addresses, f"/statements/{published.organisation_slug}/"):
        answer = client.get(address)
        body = answer.content.decode()
        assert (answer.status_code, notice in body, "Wetherby" in body) == (410, True, False)
    answer = client.get(page(published, "json"))
    assert (answer.json()["fields"], answer.headers["Access-Control-Allow-Origin"]) == ({}, "*")
    is_in_no_list(client)


@pytest.mark.parametrize(
    "address", ["2026/versions/9/", "2025/", "2026/versions/9.pdf", "99999999999/", "2026/versions/0/"]
)
def test_what_is_not_there_is_404(address, client, published):
    assert client.get(f"/statements/{published.organisation_slug}/{address}").status_code == 404


def test_downloads_hold_the_result_and_no_formulas(client, published):
    with triggers_disabled():
        Publication.objects.filter(pk=published.pk).update(late_reason="=cmd()")
    PublicationFactory()
    answer = client.get("/statements/statements.csv", {"q": "wetherby"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["organisation"] for row in rows] == ["Wetherby Gloves Limited"]
    assert rows[0]["late_reason"] == "'=cmd()"
    assert rows[0]["risk_countries"] == "country:MY; country:TH"
    assert rows[0]["address"] == documents.address(published)
    whole = client.get("/statements/statements.json")
    assert len(json.loads(b"".join(whole.streaming_content))["statements"]) == 2


@pytest.mark.parametrize("name", ["result_csv", "result_json"])
def test_a_download_asks_three_times_and_not_once_a_statement(name, client, published, django_assert_num_queries):
    for _number in range(5):
        PublicationFactory()
    with django_assert_num_queries(3):
        answer = client.get(reverse(f"register:{name}"))
        assert b"".join(answer.streaming_content).count(b"/statements/") >= 6


def test_no_address_of_a_person_is_public(client, published):
    for address in ("/statements/", page(published), page(published, "json"), page(published, "versions")):
        assert b"@example.org" not in client.get(address).content


def test_nothing_is_changed_from_here(client, published):
    for name in ("statement", "pdf", "json", "versions"):
        assert client.post(page(published, name)).status_code in (403, 405)


@pytest.mark.parametrize("name", ["result_csv", "result_json"])
def test_a_download_for_a_wrong_filter_is_not_the_whole_register(name, client, published):
    response = client.get(reverse(f"register:{name}"), {"sector": "nonsense"}, follow=True)
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()


def test_a_visitor_who_searches_too_often_is_told_when_to_try_again(client, published, settings):
    settings.LIMITS = {"register_search": (2, 60)}
    asked = {"q": "Gloves & mittens", "year": "2026"}
    assert [client.get("/statements/", asked).status_code for _turn in range(3)] == [200, 200, 429]
    answer = client.get("/statements/", asked)
    html = answer.content.decode()
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Try again in" in html and 'value="Gloves &amp; mittens"' in html
    assert '<option value="2026" selected>' in html
    assert "Wetherby" not in html


def test_searches_are_counted_wherever_they_are_made(client, published, settings):
    settings.LIMITS = {"register_search": (3, 60), "api_search": (1, 60), "api": (300, 60)}
    ways = ["/statements/", "/statements/statements.csv", "/statements/statements.json", "/statements/?q=a"]
    assert [client.get(way).status_code for way in ways] == [200, 200, 200, 429]
    # Programs that ask the API use up nobody's searches, and the other way round.
    assert [client.get("/api/v1/statements").status_code for _turn in range(2)] == [200, 429]
    assert client.get("/statements/wetherby-gloves/2026/").status_code == 200


def test_a_download_over_the_limit_keeps_what_was_asked(client, published, settings):
    settings.LIMITS = {"register_search": (0, 60)}
    answer = client.get("/statements/statements.csv", {"q": "gloves"})
    assert answer.status_code == 429
    assert 'href="/statements/statements.csv?q=gloves"' in answer.content.decode()
