"""Hours and response times of the helpline are what its operator has set, and are stated nowhere else."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.settings.helpline import reading_times

ROOT = Path(settings.BASE_DIR)
NUMBER = r"(?:\d+|one|two|three|half an)"
PROMISES = re.compile(
    r"24/7|24[ -]hours? a day|(?:at|by) any (?:time|hour)|any time of|day (?:and|or) night|round the clock|always open"
    r"|365 days|every day of the year|7 days a week|all day and night"
    rf"|within {NUMBER} (?:minutes?|hours?|working days?)|again in {NUMBER} hours?\b"
    r"|ar unrhyw adeg|bob awr|d[dy]dd a nos|nos a dydd|24 awr|o fewn \w+ (?:munud|awr|diwrnod)|ymhen \w+ awr",
    re.I,
)
# Words that are no promise of the helpline. Each is a part of the sentence that holds it.
NO_PROMISE = (
    # What a person may do, or is asked.
    "You can stop", "You can change this at any time", "take it back at any time", "can withdraw at any time",
    "leave the NRM at any time",
    "leave it at any time", "that any time is safe", "Tell me at any time", "ask for the emails again at any time",
    "on call day and night", "at any time while exploited", "take back your yes",
    "Safe at any time", "They said that any time",
    # Facts and times of a case, and what a business or our own staff has to do by when.
    "Danger within 24 hours", "Danger expected within 24 hours", "Needs a named person within two working days",
    "look within two working days", "needs attention within two working days",
    "look at an audit finding within two working days",
    "A link works once, within 72 hours", "opens once within 72 hours", "must review this within 24 hours",
    # Other services, whose hours are data with a source.
    "You can call Samaritans free on 116 123, day or night",
    "Salvation Army on {phone salvation-army-msvcc}, day or night",
    "Independent Child Trafficking Guardians, {phone barnardos-ictg}, day and night",
    'msgid "24 hours a day', 'msgid "Day and night"', 'msgstr "24 awr y dydd', 'msgstr "Ddydd a nos"',
    # Danger that is near, in Welsh.
    "yn ystod y 24 awr nesaf",
    # What a handler writes into a form.
    "For example, 24 hours a day, or", "Every day, 24 hours", "24 hours a day, every day",
)  # fmt: skip


def sentences(text: str) -> Iterator[str]:
    yield from re.split(r"(?<=[.!?])\s+|\n|%\}|\{%|<[^>]+>", text)


def problems(text: str, where: str) -> list[str]:
    return [
        f"{where}: {sentence.strip()[:160]}"
        for sentence in sentences(text)
        if PROMISES.search(sentence) and not any(words.lower() in sentence.lower() for words in NO_PROMISE)
    ]


def files(*patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern)) if "/migrations/" not in str(path)]


def strings_of(path: Path) -> Iterator[str]:
    """The strings of a module that are no docstrings."""
    tree = ast.parse(path.read_text())
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_template_mail_or_sheet_states_hours_or_times_by_itself():
    found = [
        one
        for path in files("templates/**/*.html", "templates/**/*.txt")
        for one in problems(path.read_text(), path.name)
    ]
    assert not found, "\n".join(found)


def test_no_guidance_and_no_lesson_does():
    found = [one for path in files("learning/**/content/**/*.md") for one in problems(path.read_text(), path.name)]
    assert not found, "\n".join(found)


# Rules about hours themselves: the directory's own reading and writing of what a service's hours are.
ABOUT_HOURS = ("learning/directory/rules/", "learning/directory/labels.py", "learning/directory/feed/",
               "compliance/casework/demo", "compliance/referrals/demo", "compliance/data_protection/demo",
               "portal/core/templatetags/helpline.py", "portal/settings/")  # fmt: skip


def test_no_sentence_in_code_does():
    paths = files("portal/**/*.py", "compliance/**/*.py", "learning/**/*.py")
    paths = [path for path in paths if not str(path.relative_to(ROOT)).startswith(ABOUT_HOURS)]
    found = [one for path in paths for text in strings_of(path) for one in problems(text, path.name)]
    assert not found, "\n".join(found)


def test_no_catalogue_of_words_does():
    """In Welsh too; lines that are no longer used are left out."""
    for path in files("locale/*/LC_MESSAGES/django.po"):
        used = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("#"))
        # What gettext wrapped is one line again.
        found = problems(re.sub(r'"\n"', "", used), path.parts[-3])
        assert not found, "\n".join(found)


def test_the_helplines_own_entry_of_the_directory_states_no_hours():
    services = json.loads((ROOT / "learning/directory/data/services.json").read_text())
    rows = services if isinstance(services, list) else services["services"]
    own = next(row for row in rows if row["slug"] == "modern-slavery-exploitation-helpline")
    assert own["hours"] == []


# --- What the settings say is shown ---------------------------------------------------------------------------------


@pytest.fixture
def facts():
    return {"helpline_number": "08000 121 700", "portal_name": "Daylight", "site_url": "https://portal.example"}


SHEETS = ("resources/print/card.html", "resources/print/notice.html", "resources/print/poster.html")


@pytest.mark.parametrize("template", ["components/care_card.html", "layouts/public.html", *SHEETS])
def test_hours_are_stated_where_they_are_set_and_nowhere_else(template, facts, settings):
    assert "Opening hours" not in render_to_string(template, facts)
    settings.HELPLINE_HOURS = "Monday to Friday, 8am to 8pm"
    assert "Opening hours: Monday to Friday, 8am to 8pm." in render_to_string(template, facts)


def test_a_mail_states_them_too(facts, settings):
    text = Template("{% load helpline %}{% autoescape off %}{% helpline_hours %}{% endautoescape %}")
    settings.HELPLINE_HOURS = "8am–8pm & at weekends"
    assert text.render(Context(facts)) == "Opening hours: 8am–8pm & at weekends."


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("", {}),
        ("p1=15 minutes", {"p1": (15, "minutes")}),
        ("p2=1 hours, p4 = 2 working days", {"p2": (1, "hours"), "p4": (2, "working days")}),
    ],
)
def test_reading_times_are_read_from_the_setting(text, times):
    assert reading_times(text) == times


@pytest.mark.parametrize("text", ["p5=1 hours", "p1=soon", "p1=0 minutes", "15 minutes", "p1=15"])
def test_half_a_promise_stops_the_portal_from_starting(text):
    with pytest.raises(ImproperlyConfigured, match="HELPLINE_READS_WITHIN"):
        reading_times(text)


@pytest.mark.parametrize(
    ("level", "sentence"),
    [
        ("p1", "Someone will read it within 15 minutes."),
        ("p2", "Someone will read it within 1 hour."),
        ("p3", ""),
        ("p4", "Someone will read it within 2 working days."),
    ],
)
def test_reporters_are_promised_what_is_set_and_nothing_more(level, sentence, settings):
    settings.HELPLINE_READS_WITHIN = reading_times("p1=15 minutes, p2=1 hours, p4=2 working days")
    with override("en"):
        assert Template("{% load helpline %}{% read_within level %}").render(Context({"level": level})) == sentence
