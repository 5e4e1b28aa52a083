"""Asking for PDFs, and asking again when nobody answered."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from compliance.statements.choices import RenderState
from compliance.statements.models import Publication, Render
from compliance.statements.publication import tasks
from compliance.statements.publication.pdf_rendering import again_or_attention

logger = logging.getLogger(__name__)


def wake(publication_id: int) -> None:
    """Ask a worker for the PDFs. A queue that is down changes nothing: the sweep asks again."""
    try:
        tasks.make_pdf.enqueue(publication_id)
    except Exception:
        logger.exception("The PDF of publication %s could not be queued", publication_id)


def sweep(now: datetime) -> int:
    """Queue anew what waits or whose worker died. How many."""
    for render in Render.objects.filter(state=RenderState.RUNNING, lease_until__lt=now):
        again_or_attention(render, "The worker stopped before it was done.", now)
    due = Q(next_at=None) | Q(next_at__lte=now)
    # One that was published this minute has been queued already.
    settled = Q(publication__published_at__lt=now - timedelta(minutes=1)) | Q(attempt__gt=0)
    waiting = Render.objects.filter(due, settled, state=RenderState.WAITING).order_by("pk")[:100]
    ids = list(waiting.values_list("publication_id", flat=True))
    for publication_id in ids:
        wake(publication_id)
    return len(ids)


def try_again(publication: Publication) -> None:
    """A person asks once more for a PDF that needed attention."""
    Render.objects.filter(publication=publication, state=RenderState.NEEDS_ATTENTION).update(
        state=RenderState.WAITING, attempt=0, next_at=None, problem=""
    )
    transaction.on_commit(lambda: wake(publication.pk))
