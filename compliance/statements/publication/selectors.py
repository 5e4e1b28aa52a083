"""The documents that are kept of a publication: page, data file, PDF, certificate and figures."""

from dataclasses import dataclass

from compliance.organisations.models import Organisation
from compliance.statements.choices import DocumentKind, Licence, RenderState
from compliance.statements.models import Document, Publication, Render


def get_document(publication: Publication, kind: str) -> tuple[str, bytes] | None:
    """Return fingerprint and bytes of one form, or None while it is not made."""
    row = Document.objects.filter(publication=publication, kind=kind).values_list("sha256", "body").first()
    return (row[0], bytes(row[1])) if row else None


def get_latest_licence(organisation: Organisation) -> Licence:
    """Return what the organisation chose when it last published; before that, all rights are reserved."""
    publications = Publication.objects.for_organisation(organisation).order_by("-published_at", "-pk")
    return Licence(publications.values_list("licence", flat=True).first() or Licence.ALL_RIGHTS_RESERVED)


def get_figure(publication: Publication, number: int) -> tuple[str, str, bytes] | None:
    """Return fingerprint, kind and bytes of a published figure."""
    row = publication.figures.filter(number=number).values_list("sha256", "content_type", "body").first()
    return (row[0], row[1], bytes(row[2])) if row else None


def get_document_hash(publication: Publication, kind: str) -> str:
    """Return the fingerprint alone, without fetching the bytes; empty while it is not made."""
    return Document.objects.filter(publication=publication, kind=kind).values_list("sha256", flat=True).first() or ""


@dataclass(frozen=True)
class Files:
    """Which PDFs of a publication are made; needs_attention: that nobody tries to make the rest any more."""

    has_pdf: bool
    has_certificate: bool
    needs_attention: bool


def get_files(publication: Publication) -> Files:
    kinds = set(Document.objects.filter(publication=publication).values_list("kind", flat=True))
    return Files(DocumentKind.PDF in kinds, DocumentKind.CERTIFICATE in kinds, pdf_needs_attention(publication))


def pdf_needs_attention(publication: Publication) -> bool:
    return Render.objects.filter(publication=publication, state=RenderState.NEEDS_ATTENTION).exists()
