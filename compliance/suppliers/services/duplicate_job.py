"""Searching a long register for duplicates in the background, as the organisation's row asks.

See docs/requirements/suppliers.md#duplicates.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy

from compliance.organisations.models import Organisation
from compliance.suppliers.models import DuplicateSearch, Site, Supplier
from compliance.suppliers.services import duplicates
from portal.jobs import protocol
from portal.jobs.protocol import JobKind

# A register with so many suppliers is compared while the person waits, in about a tenth of a second.
MAX_SUPPLIERS_AT_ONCE = 1000
# Nobody answers more; the next search finds the others.
MAX_PAIRS = 5000

JOB = JobKind(
    model=DuplicateSearch,
    label=gettext_lazy("Search for duplicates among suppliers"),
    owed=Q(asked_at__isnull=False),
    task="compliance.suppliers.tasks.search_duplicates",
    put_aside=lambda search, now: {"asked_at": None},
    restart=lambda search, now: {"asked_at": now},
    related=("organisation",),
    queued_at="asked_at",
    waits_after_loss=False,
)


def is_long(organisation: Organisation) -> bool:
    """Return whether the register is too long to be compared in a request."""
    suppliers = Supplier.objects.for_organisation(organisation)
    return suppliers.count() > MAX_SUPPLIERS_AT_ONCE


def get_search(organisation: Organisation) -> DuplicateSearch | None:
    return DuplicateSearch.objects.for_organisation(organisation).first()


def is_outdated(search: DuplicateSearch) -> bool:
    """Return whether the register has changed since it was searched."""
    return search.fingerprint != compute_fingerprint(search.organisation)


def compute_fingerprint(organisation: Organisation) -> str:
    """Return what is another text once a supplier or a site was added, changed or deleted."""
    rows = (model.objects.for_organisation(organisation) for model in (Supplier, Site))
    ends = [row.aggregate(count=Count("pk"), last=Max("changed_at")) for row in rows]
    return " ".join(f"{end['count']} {end['last'] and end['last'].isoformat()}" for end in ends)


@transaction.atomic
def request_search(organisation: Organisation, *, at: datetime) -> None:
    """Have the register searched. Asking twice before it is done wakes a worker once."""
    search, _new = DuplicateSearch.objects.select_for_update(of=("self",)).get_or_create(organisation=organisation)
    if search.asked_at is None:
        changes = {**protocol.RESTARTED, "asked_at": at, "progress": 0, "total": 0}
        DuplicateSearch.objects.filter(pk=search.pk).update(**changes)
        transaction.on_commit(partial(protocol.wake, JOB, organisation.pk))


def run(organisation_id: int, *, clock: Callable[[], datetime]) -> None:
    """Search what is owed, unless another worker is at it. The same the second time."""
    search = protocol.claim(JOB, organisation=organisation_id, now=clock())
    if search is not None:
        protocol.attempt(JOB, search, partial(_search, clock=clock), clock=clock)


def retry(organisation: Organisation, *, now: datetime) -> bool:
    """Search again what could not be searched. Return whether there was such a search."""
    return protocol.retry(JOB, organisation=organisation, now=now)


def _search(search: DuplicateSearch, clock: Callable[[], datetime]) -> None:
    def tell(done: int, total: int) -> None:
        protocol.renew(search, clock(), progress=done, total=total)

    # Before the rows are read: what changes meanwhile makes the result an old one.
    fingerprint = compute_fingerprint(search.organisation)
    pairs = duplicates.get_unanswered_pairs(search.organisation, progress=tell)[:MAX_PAIRS]
    protocol.release(search, asked_at=None, attempt=0, searched_at=clock(), fingerprint=fingerprint, pairs=pairs)
