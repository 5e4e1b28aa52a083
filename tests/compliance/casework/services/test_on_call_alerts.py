"""Nobody waits unseen: the on-call list is alerted without content, and a failure is seen.

See docs/requirements/helpline.md#alarms.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm
from compliance.casework.services import alert_delivery, on_call_alerts
from compliance.concerns.models import HeldLine
from portal.core import heartbeat
from portal.core.models import Heartbeat, Outbox
from portal.history.models import Entry
from portal.operations import readiness, stand_in, sweep
from portal.vault.models import Unlock
from tests.factories.casework import CHILD, NOW, taken_by, tell
from tests.factories.vault import begin_vault

pytestmark = pytest.mark.django_db
ON_CALL = "on-call@helpline.example"


@pytest.fixture(autouse=True)
def on_call(settings):
    settings.ON_CALL_EMAILS, settings.ON_CALL_WEBHOOK = [ON_CALL], ""


def round_at(now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return on_call_alerts.watch(now)


def test_an_immediate_concern_that_waits_five_minutes_alerts_the_people_on_call(
    desk, django_capture_on_commit_callbacks
):
    now = timezone.now()
    tell(NOW, account="MARKER-words", name="Robin Marker", town="Chesterfield")
    for minutes, alerts in ((0, 0), (4, 0), (5, 1), (6, 0), (34, 0), (36, 1)):
        Unlock.objects.update(idle_until=now + timedelta(hours=9), ends_at=now + timedelta(hours=9))
        assert round_at(now + timedelta(minutes=minutes), django_capture_on_commit_callbacks) == alerts, minutes
    message = mail.outbox[0]
    assert message.to == [ON_CALL]
    whole = message.subject + message.body
    for told in ("MARKER", "Robin", "Chesterfield", "p1", "child", "concern"):
        assert told not in whole


def test_once_somebody_takes_it_the_alarm_is_over(desk, handler):
    concern = tell(NOW).concern
    on_call_alerts.watch(timezone.now())
    assert Alarm.objects.filter(kind=AlarmKind.NOT_OPENED).count() == 1
    taken_by(handler, concern)
    assert not Alarm.objects.filter(kind=AlarmKind.NOT_OPENED).exists()


def test_calmer_concerns_wake_nobody(desk):
    tell(CHILD)
    on_call_alerts.watch(timezone.now() + timedelta(minutes=6))
    assert not Alarm.objects.filter(kind=AlarmKind.NOT_OPENED).exists()


def test_a_desk_that_nobody_has_unlocked_for_ten_minutes_alerts_them(vault, django_capture_on_commit_callbacks):
    now = timezone.now()
    assert round_at(now, django_capture_on_commit_callbacks) == 0
    assert round_at(now + timedelta(minutes=9), django_capture_on_commit_callbacks) == 0
    assert round_at(now + timedelta(minutes=10), django_capture_on_commit_callbacks) == 1
    assert mail.outbox[-1].to == [ON_CALL]


def test_somebody_who_unlocks_ends_it(vault, lead_desk):
    Alarm.objects.create(kind=AlarmKind.NOBODY_UNLOCKED, noticed_at=timezone.now())
    on_call_alerts.watch(timezone.now())
    assert not Alarm.objects.exists()


def test_before_the_vault_has_begun_nobody_is_woken(db):
    assert on_call_alerts.watch(timezone.now()) == 0
    assert not Alarm.objects.exists()


def test_an_empty_on_call_list_is_a_failure_that_shows(desk, settings):
    settings.ON_CALL_EMAILS = []
    tell(NOW)
    now = timezone.now()
    on_call_alerts.watch(now)
    on_call_alerts.watch(now + timedelta(minutes=5))
    assert "nobody is on the on-call list" in desk.get("/desk/find/").text
    assert "nobody is on the on-call list" in readiness.run_checks(now=now)["on_call"]


def test_a_mail_that_does_not_leave_shows_at_the_desk_and_in_readyz(desk):
    tell(NOW)
    now = timezone.now()
    on_call_alerts.watch(now)
    on_call_alerts.watch(now + timedelta(minutes=5))
    Outbox.objects.update(state=Outbox.State.NEEDS_ATTENTION)
    on_call_alerts.watch(now + timedelta(minutes=6))
    assert "a mail to the on-call list did not leave" in desk.get("/desk/").text
    assert readiness.run_checks(now=now)["on_call"]


class Hook:
    """An operator's webhook on the loopback, which takes its time. heard: what it was sent."""

    def __init__(self, *, seconds: float = 0) -> None:
        heard = self.heard = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                time.sleep(seconds)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"

    def __enter__(self):
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def test_the_webhook_is_told_that_there_is_something_and_not_what(vault, settings):
    now = timezone.now()
    with Hook() as hook:
        settings.ON_CALL_WEBHOOK = hook.address
        on_call_alerts.watch(now)
        on_call_alerts.watch(now + timedelta(minutes=10))
    assert len(hook.heard) == 1
    assert set(hook.heard[0]) & set("0123456789") == set()
    assert not on_call_alerts.get_failure()


def test_a_webhook_that_does_not_answer_shows(vault, settings, desk):
    settings.ON_CALL_WEBHOOK = "http://127.0.0.1:9/"
    tell(NOW)
    now = timezone.now()
    on_call_alerts.watch(now)
    on_call_alerts.watch(now + timedelta(minutes=5))
    assert "the webhook did not answer" in desk.get("/desk/").text


def at_once(work, *, times):
    """Run it in that many threads, each with a database connection of its own."""

    def run(_number):
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_alert_once_however_slow_the_webhook(settings):
    """Both see that it is due, and the second asks while the first still waits for the webhook."""
    vault = begin_vault()
    now = timezone.now()
    tell(NOW)
    at_once(lambda: on_call_alerts.watch(now), times=2)
    assert Alarm.objects.filter(kind=AlarmKind.NOBODY_UNLOCKED).count() == 1
    due = now + timedelta(minutes=10)
    with Hook(seconds=1) as hook:
        settings.ON_CALL_WEBHOOK = hook.address
        alerted = at_once(lambda: on_call_alerts.watch(due), times=2)
    assert sum(alerted) == 2, "one concern, and a desk that nobody has unlocked"
    # Each process that had something to alert about did so once.
    waiting = Outbox.objects.filter(template=alert_delivery.TEMPLATE, is_urgent=True).count()
    assert len(hook.heard) == len(mail.outbox) + waiting == sum(bool(number) for number in alerted)
    # The line about the concern waits for the end of its hour.
    told = {"action": "casework.alarm.told"}
    assert Entry.objects.filter(**told).count() == HeldLine.objects.filter(**told).count() == 1
    assert on_call_alerts.watch(due + timedelta(minutes=1)) == 0
    assert vault


def test_whoever_dies_while_it_alerts_leaves_the_alarm_to_others(vault, monkeypatch):
    now = timezone.now()
    on_call_alerts.watch(now)

    def killed():
        raise SystemExit

    due = now + timedelta(minutes=10)
    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(alert_delivery, "_first_path", killed)
        on_call_alerts.watch(due)
    assert on_call_alerts.watch(due + timedelta(seconds=10)) == 0, "it may still be at it"
    assert on_call_alerts.watch(due + alert_delivery.LEASE + timedelta(seconds=1)) == 1


def test_a_webhook_that_answers_byte_by_byte_is_given_up(vault, settings, monkeypatch):
    monkeypatch.setattr(alert_delivery, "WEBHOOK_TOTAL", 0.2)
    monkeypatch.setattr(alert_delivery, "_post", lambda address: time.sleep(3))
    settings.ON_CALL_WEBHOOK = "http://127.0.0.1:9/"
    now = timezone.now()
    on_call_alerts.watch(now)
    assert on_call_alerts.watch(now + timedelta(minutes=10)) == 1
    assert "took too long" in on_call_alerts.get_failure()


class TestWithoutAWorker:
    """No worker for two minutes: a web process watches and alerts, the desk and /readyz say so."""

    @pytest.fixture(autouse=True)
    def two_minutes_ago(self, vault):
        self.now = timezone.now()
        heartbeat.record_beat(self.now - timedelta(minutes=2))

    def test_a_web_process_alerts_the_people_on_call(self, desk, django_capture_on_commit_callbacks):
        tell(NOW)
        assert stand_in.watch_desk(self.now) == 1
        assert Alarm.objects.get(kind=AlarmKind.NO_WORKER).told_at == self.now
        assert mail.outbox[-1].to == [ON_CALL], "the mail left without a worker"
        later = self.now + timedelta(minutes=6)
        assert stand_in.watch_desk(later) == 1
        assert Alarm.objects.get(kind=AlarmKind.NOT_OPENED).told_at == alert_delivery.round_to_minute(later)
        assert len(mail.outbox) == 2

    def test_it_leaves_the_watching_to_a_worker_that_is_back(self, desk):
        stand_in.watch_desk(self.now)
        sweep.watch_desk(self.now)
        assert not Alarm.objects.filter(kind=AlarmKind.NO_WORKER).exists()
        tell(NOW)
        assert stand_in.watch_desk(self.now + timedelta(minutes=1)) == 0
        assert not Alarm.objects.filter(kind=AlarmKind.NOT_OPENED).exists()

    def test_a_worker_that_starts_after_a_pause_alerts_nobody_about_itself(self, desk):
        assert sweep.watch_desk(self.now) == 0
        assert not mail.outbox

    def test_the_desk_says_so(self, desk):
        assert "The background worker is not running" in desk.get("/desk/").text
        heartbeat.record_beat(self.now)
        assert "The background worker is not running" not in desk.get("/desk/").text

    def test_readyz_says_so(self, client, settings):
        settings.READYZ_DETAIL = True
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["worker"].startswith("no worker since")
        Heartbeat.objects.all().delete()
        assert "no worker has started" in client.get("/readyz").json()["worker"]


def test_an_immediate_concern_past_its_time_shows_at_the_desk_and_to_operators(desk, client, settings, monkeypatch):
    """A stranger who asks /readyz must not learn that somebody wrote to the helpline."""
    monkeypatch.setattr(readiness, "check_disk", lambda: "")
    settings.READYZ_DETAIL, settings.ON_CALL_EMAILS = True, []
    tell(NOW)
    now = timezone.now()
    on_call_alerts.watch(now - timedelta(minutes=6))
    on_call_alerts.watch(now)
    assert "1 immediate concern has not been opened in time" in desk.get("/desk/").text
    told = client.get("/readyz")
    assert told.status_code == 503
    assert told.json()["unopened_immediate_concerns"] == "1 waiting for more than 5 minutes"
    outside = client.get("/readyz", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert (outside.status_code, outside.content) == (200, b"ready\n")
