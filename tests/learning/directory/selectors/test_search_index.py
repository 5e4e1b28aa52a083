"""The index that searches ask is kept, and is never older than the directory."""

from datetime import UTC, date, datetime

import pytest

from learning.directory.models import Service
from learning.directory.selectors import search
from learning.directory.services import loading, steps, verification
from portal.core.page_cache.store import page_store
from tests.factories.directory import BRISTOL, ServiceFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LATE = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kept(settings, tmp_path):
    settings.PAGES_ARE_KEPT = True
    settings.PAGE_STAMP_FILE = tmp_path / "page-stamp"
    page_store.clear()
    yield
    page_store.clear()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    def commit(act, *args, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **options)

    return commit


def names(**asked):
    found = search(today=NOW.date(), **asked)
    return [] if found.is_relaxed else [one.service.name for one in found.rows]


def test_a_search_of_an_unchanged_directory_takes_three_queries(committed, django_assert_num_queries):
    committed(ServiceFactory, name="Harbour", areas=[BRISTOL])
    assert names() == ["Harbour"]
    with django_assert_num_queries(3):
        assert names(council=BRISTOL) == ["Harbour"]


def test_a_new_entry_and_a_changed_one_are_found_at_once(committed):
    committed(ServiceFactory, name="Harbour", areas=[BRISTOL])
    assert names(need="legal_advice") == []
    other = committed(ServiceFactory, name="Anchor", needs=["legal_advice"])
    assert sorted(names()) == ["Anchor", "Harbour"]
    assert names(need="legal_advice") == ["Anchor"]
    other.name = "Zephyr"
    committed(steps.save_version, other, "system", "changed", NOW)
    assert names() == ["Harbour", "Zephyr"]
    committed(other.delete)
    assert names() == ["Harbour"]


def test_what_lapsed_or_left_the_file_is_found_no_more(committed):
    committed(ServiceFactory, name="Harbour", next_review_on=date(2026, 1, 1))
    committed(ServiceFactory, name="Anchor", next_review_on=date(2029, 12, 1), origin="file")
    assert len(names()) == 2
    assert committed(verification.hide_lapsed_entries, LATE) == 1
    assert names() == ["Anchor"]
    committed(loading.load_services, {"edition": "2026-11-24", "services": []}, at=NOW)
    assert names() == []


def test_what_the_index_does_not_yet_know_to_be_hidden_is_not_shown(committed):
    """Several machines without a shared cache learn of a change some minutes late; what was hidden is hidden."""
    committed(ServiceFactory, name="Harbour", areas=[BRISTOL])
    shown = committed(ServiceFactory, name="Anchor", areas=[BRISTOL])
    assert len(names(council=BRISTOL)) == 2
    Service.objects.filter(pk=shown.pk).update(visibility="hidden")
    assert names() == names(council=BRISTOL) == ["Harbour"]


def test_an_area_that_is_no_more_hides_nobody_else(committed):
    committed(ServiceFactory, name="Harbour", areas=[BRISTOL])
    gone = committed(ServiceFactory, name="Anchor", areas=[BRISTOL])
    Service.objects.filter(pk=gone.pk).update(areas=["E99999999"])
    page_store.clear()
    assert names(council=BRISTOL) == ["Harbour"]
