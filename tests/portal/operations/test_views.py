"""What machines ask, and what they are told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from portal.core import mail
from portal.core.models import Outbox
from portal.operations import readiness
from tests.factories.vault import begin_vault


def test_being_alive_asks_no_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (
        200,
        b"alive\n",
        "text/plain; charset=utf-8",
    )
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
class TestReadiness:
    @pytest.fixture(autouse=True)
    def healthy_disk(self, monkeypatch):
        monkeypatch.setattr(readiness, "check_disk", lambda: "")
        self.team = begin_vault()

    def test_a_whole_house_is_ready_without_a_scanner(self, client):
        answer = client.get("/readyz")
        assert (answer.status_code, answer.content) == (200, b"ready\n")

    @pytest.mark.parametrize("check", ["database", "migrations", "queue", "mail", "vault", "disk", "scanner"])
    def test_each_thing_amiss_makes_it_not_ready(self, client, monkeypatch, check):
        broken = lambda *_: "broken"  # noqa: E731
        monkeypatch.setattr(readiness, f"check_{check}", broken)
        if check in readiness.DATABASE_CHECKS:
            monkeypatch.setitem(readiness.DATABASE_CHECKS, check, broken)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.content) == (503, b"not ready\n")

    def test_details_are_for_who_asks_on_the_machine_itself(self, client, settings):
        settings.READYZ_DETAIL = True
        assert client.get("/readyz").json()["database"] == "ok"
        for outside in ({"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}):
            assert client.get("/readyz", **outside).content == b"ready\n"
        settings.READYZ_DETAIL = False
        assert client.get("/readyz").content == b"ready\n"

    def test_a_database_that_is_away_is_told_without_further_questions(self, monkeypatch):
        def away(*_):
            raise DatabaseError

        monkeypatch.setattr(connection, "cursor", away)
        found = readiness.run_checks(now=timezone.now())
        assert found["database"] == "does not answer (DatabaseError)"
        assert "queue" not in found

    def test_without_a_team_key_that_the_file_confirms_it_is_not_ready(self, client):
        self.team.epoch.public_key = bytes(32)
        self.team.epoch.save()
        assert "another team key" in readiness.run_checks(now=timezone.now())["vault"]
        self.team.epoch.delete()
        assert "vault_begin" in readiness.run_checks(now=timezone.now())["vault"]
        assert client.get("/readyz").status_code == 503

    def test_a_migration_not_applied_is_noticed(self, monkeypatch):
        monkeypatch.setattr(readiness, "_migrated", set())
        monkeypatch.setattr(readiness.MigrationExecutor, "migration_plan", lambda *_: ["one", "two"])
        assert readiness.check_migrations() == "2 not applied"

    def test_mail_that_waits_long_while_none_leaves_is_noticed(self):
        now = timezone.now()
        Outbox.objects.create(message_id="a", to="a@example.org", created_at=now - timedelta(hours=1), next_at=now)
        assert readiness.check_mail(now)
        Outbox.objects.create(
            message_id="b", to="b@example.org", created_at=now, next_at=now, sent_at=now, state=Outbox.State.SENT
        )
        assert not readiness.check_mail(now)

    def test_jobs_that_nobody_does_are_noticed(self, django_capture_on_commit_callbacks, settings):
        settings.TASKS = settings.TASKS | {
            "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}
        }
        with django_capture_on_commit_callbacks(execute=True):
            mail.owe(to="a@example.org", template="letter", subject="Hello", body="x")
        now = timezone.now()
        assert not readiness.check_queue(now)
        assert readiness.check_queue(now + timedelta(minutes=6))


def test_a_full_disk_is_noticed(monkeypatch):
    monkeypatch.setattr(readiness.shutil, "disk_usage", lambda _: readiness.shutil._ntuple_diskusage(100, 95, 5))
    assert readiness.check_disk() == "5% free"


def test_a_scanner_that_is_configured_but_away_is_noticed(settings, tmp_path):
    settings.SCANNER_SOCKET = str(tmp_path / "nobody")
    assert "does not answer" in readiness.check_scanner()


def test_security_txt_has_what_the_rfc_demands(client, settings):
    settings.OPERATOR = settings.OPERATOR | {"security_email": "security@example.org"}
    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=100) < left < timedelta(days=365)


def test_without_an_address_security_txt_names_the_contact_page(client, settings):
    settings.OPERATOR = settings.OPERATOR | {"security_email": ""}
    settings.SITE_URL = "https://daylight.example"
    assert b"Contact: https://daylight.example/about/contact/\n" in client.get("/.well-known/security.txt").content
