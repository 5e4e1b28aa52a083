"""Each kind of job whose worker is killed is resumed, and one that kills its workers is put aside (portal.jobs)."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import Q
from django.utils import timezone

from compliance.archive import sweep as archive_sweep
from compliance.organisations import sweep as organisations_sweep
from compliance.statements import sweep as statements_sweep
from compliance.statistics import sweep as statistics_sweep
from compliance.suppliers import sweep as suppliers_sweep
from compliance.workbooks import sweep as workbooks_sweep
from portal.accounts.roles import StaffRole
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from portal.jobs import leases, protocol, put_aside
from portal.jobs.models import LeasedJob
from portal.operations import health
from portal.operations.notifications import notify_of_jobs_put_aside
from tests.compliance.workbooks.test_pipeline import member  # noqa: F401
from tests.factories.accounts import UserFactory
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
        for module in (
            archive_sweep,
            organisations_sweep,
            statements_sweep,
            statistics_sweep,
            suppliers_sweep,
            workbooks_sweep,
        )
        for kind in module.JOBS
    }
    # Mail has a loop of its own.
    assert {model.__name__ for model in models - swept} == {"Outbox"}
    assert {kind.model for kind in put_aside.get_kinds().values()} == models, "settings.JOB_KINDS names them all"


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


def test_one_that_kills_its_workers_holds_up_no_other_for_longer_than_a_lease(request, job, member, now, monkeypatch):  # noqa: F811
    """One worker, started anew whenever it dies, with a job of every other kind queued behind the one that kills it."""
    others = _one_of_each(member, but=request.node.callspec.params["job"])
    queue, waited, clock, deaths, woken = [job, *others], {}, now, 0, []
    key = getattr(job.row, job.kind.key)
    monkeypatch.setattr(protocol, "wake", lambda kind, woken_key: woken.extend([job] * (woken_key == key)))
    while queue or job.is_owed():
        if not queue:
            clock += timedelta(seconds=30)
            protocol.requeue_lost(job.kind, now=clock)
            queue, woken = woken, []
        elif queue[0] is job:
            kill(queue.pop(0), clock, monkeypatch)
            deaths += 1
            clock += SECOND  # the supervisor starts another worker
        else:
            other = queue.pop(0)
            other.work(clock)
            waited |= {} if other.is_owed() else {other.kind.model: clock - now}
    assert deaths == job.row.max_attempts()
    assert job.again().put_aside_at
    assert set(waited) == {other.kind.model for other in others}
    assert max(waited.values()) <= job.kind.model.LEASE


def test_the_operator_sees_each_job_that_was_put_aside_and_one_command_tries_all_again(member, no_queue, now):  # noqa: F811
    jobs = _one_of_each(member)
    for job in jobs:
        _put_aside_now(job, now)
    listed = put_aside.list_jobs()
    assert {(entry.kind, entry.key) for entry in listed} == {
        (name, job.row.pk) for name, kind in put_aside.get_kinds().items() for job in jobs if job.kind is kind
    }
    assert {entry.problem for entry in listed} == {protocol.WORKER_LOST}
    assert put_aside.count_alarming() == len(KINDS)
    assert f"{len(KINDS)} failed in the last day" in health.check_jobs(timezone.now())
    out = StringIO()
    call_command("jobs", stdout=out)
    assert out.getvalue().count("The worker stopped before it finished.") == len(KINDS)
    assert not any(job.is_owed() for job in jobs), "a list changes nothing"
    call_command("jobs", retry=True, stdout=StringIO())
    assert all(job.is_owed() for job in jobs)
    assert put_aside.list_jobs() == []
    assert health.check_jobs(timezone.now()) == ""


def test_one_job_is_tried_again_by_its_number(member, no_queue, now):  # noqa: F811
    mails = [a_mail(), a_mail()]
    for job in mails:
        _put_aside_now(job, now)
    call_command("jobs", "mail", str(mails[0].row.pk), retry=True, stdout=StringIO())
    assert [job.is_owed() for job in mails] == [True, False]
    with pytest.raises(CommandError):
        call_command("jobs", "mail", str(mails[0].row.pk), retry=True, stdout=StringIO())


def test_site_administrators_are_mailed_once_an_hour_of_what_was_put_aside(member, no_queue, now):  # noqa: F811
    UserFactory(email="ash@portal.example", role=StaffRole.SITE_ADMINISTRATOR)
    UserFactory(email="desk@portal.example", role=StaffRole.HANDLER)
    assert notify_of_jobs_put_aside(now) == 0
    first, second = _one_of_each(member)[1:3]
    _put_aside_now(first, now)
    assert notify_of_jobs_put_aside(now + SECOND) == 1
    assert notify_of_jobs_put_aside(now + SECOND * 2) == 0, "told already"
    _put_aside_now(second, now + SECOND * 3)
    assert notify_of_jobs_put_aside(now + SECOND * 4) == 0, "within the hour"
    assert notify_of_jobs_put_aside(now + timedelta(hours=1, seconds=2)) == 1
    owed = Outbox.objects.filter(template="operations/jobs_put_aside")
    assert {mail.to for mail in owed} == {"ash@portal.example"}
    assert "/staff/jobs/" in decrypt(bytes(owed[0].body)).decode()


def test_an_address_that_nobody_has_alarms_nobody(no_queue, now):
    job = a_mail()
    mail = protocol.claim(job.kind, pk=job.row.pk, now=now)
    refused = SMTPRecipientsRefused({"ada@example.org": (550, b"No such user")})
    protocol.attempt(job.kind, mail, _raiser(refused), clock=lambda: now)
    assert [entry.kind for entry in put_aside.list_jobs()] == ["mail"]
    assert put_aside.count_alarming() == 0


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


def _one_of_each(of, *, but=None) -> list:
    return [builder(member=of) for builder in KINDS if builder is not but]


def _put_aside_now(job, now) -> None:
    job.kind.rows().filter(pk=job.row.pk).update(attempt=job.row.max_attempts(), next_at=None)
    assert protocol.requeue_lost(replace(job.kind, owed=job.kind.owed & Q(pk=job.row.pk)), now=now) == 0
    assert job.again().put_aside_at == now


def _raiser(error):
    def work(job):
        raise error

    return work


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
