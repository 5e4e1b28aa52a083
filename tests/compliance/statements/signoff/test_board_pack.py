"""The pack for a board: text, checks with their weights and reasons, changes since last year, measures; one PDF."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from compliance.statements.choices import SectionCode
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.signoff.views import board_pack
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT, COVERAGE
from tests.factories.accounts import sign_in
from tests.factories.signed import full_sections
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
        "Must: the Act requires it", "Good practice", "Changes since last year", "Compared with the statement for 2025",
        "Assessing and managing risk",
    ):  # fmt: skip
        assert words in said, words
    with pikepdf.open(BytesIO(response.content)) as opened:
        assert opened.Root.MarkInfo.Marked
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles[:6] == [
        "What you are asked to do", "Draft resolution", "What changed since last year", "Open points", "Contents",
        "Measures and goals",
    ]  # fmt: skip
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
    assert "no earlier statement here to compare with" in said
    assert "The text is frozen for approval." in said
    assert version.content_hash[:8] in said


def extract_pages(body: bytes) -> list[str]:
    """Return the words of each page."""
    document = pypdfium2.PdfDocument(body)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.mark.usefixtures("last_year")
def test_the_first_page_is_all_that_a_board_decides_on(business, client):
    sentence = "We visited nine suppliers with an interpreter, and paid back the fees that workers had paid. "
    words = {
        f"narrative_{code}": "".join(f"<p>{sentence * 6}</p>" for _number in range(3))
        for code in ("structure", "policies", "risk", "due_diligence", "training", "monitoring")
    }
    assert sum(map(len, words.values())) > 10_000
    sections = full_sections(form=business.organisation.legal_form, **words)
    version = business.written(sections | {SectionCode.COVERAGE: COVERAGE})
    sign_in(client, business.approver)
    first, *others = extract_pages(pack(client, version).content)
    for heading in ("What you are asked to do", "Draft resolution", "What changed since last year", "Open points"):
        assert heading in first, heading
    assert "The board of directors approves the slavery and human trafficking statement of" in first
    assert "Changed: " in first
    assert "Contents" not in first
    assert others[0].count("Contents") == 1
    assert "Open points" not in others[0]
    assert len(others) + 1 <= 15


def test_what_the_first_page_has_no_room_for_is_counted_on_it(business, client, monkeypatch):
    monkeypatch.setattr(board_pack, "MAX_LISTED", 1)
    EarlierTextFactory(organisation=business.organisation, year=2025, texts={"risk": "<p>Quinoa.</p>"})
    version = business.written()
    sign_in(client, business.approver)
    first = extract_pages(pack(client, version).content)[0]
    assert re.search(r"\d+ more sections changed\.", first)
    assert re.search(r"\d+ more checks are open\.", first)
