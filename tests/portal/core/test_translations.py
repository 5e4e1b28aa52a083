"""Every word that people read can be translated, the words of data files among them."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from compliance.organisations.rules import scope
from compliance.statements import vocabulary
from compliance.statements.core.forms.fields import translate_choices
from portal.core.management.commands.makemessages import NOT_SHOWN, sentences, sentences_of_rules
from portal.reference.tables import countries, sectors

ROOT = Path(settings.BASE_DIR)


@pytest.fixture(scope="module")
def extracted():
    """All sentences that the command takes from the data files of the apps."""
    paths = [path for room in ("portal", "compliance", "learning") for path in (ROOT / room).rglob("data/**/*.json")]
    assert len(paths) > 40
    return {
        sentence
        for path in paths
        if not str(path).endswith(NOT_SHOWN)
        for sentence in sentences(json.loads(path.read_text(encoding="utf-8")))
    }


def shown():
    """What the data files give to forms and pages, by where it comes from."""
    yield "question", [text for field in vocabulary.fields() for text in (field.label, field.hint)]
    yield "option", [option.label for one in vocabulary.enumerations() for option in one.values]
    yield "disclosure", [one.text for one in vocabulary.disclosures()]
    yield "criterion", [text for one in vocabulary.criteria() for text in (one.question, one.message)]
    yield "claim", [one.message for one in vocabulary.claims()]
    yield "scope", [text for one in scope.get_questions() for text in (one["text"], *one.get("help", ()))]
    yield "country", [country.name for country in countries()]
    yield "sector", [sector.name for sector in sectors()]


@pytest.mark.parametrize(("kind", "texts"), list(shown()), ids=lambda value: value if isinstance(value, str) else "")
def test_what_data_files_show_is_extracted(extracted, kind, texts):
    assert texts
    assert not {text for text in texts if text} - extracted


def test_codes_patterns_and_the_registrys_own_words_are_not_extracted(extracted):
    assert not {code.code for code in vocabulary.sources()} & extracted
    assert "StatementIncludesRisksAssessment" not in extracted
    assert not any("\\b" in sentence for sentence in extracted)


RULES = '''"""About rules."""
SHAPE = "lower case words", "A\\\\b pattern", "One"
REASON = "Send the copy." if SHAPE else f"Late since {SHAPE}."
MARKED = _("Marked as well")
'''


def test_whole_sentences_of_rules_are_extracted_and_nothing_else():
    assert list(sentences_of_rules(RULES)) == ["Send the copy.", "Marked as well"]
    law = (ROOT / "compliance/statements/rubric/rules/criteria/law.py").read_text(encoding="utf-8")
    found = set(sentences_of_rules(law))
    assert "Say whether you have a website." in found
    assert not {one for one in found if one.startswith(("Must:", "Its scheme"))}


def test_the_command_writes_them_for_translators(tmp_path, monkeypatch, settings):
    """A small site of its own: one data file and one module."""
    (tmp_path / "data").mkdir()
    (tmp_path / "locale").mkdir()
    item = {"code": "c", "label": 'Was “training” given? "Yes" or no', "registry": {"name": "Training"}}
    (tmp_path / "data" / "fields.json").write_text(json.dumps({"about": "Questions", "items": [item]}))
    (tmp_path / "page.py").write_text("_('Said in code')\n")
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "law.py").write_text(RULES)
    call_command("makemessages", locale=["cy"], verbosity=0)
    written = (tmp_path / "locale" / "cy" / "LC_MESSAGES" / "django.po").read_text()
    assert 'msgid "Was “training” given? \\"Yes\\" or no"' in written
    assert 'msgid "Said in code"' in written
    assert "data/fields.json" in written and "rules/law.py" in written
    assert 'msgid "Send the copy."' in written and 'msgid "Marked as well"' in written
    assert "About rules" not in written and "Late since" not in written
    assert [path.name for path in (tmp_path / "rules").iterdir()] == ["law.py"]
    assert '"Training"' not in written and '"Questions"' not in written
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["fields.json"], "nothing is left behind"


def test_options_are_shown_in_the_readers_language(monkeypatch):
    french = translation.trans_real.DjangoTranslation("fr")
    french._catalog[("Policies")] = "Politiques"
    monkeypatch.setitem(translation.trans_real._translations, "fr", french)
    with translation.override("fr"):
        assert translate_choices([("policies", "Policies")]) == [("policies", "Politiques")]
