"""Which edition of the published pages is current."""

import subprocess
import sys

import pytest
from django.db import OperationalError, transaction

from portal.core.page_cache import version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stamp(settings, tmp_path, monkeypatch):
    settings.PAGE_STAMP_FILE = tmp_path / "below" / "page-stamp"
    settings.PAGE_STAMP_IS_SHARED = settings.PAGE_STAMP_IS_IN_DATABASE = False
    monkeypatch.setattr(version.time, "time", lambda: 1_000_000)


def renewed(callbacks):
    with callbacks(execute=True):
        version.bump_edition()


def test_an_edition_stays_until_it_is_renewed(django_capture_on_commit_callbacks):
    version.get_edition()
    before = version.get_edition()
    assert version.get_edition() == before
    renewed(django_capture_on_commit_callbacks)
    after = version.get_edition()
    assert after != before
    assert version.get_edition() == after


def test_two_renewals_in_the_same_moment_are_two_editions(django_capture_on_commit_callbacks):
    found = set()
    for _ in range(50):
        renewed(django_capture_on_commit_callbacks)
        found.add(version.get_edition())
    assert len(found) == 50


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_renews_nothing_and_one_that_is_kept_does():
    version.get_edition()
    before = version.get_edition()
    with transaction.atomic():
        version.bump_edition()
        assert version.get_edition() == before
        transaction.set_rollback(True)
    assert version.get_edition() == before
    with transaction.atomic():
        version.bump_edition()
    assert version.get_edition() != before


def test_an_edition_ends_after_five_minutes_whatever_happens(monkeypatch):
    version.get_edition()
    before = version.get_edition()
    monkeypatch.setattr(version.time, "time", lambda: 1_000_000 + version.MAX_AGE_SECONDS)
    assert version.get_edition() != before


def test_another_process_sees_it_at_once(settings, django_capture_on_commit_callbacks):
    asked = "import os, sys; found = os.stat(sys.argv[1]); print(found.st_ino, found.st_mtime_ns)"

    def other():
        done = subprocess.run(
            [sys.executable, "-c", asked, settings.PAGE_STAMP_FILE], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    version.get_edition()
    for _ in range(3):
        renewed(django_capture_on_commit_callbacks)
        assert version.get_edition().endswith(other())


def test_nothing_is_left_beside_the_stamp(settings, django_capture_on_commit_callbacks):
    renewed(django_capture_on_commit_callbacks)
    assert [file.name for file in settings.PAGE_STAMP_FILE.parent.iterdir()] == ["page-stamp"]


def test_several_machines_share_it_through_the_cache(settings, django_capture_on_commit_callbacks):
    settings.PAGE_STAMP_IS_SHARED = True
    before = version.get_edition()
    assert version.get_edition() == before
    renewed(django_capture_on_commit_callbacks)
    assert version.get_edition() != before
    assert not settings.PAGE_STAMP_FILE.exists()


def test_a_stamp_that_the_cache_dropped_is_another_edition(settings):
    settings.PAGE_STAMP_IS_SHARED = True
    before = version.get_edition()
    version.caches["pages"].delete(version.CACHE_KEY)
    assert version.get_edition() != before


class TestInTheDatabase:
    """Several machines without a shared cache: each has a stamp file of its own."""

    @pytest.fixture(autouse=True)
    def machines(self, settings, tmp_path, monkeypatch):
        settings.PAGE_STAMP_IS_IN_DATABASE = True
        monkeypatch.setattr(version, "_seen", "")
        monkeypatch.setattr(version, "_looked_at", 0.0)
        self.now = 1000.0
        monkeypatch.setattr(version.time, "monotonic", lambda: self.now)
        self.settings, self.folder = settings, tmp_path

    def on_another_machine(self, act):
        """As if this process were one of another machine."""
        here = version._seen, version._looked_at, self.settings.PAGE_STAMP_FILE
        self.settings.PAGE_STAMP_FILE = self.folder / "other" / "page-stamp"
        version._seen, version._looked_at = "", 0.0
        act()
        version._seen, version._looked_at, self.settings.PAGE_STAMP_FILE = here

    def test_a_change_of_another_machine_is_seen_with_the_next_look(self, django_capture_on_commit_callbacks):
        before = version.get_edition()
        self.on_another_machine(lambda: renewed(django_capture_on_commit_callbacks))
        assert version.get_edition() == before
        self.now += version.LOOK_SECONDS
        after = version.get_edition()
        assert after != before
        self.now += version.LOOK_SECONDS
        assert version.get_edition() == after

    def test_a_change_of_this_machine_is_seen_at_once(self, django_capture_on_commit_callbacks):
        before = version.get_edition()
        renewed(django_capture_on_commit_callbacks)
        assert version.get_edition() != before

    def test_the_database_is_asked_twice_a_second_and_not_with_each_request(self, monkeypatch):
        asked = []
        real = version.caches["pages"].get
        monkeypatch.setattr(version.caches["pages"], "get", lambda *given: asked.append(1) or real(*given))
        version.get_edition()
        first = len(asked)
        for _ in range(100):
            version.get_edition()
        assert len(asked) == first

    def test_while_the_database_is_away_pages_stay_as_they_were_last_known(self, monkeypatch):
        before = version.get_edition()

        def fail(*_):
            raise OperationalError

        monkeypatch.setattr(version.caches["pages"], "get", fail)
        self.now += version.LOOK_SECONDS
        assert version.get_edition() == before

    def test_a_process_that_never_reached_the_database_keeps_nothing(self, monkeypatch):
        def fail(*_):
            raise OperationalError

        monkeypatch.setattr(version.caches["pages"], "get", fail)
        assert version.get_edition() == ""

    def test_a_change_that_could_not_be_told_is_told_with_the_next_look(
        self, monkeypatch, django_capture_on_commit_callbacks
    ):
        seen = version.caches["pages"].get(version.CACHE_KEY)

        def fail(*_, **__):
            raise OperationalError

        with monkeypatch.context() as away:
            away.setattr(version.caches["pages"], "set", fail)
            renewed(django_capture_on_commit_callbacks)
        version.get_edition()
        assert version.caches["pages"].get(version.CACHE_KEY) != seen
