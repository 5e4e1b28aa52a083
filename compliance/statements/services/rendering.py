"""The PDFs of a publication, made by a worker: the statement and its certificate.

The Render row is the truth; the queue only wakes (security 4.3).
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from compliance.statements import certificates, documents
from compliance.statements.choices import DocumentKind, RenderState
from compliance.statements.models import Document, Publication, Render
from compliance.statements.services import figures
from portal.core import pdf

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=6)
MADE_HERE = (DocumentKind.PDF, DocumentKind.CERTIFICATE)
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
MOST_ATTEMPTS = len(BACK_OFF)


def make(publication_id: int, *, now: datetime) -> bool:
    """Make the PDFs that are not made, unless another worker is at it. Whether they are there afterwards."""
    if not _claim(publication_id, now):
        return not _lacking(publication_id)
    publication = Publication.objects.get(pk=publication_id)
    try:
        for kind in _lacking(publication_id):
            _keep(publication, kind, _render(publication, kind))
    except Exception as error:
        logger.exception("The PDF of publication %s failed", publication_id)
        _fail(publication_id, str(error), now)
        return False
    Render.objects.filter(publication=publication).update(
        state=RenderState.DONE, lease_until=None, next_at=None, problem=""
    )
    return True


def _lacking(publication_id: int) -> list[DocumentKind]:
    kept = set(Document.objects.filter(publication=publication_id).values_list("kind", flat=True))
    return [kind for kind in MADE_HERE if kind not in kept]


def _render(publication: Publication, kind: DocumentKind) -> bytes:
    if kind == DocumentKind.CERTIFICATE:
        identifier = certificates.identifier(publication)
        return pdf.render_apart(certificates.source(publication), identifier=identifier, style=certificates.STYLE)
    return pdf.render_apart(
        documents.pdf_source(publication),
        identifier=documents.pdf_identifier(publication),
        pictures=figures.pictures_of(publication),
    )


def _claim(publication_id: int, now: datetime) -> bool:
    """Take the lease in one statement, so that two workers never both have it."""
    free = Q(state=RenderState.WAITING) | Q(state=RenderState.RUNNING, lease_until__lt=now)
    due = Q(next_at=None) | Q(next_at__lte=now)
    taken = Render.objects.filter(free, due, publication=publication_id).update(
        state=RenderState.RUNNING, lease_until=now + LEASE, attempt=F("attempt") + 1
    )
    return bool(taken)


def _keep(publication: Publication, kind: DocumentKind, made: bytes) -> None:
    """Two workers may both have made it, after a lease ran out: the bytes are the same, the first are kept."""
    Document.objects.get_or_create(
        publication=publication, kind=kind, defaults={"body": made, "sha256": documents.sha256(made)}
    )


def _fail(publication_id: int, problem: str, now: datetime) -> None:
    render = Render.objects.get(publication=publication_id)
    again_or_attention(render, problem or "No reason was given.", now)


def again_or_attention(render: Render, problem: str, now: datetime) -> bool:
    """Whether it will be tried again."""
    if render.attempt >= MOST_ATTEMPTS:
        changes: dict[str, Any] = {"state": RenderState.NEEDS_ATTENTION, "next_at": None}
    else:
        changes = {"state": RenderState.WAITING, "next_at": now + BACK_OFF[max(render.attempt, 1) - 1]}
    changes |= {"lease_until": None, "problem": problem[:500]}
    # Only from what was seen: a worker that finished in the meantime is not disturbed.
    Render.objects.filter(pk=render.pk, attempt=render.attempt).exclude(state=RenderState.DONE).update(**changes)
    return changes["state"] == RenderState.WAITING
