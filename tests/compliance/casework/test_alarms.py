"""Nobody waits unseen: the on-call list is alerted without content, and a failure is seen (decision 21, RP11)."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core import mail
from django.utils import timezone

from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm
from compliance.casework.services import alarms
from compliance.casework.sweep import sweep
from portal.core.models import Outbox
from portal.operations import readiness
from portal.vault.models import Unlock
from tests.factories.casework import CHILD, NOW, taken_by, tell

pytestmark = pytest.mark.django_db
ON_CALL = "on-call@helpline.example"


@pytest.fixture(autouse=True)
def on_call(settings):
    settings.ON_CALL_EMAILS, settings.ON_CALL_WEBHOOK = [ON_CALL], ""


def round_at(now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return sweep(now)


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
    sweep(timezone.now())
    assert Alarm.objects.filter(kind=AlarmKind.NOT_OPENED).count() == 1
    taken_by(handler, concern)
    assert not Alarm.objects.filter(kind=AlarmKind.NOT_OPENED).exists()


def test_calmer_concerns_wake_nobody(desk):
    tell(CHILD)
    sweep(timezone.now() + timedelta(minutes=6))
    assert not Alarm.objects.filter(kind=AlarmKind.NOT_OPENED).exists()


def test_a_desk_that_nobody_has_unlocked_for_ten_minutes_alerts_them(vault, django_capture_on_commit_callbacks):
    now = timezone.now()
    assert round_at(now, django_capture_on_commit_callbacks) == 0
    assert round_at(now + timedelta(minutes=9), django_capture_on_commit_callbacks) == 0
    assert round_at(now + timedelta(minutes=10), django_capture_on_commit_callbacks) == 1
    assert mail.outbox[-1].to == [ON_CALL]


def test_somebody_who_unlocks_ends_it(vault, lead_desk):
    Alarm.objects.create(kind=AlarmKind.NOBODY_UNLOCKED, noticed_at=timezone.now())
    sweep(timezone.now())
    assert not Alarm.objects.exists()


def test_before_the_vault_has_begun_nobody_is_woken(db):
    assert sweep(timezone.now()) == 0
    assert not Alarm.objects.exists()


def test_an_empty_on_call_list_is_a_failure_that_shows(desk, settings):
    settings.ON_CALL_EMAILS = []
    tell(NOW)
    now = timezone.now()
    sweep(now)
    sweep(now + timedelta(minutes=5))
    assert "nobody is on the on-call list" in desk.get("/desk/find/").text
    assert "nobody is on the on-call list" in readiness.problems(now=now)["on_call"]


def test_a_mail_that_does_not_leave_shows_at_the_desk_and_in_readyz(desk):
    tell(NOW)
    now = timezone.now()
    sweep(now)
    sweep(now + timedelta(minutes=5))
    Outbox.objects.update(state=Outbox.State.NEEDS_ATTENTION)
    sweep(now + timedelta(minutes=6))
    assert "a mail to the on-call list did not leave" in desk.get("/desk/").text
    assert readiness.problems(now=now)["on_call"]


def test_the_webhook_is_told_that_there_is_something_and_not_what(vault, settings):
    heard = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    Thread(target=server.handle_request, daemon=True).start()
    settings.ON_CALL_WEBHOOK = f"http://127.0.0.1:{server.server_port}/"
    now = timezone.now()
    sweep(now)
    sweep(now + timedelta(minutes=10))
    server.server_close()
    assert len(heard) == 1
    assert set(heard[0]) & set("0123456789") == set()
    assert not alarms.failures()


def test_a_webhook_that_does_not_answer_shows(vault, settings, desk):
    settings.ON_CALL_WEBHOOK = "http://127.0.0.1:9/"
    tell(NOW)
    now = timezone.now()
    sweep(now)
    sweep(now + timedelta(minutes=5))
    assert "the webhook did not answer" in desk.get("/desk/").text
