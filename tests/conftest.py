"""What every test may ask for."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from portal.accounts.roles import DESK_ROLES
from portal.core import lanes, rate_limits, sandbox
from portal.core.garbage import leave_loaded_alone
from portal.core.sqlite3.pool import pool
from portal.core.turn_queue import Turns
from portal.core.visitor_counts import counts
from portal.operations.management.commands.migrate import protect
from portal.operations.setup import catalogues
from portal.settings.limits import visitor_counts_file
from portal.settings.storages import storages
from tests.factories.accounts import sign_in, start_session
from tests.factories.casework import unlock_signed_in
from tests.factories.world import VISITORS, World, build_world
from tests.support import database_snapshot, request_shortcuts, time_limit, warm_sandbox, web_role
from tests.support.database_template import DatabaseTemplate
from tests.support.visits import draw_pdfs_as_text

pytest_plugins = ["tests.support.shares"]
COLD = sandbox._answer
ATTACKS = Path(__file__).parent / "attacks"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
# A busy machine makes its examples slowly, and none of them is wrong for that. The examples are the same each time;
# `make soak` draws others.
hypothesis_settings.register_profile("soak", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("suite", hypothesis_settings.get_profile("soak"), derandomize=True)
hypothesis_settings.load_profile("suite")


def pytest_collection_finish() -> None:
    leave_loaded_alone()


@pytest.fixture(scope="session", autouse=True)
def _languages_are_compiled():
    """As at set-up, of words that changed since."""
    catalogues.compile_all()


@pytest.fixture(scope="session", autouse=True)
def _requests_take_shortcuts(django_test_environment):
    """What every request would do again with the same result is done once."""
    with request_shortcuts.take_shortcuts():
        yield


@pytest.fixture(scope="session", autouse=True)
def _connections_are_not_pooled():
    """As in every process but a web server's. Some tests import portal.wsgi, which asks for a pool."""
    pool.max_size = 0


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The database is copied from a template before the set-up, and dropped by `django_db_setup` below."""
    return True


@pytest.fixture(scope="session")
def database_template(django_db_modify_db_settings, django_db_blocker):
    template = DatabaseTemplate()
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            web_role.create_roles()
            web_role.use_in_requests()
        template.start()
    return template


@pytest.fixture(scope="session")
def django_db_setup(database_template, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        database_template.save()
        database_snapshot.restore_after_each_committing_test(database_snapshot.take_snapshot())
    yield
    with django_db_blocker.unblock():
        database_template.drop()


@pytest.fixture(scope="session", autouse=True)
def _warm_processes(tmp_path_factory):
    """What is done apart is done in forks of two processes."""
    with (
        warm_sandbox.warm_processes(tmp_path_factory.mktemp("warm")) as answer,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(sandbox, "_answer", answer)
        yield


@pytest.fixture(scope="session", autouse=True)
def _shared_memory_is_given_back(tmp_path_factory):
    """Servers that a test kills cannot remove the file in which they count visitors together."""
    yield
    for folder in tmp_path_factory.getbasetemp().rglob("*/"):
        if file := visitor_counts_file(folder):
            file.unlink(missing_ok=True)


@pytest.fixture
def clock_at(monkeypatch):
    """Move every clock that asks Django: clock_at(moment). A test whose dates are fixed moves it to its own now."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


@pytest.fixture
def own_processes(monkeypatch):
    """What is done apart is done in a new process each time, as in the portal."""
    monkeypatch.setattr(sandbox, "_answer", COLD)


@pytest.fixture(autouse=True)
def _empty_cache(monkeypatch):
    """Rate limits and page fragments of one test are not those of the next, and no limit begins anew within a test."""
    now = time.time()
    monkeypatch.setattr(rate_limits, "time", lambda: now)
    cache.clear()
    counts.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _streams_are_free(monkeypatch):
    """A stream that a test does not read to its end holds its slot until the garbage collector comes by."""
    monkeypatch.setitem(vars(lanes.BACKGROUND), "streams", lanes.Lane("streams", (), Turns(1)).streams)


@pytest.fixture(autouse=True)
def _team_key_file():
    """The demo, and whoever rotates, writes another key into it; the next test finds that of the settings."""
    file = Path(settings.TEAM_PUBLIC_KEY_FILE)
    before = file.read_text()
    yield
    if not file.exists() or file.read_text() != before:
        file.unlink(missing_ok=True)
        file.write_text(before)


@pytest.fixture
def restored_database(transactional_db):
    """A database that the test may restore. It then gets what `migrate` adds to a restored one: policies and grants."""
    yield
    protect(connection)


@pytest.fixture
def on_disk(settings, tmp_path):
    """Files lie in folders, also where the suite runs on buckets: a test looks at how a disk keeps them."""
    folders = {alias: options for alias, options in storages("").items() if alias in {"private", "concerns"}}
    for alias, options in folders.items():
        options["OPTIONS"]["location"] = tmp_path / alias
    settings.STORAGES = settings.STORAGES | folders


@pytest.fixture
def world(db) -> World:
    """Two organisations with their people, our staff, and rows of every kind; the first full of canaries."""
    return build_world()


@pytest.fixture
def _pdfs_are_text(monkeypatch):
    """Every PDF is the text that it would be drawn from: words are found in it, and without waiting."""
    draw_pdfs_as_text(monkeypatch)


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for a module; tests.support.visits.request_page undoes what a request writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


# On a slow machine a module takes longer than a proof of who one is lasts, or a desk that nobody uses stays open.
AHEAD = timedelta(hours=1)


@pytest.fixture(scope="module")
def clients(shared_world, django_db_blocker) -> dict[str, Client]:
    """A browser a visitor, signed in as them; handlers and leads have unlocked the desk."""
    with django_db_blocker.unblock():
        result = {}
        for visitor in VISITORS:
            result[visitor] = Client(raise_request_exception=False)
            if user := shared_world.visitor(visitor):
                sign_in(result[visitor], user, seconds_ago=-AHEAD.total_seconds())
                start_session(result[visitor], user, at=timezone.now() + AHEAD)
            if visitor in DESK_ROLES:
                unlock_signed_in(result[visitor], user, at=timezone.now() + AHEAD)
        return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item):
    """A test that is no soak test ends within its limit of processor time: a busy machine makes none of them fail."""
    if item.get_closest_marker("soak"):
        return (yield)
    with time_limit.limited():
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Journeys last: the browser driver leaves an event loop running. Soak tests only where they are asked for.

    What asks no database need not be asked on two.
    """
    for item in items:
        if ATTACKS in item.path.parents or (item.get_closest_marker("journey") and not _is_told_first(item)):
            item.add_marker("thorough")
        if not item.get_closest_marker("django_db") and not DATABASE_FIXTURES & set(item.fixturenames):
            item.add_marker("once")
    items.sort(key=lambda item: item.get_closest_marker("journey") is not None)
    _refuse_a_shared_world_beside_real_transactions(items)
    if "soak" in config.option.markexpr:
        return
    soaking = [item for item in items if item.get_closest_marker("soak")]
    if soaking:
        config.hook.pytest_deselected(items=soaking)
        items[:] = [item for item in items if item not in soaking]


def _is_told_first(item: pytest.Item) -> bool:
    """A main story, in the first way that it is told."""
    ways = item.callspec.indices if hasattr(item, "callspec") else {}
    return item.get_closest_marker("main_story") is not None and not any(ways.values())


def _refuse_a_shared_world_beside_real_transactions(items: list[pytest.Item]) -> None:
    """A test with real transactions closes the connection in whose transaction its module's world is kept."""
    sharing = {item.path for item in items if "shared_world" in item.fixturenames}
    real = {item.path for item in items if _has_real_transactions(item)}
    if both := sharing & real:
        raise pytest.UsageError(f"Move the tests with transaction=True to a file of their own: {sorted(both)}")


def _has_real_transactions(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(item.fixturenames)
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))
