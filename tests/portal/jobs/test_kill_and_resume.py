"""Each kind of job whose worker is killed is resumed, and one that kills its workers is put aside (portal.jobs)."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.db import connections
from django.utils import timezone

from compliance.archive import sweep as archive_sweep
from compliance.statements import sweep as statements_sweep
from compliance.suppliers import sweep as suppliers_sweep
from compliance.workbooks import sweep as workbooks_sweep
from portal.jobs import leases, protocol
from portal.jobs.models import LeasedJob
from tests.compliance.workbooks.test_pipeline import member  # noqa: F401
from tests.portal.jobs.kinds import KINDS, a_mail, break_down, kill, let_the_world_answer

pytestmark = pytest.mark.django_db
SECOND, YEAR = timedelta(seconds=1), timedelta(days=365)


@pytest.fixture
def no_queue(settings):
    """Jobs that are owed wait, so that a test does them itself."""
    settings.TASKS = settings.TASKS | {"jobs": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []}}


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def job(request, member, no_queue, monkeypatch):  # noqa: F811
    let_the_world_answer(monkeypatch)
    return request.param(member=member)


@pytest.fixture
def now():
    return timezone.now() + SECOND


def test_every_kind_is_here_and_describes_itself(member, no_queue):  # noqa: F811
    jobs = [kind(member=member) for kind in KINDS]
    models = {model for model in apps.get_models() if issubclass(model, LeasedJob)}
    assert {job.kind.model for job in jobs} == models
    assert all(model.LEASE and model.BACKOFF for model in models)
    swept = {
        kind.model
        for module in (archive_sweep, statements_sweep, suppliers_sweep, workbooks_sweep)
        for kind in module.JOBS
    }
    # Mail has a loop of its own, and proofs of a domain are the only job of their app.
    assert {model.__name__ for model in models - swept} == {"Outbox", "ControlProof"}


def test_a_job_whose_worker_was_killed_is_taken_up_again_and_done(job, now, monkeypatch):
    kill(job, now, monkeypatch)
    row = job.again()
    assert (row.attempt, row.put_aside_at) == (1, None)
    assert row.lease_until > now
    job.work(row.lease_until - SECOND)
    assert job.again().attempt == 1, "while the lease lasts it is the other's"
    later = row.lease_until
    assert protocol.requeue_lost(job.kind, now=later) == (0 if job.kind.waits_after_loss else 1)
    later += row.BACKOFF[0]
    assert protocol.requeue_lost(job.kind, now=later) == 1
    job.work(later)
    assert not job.is_owed()
    assert (job.again().lease_token, job.again().put_aside_at) == (None, None)


def test_a_job_that_kills_every_worker_is_put_aside_by_the_claim(job, now, monkeypatch):
    assert _killed_as_often_as_its_limit_says(job, now, monkeypatch) == job.row.max_attempts()
    later = job.again().lease_until
    kill_again = pytest.raises(AssertionError, match="not reached")
    with kill_again:
        kill(job, later, monkeypatch)
    _is_put_aside(job, protocol.WORKER_LOST)


def test_a_job_that_kills_every_worker_is_put_aside_by_the_sweep_and_wakes_nobody(job, now, monkeypatch):
    _killed_as_often_as_its_limit_says(job, now, monkeypatch)
    assert protocol.requeue_lost(job.kind, now=job.again().lease_until) == 0
    _is_put_aside(job, protocol.WORKER_LOST)


def test_a_job_that_fails_waits_longer_each_time_and_is_put_aside_after_the_last(job, now, monkeypatch):
    for attempt, wait in enumerate(job.row.BACKOFF, start=1):
        break_down(job, now, monkeypatch)
        row = job.again()
        assert (row.attempt, row.next_at, row.lease_token, row.put_aside_at) == (attempt, now + wait, None, None)
        assert row.problem
        break_down(job, row.next_at - SECOND, monkeypatch)
        assert job.again().attempt == attempt, "not before its time"
        assert protocol.requeue_lost(job.kind, now=row.next_at - SECOND) == 0
        now = row.next_at
    break_down(job, now, monkeypatch)
    _is_put_aside(job, job.kind.describe(OSError("No room")))


def test_one_press_tries_a_job_again_that_was_put_aside(job, now, monkeypatch):
    assert not job.retry(now), "nothing is put aside"
    for _attempt in range(job.row.max_attempts()):
        break_down(job, now, monkeypatch)
        now += timedelta(hours=2)
    assert not job.is_owed()
    assert job.retry(now)
    row = job.again()
    assert job.is_owed()
    assert (row.attempt, row.problem, row.put_aside_at) == (0, "", None)
    assert not job.retry(now)
    job.work(now)
    assert not job.is_owed()
    assert job.again().put_aside_at is None


def test_a_worker_that_lost_its_lease_can_write_nothing(job, now):
    late = protocol.claim(job.kind, pk=job.row.pk, now=now)
    assert protocol.claim(job.kind, pk=job.row.pk, now=now) is None
    other = protocol.claim(job.kind, pk=job.row.pk, now=now + YEAR)
    assert other.lease_token != late.lease_token
    before = job.kind.rows().filter(pk=job.row.pk).values().get()
    for write in (
        lambda: protocol.release(late),
        lambda: protocol.renew(late, now),
        lambda: protocol.postpone(late, now),
        lambda: protocol.fail(job.kind, late, "Late", now=now),
    ):
        with pytest.raises(leases.LeaseLost):
            write()
    assert job.kind.rows().filter(pk=job.row.pk).values().get() == before
    protocol.release(other)


def test_one_that_cannot_be_put_aside_holds_up_no_other(no_queue, now, monkeypatch):
    def fail(mail, now):
        raise OSError("No room")

    stuck, other = a_mail(), a_mail()
    _killed_as_often_as_its_limit_says(stuck, now, monkeypatch)
    later = now + YEAR
    assert protocol.requeue_lost(replace(stuck.kind, put_aside=fail), now=later) == 1
    assert (stuck.again().put_aside_at, stuck.again().lease_until <= later) == (None, True)
    assert protocol.requeue_lost(stuck.kind, now=later) == 1
    assert stuck.again().put_aside_at == later
    assert other.is_owed()


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hold_one_job(member, no_queue):  # noqa: F811
    """Eight threads, each with a connection of its own, claim at the same moment."""
    for builder in KINDS:
        job, now = builder(member=member), timezone.now() + SECOND
        start, claimed = Barrier(8), []

        def claim(job=job, now=now, start=start, claimed=claimed):
            start.wait()
            try:
                claimed.append(protocol.claim(job.kind, pk=job.row.pk, now=now))
            finally:
                connections.close_all()

        threads = [Thread(target=claim) for _number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winners = [row for row in claimed if row]
        assert len(claimed) == 8
        assert len(winners) == 1, builder.__name__
        assert (job.again().attempt, job.again().lease_token) == (1, winners[0].lease_token)


def _killed_as_often_as_its_limit_says(job, now, monkeypatch) -> int:
    for _attempt in range(job.row.max_attempts()):
        kill(job, now, monkeypatch)
        now = job.again().lease_until + timedelta(hours=2)
    return job.again().attempt


def _is_put_aside(job, problem: str) -> None:
    row = job.again()
    assert row.put_aside_at is not None
    assert row.problem == problem
    assert (row.lease_token, row.lease_until, row.next_at) == (None, None, None)
    assert not job.is_owed()
    later = row.put_aside_at + YEAR
    assert protocol.claim(job.kind, pk=row.pk, now=later) is None
    assert protocol.requeue_lost(job.kind, now=later) == 0
    assert job.again().put_aside_at == row.put_aside_at
