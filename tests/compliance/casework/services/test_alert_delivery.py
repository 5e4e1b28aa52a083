"""Tests of how the people on call are alerted: without content, once, and by somebody else where a process dies."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm
from compliance.casework.services import alert_delivery, on_call_alerts
from compliance.concerns.models import HeldLine
from portal.core.models import Outbox
from portal.history.models import Entry
from portal.operations import health
from tests.factories.casework import NOW, tell
from tests.factories.vault import begin_vault

pytestmark = pytest.mark.django_db
ON_CALL = "on-call@helpline.example"


@pytest.fixture(autouse=True)
def on_call(settings):
    settings.ON_CALL_EMAILS, settings.ON_CALL_WEBHOOK = [ON_CALL], ""


def test_an_empty_on_call_list_is_a_failure_that_shows(desk, settings):
    settings.ON_CALL_EMAILS = []
    tell(NOW)
    now = timezone.now()
    on_call_alerts.watch(now)
    on_call_alerts.watch(now + timedelta(minutes=5))
    assert "nobody is on the on-call list" in desk.get("/desk/find/").text
    assert "nobody is on the on-call list" in health.run_checks(now=now)["on_call"]


def test_a_mail_that_does_not_leave_shows_at_the_desk_and_in_health(desk):
    tell(NOW)
    now = timezone.now()
    on_call_alerts.watch(now)
    on_call_alerts.watch(now + timedelta(minutes=5))
    Outbox.objects.update(state=Outbox.State.NEEDS_ATTENTION)
    on_call_alerts.watch(now + timedelta(minutes=6))
    assert "a mail to the on-call list did not leave" in desk.get("/desk/").text
    assert health.run_checks(now=now)["on_call"]


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
    assert "the webhook did not respond" in desk.get("/desk/").text


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
    answered = Event()
    monkeypatch.setattr(alert_delivery, "WEBHOOK_TOTAL", 0.2)
    monkeypatch.setattr(alert_delivery, "_post", lambda address: answered.wait())
    settings.ON_CALL_WEBHOOK = "http://127.0.0.1:9/"
    now = timezone.now()
    on_call_alerts.watch(now)
    assert on_call_alerts.watch(now + timedelta(minutes=10)) == 1
    assert "took too long" in on_call_alerts.get_failure()
    answered.set()
