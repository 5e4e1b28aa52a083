"""What an operator is told, and nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core import heartbeat, mail
from portal.core.models import Outbox
from portal.history import checkpoints
from portal.history.services import record
from portal.operations import health
from portal.operations.models import Chore
from portal.operations.sweep import NIGHTLY, run_sweep
from tests.factories.vault import begin_vault

TOKEN = "t" * 40


@pytest.fixture
def whole(db, settings, monkeypatch, tmp_path):
    """An installation that lacks nothing."""
    settings.ON_CALL_EMAILS, settings.HISTORY_ANCHORS_DIR = ["on-call@daylight.example"], tmp_path
    settings.MONITORING_TOKEN = TOKEN
    monkeypatch.setattr(health, "check_disk", lambda: "")
    begin_vault()
    now = timezone.now()
    heartbeat.record_beat(now)
    for name in ("backup", "restore_drill"):
        Chore.objects.create(name=name, begun_at=now, done_at=now)
    return now


def ask(client, path="/health", token=TOKEN, **extra):
    return client.get(path, headers={"authorization": f"Bearer {token}"}, **extra)


class TestWhoIsTold:
    @pytest.mark.parametrize("path", ["/health", "/metrics"])
    def test_the_token_opens_it_from_anywhere(self, client, whole, path):
        assert ask(client, path, REMOTE_ADDR="203.0.113.9").status_code == 200
        assert ask(client, path, HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 200

    @pytest.mark.parametrize("path", ["/health", "/metrics"])
    def test_nobody_else_learns_that_it_is_there(self, client, whole, path):
        for answer in (client.get(path), ask(client, path, token="x" * 40), ask(client, path, token="")):
            assert answer.status_code == 404
            assert "portal_" not in answer.content.decode()

    def test_without_a_token_of_the_operators_no_token_is_right(self, client, whole, settings):
        settings.MONITORING_TOKEN = ""
        for token in ("", "x"):
            assert ask(client, token=token).status_code == 404

    @pytest.mark.parametrize("path", ["/health", "/metrics"])
    def test_the_machine_itself_needs_none_where_the_operator_says_so(self, client, whole, settings, path):
        settings.LOOPBACK_MONITORING = True
        assert client.get(path).status_code == 200
        assert client.get(path, HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 404
        assert client.get(path, REMOTE_ADDR="203.0.113.9").status_code == 404


def test_a_whole_installation_is_well(client, whole):
    answer = ask(client)
    assert set(answer.json().values()) == {"ok"}
    assert answer.status_code == 200


@pytest.mark.parametrize("check", [*health.DATABASE_CHECKS, "cache", "disk", "scanner"])
def test_each_thing_amiss_is_told_by_name(client, whole, monkeypatch, check):
    if check in health.DATABASE_CHECKS:
        monkeypatch.setitem(health.DATABASE_CHECKS, check, lambda now: "broken")
    else:
        monkeypatch.setattr(health, f"check_{check}", lambda: "broken")
    answer = ask(client)
    assert answer.status_code == 503
    assert {name for name, problem in answer.json().items() if problem != "ok"} == {check}


def test_a_log_that_was_changed_is_seen_the_whole_day(whole):
    record("system", "operations.test.done")
    past = checkpoints.get_directory() / "2026-11-23.json"
    past.write_text(f'{{"day": "2026-11-23", "seq": 1, "hash": "{"0" * 64}"}}')
    run_sweep(now=whole)
    assert health.check_nightly(whole).startswith("verify_history: 1 problems")
    assert health.check_nightly(whole + timedelta(hours=20)).startswith("verify_history: 1 problems")


def test_nightly_work_that_nobody_does_is_noticed(whole):
    assert health.check_nightly(whole) == ""
    run_sweep(now=whole)
    assert health.check_nightly(whole + timedelta(hours=26)) == ""
    late = health.check_nightly(whole + timedelta(hours=28))
    assert all(name in late for name in NIGHTLY)


def test_an_anchor_that_is_old_or_gone_is_noticed(whole):
    assert health.check_anchor(whole) == "", "there is no history yet"
    record("system", "operations.test.done")
    run_sweep(now=whole)
    assert health.check_anchor(whole) == ""
    assert "the last one is from" in health.check_anchor(whole + timedelta(days=3))
    for path in checkpoints.get_directory().glob("*.json"):
        path.unlink()
    assert health.check_anchor(whole) == "", "the first night writes the first one"
    assert health.check_anchor(whole + timedelta(days=2)) == "there are none"


@pytest.mark.parametrize(("name", "check"), [("backup", "check_backup"), ("restore_drill", "check_restore_drill")])
def test_a_backup_that_failed_is_old_or_was_never_made_is_noticed(whole, name, check):
    find = getattr(health, check)
    assert find(whole) == ""
    assert "the last one started at" in find(whole + timedelta(days=9))
    Chore.objects.filter(name=name).update(problem="no space left")
    assert "no space left" in find(whole)
    Chore.objects.all().delete()
    assert f"manage.py {name}" in find(whole)


def test_an_empty_on_call_list_is_noticed(whole, settings):
    settings.ON_CALL_EMAILS, settings.ON_CALL_WEBHOOK = [], ""
    assert "ON_CALL_EMAILS" in health.check_on_call_list(whole)


def test_a_cache_that_is_away_is_noticed(whole, monkeypatch):
    def away(*_, **__):
        raise ConnectionError

    assert health.check_cache() == ""
    monkeypatch.setattr(health.cache, "set", away)
    assert health.check_cache() == "does not respond (ConnectionError)"


def test_mail_that_waits_long_while_none_leaves_is_noticed(whole):
    old = {"message_id": "a", "to": "a@example.org", "created_at": whole - timedelta(hours=1), "next_at": whole}
    Outbox.objects.create(**old)
    assert health.check_mail(whole)
    sent = {"sent_at": whole, "state": Outbox.State.SENT, "created_at": whole}
    Outbox.objects.create(**(old | {"message_id": "b"} | sent))
    assert not health.check_mail(whole)


def test_jobs_that_nobody_does_are_noticed(whole, django_capture_on_commit_callbacks, settings):
    backend = {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}
    settings.TASKS = settings.TASKS | {"jobs": backend}
    with django_capture_on_commit_callbacks(execute=True):
        mail.owe(to="a@example.org", template="letter", subject="Hello", body="x")
    now = timezone.now()
    assert not health.check_queue(now)
    assert health.check_queue(now + timedelta(minutes=6))


def test_a_full_disk_is_noticed(monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: health.shutil._ntuple_diskusage(100, 95, 5))
    assert health.check_disk() == "5% free"


@pytest.mark.parametrize("address", ["socket", "tcp"])
def test_a_scanner_that_is_configured_but_away_is_noticed(settings, tmp_path, address):
    settings.SCANNER_SOCKET = str(tmp_path / "nobody") if address == "socket" else "tcp://127.0.0.1:9"
    assert "does not respond" in health.check_scanner()
