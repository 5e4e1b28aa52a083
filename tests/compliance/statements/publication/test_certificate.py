"""The certificate of publication: what it says, what it never says, and what can be read of its accessibility."""

import re
from datetime import UTC, datetime

import pytest

from compliance.statements.presenters import signoff
from compliance.statements.publication import certificate, documents
from compliance.statements.publication.services.publish import publish
from portal.core import pdf
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import signed_version
from tests.support.pdfs import assert_ua, extract_text, find_elements, open_pdf, run_tool

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def publication():
    organisation = OrganisationFactory(name="Wetherby Gloves Limited", slug="wetherby-gloves")
    return publish(version=signed_version(organisation=organisation), actor=UserFactory(), at=AT)


def made_for(publication) -> bytes:
    source, identifier = certificate.source(publication), certificate.identifier(publication)
    return pdf.render_pdf_in_sandbox(source, identifier=identifier, style=certificate.STYLE)


def test_it_says_what_was_published_by_whom_when_and_where(publication):
    text = extract_text(made_for(publication))
    words = " ".join(text.split())
    for fact in (
        "Wetherby Gloves Limited published a slavery and human trafficking statement",
        f"Company number {publication.company_number}",
        "1 April 2025 to 31 March 2026",
        "1 June 2026 at 10:00, UK time",
        documents.address(publication),
        "/statements/verify/",
    ):
        assert fact in words
    assert all(group in text for group in signoff.fingerprint(publication.content_hash).split())


def test_it_never_says_more_than_that(publication):
    words = re.sub(r"<[^>]+>", " ", certificate.source(publication)).casefold()
    assert "it does not say that the statement meets the law" in words
    for claim in ("complian", "complies", "slavery free", "slavery-free", "verified", "accredit", "award"):
        assert claim not in words


def test_all_that_can_be_read_of_its_accessibility_holds(publication):
    with pdf.render_errors() as heard:
        made = pdf.render_pdf(certificate.source(publication), identifier=b"test", style=certificate.STYLE)
    assert not heard
    with open_pdf(made) as document:
        assert_ua(document)
        assert str(document.Root.Lang) == "en-GB"
        title = "Certificate of publication: Wetherby Gloves Limited, modern slavery statement 2026"
        assert str(document.docinfo.Title) == title
        tree = document.Root.StructTreeRoot.K
        assert len(list(find_elements(tree, "/H1"))) == 1
        assert len(list(find_elements(tree, "/TH"))) == 6
        assert len(document.pages) == 1


def test_the_longest_name_still_fits_in_the_page(publication):
    publication.organisation_name = "Wetherby and Otherby " * 7 + "Gloves Limited"
    publication.amendment_kind, publication.number = "typographic", 12
    with open_pdf(
        pdf.render_pdf(certificate.source(publication), identifier=b"x", style=certificate.STYLE)
    ) as document:
        assert len(document.pages) <= 2


def test_twice_is_the_same_and_other_programs_find_nothing_wrong(publication, tmp_path):
    made = made_for(publication)
    assert made_for(publication) == made
    assert certificate.identifier(publication) != documents.pdf_identifier(publication)
    assert "No syntax or stream encoding errors found" in run_tool("qpdf", "--check", made=made, tmp_path=tmp_path)
    assert "Tagged:          yes" in run_tool("pdfinfo", made=made, tmp_path=tmp_path)
