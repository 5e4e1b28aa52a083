"""The PDFs of a publication, made by a worker: the statement and its certificate.

The Render row is the truth; the queue only wakes.

See docs/requirements/security.md#background-jobs.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from compliance.statements.choices import DocumentKind, RenderState
from compliance.statements.figures import services as figures
from compliance.statements.models import Document, Publication, Render
from compliance.statements.publication import certificate, documents
from portal.core import pdf
from portal.jobs import leases, protocol
from portal.jobs.protocol import JobKind

MADE_HERE = (DocumentKind.PDF, DocumentKind.CERTIFICATE)

JOB = JobKind(
    model=Render,
    label=gettext_lazy("PDF and certificate of a statement"),
    owed=Q(state__in=(RenderState.WAITING, RenderState.RUNNING)),
    aside=Q(state=RenderState.NEEDS_ATTENTION),
    task="compliance.statements.publication.tasks.make_pdf",
    key="publication_id",
    put_aside=lambda render, now: {"state": RenderState.NEEDS_ATTENTION},
    restart=lambda render, now: {"state": RenderState.WAITING},
    on_claim={"state": RenderState.RUNNING},
    on_return={"state": RenderState.WAITING},
    queued_at="publication__published_at",
    # Our own renderer's sentence: what is wrong with the text is for a person to read.
    describe=lambda error: str(error) or "No reason was given.",
)


def make_pdfs(publication_id: int, *, now: datetime) -> bool:
    """Make the PDFs that are not made, unless another worker is at it. Return whether they are there afterwards."""
    render = protocol.claim(JOB, publication=publication_id, now=now)
    if render is not None:
        error = protocol.attempt(JOB, render, _make_missing, clock=lambda: now)
        if error is None or not isinstance(error, leases.LeaseLost):
            return error is None
    return not _missing_kinds(publication_id)


def wake(publication_id: int) -> None:
    """Ask a worker for the PDFs. A queue that is down changes nothing: the sweep asks again."""
    protocol.wake(JOB, publication_id)


def retry(publication: Publication) -> bool:
    """Ask once more for PDFs that needed attention. Return whether there were any."""
    return protocol.retry(JOB, publication=publication, now=timezone.now())


def _make_missing(render: Render) -> None:
    publication = Publication.objects.get(pk=render.publication_id)
    for kind in _missing_kinds(publication.pk):
        _save(render, publication, kind, _render(publication, kind))
    protocol.release(render, state=RenderState.DONE)


def _missing_kinds(publication_id: int) -> list[DocumentKind]:
    saved = set(Document.objects.filter(publication=publication_id).values_list("kind", flat=True))
    return [kind for kind in MADE_HERE if kind not in saved]


def _render(publication: Publication, kind: DocumentKind) -> bytes:
    if kind == DocumentKind.CERTIFICATE:
        identifier = certificate.identifier(publication)
        return pdf.render_pdf_in_sandbox(
            certificate.source(publication), identifier=identifier, style=certificate.STYLE
        )
    return pdf.render_pdf_in_sandbox(
        documents.render_pdf_source(publication),
        identifier=documents.pdf_identifier(publication),
        pictures=figures.get_pictures(publication),
    )


@transaction.atomic
def _save(render: Render, publication: Publication, kind: DocumentKind, body: bytes) -> None:
    """Save the bytes, while the lease is ours. Raises LeaseLost."""
    leases.lock(render)
    Document.objects.get_or_create(
        publication=publication, kind=kind, defaults={"body": body, "sha256": documents.sha256(body)}
    )
