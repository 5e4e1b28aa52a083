"""Flat catalogues say the same words as Django's chained ones, in every language that a reader may choose."""

import sys
from collections.abc import Iterator
from gettext import NullTranslations

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy, ngettext_lazy, npgettext, pgettext, trans_real

from portal.core.flat_translations import flatten_language, is_flat

CODES = [code for code, _name in settings.LANGUAGES]
NUMBERS = (*range(25), 100, 101, 111, 1000, 1_000_000)


@pytest.fixture(autouse=True)
def _own_translations(monkeypatch):
    """Translations as a new process has them."""
    monkeypatch.setattr(trans_real, "_translations", {})
    monkeypatch.setattr(trans_real, "_default", None)


def chained(code: str) -> trans_real.DjangoTranslation:
    return trans_real.DjangoTranslation(code)


def flat(code: str) -> trans_real.DjangoTranslation:
    flatten_language(code)
    return trans_real.translation(code)


def list_keys(one: NullTranslations | None) -> Iterator[str | tuple[str, int]]:
    while one is not None:
        yield from one._catalog.keys()
        one = one._fallback


def list_ids(code: str) -> set[str]:
    """The ids of every catalogue of every language, so that words that this one lacks are asked for too."""
    codes = {code, *CODES, "fr", "de"}
    return {key if isinstance(key, str) else key[0] for each in codes for key in list_keys(chained(each))}


def test_django_and_python_keep_their_catalogues_where_we_look_for_them():
    for code in CODES:
        assert is_flat(flat(code)), (
            f"The catalogues of {code} were not flattened: Django or Python no longer keeps them in _catalog and "
            "_fallback. Pages are right, but slow until portal/core/flat_translations.py looks in the new place."
        )


@pytest.mark.parametrize("code", CODES)
def test_each_message_is_the_same_flat_and_chained(code):
    one, other = flat(code), chained(code)
    ids = list_ids(code)
    assert len(ids) > 2000
    assert {each: one.gettext(each) for each in ids} == {each: other.gettext(each) for each in ids}


@pytest.mark.parametrize("code", CODES)
def test_each_plural_form_is_the_same_flat_and_chained(code):
    one, other = flat(code), chained(code)
    for each in list_ids(code):
        for number in NUMBERS:
            assert one.ngettext(each, f"{each}s", number) == other.ngettext(each, f"{each}s", number)


def test_words_in_no_catalogue_stay_as_they_are():
    assert flat("cy").gettext("In no catalogue") == "In no catalogue"
    assert [flat("cy").ngettext("%s apple of ours", "%s apples of ours", number) for number in (0, 1, 2)] == [
        "%s apples of ours",
        "%s apple of ours",
        "%s apples of ours",
    ]


def test_contexts_lazy_words_and_a_change_of_language_work_as_before():
    lazy, several = gettext_lazy("July"), ngettext_lazy("%(count)s page", "%(count)s pages", "count")
    said = {}
    for kind in (chained, flat):
        for code in (*CODES, "en", "fr"):
            trans_real._translations[code] = chained(code)
            if kind is flat:
                flatten_language(code)
            with translation.override(code):
                said[kind, code] = (
                    str(lazy),
                    [several % {"count": number} for number in (0, 1, 2, 3, 6)],
                    pgettext("abbrev. month", "Jan."),
                    pgettext("no such context", "July"),
                    npgettext("no such context", "%d day", "%d days", 2),
                    translation.gettext(""),
                )
    for code in (*CODES, "en", "fr"):
        assert said[flat, code] == said[chained, code]
    assert said[flat, "cy"][0] == "Gorffennaf"
    assert said[flat, "en-gb"][0] == "July"


def count_calls_while(action) -> int:
    """Count calls of the catalogues' own look-ups."""
    names = {"gettext", "ngettext", "get", "plural", "__getitem__", "__contains__"}
    files = {sys.modules[NullTranslations.__module__].__file__, trans_real.__file__}
    classes = (NullTranslations, trans_real.TranslationCatalog)
    calls = 0

    def watch(frame, event, _argument):
        nonlocal calls
        code = frame.f_code
        if event == "call" and code.co_filename in files and code.co_name in names:
            calls += isinstance(frame.f_locals.get("self"), classes)

    sys.setprofile(watch)
    try:
        action()
    finally:
        sys.setprofile(None)
    return calls


def test_a_word_asks_no_catalogue():
    def say():
        with translation.override("en-gb"):
            translation.gettext("Search")
            str(gettext_lazy("Suppliers"))
            translation.ngettext("%s statement of ours", "%s statements of ours", 2)

    trans_real._translations["en-gb"] = chained("en-gb")
    assert count_calls_while(say) > 6
    flatten_language("en-gb")
    assert count_calls_while(say) == 0


def test_a_catalogue_kept_elsewhere_leaves_the_translation_as_it_is():
    translation_moved = trans_real.translation("cy")
    del translation_moved._fallback
    flatten_language("cy")
    assert not is_flat(translation_moved)


def test_every_language_is_flat_once_a_page_can_be_asked_for(client):
    client.get("/robots.txt")
    assert all(is_flat(trans_real.translation(code)) for code in CODES)
