"""Downloads of long lists, made by a worker. The Export row is the truth, the queue only a wake-up.

An app that has a list describes its file once, as an ExportKind, and names it in settings.EXPORTS.

See docs/requirements/security.md#background-jobs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from compliance.organisations.choices import ExportList, ExportState
from compliance.organisations.models import Export, Membership
from compliance.organisations.permissions import can_see_alert_details
from portal.files import services as files
from portal.history.services import record
from portal.jobs import leases, protocol
from portal.jobs.protocol import JobKind

# Of a list with so many rows the file is written while the person waits, in about half a second.
MAX_ROWS_AT_ONCE = 1000
# A worker that writes the rows says how far it is, and holds its lease, each time it has written so many.
PROGRESS_EVERY = 500
EXPORT_TTL = timedelta(days=1)
PENDING = (ExportState.WAITING, ExportState.MAKING)
type Progress = Callable[[int, int], None]
IGNORE_PROGRESS: Progress = lambda done, total: None  # noqa: E731


class NoLongerAllowed(Exception):
    """Whoever asked has left the organisation since, or may not have the list any more."""


@dataclass(frozen=True)
class ExportFile:
    """The bytes of a file, and what history says of it."""

    body: bytes
    facts: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class ExportKind:
    """One list that can be downloaded.

    name: its key in settings.EXPORTS. event: the line of history. back: the address of the page of the list.
    count: how many rows it has under a filter, about. render: the file, at a moment; it tells how far it is.
    is_slow: a worker makes it, however few rows it has. is_sensitive: the password is asked for first.
    """

    name: ExportList
    event: str
    back: str
    content_type: str
    file_name: Callable[[Membership], str]
    allows: Callable[[Membership], bool]
    count: Callable[[Membership, QueryDict], int]
    render: Callable[[Membership, QueryDict, datetime, Progress], ExportFile]
    is_slow: bool = False
    is_sensitive: bool = True


JOB = JobKind(
    model=Export,
    label=gettext_lazy("Download of a long list"),
    owed=Q(state__in=PENDING),
    aside=Q(state=ExportState.FAILED),
    task="compliance.organisations.tasks.make_export",
    put_aside=lambda export, now: {"state": ExportState.FAILED},
    restart=lambda export, now: {"state": ExportState.WAITING},
    on_claim={"state": ExportState.MAKING},
    related=("organisation", "asked_by"),
    waits_after_loss=False,
    is_final=lambda error: isinstance(error, NoLongerAllowed),
    alarming=~Q(problem=NoLongerAllowed.__name__),
)


def get_kind(name: str) -> ExportKind:
    kind: ExportKind = import_string(settings.EXPORTS[name])
    return kind


def render_at_once(membership: Membership, kind: ExportKind, query: QueryDict, *, at: datetime) -> bytes:
    """Return the file of a short list. The download is a line of history."""
    file = kind.render(membership, query, at, IGNORE_PROGRESS)
    _record(membership, kind, file, at)
    return file.body


@transaction.atomic
def request_export(membership: Membership, kind: ExportKind, query: QueryDict, *, at: datetime) -> Export:
    """Have the file made. Asking for the same twice meanwhile makes one."""
    mine = Export.objects.for_organisation(membership.organisation).filter(asked_by=membership.user, kind=kind.name)
    text = query.urlencode()[:2000]
    export = mine.filter(query=text, state__in=PENDING).first()
    if export is None:
        export = Export.objects.create(
            organisation=membership.organisation, kind=kind.name, query=text, asked_by=membership.user, asked_at=at
        )
        transaction.on_commit(partial(protocol.wake, JOB, export.pk))
    return export


def make_export(export_id: int, *, clock: Callable[[], datetime]) -> None:
    """Make one that is owed, unless another worker is at it. The same the second time."""
    export = protocol.claim(JOB, pk=export_id, now=clock())
    if export is not None:
        protocol.attempt(JOB, export, partial(_make, clock=clock), clock=clock)


def retry(export: Export, *, now: datetime) -> bool:
    """Make a file again that could not be made. Return whether there was one."""
    return protocol.retry(JOB, pk=export.pk, now=now)


def may_read(membership: Membership, export: Export) -> bool:
    """Return whether the member, who asked for the file, may still read what it may hold."""
    return not export.has_alert_details or can_see_alert_details(membership)


def delete_expired(now: datetime) -> int:
    """Delete what was asked for long ago. The sweep drops the bytes of files that no row names."""
    deleted, _by_model = Export.objects.filter(asked_at__lt=now - EXPORT_TTL).delete()
    return deleted


def _make(export: Export, clock: Callable[[], datetime]) -> None:
    kind, at = get_kind(export.kind), clock()
    memberships = Membership.objects.active().for_organisation(export.organisation)
    membership = memberships.select_related("organisation", "user").filter(user=export.asked_by).first()
    if membership is None or not kind.allows(membership):
        raise NoLongerAllowed

    def tell(done: int, total: int) -> None:
        protocol.renew(export, clock(), progress=done, total=total)

    file = kind.render(membership, QueryDict(export.query), at, tell)
    with transaction.atomic():
        leases.lock(export)
        saved = files.save_generated(
            file.body, name=kind.file_name(membership), content_type=kind.content_type, scope=export.organisation.uuid
        )
        _record(membership, kind, file, at)
        may_hold = can_see_alert_details(membership)
        protocol.release(export, state=ExportState.READY, file=saved, has_alert_details=may_hold)


def _record(membership: Membership, kind: ExportKind, file: ExportFile, at: datetime) -> None:
    organisation = membership.organisation
    record(membership.user, kind.event, organisation, dict(file.facts), scope=organisation.uuid, at=at)
