"""An archive is made by a worker. The Archive row is the truth, the queue only a wake-up.

A worker that is killed leaves a lease that ends; whoever takes it up begins anew, under another name in storage. What
is made and the mail about it are written in one transaction, by the worker whose lease the row still names.

See docs/requirements/security.md#background-jobs.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from compliance.archive import storage
from compliance.archive.choices import PENDING_STATES, ArchiveState
from compliance.archive.models import Archive
from compliance.archive.services.downloads import delete_archives
from compliance.archive.services.export import ArchiveExport, ChangedDuringExport
from compliance.archive.zip_stream import Entry, Sink, stream_zip
from compliance.organisations.models import Membership, Organisation
from compliance.statements.models import Publication
from compliance.statements.publication import pdf_job
from portal.accounts.models import User
from portal.core import mail
from portal.history.services import record
from portal.jobs import protocol
from portal.jobs.protocol import JobKind

RETENTION = timedelta(days=7)
PROGRESS_EVERY = timedelta(seconds=2)
# While the organisation's rows change under the worker, it begins anew so often.
MAX_PASSES = 3


def request_export(*, organisation: Organisation, by: User, at: datetime) -> Archive:
    """Have an archive made. Asking twice meanwhile makes one; one made before is deleted, for it is outdated."""
    try:
        with transaction.atomic():
            archive = Archive.objects.create(organisation=organisation, asked_by=by, asked_at=at)
            delete_archives(Archive.objects.for_organisation(organisation).exclude(pk=archive.pk))
            record(by, "archive.archive.asked", archive, scope=organisation.uuid, at=at)
            transaction.on_commit(partial(protocol.wake, JOB, archive.pk))
    except IntegrityError:
        return Archive.objects.for_organisation(organisation).get(state__in=PENDING_STATES)
    return archive


def make_export(archive_id: int, *, clock: Callable[[], datetime]) -> None:
    """Make one that is owed, unless another worker is at it. The same the second time."""
    archive = protocol.claim(JOB, pk=archive_id, now=clock())
    if archive is not None:
        protocol.attempt(JOB, archive, partial(_make, clock=clock), clock=clock)


def retry(archive: Archive, *, now: datetime) -> bool:
    """Make an archive again that could not be made. Return whether there was one."""
    return protocol.retry(JOB, pk=archive.pk, now=now)


def _make(archive: Archive, clock: Callable[[], datetime]) -> None:
    _make_missing_pdfs(archive, clock)
    for number in range(MAX_PASSES):
        stored_as, sink = uuid4(), Sink()
        making = ArchiveExport(
            archive.organisation, str(archive.asked_by or ""), clock(), is_patient=number < MAX_PASSES - 1
        )
        entries = _with_progress(archive, making, clock)
        try:
            storage.save_archive(stored_as, stream_zip(entries, sink, at=making.at, written=making.written))
            _save(archive, stored_as, sink, making, clock())
        except ChangedDuringExport:
            continue
        except BaseException:
            storage.delete_archive(stored_as)
            raise
        return


def _make_missing_pdfs(archive: Archive, clock: Callable[[], datetime]) -> None:
    """What was published a moment ago has none yet."""
    published = Publication.objects.for_organisation(archive.organisation).without_texts()
    for publication in published.exclude(documents__kind="pdf"):
        pdf_job.make_pdfs(publication.pk, now=clock())
        protocol.renew(archive, clock())


def _with_progress(archive: Archive, making: ArchiveExport, clock: Callable[[], datetime]) -> Iterator[Entry]:
    """Yield the entries, tell the page how far they are, and hold the lease."""
    written_at = None
    for number, entry in enumerate(making.entries()):
        now = clock()
        if written_at is None or now - written_at >= PROGRESS_EVERY:
            protocol.renew(archive, now, progress=number, total=making.total)
            written_at = now
        yield entry


@transaction.atomic
def _save(archive: Archive, stored_as: UUID, sink: Sink, making: ArchiveExport, now: datetime) -> None:
    protocol.release(
        archive,
        state=ArchiveState.READY,
        made_at=making.at,
        expires_at=now + RETENTION,
        stored_as=stored_as,
        size=sink.size,
        sha256=sink.digest.hexdigest(),
        missing=len(making.missing),
    )
    facts = {"sha256": sink.digest.hexdigest(), "size": sink.size}
    record("system", "archive.archive.made", archive, facts, scope=archive.organisation.uuid, at=now)
    _notify(archive, "archive/ready", until=now + RETENTION)


def _notify(archive: Archive, template: str, **context: Any) -> None:
    """Mail whoever asked for the archive, while they belong to the organisation."""
    still_theirs = Membership.objects.including_closed().for_organisation(archive.organisation)
    if archive.asked_by and still_theirs.filter(user=archive.asked_by).exists():
        path = reverse("archive:home", args=[archive.organisation.slug])
        context |= {"organisation": archive.organisation, "address": f"{settings.SITE_URL}{path}"}
        mail.send(to=archive.asked_by.email, template=template, context=context)


def _put_aside(archive: Archive, now: datetime) -> dict[str, object]:
    record("system", "archive.archive.failed", archive, scope=archive.organisation.uuid, at=now)
    _notify(archive, "archive/failed")
    return {"state": ArchiveState.FAILED}


JOB = JobKind(
    model=Archive,
    label=gettext_lazy("Archive of an organisation"),
    owed=Q(state__in=sorted(PENDING_STATES)),
    aside=Q(state=ArchiveState.FAILED),
    task="compliance.archive.tasks.make",
    put_aside=_put_aside,
    restart=lambda archive, now: {"state": ArchiveState.WAITING},
    on_claim={"state": ArchiveState.MAKING},
    related=("organisation", "asked_by"),
    waits_after_loss=False,
)
