"""Figures for monitoring: enough to run the portal by, and nothing about anybody."""

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm
from portal.core import heartbeat
from portal.core.models import Outbox
from portal.operations import metrics, request_counts
from portal.operations.models import Chore

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def samples(now=None) -> dict[tuple, float]:
    """The value of each series, by its name and its labels' values: view before status."""
    text = metrics.render(now=now or timezone.now()).decode()
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items(), reverse=True))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture(autouse=True)
def new_counts(monkeypatch, db):
    request_counts.REQUESTS.clear()
    request_counts.SECONDS.clear()
    monkeypatch.setattr(request_counts, "_reporters", request_counts.HourlyCounts())


def test_requests_are_counted_by_view_and_class_of_status(client):
    for address in ("/healthz", "/healthz", "/services/", "/no-such-page/", "/o/alder/suppliers/"):
        client.get(address)
    counted = samples()
    assert counted["portal_requests_total", "healthz", "2xx"] == 2
    assert counted["portal_requests_total", "directory:index", "2xx"] == 1
    assert counted["portal_request_seconds_count", "healthz"] == 2


def test_no_label_holds_anything_of_an_address(client):
    client.get("/o/canary-organisation/suppliers/987654321/?q=canary-words")
    client.get("/pack/canary-secret/")
    client.get("/canary-path/")
    text = metrics.render(now=timezone.now()).decode()
    assert "canary" not in text and "987654321" not in text
    labels = set(re.findall(r"[{,](\w+)=", text))
    assert labels == {"view", "status", "le", "check", "state", "kind", "queue"} - {"queue"}


class TestReporters:
    """A series that rises at 03:12 tells an employer's network when somebody wrote to us."""

    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch):
        self.now = NOON
        monkeypatch.setattr(request_counts.timezone, "now", lambda: self.now)

    def reporters(self) -> Counter:
        return Counter({key[2]: value for key, value in samples(self.now).items() if request_counts.REPORTERS in key})

    def test_they_are_counted_in_one_series_once_the_hour_has_passed(self, client):
        for address in ("/report/", "/r/1", "/r/3", "/report/"):
            client.get(address)
        assert not self.reporters()
        self.now += timedelta(minutes=59)
        assert not self.reporters()
        self.now += timedelta(minutes=1)
        assert sum(self.reporters().values()) == 4

    def test_no_series_tells_when_it_began(self, client):
        client.get("/services/")
        assert "_created" not in metrics.render(now=self.now).decode()

    def test_no_time_and_no_view_of_theirs_is_kept(self, client):
        client.get("/report/")
        self.now += timedelta(hours=1)
        counted = samples(self.now)
        assert {key for key in counted if request_counts.REPORTERS in key} == {
            ("portal_requests_total", request_counts.REPORTERS, "2xx"),
        }
        assert not [key for key in counted if "concerns:" in str(key)]

    def test_what_broke_is_counted_at_once(self, client, settings):
        def broken(request):
            raise RuntimeError

        settings.ROOT_URLCONF = ModuleType("urls")
        settings.ROOT_URLCONF.urlpatterns = [path("report/", login_not_required(broken))]
        client.raise_request_exception = False
        assert client.get("/report/").status_code == 500
        assert self.reporters()["5xx"] == 1


def test_work_that_waits_is_told_with_its_age():
    now = timezone.now()
    Outbox.objects.create(message_id="a", to="a@example.org", created_at=now - timedelta(minutes=4), next_at=now)
    Alarm.objects.create(kind=AlarmKind.NOT_OPENED, noticed_at=now - timedelta(minutes=7))
    counted = samples(now)
    assert counted["portal_outbox_mails", "waiting"] == 1
    assert counted["portal_outbox_oldest_seconds",] == 240
    assert counted["portal_unread_immediate_concern_seconds",] == 420
    assert counted["portal_jobs_put_aside", "pdf"] == 0
    assert counted["portal_problem", "worker"] == 1


def test_ages_are_told_where_there_is_one():
    now = timezone.now()
    assert not [key for key in samples(now) if key[0].endswith("_age_seconds")]
    heartbeat.record_beat(now - timedelta(seconds=20))
    Chore.objects.create(name="backup", begun_at=now, done_at=now - timedelta(hours=2))
    Chore.objects.create(name="restore_drill", begun_at=now, done_at=now, problem="it did not restore")
    counted = samples(now)
    assert counted["portal_worker_heartbeat_age_seconds",] == 20
    assert counted["portal_backup_age_seconds",] == 7200
    assert ("portal_restore_drill_age_seconds",) not in counted


def test_while_the_database_is_away_the_rest_is_told(client, monkeypatch):
    client.get("/healthz")
    monkeypatch.setattr(metrics.health.readiness, "check_database", lambda: "away")
    counted = samples()
    assert counted["portal_problem", "database"] == 1
    assert counted["portal_requests_total", "healthz", "2xx"] == 1


COUNT = "from prometheus_client import Counter; Counter('answered', 'Answered.').inc(3)"


def test_the_desk_tells_what_every_face_counted_in_a_folder_of_its_own(tmp_path, settings, monkeypatch):
    """In namespaces of their own, processes of two faces have one number: their files have one name."""
    for face in ("public", "desk"):
        (tmp_path / face).mkdir()
        environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / face)}
        subprocess.run([sys.executable, "-c", COUNT], env=environment, check=True)
        (found,) = (tmp_path / face).glob("*.db")
        found.rename(found.with_name("counter_7.db"))
    settings.FACE = "desk"
    monkeypatch.setattr(request_counts, "FOLDER", tmp_path / "desk")
    assert "answered_total 6.0" in request_counts.render_requests(now=NOON).decode()


@pytest.mark.parametrize(
    ("face", "folder", "count"), [("", "metrics", 1), ("desk", "metrics", 1), ("desk", "desk", 4), ("", "desk", 1)]
)
def test_only_a_folder_named_as_its_face_has_those_of_others_beside_it(face, folder, count, tmp_path, settings):
    settings.FACE = face
    assert len(request_counts.list_folders(tmp_path / folder)) == count
