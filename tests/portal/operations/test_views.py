"""What machines ask, and what they are told."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from portal.operations import health, readiness
from tests.factories.vault import begin_vault


def test_being_alive_asks_no_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (
        200,
        b"alive\n",
        "text/plain; charset=utf-8",
    )
    assert "no-store" in answer["Cache-Control"]


@pytest.fixture
def team(db):
    return begin_vault()


class TestReadiness:
    def test_a_whole_house_is_ready(self, client, team):
        answer = client.get("/readyz")
        assert (answer.status_code, answer.content) == (200, b"ready\n")

    @pytest.mark.parametrize("check", ["database", "migrations", "vault", "static_files"])
    def test_each_thing_amiss_makes_it_not_ready(self, client, team, monkeypatch, check):
        monkeypatch.setattr(readiness, f"check_{check}", lambda *_: "broken")
        answer = client.get("/readyz")
        assert (answer.status_code, answer.content) == (503, b"not ready\n")

    def test_it_speaks_for_this_process_alone(self, client, team, settings, monkeypatch, tmp_path):
        """With the scanner, the mail, the cache or the worker away a load balancer must not remove every server."""
        settings.SCANNER_SOCKET, settings.ON_CALL_EMAILS = str(tmp_path / "nobody"), []
        for check in health.DATABASE_CHECKS:
            monkeypatch.setitem(health.DATABASE_CHECKS, check, lambda now: "broken")
        assert health.run_checks(now=timezone.now())["scanner"]
        assert client.get("/readyz").status_code == 200

    def test_details_are_for_who_asks_on_the_machine_itself(self, client, team, settings):
        settings.LOOPBACK_MONITORING = True
        assert client.get("/readyz").json()["database"] == "ok"
        for outside in ({"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}):
            assert client.get("/readyz", **outside).content == b"ready\n"
        settings.LOOPBACK_MONITORING = False
        assert client.get("/readyz").content == b"ready\n"

    @pytest.mark.django_db
    def test_a_database_that_is_away_is_told_without_further_questions(self, monkeypatch):
        def away(*_):
            raise DatabaseError

        monkeypatch.setattr(connection, "cursor", away)
        results = health.run_checks(now=timezone.now())
        assert results["database"] == "does not respond (DatabaseError)"
        assert "queue" not in results

    def test_without_a_team_key_that_the_file_confirms_it_is_not_ready(self, client, team):
        team.epoch.public_key = bytes(32)
        team.epoch.save()
        assert "not the one in the file" in readiness.run_checks(now=timezone.now())["vault"]
        team.epoch.delete()
        assert "vault_begin" in readiness.run_checks(now=timezone.now())["vault"]
        assert client.get("/readyz").status_code == 503

    @pytest.mark.django_db
    def test_a_migration_not_applied_is_noticed(self, monkeypatch):
        monkeypatch.setattr(readiness, "_whole", set())
        monkeypatch.setattr(readiness.MigrationExecutor, "migration_plan", lambda *_: ["one", "two"])
        assert readiness.check_migrations().startswith("2 not applied")


class TestStaticFiles:
    """Without collectstatic every page of a server failed, and it said that it was ready."""

    @pytest.fixture(autouse=True)
    def server(self, settings, monkeypatch, tmp_path):
        monkeypatch.setattr(readiness, "_whole", set())
        (tmp_path / "build").mkdir()
        (tmp_path / "build" / "portal.css").write_text("a {}")
        settings.STATICFILES_DIRS = [("portal", tmp_path / "build")]
        settings.STATIC_ROOT = tmp_path / "static"
        backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}

    def manifest(self, *names: str) -> None:
        paths = {f"portal/{name}": f"portal/{name}" for name in names}
        settings.STATIC_ROOT.mkdir()
        manifest = {"paths": paths, "version": "1.1", "hash": ""}
        (settings.STATIC_ROOT / "staticfiles.json").write_text(json.dumps(manifest))

    def test_files_that_were_never_collected_are_noticed(self):
        assert "collectstatic" in readiness.check_static_files()

    def test_files_of_an_earlier_release_are_noticed(self):
        self.manifest("old.css")
        assert readiness.check_static_files().startswith("1 in this release")

    def test_collected_files_are_looked_for_once(self, settings):
        self.manifest("portal.css")
        assert readiness.check_static_files() == ""
        settings.STATICFILES_DIRS = []
        assert readiness.check_static_files() == ""

    def test_a_demo_collects_nothing(self, settings):
        settings.STORAGES = settings.STORAGES | {
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        }
        assert readiness.check_static_files() == ""


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
