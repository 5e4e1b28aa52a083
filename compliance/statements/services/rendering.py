"""The PDF of a publication, made by a worker. The Render row is the truth; the queue only wakes (security 4.3)."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from compliance.statements import documents
from compliance.statements.choices import RenderState
from compliance.statements.models import Document, Publication, Render
from portal.core import pdf

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
MOST_ATTEMPTS = len(BACK_OFF)


def make(publication_id: int, *, now: datetime) -> bool:
    """Make the PDF, unless it is made or another worker is at it. Whether it is there afterwards."""
    if not _claim(publication_id, now):
        return Document.objects.filter(publication=publication_id, kind="pdf").exists()
    publication = Publication.objects.get(pk=publication_id)
    try:
        made = pdf.render_apart(documents.pdf_source(publication), identifier=documents.pdf_identifier(publication))
    except Exception as error:
        logger.exception("The PDF of publication %s failed", publication_id)
        _fail(publication_id, str(error), now)
        return False
    _keep(publication, made)
    return True


def _claim(publication_id: int, now: datetime) -> bool:
    """Take the lease in one statement, so that two workers never both have it."""
    free = Q(state=RenderState.WAITING) | Q(state=RenderState.RUNNING, lease_until__lt=now)
    due = Q(next_at=None) | Q(next_at__lte=now)
    taken = Render.objects.filter(free, due, publication=publication_id).update(
        state=RenderState.RUNNING, lease_until=now + LEASE, attempt=F("attempt") + 1
    )
    return bool(taken)


@transaction.atomic
def _keep(publication: Publication, made: bytes) -> None:
    """Two workers may both have made it, after a lease ran out: the bytes are the same, the first are kept."""
    Document.objects.get_or_create(
        publication=publication, kind="pdf", defaults={"body": made, "sha256": documents.sha256(made)}
    )
    Render.objects.filter(publication=publication).update(
        state=RenderState.DONE, lease_until=None, next_at=None, problem=""
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
