"""The pack for a board: text, checks with their weights and reasons, changes since last year, measures; one PDF."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from compliance.statements.publication.services import publish as services_publish
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT
from tests.factories.accounts import sign_in
from tests.factories.statements import EarlierTextFactory
from tests.support.pdfs import extract_text


def pack(client, version):
    slug = version.statement.organisation.slug
    return client.get(reverse("statements:board_pack", kwargs={"organisation": slug, "year": version.statement.year}))


@pytest.fixture
def last_year(business):
    version = business.ready(period_start=date(2024, 4, 1), period_end=date(2025, 3, 31))
    business.approve(version)
    version.refresh_from_db()
    business.sign(version)
    return services_publish.publish(version=version, actor=business.people["administrator"], at=AT)


@pytest.mark.usefixtures("last_year")
def test_a_board_reads_text_checks_changes_and_measures(business, client):
    version = business.written()
    sign_in(client, business.approver)
    response = pack(client, version)
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    said = " ".join(extract_text(response.content).split())
    for words in (
        "Board pack", "This is a draft.", "What you are asked to do", "Measures and goals", "there is no score",
        "Must: the Act asks for it", "Good practice", "Changes since last year", "Compared with the statement for 2025",
        "Assessing and managing risk",
    ):  # fmt: skip
        assert words in said, words
    with pikepdf.open(BytesIO(response.content)) as opened:
        assert opened.Root.MarkInfo.Marked
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles[:4] == ["Contents", "What you are asked to do", "Measures and goals", "Checks"]
    assert Entry.objects.filter(action="statements.version.board_pack_made").count() == 1


def test_a_text_that_was_brought_stands_as_the_earlier_side(business, client):
    EarlierTextFactory(organisation=business.organisation, year=2025, texts={"risk": "<p>We looked at quinoa.</p>"})
    version = business.written()
    sign_in(client, business.approver)
    said = " ".join(extract_text(pack(client, version).content).split())
    assert "Compared with the statement for 2025, which was published elsewhere." in said
    assert "quinoa" in said


def test_without_an_earlier_year_it_says_so(business, client):
    version = business.ready()
    sign_in(client, business.people["viewer"])
    said = " ".join(extract_text(pack(client, version).content).split())
    assert "no statement of an earlier year here to compare with" in said
    assert "The text is frozen for approval." in said
    assert version.content_hash[:8] in said
