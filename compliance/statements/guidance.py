"""Help beside each section: questions to think about, what a statement may tell, claims to avoid; and reading it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements import richtext, vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.conflicts import in_words
from compliance.statements.forms.disclosures import origin
from compliance.statements.rules.claims import Hit, claims_in
from compliance.statements.rules.text import plain_text

# Our own questions, to begin from instead of an empty box. They ask for facts; none is a ready-made sentence.
QUESTIONS: dict[str, tuple[Any, ...]] = {
    SectionCode.INTRO: (
        gettext_lazy("Why does this matter to your organisation?"),
        gettext_lazy("Who wrote the statement, and who took part?"),
    ),
    SectionCode.STRUCTURE: (
        gettext_lazy("What do you sell, where do you work, and how many people work for you?"),
        gettext_lazy("Which countries do you buy from? Who makes or grows it?"),
        gettext_lazy("What do you not yet know about your supply chains?"),
        gettext_lazy("Who is responsible for this, up to the board?"),
    ),
    SectionCode.POLICIES: (
        gettext_lazy("Which policies are about the people who work for you and for your suppliers?"),
        gettext_lazy("How do suppliers and staff learn of them, and what happens when they are broken?"),
        gettext_lazy("Who owns each policy, and when was it last changed?"),
    ),
    SectionCode.RISK: (
        gettext_lazy("How did you look for risks this year? Who looked, and with which sources?"),
        gettext_lazy("Where is the risk highest: which work, which people, which countries?"),
        gettext_lazy("What did you do about each of them?"),
    ),
    SectionCode.DUE_DILIGENCE: (
        gettext_lazy("What do you check before you take on a supplier, and afterwards?"),
        gettext_lazy("What did you find this year?"),
        gettext_lazy("How can workers tell you that something is wrong?"),
        gettext_lazy("What did you do, or what would you do, for the people affected?"),
    ),
    SectionCode.TRAINING: (
        gettext_lazy("Who was trained this year, by whom, on what, and how many of them?"),
        gettext_lazy("Who was not trained yet, and when will they be?"),
    ),
    SectionCode.MONITORING: (
        gettext_lazy("How do you know whether your steps work?"),
        gettext_lazy("What did you say last year that you would do? Did you do it?"),
        gettext_lazy("What do you want to reach next year, and how will you count it?"),
    ),
}


@dataclass(frozen=True)
class Help:
    """letter: of section 54(5), for the six areas."""

    letter: str
    questions: tuple[Any, ...]
    items: tuple[tuple[str, str], ...]


def letter_of(code: str) -> str:
    """The letter of section 54(5) that names the area; the guide has its own order."""
    return vocabulary.enumeration("recommended_area").option(code).facts["s54_5"] if code in AREAS else ""


def of_section(code: str, *, is_short: bool) -> Help:
    levels = (1,) if is_short else (1, 2)
    items = [item for level in levels for item in vocabulary.disclosures(code, level)] if code in AREAS else []
    return Help(letter_of(code), QUESTIONS.get(code, ()), tuple((item.text, origin(item)) for item in items))


def claims_to_avoid(answers: Mapping[str, Any]) -> list[Hit]:
    """Sentences of the saved narrative that claim more than a statement should."""
    texts = [value for name, value in answers.items() if name.startswith("narrative_") and isinstance(value, str)]
    return [hit for html in texts for hit in claims_in(plain_text(html))]


@dataclass(frozen=True)
class Reading:
    """One question with its answer. html for narrative text, else plain words."""

    label: str
    text: str
    html: SafeString | None = None


def readable(code: str, answers: Mapping[str, Any]) -> list[Reading]:
    """The answers of a section, for those who may read and not write."""
    found = []
    for field in vocabulary.fields(code):
        value = answers.get(field.code)
        if field.prefix or value in (None, "", [], {}):
            continue
        if field.type == "rich_text":
            cleaned = mark_safe(richtext.clean(value))  # noqa: S308 — cleaned on the way out, too
            found.append(Reading(_(field.label), "", cleaned))
        else:
            found.append(Reading(_(field.label), in_words(field.code, value)))
    for key, item in (answers.get("disclosures") or {}).items():
        found.append(Reading(vocabulary.disclosure(key).text, in_words(f"disclosures.{key}", item)))
    return found


def level_counts(code: str, answers: Mapping[str, Any], *, is_short: bool) -> list[tuple[int, int, int]]:
    """Level, how many of its items are covered, how many there are. Never added up over levels or areas."""
    given = answers.get("disclosures") or {}
    counts = []
    for level in (1,) if is_short else (1, 2):
        items = vocabulary.disclosures(code, level) if code in AREAS else ()
        covered = sum((given.get(item.code) or {}).get("status") == "covered" for item in items)
        if items:
            counts.append((level, covered, len(items)))
    return counts
