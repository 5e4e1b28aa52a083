"""The words of each language in locale/: all there, of the same shape as the English, and each reviewed by somebody or
marked as not.
"""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from polib import POEntry, POFile, mofile, pofile

from portal.core.management.commands.makemessages import PUBLIC
from portal.operations.setup import catalogues as catalogue_files
from portal.operations.setup.catalogues import list_sources
from tests.support.threads import run_at_once

ROOT = Path(settings.BASE_DIR)
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd%]")
TAG = re.compile(r"<[^<>]+>")
QUOTED = re.compile(r"[“”]")
NOT_REVIEWED = "not reviewed"
NOBODY = "nobody has reviewed it"
# Of a whole number, which form of six a Welsh word takes.
WELSH_FORMS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 5, 5: 5, 6: 4, 7: 5, 11: 5, 26: 5}

catalogues = pytest.mark.parametrize("path", list_sources(), ids=lambda path: path.parts[-3])


def said(entry: POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def shape(text: str) -> tuple:
    """What a translation must leave as it is: places for facts, markup, white space at the ends."""
    return (
        sorted(PLACE.findall(text)),
        TAG.findall(text),
        text[: len(text) - len(text.lstrip())],
        text[len(text.rstrip()) :],
    )


def reading(path: Path) -> POFile:
    return pofile(str(path))


def test_there_is_welsh():
    assert [path.parts[-3] for path in list_sources()] == ["cy"]


@catalogues
def test_every_entry_is_translated_and_none_is_a_guess(path):
    catalogue = reading(path)
    assert not [entry.msgid for entry in catalogue if not all(said(entry))]
    assert not [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete]
    assert len({(entry.msgctxt, entry.msgid) for entry in catalogue}) == len(catalogue)


@catalogues
def test_facts_markup_and_white_space_are_where_the_english_has_them(path):
    wrong = [
        (entry.msgid, text) for entry in reading(path) for text in said(entry) if shape(text) != shape(entry.msgid)
    ]
    assert not wrong


@catalogues
def test_a_sentence_ends_as_the_english_does(path):
    """A question stays a question, and a label gets no full stop."""
    ends = ".?!:…"
    wrong = [
        (entry.msgid, text)
        for entry in reading(path)
        for text in said(entry)
        if (entry.msgid.strip()[-1] if entry.msgid.strip()[-1] in ends else "")
        != (text.strip()[-1] if text.strip()[-1] in ends else "")
    ]
    assert not wrong


@catalogues
def test_quotation_marks_come_in_pairs_and_apostrophes_are_curly(path):
    for entry in reading(path):
        for text in said(entry):
            marks = QUOTED.findall(text)
            assert marks == ["“", "”"] * (len(marks) // 2), text
            assert "'" not in TAG.sub("", text), text


@catalogues
def test_what_a_page_calls_a_button_is_what_the_button_says(path):
    """Words between quotation marks name something on the page, in the words that the page uses for it."""
    words = {entry.msgid: entry.msgstr for entry in reading(path)}
    for english, welsh in words.items():
        for name in re.findall(r"“([^”%]+)”", english):
            if name in words and name not in NOT_NAMES:
                assert f"“{words[name]}”" in welsh, (english, welsh)


# Named in another form of words than the button or answer itself has.
NOT_NAMES: frozenset[str] = frozenset()


@catalogues
def test_every_entry_says_whether_somebody_reviewed_it(path):
    """Whoever reviews is named in the head; until then every entry is marked."""
    catalogue = reading(path)
    if catalogue.metadata["Last-Translator"] == NOBODY:
        assert not [entry.msgid for entry in catalogue if NOT_REVIEWED not in entry.tcomment]
    else:
        assert re.match(r"\w+ \w+", catalogue.metadata["Last-Translator"])


def test_welsh_has_a_form_of_the_word_for_each_kind_of_number():
    catalogue = reading(ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po")
    plural = [entry for entry in catalogue if entry.msgid_plural]
    assert plural
    assert all(set(entry.msgstr_plural) == set(range(6)) for entry in plural)
    with translation.override("cy"):
        for number, form in WELSH_FORMS.items():
            for entry in plural:
                assert translation.ngettext(entry.msgid, entry.msgid_plural, number) == entry.msgstr_plural[form]


@catalogues
def test_the_catalogue_holds_what_the_public_reads_and_nothing_else(path, tmp_path, monkeypatch, settings):
    """Where this fails: `manage.py makemessages -l cy --public`, then translate what is new."""
    for name in PUBLIC:
        here = ROOT / name
        found = [here] if here.exists() else [*here.parent.glob(f"{here.name}*")]
        assert found, f"{name} is not there any more"
        for source in found:
            target = tmp_path / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    (tmp_path / "locale").mkdir()
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    code = path.parts[-3]
    call_command("makemessages", locale=[code], public=True, verbosity=0)
    fresh = {entry.msgid for entry in pofile(str(tmp_path / "locale" / code / "LC_MESSAGES" / "django.po"))}
    there = {entry.msgid for entry in reading(path)}
    assert not fresh - there, "not translated"
    assert not there - fresh, "said nowhere any more"


def test_workers_that_begin_together_compile_each_catalogue_whole(tmp_path, monkeypatch):
    sources = [tmp_path / f"{number}.po" for number in range(20)]
    for source in sources:
        source.write_text('msgid "Yes"\nmsgstr "Ie"\n')
    monkeypatch.setattr(catalogue_files, "list_sources", lambda: sources)
    monkeypatch.setattr(catalogue_files, "list_app_sources", list)
    run_at_once([catalogue_files.compile_all] * 4)
    assert [mofile(path)[0].msgstr for path in sorted(tmp_path.glob("*.mo"))] == ["Ie"] * len(sources)
