"""A Redis that is gone or hangs: another cache stands in, and the wait is paid once.

See docs/requirements/security.md#outages.
"""

import socket

import pytest
from django.core.cache import caches
from django.test import Client

from portal.core import redis_cache
from portal.core.page_cache import version
from portal.settings.environment import caches as caches_for
from tests.reliability.overload import redis_server
from tests.reliability.servers import free_port
from tests.support.programs import needs_server

pytestmark = [pytest.mark.django_db, needs_server("redis-server")]


@pytest.fixture
def cached_at(settings, monkeypatch):
    """Production's caches, at an address."""

    def cached(url: str) -> None:
        monkeypatch.setattr(redis_cache, "_breakers", {})
        monkeypatch.setattr(version, "_is_write_pending", False)
        settings.CACHES = caches_for(url)
        settings.PAGES_ARE_KEPT = settings.PAGE_STAMP_IS_SHARED = True

    return cached


def test_a_table_of_the_database_counts_while_redis_is_dead(cached_at):
    cached_at(f"redis://127.0.0.1:{free_port()}/0")
    cache = caches["default"]
    assert cache.add("count", 0, timeout=60) and cache.incr("count") == 1
    assert cache.incr("count") == 2 and cache.get("count") == 2
    with pytest.raises(ValueError, match="not found"):
        cache.incr("never-set")
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    cache.delete("a")
    assert not cache.has_key("a")


def test_every_page_is_answered_and_none_is_kept_while_redis_is_dead(cached_at):
    cached_at(f"redis://127.0.0.1:{free_port()}/0")
    assert version.get_edition() == ""
    for path in ("/", "/report/", "/healthz", "/guidance/", "/statements/", "/accounts/login/"):
        assert Client().get(path).status_code == 200, path


def test_a_redis_that_hangs_is_waited_for_once(cached_at, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cached_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        caches["default"].get("first")
        asked: list[str] = []
        monkeypatch.setattr(redis_cache.django_redis.RedisCache, "get", lambda *_: asked.append("redis"))
        for _ in range(20):
            caches["default"].get("next")
            caches["pages"].get("next")
        assert not asked
        [breaker] = redis_cache._breakers.values()
        breaker._ask_at = 0.0
        for _ in range(3):
            caches["default"].get("later")
        assert asked[:1] == ["redis"]


def test_when_redis_is_back_it_is_asked_again_and_told_of_changes(cached_at, tmp_path, monkeypatch):
    monkeypatch.setattr(redis_cache, "RETRY_SECONDS", 0)
    port = free_port()
    with redis_server(tmp_path, port):
        cached_at(f"redis://127.0.0.1:{port}/0")
        before = version.get_edition()
        assert before and version.get_edition() == before
        assert caches["default"].add("count", 0, timeout=60) and caches["default"].incr("count") == 1
    assert version.get_edition() == ""
    version._write()
    with redis_server(tmp_path, port):
        after = version.get_edition()
        assert after and after != before and version.get_edition() == after
