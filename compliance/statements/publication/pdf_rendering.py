"""The PDFs of a publication, made by a worker: the statement and its certificate.

The Render row is the truth; the queue only wakes (security 4.3).
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from compliance.statements.choices import DocumentKind, RenderState
from compliance.statements.figures import services as figures
from compliance.statements.models import Document, Publication, Render
from compliance.statements.publication import certificate, documents
from portal.core import leases, pdf

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=6)
MADE_HERE = (DocumentKind.PDF, DocumentKind.CERTIFICATE)
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
MOST_ATTEMPTS = len(BACK_OFF)


def make(publication_id: int, *, now: datetime) -> bool:
    """Make the PDFs that are not made, unless another worker is at it. Whether they are there afterwards."""
    render = _claim(publication_id, now)
    if render is None:
        return not _lacking(publication_id)
    publication = Publication.objects.get(pk=publication_id)
    try:
        for kind in _lacking(publication_id):
            _keep(render, publication, kind, _render(publication, kind))
        leases.update(render, state=RenderState.DONE, next_at=None, problem="", **leases.RELEASED)
    except leases.LeaseLost:
        logger.info("The PDF of publication %s was taken over by another worker", publication_id)
        return not _lacking(publication_id)
    except Exception as error:
        logger.exception("The PDF of publication %s failed", publication_id)
        again_or_attention(render, str(error) or "No reason was given.", now)
        return False
    return True


def _lacking(publication_id: int) -> list[DocumentKind]:
    kept = set(Document.objects.filter(publication=publication_id).values_list("kind", flat=True))
    return [kind for kind in MADE_HERE if kind not in kept]


def _render(publication: Publication, kind: DocumentKind) -> bytes:
    if kind == DocumentKind.CERTIFICATE:
        identifier = certificate.identifier(publication)
        return pdf.render_apart(certificate.source(publication), identifier=identifier, style=certificate.STYLE)
    return pdf.render_apart(
        documents.render_pdf_source(publication),
        identifier=documents.pdf_identifier(publication),
        pictures=figures.get_pictures(publication),
    )


def _claim(publication_id: int, now: datetime) -> Render | None:
    free = Q(state=RenderState.WAITING) | Q(state=RenderState.RUNNING, lease_until__lt=now)
    due = Q(next_at=None) | Q(next_at__lte=now)
    rows = Render.objects.filter(free, due, publication=publication_id)
    token = leases.claim(rows, until=now + LEASE, state=RenderState.RUNNING, attempt=F("attempt") + 1)
    return Render.objects.filter(publication=publication_id, lease_token=token).first() if token else None


@transaction.atomic
def _keep(render: Render, publication: Publication, kind: DocumentKind, made: bytes) -> None:
    """Keep the bytes, while the lease is ours. Raises LeaseLost."""
    leases.lock(render)
    Document.objects.get_or_create(
        publication=publication, kind=kind, defaults={"body": made, "sha256": documents.sha256(made)}
    )


def again_or_attention(render: Render, problem: str, now: datetime) -> bool:
    """Whether it will be tried again."""
    if render.attempt >= MOST_ATTEMPTS:
        changes: dict[str, Any] = {"state": RenderState.NEEDS_ATTENTION, "next_at": None}
    else:
        changes = {"state": RenderState.WAITING, "next_at": now + BACK_OFF[max(render.attempt, 1) - 1]}
    changes |= {"problem": problem[:500], **leases.RELEASED}
    # Only from what was seen: a worker that finished in the meantime, or took it over, is not disturbed.
    seen = Render.objects.filter(pk=render.pk, attempt=render.attempt, lease_token=render.lease_token)
    seen.exclude(state=RenderState.DONE).update(**changes)
    return changes["state"] == RenderState.WAITING
