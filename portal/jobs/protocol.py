"""How a worker does a job: claim it, renew the lease while it works, release it when it is done, or fail.

Each app describes its kind of job once, as a JobKind, and its worker follows one pattern:

    job = claim(JOB, pk=pk, now=now)          # None: nothing to do, or another worker is at it
    if job:
        attempt(JOB, job, work, clock=clock)  # work(job) ends with release(job, state="done")

The sweep calls requeue_lost(JOB, now=now). A job whose worker dies is taken up again once its lease has run out, and
its claim counts as an attempt. The claim itself looks at the limit, so that a job that kills its workers is put aside
after its last attempt with the reason in its row. retry() gives it all its attempts again.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from portal.jobs import leases
from portal.jobs.leases import LeaseLost
from portal.jobs.models import LeasedJob

logger = logging.getLogger(__name__)
# A job that was owed less than this ago has been queued already, and the sweep leaves it alone.
JUST_QUEUED = timedelta(minutes=1)
MAX_PER_SWEEP = 100
WORKER_LOST = "The worker stopped before it finished."
# What gives a job all its attempts again, and ends the lease of whoever had it.
RESTARTED: Mapping[str, Any] = MappingProxyType(
    {**leases.RELEASED, "attempt": 0, "next_at": None, "problem": "", "put_aside_at": None}
)


def _class_name(error: Exception) -> str:
    return type(error).__name__


def _never(error: Exception) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class JobKind[Job: LeasedJob]:
    """One kind of job, as data; LEASE and BACKOFF stand in its model."""

    model: type[Job]
    # What the job does, for the operator who reads that one was put aside.
    label: str | Promise
    # The rows that have something to do, by columns of their own.
    owed: Q
    # The dotted path of the task that wakes a worker, and the column whose value it is given.
    task: str
    key: str = "pk"
    # What else is written when a job is put aside, and when it is retried. Both may tell people, in that transaction.
    put_aside: Callable[[Job, datetime], Mapping[str, Any]]
    restart: Callable[[Job, datetime], Mapping[str, Any]]
    # The rows that may be retried.
    aside: Q = field(default_factory=lambda: Q(put_aside_at__isnull=False))
    # What a claim, and a return after a failure, write besides.
    on_claim: Mapping[str, Any] = field(default_factory=dict)
    on_return: Mapping[str, Any] = field(default_factory=dict)
    # The rows put aside that call for the operator. Others went wrong for a reason that is nobody's fault here.
    alarming: Q = field(default_factory=Q)
    # What is read with a claimed row.
    related: tuple[str, ...] = ()
    # The column with the moment at which a new job was queued; empty: the sweep may queue it twice.
    queued_at: str = ""
    # False: due as soon as the lease of a lost worker ends, since somebody waits in front of a page.
    waits_after_loss: bool = True
    # Why an error stopped the job, for its row. By default the error's class: its message may hold what people wrote.
    describe: Callable[[Exception], str] = _class_name
    # Whether another attempt after this error would be of no use.
    is_final: Callable[[Exception], bool] = _never
    # Whether the log may hold the error's own message.
    has_traceback: bool = True

    def rows(self) -> QuerySet[Job]:
        return self.model._base_manager.all()

    def with_related(self) -> QuerySet[Job]:
        return self.rows().select_related(*self.related) if self.related else self.rows()

    def unclaimed(self, now: datetime) -> QuerySet[Job]:
        """Return the rows with something to do that no worker holds, those that still back off included."""
        return self.rows().filter(self.owed, leases.is_free(now), put_aside_at=None)

    def due(self, now: datetime) -> QuerySet[Job]:
        """Return the rows that a worker may claim now, or that are to be put aside."""
        return self.unclaimed(now).filter(Q(next_at=None) | Q(next_at__lte=now))


def claim[Job: LeasedJob](
    kind: JobKind[Job], *, now: datetime, lease: timedelta | None = None, **lookup: Any
) -> Job | None:
    """Claim the one job that lookup names, for the length of a lease. Return None where that cannot be.

    One conditional UPDATE decides who has it, on SQLite and on PostgreSQL alike, where the second of two waits for the
    first and then finds that its condition holds no more. A job without an attempt left is put aside.
    """
    due = kind.due(now).filter(**lookup)
    token = leases.claim(
        due.filter(attempt__lt=kind.model.max_attempts()),
        until=now + (lease or kind.model.LEASE),
        attempt=F("attempt") + 1,
        problem="",
        **kind.on_claim,
    )
    if token is None:
        _put_exhausted_aside(kind, due, now)
        return None
    return kind.with_related().filter(lease_token=token, **lookup).first()


def attempt[Job: LeasedJob](
    kind: JobKind[Job], job: Job, work: Callable[[Job], None], *, clock: Callable[[], datetime]
) -> Exception | None:
    """Call work with a claimed job, and fail it where that raises. Return the error, None where there was none."""
    token = job.lease_token
    try:
        work(job)
    except LeaseLost as lost:
        logger.info("%s %s was taken over by another worker, or its lease was ended", kind.model.__name__, job.pk)
        return lost
    except Exception as error:
        logger.log(
            logging.ERROR if kind.has_traceback else logging.WARNING,
            "%s %s failed (attempt %s): %s", kind.model.__name__, job.pk, job.attempt, type(error).__name__,
            exc_info=kind.has_traceback,
        )  # fmt: skip
        job.lease_token = token  # a release in a transaction that broke is not so
        try:
            fail(kind, job, kind.describe(error), now=clock(), is_final=kind.is_final(error))
        except LeaseLost:
            logger.info("%s %s was taken over by another worker", kind.model.__name__, job.pk)
        return error
    return None


def renew(job: LeasedJob, now: datetime, *, lease: timedelta | None = None, **changes: Any) -> None:
    """Lengthen the lease, and write how far the job is. Raises LeaseLost."""
    leases.update(job, **{"lease_until": now + (lease or job.LEASE)} | changes)


def release(job: LeasedJob, **changes: Any) -> None:
    """Write what the job has come to, and end its lease. Raises LeaseLost."""
    leases.update(job, **{**leases.RELEASED, "next_at": None, "problem": ""} | changes)


def postpone(job: LeasedJob, until: datetime, **changes: Any) -> None:
    """Give back a job that cannot be done yet and has not failed: no attempt is counted. Raises LeaseLost."""
    leases.update(job, **{**leases.RELEASED, "next_at": until, "attempt": 0} | changes)


@transaction.atomic
def fail[Job: LeasedJob](kind: JobKind[Job], job: Job, problem: str, *, now: datetime, is_final: bool = False) -> bool:
    """Give a job back after an attempt that failed; put it aside after the last one, or where is_final says so.

    Return whether it will be tried again. Raises LeaseLost.
    """
    leases.lock(job)
    leases.refresh(job)  # what was renewed in a transaction that broke is not so; a request may have begun it anew
    if is_final or job.attempt >= kind.model.max_attempts():
        _put_aside(kind, job, problem, now)
        return False
    leases.update(job, **leases.RELEASED, next_at=now + wait_after(job), problem=problem[:500], **kind.on_return)
    return True


def wait_after(job: LeasedJob) -> timedelta:
    """Return how long a job waits after the attempt at hand."""
    return job.BACKOFF[max(job.attempt, 1) - 1]


def wake(kind: JobKind[Any], key: Any) -> None:
    """Queue the job's task. A queue that is down changes nothing: the sweep queues it again."""
    try:
        import_string(kind.task).enqueue(key)
    except Exception:
        logger.exception("%s %s could not be queued", kind.model.__name__, key)


def requeue_lost(kind: JobKind[Any], *, now: datetime) -> int:
    """Queue what is due and nobody works on: its worker died, or its wake-up was lost. Return how many were queued.

    Jobs whose last worker died are put aside.
    """
    _put_exhausted_aside(kind, kind.due(now), now)
    if kind.waits_after_loss:
        _return_lost(kind, now)
    due = kind.due(now).filter(attempt__lt=kind.model.max_attempts())
    if kind.queued_at:
        due = due.exclude(attempt=0, next_at=None, **{f"{kind.queued_at}__gte": now - JUST_QUEUED})
    keys = list(due.order_by("pk").values_list(kind.key, flat=True)[:MAX_PER_SWEEP])
    for key in keys:
        wake(kind, key)
    return len(keys)


@transaction.atomic
def retry(kind: JobKind[Any], *, now: datetime, **lookup: Any) -> bool:
    """Give the job that was put aside all its attempts again, and wake a worker.

    Return False where nothing was put aside, or where another row of its kind is in the way.
    """
    job = kind.rows().select_for_update(of=("self",)).filter(kind.aside, **lookup).first()
    if job is None:
        return False
    changes = {**RESTARTED, **kind.restart(job, now)}
    try:
        with transaction.atomic():
            kind.rows().filter(pk=job.pk).update(**changes)
    except IntegrityError:
        return False
    key = kind.rows().values_list(kind.key, flat=True).get(pk=job.pk)
    transaction.on_commit(partial(wake, kind, key))
    return True


def _return_lost(kind: JobKind[Any], now: datetime) -> None:
    """Give back the jobs whose worker died, to be taken up after the wait that a failure has."""
    lost = kind.unclaimed(now).filter(lease_until__isnull=False, attempt__lt=kind.model.max_attempts())
    for job in lost[:MAX_PER_SWEEP]:
        same = kind.rows().filter(pk=job.pk, lease_token=job.lease_token, lease_until=job.lease_until)
        same.update(**leases.RELEASED, next_at=now + wait_after(job), problem=WORKER_LOST, **kind.on_return)


def _put_exhausted_aside(kind: JobKind[Any], rows: QuerySet[Any], now: datetime) -> None:
    """Put aside those of the rows whose last worker never came back. One that cannot be holds up no other."""
    exhausted = Q(attempt__gte=kind.model.max_attempts())
    for pk in list(rows.filter(exhausted).values_list("pk", flat=True)[:MAX_PER_SWEEP]):
        try:
            with transaction.atomic():
                if leases.claim(kind.due(now).filter(exhausted, pk=pk), until=now + kind.model.LEASE):
                    job = kind.with_related().get(pk=pk)
                    _put_aside(kind, job, job.problem or WORKER_LOST, now)
        except Exception:
            logger.exception("%s %s could not be put aside", kind.model.__name__, pk)


def _put_aside[Job: LeasedJob](kind: JobKind[Job], job: Job, problem: str, now: datetime) -> None:
    changes = kind.put_aside(job, now)
    leases.update(job, **leases.RELEASED, next_at=None, put_aside_at=now, problem=problem[:500], **changes)
    logger.error("%s %s was put aside after attempt %s; its row says why", kind.model.__name__, job.pk, job.attempt)
