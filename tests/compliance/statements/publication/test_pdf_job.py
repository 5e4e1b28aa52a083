"""The PDF of a statement that went the real way: published, and made by the job in its process."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from compliance.statements.models import Document, Publication
from compliance.statements.publication import pdf_job
from compliance.statements.publication.services.publish import publish
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import KPIS, signed_version
from tests.support.pdfs import assert_ua, find_elements, open_pdf, run_tool

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def made_for(publication: Publication) -> bytes:
    assert pdf_job.make_pdfs(publication.pk, now=AT)
    return bytes(Document.objects.get(publication=publication, kind="pdf").body)


@pytest.fixture
def publication():
    organisation = OrganisationFactory(name="Wetherby Gloves Limited", slug="wetherby-gloves")
    return publish(version=signed_version(organisation=organisation), actor=UserFactory(), at=AT)


def test_all_that_can_be_read_of_its_accessibility_holds(publication):
    body = made_for(publication)
    with open_pdf(body) as made:
        assert_ua(made)
        assert str(made.Root.Lang).startswith("en")
        assert str(made.docinfo.Title) == "Wetherby Gloves Limited: modern slavery statement 2026"
        tree = made.Root.StructTreeRoot.K
        texts = [str(figure.Alt) for figure in find_elements(tree, "/Figure")]
        assert texts, "its figures are there"
        assert any(kpi["name"] in text for text in texts for kpi in KPIS), texts
        assert len(list(find_elements(tree, "/Table"))) > 6
        assert list(find_elements(tree, "/Caption")), "tables say what they are"
        headings = [str(item.S) for kind in ("/H1", "/H2", "/H3") for item in find_elements(tree, kind)]
        assert headings.count("/H1") == 1
        assert headings.count("/H2") > 8
        assert any("/Annots" in sheet for sheet in made.pages), "its contents are links"


def test_other_programs_find_nothing_wrong_with_it_and_twice_is_the_same(publication, tmp_path):
    with transaction.atomic():
        body = made_for(publication)
        transaction.set_rollback(True)
    assert not Document.objects.filter(publication=publication, kind="pdf").exists()
    assert made_for(publication) == body
    assert "No syntax or stream encoding errors found" in run_tool("qpdf", "--check", made=body, tmp_path=tmp_path)
    structure = run_tool("pdfinfo", "-struct", made=body, tmp_path=tmp_path)
    assert "Figure" in structure
    assert "Table" in structure
    assert "Tagged:          yes" in run_tool("pdfinfo", made=body, tmp_path=tmp_path)
