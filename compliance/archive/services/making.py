"""An archive is made by a worker. The Archive row is the truth, the queue only a wake-up (security 4.3).

A worker that is killed leaves a lease that ends; whoever takes it up begins anew, under another name in storage. What
is made and the mail about it are written in one transaction, by the worker whose lease the row still names.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from compliance.archive import storage
from compliance.archive.choices import OWED, ArchiveState
from compliance.archive.models import Archive
from compliance.archive.services.export import Changed, Making
from compliance.archive.zip_stream import Entry, Sink, zipped
from compliance.organisations.models import Membership
from compliance.statements.models import Publication
from compliance.statements.publication import pdf_rendering
from portal.core import leases, mail
from portal.history.services import record

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
KEPT = timedelta(days=7)
BACK_OFF = (timedelta(0), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
TOLD_EVERY = timedelta(seconds=2)
TRIES = 3


def work(archive_id: int, *, clock: Callable[[], datetime]) -> None:
    """Make one that is owed, unless another worker is at it. The same the second time."""
    now = clock()
    rows = Archive.objects.filter(_free(now), pk=archive_id, state__in=OWED)
    token = leases.claim(rows, until=now + LEASE, state=ArchiveState.MAKING, attempt=F("attempt") + 1)
    if token is None:
        return
    archive = Archive.objects.select_related("organisation", "asked_by").get(pk=archive_id, lease_token=token)
    try:
        _make(archive, clock)
    except leases.LeaseLost:
        logger.info("Archive %s was taken up by another worker", archive_id)
    except Exception:
        logger.exception("Archive %s could not be made", archive_id)
        _again(archive, clock())


def lost(now: datetime) -> list[int]:
    """Those whose worker fell down, or whose job was never woken."""
    return list(Archive.objects.filter(_free(now), state__in=OWED).values_list("pk", flat=True))


def _free(now: datetime) -> Q:
    return leases.free(now) & (Q(next_at=None) | Q(next_at__lte=now))


def _again(archive: Archive, now: datetime) -> None:
    """Later, or a person has to ask anew."""
    own = leases.held(archive)
    if archive.attempt < len(BACK_OFF):
        own.update(next_at=now + BACK_OFF[archive.attempt], **leases.RELEASED)
        return
    with transaction.atomic():
        if own.update(state=ArchiveState.FAILED, next_at=None, **leases.RELEASED):
            record("system", "archive.archive.failed", archive, scope=archive.organisation.uuid, at=now)


def _make(archive: Archive, clock: Callable[[], datetime]) -> None:
    _have_pdfs_made(archive, clock)
    for number in range(TRIES):
        stored_as, sink = uuid4(), Sink()
        making = Making(archive.organisation, str(archive.asked_by or ""), clock(), is_patient=number < TRIES - 1)
        entries = _told(archive, making, clock)
        try:
            storage.put(stored_as, zipped(entries, sink, at=making.at, written=making.written))
            _keep(archive, stored_as, sink, making, clock())
        except Changed:
            continue
        except BaseException:
            storage.drop(stored_as)
            raise
        return


def _have_pdfs_made(archive: Archive, clock: Callable[[], datetime]) -> None:
    """What was published a moment ago has none yet."""
    published = Publication.objects.for_organisation(archive.organisation).without_texts()
    for publication in published.exclude(documents__kind="pdf"):
        pdf_rendering.make(publication.pk, now=clock())
        _renew(archive, clock())


def _told(archive: Archive, making: Making, clock: Callable[[], datetime]) -> Iterator[Entry]:
    """The entries; the page is told how far they are, and the lease is held."""
    told_at = None
    for number, entry in enumerate(making.entries()):
        now = clock()
        if told_at is None or now - told_at >= TOLD_EVERY:
            _renew(archive, now, progress=number, total=making.total)
            told_at = now
        yield entry


def _renew(archive: Archive, now: datetime, **facts: int) -> None:
    leases.update(archive, lease_until=now + LEASE, **facts)


@transaction.atomic
def _keep(archive: Archive, stored_as: UUID, sink: Sink, making: Making, now: datetime) -> None:
    is_ours = leases.held(archive).update(
        state=ArchiveState.READY,
        made_at=making.at,
        expires_at=now + KEPT,
        stored_as=stored_as,
        size=sink.size,
        sha256=sink.digest.hexdigest(),
        missing=len(making.missing),
        next_at=None,
        **leases.RELEASED,
    )
    if not is_ours:
        raise leases.LeaseLost
    facts = {"sha256": sink.digest.hexdigest(), "size": sink.size}
    record("system", "archive.archive.made", archive, facts, scope=archive.organisation.uuid, at=now)
    still_theirs = Membership.objects.standing().for_organisation(archive.organisation)
    if archive.asked_by and still_theirs.filter(user=archive.asked_by).exists():
        path = reverse("archive:home", args=[archive.organisation.slug])
        context = {"organisation": archive.organisation, "address": f"{settings.SITE_URL}{path}", "until": now + KEPT}
        mail.send(to=archive.asked_by.email, template="archive/ready", context=context)
