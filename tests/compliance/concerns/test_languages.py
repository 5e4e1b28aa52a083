"""/r/languages: which number to call, in the languages of people who may not read English."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from compliance.concerns import phone_help
from portal.reference import helpline

PAGE, START = "/r/languages", "/report/"
# Where the letters of a language are: a sentence in another script is a mistake.
SCRIPTS = {
    "am": r"[\u1200-\u137f]",
    "ar": r"[\u0600-\u06ff]",
    "bg": r"[\u0400-\u04ff]",
    "bn": r"[\u0980-\u09ff]",
    "fa": r"[\u0600-\u06ff]",
    "hi": r"[\u0900-\u097f]",
    "ml": r"[\u0d00-\u0d7f]",
    "pa": r"[\u0a00-\u0a7f]",
    "prs": r"[\u0600-\u06ff]",
    "ti": r"[\u1200-\u137f]",
    "uk": r"[\u0400-\u04ff]",
    "ur": r"[\u0600-\u06ff]",
    "zh": r"[\u4e00-\u9fff]",
}
ALL = list(phone_help.every_language())


@pytest.fixture(autouse=True)
def record(settings, tmp_path) -> Path:
    """The file of reviews, empty."""
    settings.PHONE_HELP_REVIEWS_FILE = tmp_path / "reviews.json"
    return settings.PHONE_HELP_REVIEWS_FILE


def page(address: str = PAGE) -> str:
    return Client().get(address).content.decode()


def sections(html: str) -> dict[str, str]:
    """Each language's part of the page, by its code."""
    return {
        found[1]: found[0] for found in re.finditer(r'<section class="portal-card" id="(\w+)".*?</section>', html, re.S)
    }


def test_there_are_twenty_languages_of_the_vocabulary():
    assert len(ALL) == 20
    assert set(ALL) <= helpline.get_labels("language").keys()


@pytest.mark.parametrize("code", ALL)
def test_every_language_has_every_sentence_in_its_own_letters(code):
    row = phone_help.every_language()[code]
    assert tuple(row.sentences) == phone_help.SENTENCES
    english = json.loads(Path(phone_help.__file__).parent.joinpath("data", "phone_help.json").read_text())["english"]
    assert tuple(english) == phone_help.SENTENCES
    for name, sentence in row.sentences.items():
        assert sentence.strip() == sentence
        assert sentence
        assert sentence != english[name]
        assert re.search(SCRIPTS.get(code, r"[A-Za-z]"), sentence), sentence
        assert not re.search(r"\d", sentence.replace("999", "")), "the number and the hours come from settings"
    assert row.sentences["danger"].count("999") == 1


def test_no_two_languages_say_the_same():
    for name in phone_help.SENTENCES:
        told = [row.sentences[name] for code, row in phone_help.every_language().items() if code != "prs"]
        assert len(set(told)) == len(told), name


def test_no_language_is_recorded_as_reviewed_by_the_portal_itself(settings):
    own = Path(phone_help.__file__).parent / "data" / "phone_help_reviews.json"
    assert json.loads(own.read_text()) == {}


def test_without_a_review_the_public_has_neither_page_nor_link(db):
    answer = Client().get(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, reverse("concerns:start"))
    assert PAGE not in page(START)


def test_the_public_reads_what_is_reviewed_and_nothing_else(door):
    phone_help.record_review("vi", by="Lan Example", on=date(2027, 1, 31))
    phone_help.record_review("ar", by="Amal Example", on=date(2027, 1, 31))
    found = sections(page())
    assert found.keys() == {"vi", "ar"}
    assert "Not yet reviewed" not in page()
    assert re.findall(rf'href="{PAGE}#(\w+)"', page(START)) == ["vi", "ar"]


def test_the_demo_shows_every_language_and_marks_those_not_reviewed(door, settings):
    settings.DEMO = True
    phone_help.record_review("vi", by="Lan Example", on=date(2027, 1, 31))
    found = sections(page())
    assert found.keys() == set(ALL)
    assert {code for code, part in found.items() if "Not yet reviewed" not in part} == {"vi"}
    assert set(re.findall(rf'href="{PAGE}#(\w+)"', page(START))) == set(ALL)


def test_a_sentence_that_changed_since_its_review_is_not_shown(monkeypatch):
    phone_help.record_review("vi", by="Lan Example", on=date(2027, 1, 31))
    row = phone_help.every_language()["vi"]
    changed = phone_help.PhoneHelp(row.language, row.spoken_name, {**row.sentences, "call": "Khác."})
    monkeypatch.setattr(phone_help, "every_language", lambda: {"vi": changed})
    assert phone_help.shown_languages() == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"vi": {}}',
        '{"vi": {"reviewed_by": "", "reviewed_on": "2027-01-31", "digest": "DIGEST"}}',
        '{"vi": {"reviewed_by": "Lan Example", "reviewed_on": "soon", "digest": "DIGEST"}}',
        '{"vi": {"reviewed_by": "Lan Example", "reviewed_on": "2027-01-31", "digest": "other"}}',
    ],
)
def test_half_a_record_is_no_record(record, text):
    record.write_text(text.replace("DIGEST", phone_help.every_language()["vi"].digest))
    assert phone_help.shown_languages() == []


def test_each_language_is_marked_with_its_own_tongue_and_direction(settings):
    settings.DEMO = True
    found = sections(page())
    for code, part in found.items():
        direction = "rtl" if code in {"ar", "fa", "prs", "ur"} else "ltr"
        assert f'lang="{code}" dir="{direction}"' in part.split("</h2>")[0]
    assert '<strong lang="en" dir="ltr">Vietnamese</strong>' in found["vi"]


def test_number_and_hours_come_from_settings(settings):
    settings.DEMO, settings.HELPLINE_NUMBER, settings.HELPLINE_HOURS = True, "0800 000 111", ""
    found = sections(page())
    for part in found.values():
        assert 'href="tel:0800000111"' in part
        assert 'href="tel:999"' in part
        assert "Opening hours" not in part
    settings.HELPLINE_HOURS = "Monday to Friday, 8am to 8pm"
    assert "Opening hours: Monday to Friday, 8am to 8pm." in sections(page())["vi"]


def test_it_is_a_page_for_reporters_and_asks_no_database(settings):
    settings.DEMO = True
    answer = Client().get(PAGE)
    html = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert "Exit this page" in html
    assert re.search(r"<title>\s*Languages\s*</title>", html)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)[^"]*', html)
    assert Client().post(PAGE).status_code == 405


def test_the_number_is_there_without_the_teams_key(db, settings):
    settings.DEMO = True
    assert f'href="{PAGE}#vi"' in page(START)


def test_a_review_is_recorded_by_a_command(capsys):
    call_command("record_language_review", "vi", by="Lan Example", on=date(2026, 1, 31))
    assert phone_help.reviews()["vi"].reviewed_by == "Lan Example"
    assert phone_help.every_language()["vi"].sentences["what"] in capsys.readouterr().out
    call_command("record_language_review")
    told = capsys.readouterr().out
    assert "vi Vietnamese: reviewed by Lan Example on 2026-01-31" in told
    assert "ar Arabic: not reviewed" in told


@pytest.mark.parametrize(
    "given", [{"by": "", "on": date(2026, 1, 31)}, {"by": "Lan Example"}, {"by": "L", "on": date(2999, 1, 1)}]
)
def test_half_a_review_is_refused(given):
    with pytest.raises(CommandError):
        call_command("record_language_review", "vi", **given)
    assert phone_help.reviews() == {}
