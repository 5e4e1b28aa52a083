"""What one worker keeps."""

import pytest

from portal.core.page_cache import store
from portal.core.page_cache.store import PageStore, get_or_make, page_store


@pytest.fixture(autouse=True)
def _editions(settings, monkeypatch):
    settings.PAGES_ARE_KEPT = True
    monkeypatch.setattr(store.version, "get_edition", lambda: "1")
    page_store.clear()
    yield
    page_store.clear()


def test_a_value_is_made_once_an_edition(monkeypatch):
    made = []
    for edition in ("1", "1", "2", "2", "1"):
        monkeypatch.setattr(store.version, "get_edition", lambda edition=edition: edition)
        get_or_make("page", lambda edition=edition: made.append(edition) or edition)
    assert made == ["1", "2", "1"]


def test_that_there_is_nothing_is_kept_too():
    made = []
    for _ in range(2):
        assert get_or_make("page", lambda: made.append("asked")) is None
    assert made == ["asked"]


def test_a_change_while_a_value_is_made_leaves_it_to_the_former_edition(monkeypatch):
    def make():
        monkeypatch.setattr(store.version, "get_edition", lambda: "2")
        return "old"

    assert get_or_make("page", make) == "old"
    assert get_or_make("page", lambda: "new") == "new"


def test_what_is_kept_under_one_key_is_not_found_under_another():
    assert get_or_make(("page", 1), lambda: "first") == "first"
    assert get_or_make(("page", 2), lambda: "second") == "second"


def test_nothing_is_kept_where_the_settings_say_so(settings):
    settings.PAGES_ARE_KEPT = False
    assert get_or_make("page", lambda: "first") == "first"
    assert get_or_make("page", lambda: "second") == "second"


def test_values_of_a_former_edition_let_go_of_their_memory():
    one = PageStore()
    one.put("1", "page", "old")
    one.put("2", "page", "new")
    assert (one.get("1", "page"), one.get("2", "page")) == (None, "new")


def test_there_is_an_end_to_what_is_kept(monkeypatch):
    monkeypatch.setattr(store, "MAX_ENTRIES", 3)
    one = PageStore()
    for number in range(10):
        one.put("1", number, number)
    assert [number for number in range(10) if one.get("1", number) is not None] == [9]
