"""The part of the sitemap about statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance.statements.models import Publication
from compliance.statements.register.sitemap import Statements
from tests.factories.statements import PublicationFactory

pytestmark = pytest.mark.django_db


def test_the_index_asks_for_one_moment_and_reads_no_statement(client):
    assert Statements().get_latest_lastmod() is None
    for _number in range(3):
        PublicationFactory()
    with CaptureQueriesContext(connection) as queries:
        body = client.get("/sitemap.xml").text
    latest = max(Publication.objects.values_list("published_at", flat=True))
    assert Statements().get_latest_lastmod() == latest
    assert f"<lastmod>{latest.date().isoformat()}" in body
    assert not [query for query in queries.captured_queries if '"organisation_slug"' in query["sql"]]


def test_a_page_of_it_names_each_statement(client):
    publication = PublicationFactory()
    address = f"/statements/{publication.organisation_slug}/{publication.year}/"
    assert address in client.get("/sitemap-statements.xml").text
