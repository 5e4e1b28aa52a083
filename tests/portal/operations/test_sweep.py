"""The sweep: every part is tried, and the nightly chores are done once a night by one process."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from compliance.organisations.tasks import make_export
from portal.core.mail.tasks import deliver_mail
from portal.history.services import record
from portal.operations import sweep
from portal.operations.models import Chore
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_part_that_fails_does_not_stop_the_others(monkeypatch, caplog):
    tried = []

    def fails(*, now):
        raise RuntimeError

    monkeypatch.setattr(sweep.mail, "deliver_due", fails)
    monkeypatch.setattr(sweep, "NIGHTLY", {"chore": lambda now: tried.append(now) or ""})
    assert sweep.run_sweep(now=NOON)["mail"] == 0
    assert tried == [NOON]
    assert "The sweep of mail failed" in caplog.text


def test_nightly_chores_are_done_once_a_night(monkeypatch):
    done = []
    monkeypatch.setattr(sweep, "NIGHTLY", {"chore": lambda now: done.append(now) or ""})
    for hours in (0, 1, 13.5, 14.5, 38.5):
        sweep.run_sweep(now=NOON + timedelta(hours=hours))
    assert done == [NOON, NOON + timedelta(hours=14.5), NOON + timedelta(hours=38.5)]


def test_a_nightly_chore_that_finds_a_problem_keeps_it(monkeypatch):
    monkeypatch.setattr(sweep, "NIGHTLY", {"chore": lambda now: "the chain is broken at 7"})
    sweep.run_sweep(now=NOON)
    chore = Chore.objects.get()
    assert chore.problem == "the chain is broken at 7"
    assert chore.done_at is not None


def test_sessions_that_ended_are_cleared(client):
    now = timezone.now()
    for key, hours in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))
    sweep.run_sweep(now=now)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_results_of_mail_jobs_go_at_once_and_of_others_after_two_weeks():
    """When an alert was queued tells when somebody wrote to the helpline."""
    now = timezone.now()
    finished = {"status": TaskResultStatus.SUCCESSFUL, "finished_at": now}
    for path, queue in ((deliver_mail, "mail"), (make_export, "default")):
        job = {"args_kwargs": {"args": [1], "kwargs": {}}, "task_path": path.module_path, "queue_name": queue}
        job |= {"backend_name": "jobs", "run_after": now}
        DBTaskResult.objects.create(**job | finished)
        DBTaskResult.objects.create(**job | finished | {"status": TaskResultStatus.FAILED})
        DBTaskResult.objects.create(**job | {"status": TaskResultStatus.READY})
        DBTaskResult.objects.create(**job | {"status": TaskResultStatus.RUNNING, "started_at": now})
        DBTaskResult.objects.create(
            **job | {"status": TaskResultStatus.RUNNING, "started_at": now - timedelta(hours=2)}
        )
    sweep.run_sweep(now=now)
    of_mail = DBTaskResult.objects.filter(queue_name="mail")
    assert set(of_mail.values_list("status", flat=True)) == {TaskResultStatus.READY, TaskResultStatus.RUNNING}
    assert of_mail.count() == 2
    assert DBTaskResult.objects.exclude(queue_name="mail").count() == 5


def test_the_log_is_verified_and_anchored_every_night(settings, tmp_path):
    settings.HISTORY_ANCHORS_DIR = tmp_path
    record("system", "operations.test.done")
    sweep.run_sweep(now=NOON)
    assert [path.name for path in tmp_path.iterdir()] == ["2026-11-24.json"]
    assert set(Chore.objects.filter(problem="").values_list("name", flat=True)) == set(sweep.NIGHTLY)


def test_a_log_that_was_changed_is_told_in_the_morning(monkeypatch, settings, tmp_path):
    settings.HISTORY_ANCHORS_DIR = tmp_path
    record("system", "operations.test.done")
    (tmp_path / "2026-11-23.json").write_text(f'{{"day": "2026-11-23", "seq": 1, "hash": "{"0" * 64}"}}')
    sweep.run_sweep(now=NOON)
    assert "the first" in Chore.objects.get(name="verify_history").problem


def test_site_administrators_get_a_mail_about_a_log_that_was_changed(
    monkeypatch, settings, tmp_path, django_capture_on_commit_callbacks
):
    runs_it = UserFactory(is_superuser=True)
    UserFactory()
    monkeypatch.setattr(sweep, "NIGHTLY", {"verify_history": lambda now: "1 problems, the first: Entry 1 is gone."})
    with django_capture_on_commit_callbacks(execute=True):
        sweep.run_sweep(now=NOON)
        sweep.run_sweep(now=NOON + timedelta(hours=1))
    (message,) = mail.outbox
    assert message.to == [runs_it.email]
    assert "Entry 1 is gone." in message.body and "audit_verify" in message.body
