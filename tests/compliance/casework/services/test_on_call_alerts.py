"""Nobody waits unseen: the on-call list is alerted without content, and a failure is seen.

See docs/requirements/helpline.md#alarms.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm
from compliance.casework.services import alert_delivery, on_call_alerts
from compliance.concerns.choices import Author
from compliance.concerns.services import dialogue
from portal.core import heartbeat
from portal.core.models import Heartbeat
from portal.operations import stand_in, sweep
from portal.vault.models import Unlock
from tests.factories.casework import CHILD, NOW, keys_of, taken_by, tell

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


class TestWithoutAWorker:
    """No worker for two minutes: a web process watches and alerts, the desk and /health say so."""

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

    def test_health_says_so(self, client, settings):
        settings.LOOPBACK_MONITORING = True
        answer = client.get("/health")
        assert answer.status_code == 503
        assert answer.json()["worker"].startswith("no worker has run since")
        Heartbeat.objects.all().delete()
        assert "no worker has started" in client.get("/health").json()["worker"]


def test_an_immediate_concern_past_its_time_shows_at_the_desk_and_to_operators(desk, client, settings):
    """A stranger who asks /readyz must not learn that somebody wrote to the helpline."""
    settings.LOOPBACK_MONITORING, settings.ON_CALL_EMAILS = True, []
    tell(NOW)
    now = timezone.now()
    on_call_alerts.watch(now - timedelta(minutes=6))
    on_call_alerts.watch(now)
    assert "1 immediate concern has not been opened in time" in desk.get("/desk/").text
    told = client.get("/health")
    assert told.status_code == 503
    assert told.json()["unopened_immediate_concerns"] == "1 waiting for more than 5 minutes"
    outside = client.get("/readyz", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert (outside.status_code, outside.content) == (200, b"ready\n")


def writes(concern, user) -> None:
    key = keys_of(user).get_key(concern)
    dialogue.add_message(concern, key, author=Author.REPORTER, text="MARKER he is back", now=timezone.now())


def test_a_message_in_an_immediate_case_alerts_until_somebody_reads_it(
    desk, handler, django_capture_on_commit_callbacks
):
    concern, now = tell(NOW).concern, timezone.now()
    case = taken_by(handler, concern)
    assert round_at(now, django_capture_on_commit_callbacks) == 0
    writes(concern, handler)
    assert round_at(now, django_capture_on_commit_callbacks) == 0
    alarm = Alarm.objects.get(kind=AlarmKind.NEW_MESSAGE)
    assert (alarm.case, alarm.concern, alarm.noticed_at.second) == (case, concern, 0)
    assert "has a new message that no one has read" in desk.get("/desk/").content.decode()
    assert round_at(now + timedelta(minutes=5), django_capture_on_commit_callbacks) == 1
    assert "MARKER" not in mail.outbox[-1].body
    dialogue.mark_seen(concern, by=Author.HELPLINE)
    round_at(now + timedelta(minutes=6), django_capture_on_commit_callbacks)
    assert not Alarm.objects.filter(kind=AlarmKind.NEW_MESSAGE).exists()


def test_a_message_in_a_calmer_case_wakes_nobody(desk, handler):
    concern = tell(CHILD).concern
    taken_by(handler, concern)
    writes(concern, handler)
    on_call_alerts.watch(timezone.now())
    assert not Alarm.objects.filter(kind=AlarmKind.NEW_MESSAGE).exists()
