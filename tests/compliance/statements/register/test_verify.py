"""Checking a certificate of publication: found by the fingerprint, or said what is wrong with it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from gunicorn.config import Config

from compliance.statements.presenters import signoff
from compliance.statements.publication.services.publish import publish, withdraw
from portal.operations.setup.serve import SERVER
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import signed_version

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
ADDRESS = reverse("register:verify")


@pytest.fixture
def published():
    organisation = OrganisationFactory(name="Wetherby Gloves Limited", slug="wetherby-gloves")
    return publish(version=signed_version(organisation=organisation), actor=UserFactory(), at=AT)


def asked(client, code):
    answer = client.get(ADDRESS, {"code": code})
    return answer.status_code, " ".join(answer.content.decode().split())


def test_the_fingerprint_finds_what_the_certificate_says(client, published):
    for code in (
        published.content_hash,
        signoff.fingerprint(published.content_hash).upper(),
        f"  {published.content_hash[:32]}\n{published.content_hash[32:]} ",
    ):
        status, page = asked(client, code)
        assert status == 200
        for fact in (
            "This text was published here",
            "Wetherby Gloves Limited",
            "1 April 2025 to 31 March 2026",
            "1 June 2026 at 10:00, UK time",
            "Current version",
            reverse("register:version", args=("wetherby-gloves", 2026, 1)),
        ):
            assert fact in page


def test_a_withdrawn_one_is_said_to_be_withdrawn(client, published):
    withdraw(version=published.version, actor=UserFactory(), at=AT + timedelta(days=3), reason="Wrong company.")
    _status, page = asked(client, published.content_hash)
    assert "and later withdrawn" in page and "Withdrawn on 4 June 2026" in page
    assert "Current version" not in page


@pytest.mark.parametrize("change", [{"confirmed_at": None}, {"taken_down_at": AT}])
def test_what_may_not_be_shown_is_not_found(change, client, published):
    type(published.organisation).objects.filter(pk=published.organisation_id).update(**change)
    status, page = asked(client, published.content_hash)
    assert status == 200
    assert "No certificate matches" in page
    assert "Wetherby" not in page


def test_another_fingerprint_finds_nothing(client, published):
    status, page = asked(client, "0" * 64)
    assert (status, "No certificate matches" in page, "Wetherby" in page) == (200, True, False)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "Enter the fingerprint on the certificate"),
        ("  ", "Enter the fingerprint on the certificate"),
        ("ab12", "The fingerprint must have 64 characters. You entered 4"),
        ("z" * 64, "Check “z”"),
        ("a" * 300, "200 characters"),
        ("\x00" * 64, "There is a problem"),
    ],
)
def test_what_cannot_be_a_fingerprint_is_said(code, said, client):
    status, page = asked(client, code)
    assert status == 422
    assert said in page
    assert "There is a problem" in page


def test_nothing_is_asked_of_the_register_before_there_is_a_question(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(ADDRESS).content.decode()
    assert "There is a problem" not in page


def test_one_question_is_one_query(client, published, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(ADDRESS, {"code": published.content_hash})


def test_a_code_that_fills_a_long_address_is_answered_by_our_page(client):
    status, page = asked(client, "a" * 5000)
    assert status == 422
    assert "200 characters" in page
    server = Config()
    server.set("limit_request_line", SERVER[SERVER.index("--limit-request-line") + 1])
    assert server.limit_request_line > 5000 + len("GET /statements/verify/?code= HTTP/1.1")
