"""When a read replica may be read, for whom, and which rows."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from compliance.statements.models import Publication
from portal.accounts.models import User
from portal.core import replica
from portal.core.models import Heartbeat
from portal.core.page_cache import version
from portal.core.replica import ALIAS, Progress, ReplicaMiddleware, ReplicaRouter
from portal.operations import doctor, health, metrics, readiness
from portal.settings.databases import databases

ROUTER = ReplicaRouter()


class Servers:
    """A primary and a replica that tell where their logs end."""

    def __init__(self, monkeypatch) -> None:
        self.now, self.ends, self.asked = 1000.0, {"default": 10, ALIAS: 10}, 0
        monkeypatch.setattr(replica.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(replica, "_ask", self.ask)

    def ask(self, alias, query):
        self.asked += 1
        if self.ends[alias] == "away":
            raise OperationalError
        return self.ends[alias]


@pytest.fixture
def servers(monkeypatch) -> Servers:
    return Servers(monkeypatch)


class TestProgress:
    def test_a_replica_that_has_all_has_it_until_now(self, servers):
        assert Progress().has_everything_until() == 1000

    def test_one_that_lags_has_what_was_there_when_the_log_ended_where_it_is(self, servers):
        progress = Progress()
        progress.has_everything_until()
        for servers.now, end in ((1001.0, 20), (1002.0, 30), (1003.0, 40)):
            servers.ends = {"default": end, ALIAS: 20 if end > 20 else 10}
            progress.has_everything_until()
        assert progress.has_everything_until() == 1001

    def test_both_are_asked_once_a_second(self, servers):
        progress = Progress()
        for servers.now in (1000.0, 1000.4, 1000.9, 1001.0):
            progress.has_everything_until()
        assert servers.asked == 4

    @pytest.mark.parametrize("end", ["away", None])
    def test_one_that_is_away_or_became_a_primary_has_nothing(self, servers, end):
        progress = Progress()
        progress.has_everything_until()
        servers.now, servers.ends[ALIAS] = 1001.0, end
        assert progress.has_everything_until() == 0


class TestMayBeRead:
    @pytest.fixture(autouse=True)
    def _connection(self, monkeypatch, servers):
        self.reached = []
        connection = type("Connection", (), {"ensure_connection": lambda _: self.reached.append(1)})
        monkeypatch.setattr(replica, "connections", {ALIAS: connection()})
        monkeypatch.setattr(replica, "progress", Progress())
        monkeypatch.setattr(version, "changed_at", lambda: 999.0)

    def test_a_replica_that_has_all_that_was_published(self, servers):
        assert replica.may_be_read() and self.reached

    def test_not_one_that_may_lack_what_was_published_a_moment_ago(self, servers, monkeypatch):
        monkeypatch.setattr(version, "changed_at", lambda: 1000.1)
        assert not replica.may_be_read()
        servers.now = 1001.5
        assert replica.may_be_read()

    def test_not_one_that_lags(self, servers):
        replica.may_be_read()
        servers.ends["default"] = 20
        servers.now += replica.MAX_LAG_SECONDS - 1
        assert replica.may_be_read()
        servers.now += 2
        assert not replica.may_be_read()

    def test_not_one_whose_connection_is_gone(self, servers, monkeypatch):
        def fail(_):
            raise OperationalError

        monkeypatch.setattr(replica, "connections", {ALIAS: type("C", (), {"ensure_connection": fail})()})
        assert not replica.may_be_read()


class TestMiddleware:
    @pytest.fixture(autouse=True)
    def _configured(self, monkeypatch):
        monkeypatch.setattr(replica, "is_configured", lambda: True)
        monkeypatch.setattr(replica, "may_be_read", lambda: True)

    def read_by(self, path, *, method="GET", respond=HttpResponse, **cookies):
        """The databases that are asked for a publication and for a user while the view runs and its answer is sent."""
        asked = []

        def view(request):
            middleware.process_view(request, None, (), {})
            asked.append((ROUTER.db_for_read(Publication), ROUTER.db_for_read(User)))
            return respond()

        middleware = ReplicaMiddleware(view)
        request = RequestFactory().generic(method, path)
        request.resolver_match = resolve(path)
        request.COOKIES |= cookies
        middleware(request)
        assert ROUTER.db_for_read(Publication) is None, "outside of requests it is not read"
        return asked[0]

    @pytest.mark.parametrize(
        "path",
        ["/statements/", "/statements/acme/2026/", "/statements/statements.csv", "/statistics/", "/guidance/search/",
         "/guidance/workers/"],
    )  # fmt: skip
    def test_strangers_read_published_rows_there_and_accounts_of_the_primary(self, path):
        assert self.read_by(path) == (ALIAS, None)

    @pytest.mark.parametrize(
        "path", ["/report/", "/desk/", "/guidance/mail/secret/", "/guidance/feedback/1/", "/services/"]
    )
    def test_no_other_view_does(self, path):
        assert self.read_by(path) == (None, None)

    def test_whoever_has_a_session_reads_the_primary(self, settings):
        assert self.read_by("/statements/", **{settings.SESSION_COOKIE_NAME: "any"}) == (None, None)

    def test_nor_does_a_view_that_may_write(self):
        assert self.read_by("/statements/", method="POST") == (None, None)

    def test_a_streamed_answer_goes_on_reading_there(self):
        def pieces():
            yield str(ROUTER.db_for_read(Publication))

        made = []

        def respond():
            made.append(StreamingHttpResponse(pieces()))
            return made[0]

        self.read_by("/statements/statements.csv", respond=respond)
        assert b"".join(made[0]) == b"replica"


def test_nothing_is_written_or_migrated_there():
    assert ROUTER.db_for_write(Publication) == "default"
    assert ROUTER.allow_migrate(ALIAS, "statements") is False
    assert ROUTER.allow_migrate("default", "statements") is None


def test_no_row_that_tells_of_people_is_read_there(settings):
    assert not settings.REPLICA_APPS & {"concerns", "casework", "referrals", "accounts", "vault", "history", "core"}
    assert ROUTER.db_for_read(Heartbeat) is None


@pytest.mark.django_db
def test_the_lag_is_told_and_a_replica_that_is_away_is_no_reason_to_remove_a_server(monkeypatch, servers):
    monkeypatch.setattr(replica, "is_configured", lambda: True)
    monkeypatch.setattr(replica, "progress", Progress())
    assert readiness.describe_replica() == {"replica": "at most 0.0 s behind"}
    assert health.check_replica() == ""
    assert b"portal_replica_lag_seconds 0.0" in metrics.render(now=timezone.now())
    servers.now, servers.ends = 1061.5, {"default": 20, ALIAS: 10}
    assert health.check_replica() == "62 s behind"
    servers.now, servers.ends[ALIAS] = 1063.0, "away"
    assert readiness.describe_replica() == {"replica": "not readable"}
    assert health.check_replica() == "is away, or is no replica"
    assert "replica" in doctor.HEALTH


def test_a_replica_has_the_same_settings_and_is_of_postgresql():
    named = databases("postgres://portal@one/portal", "postgres://portal@two/portal", pool=13)
    assert (named["replica"]["HOST"], named["replica"]["OPTIONS"]["pool"]["max_size"]) == ("two", 13)
    assert databases("postgres://portal@one/portal", "").keys() == {"default"}
    for pair in (("", "postgres://portal@two/portal"), ("postgres://portal@one/portal", "sqlite:////srv/x")):
        with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL"):
            databases(*pair)
