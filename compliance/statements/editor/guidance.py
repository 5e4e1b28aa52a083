"""Help beside each section: questions to think about, what a statement may tell, claims to avoid; and reading it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.core.forms.items import describe_origin
from compliance.statements.editor.merge import describe_answer
from compliance.statements.rubric.rules.claims import ClaimHit, find_claims
from compliance.statements.rules import richtext
from compliance.statements.rules.text import plain_text
from compliance.statements.types import Answers
from portal.core.languages import cache_by_language

# Texts of sections whose claims are remembered: those of about forty statements.
MAX_TEXTS = 256
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
        gettext_lazy("How do suppliers and staff hear about them, and what happens when they are broken?"),
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
        gettext_lazy("Who has not been trained yet, and when will they be?"),
    ),
    SectionCode.MONITORING: (
        gettext_lazy("How do you know whether your steps work?"),
        gettext_lazy("What did you say last year that you would do? Did you do it?"),
        gettext_lazy("What do you want to achieve next year, and how will you measure it?"),
    ),
}


@dataclass(frozen=True)
class Help:
    """letter: of section 54(5), for the six areas."""

    letter: str
    questions: tuple[Any, ...]
    items: tuple[tuple[str, str], ...]


def get_area_letter(code: str) -> str:
    """Return the letter of section 54(5) that names the area; the guide has its own order."""
    return vocabulary.enumeration("recommended_area").option(code).facts["s54_5"] if code in AREAS else ""


@cache_by_language
def get_guidance(code: str, is_short: bool) -> Help:
    levels = (1,) if is_short else (1, 2)
    items = [item for level in levels for item in vocabulary.disclosures(code, level)] if code in AREAS else []
    return Help(
        get_area_letter(code), QUESTIONS.get(code, ()), tuple((item.text, describe_origin(item)) for item in items)
    )


def find_claims_to_avoid(answers: Answers) -> list[ClaimHit]:
    """Return sentences of the saved narrative that claim more than a statement should."""
    texts = [value for name, value in answers.items() if name.startswith("narrative_") and isinstance(value, str)]
    return [hit for html in texts for hit in _find_claims(html)]


@lru_cache(maxsize=MAX_TEXTS)
def _find_claims(html: str) -> tuple[ClaimHit, ...]:
    """Return the claims of a text; one that nobody has changed is not read again for each page that shows them."""
    return tuple(find_claims(plain_text(html)))


@dataclass(frozen=True)
class Reading:
    """One question with its answer. html for narrative text, else plain words."""

    label: str
    text: str
    html: SafeString | None = None


def get_readability(code: str, answers: Answers) -> list[Reading]:
    """Return the answers of a section for those who may read and not write."""
    reasons = []
    for field in vocabulary.fields(code):
        value = answers.get(field.code)
        if field.prefix or value in (None, "", [], {}):
            continue
        if field.type == "rich_text":
            cleaned = mark_safe(richtext.clean(value))  # noqa: S308 — cleaned on the way out, too
            reasons.append(Reading(_(field.label), "", cleaned))
        else:
            reasons.append(Reading(_(field.label), describe_answer(field.code, value)))
    for key, item in (answers.get("disclosures") or {}).items():
        reasons.append(Reading(vocabulary.disclosure(key).text, describe_answer(f"disclosures.{key}", item)))
    return reasons


def count_levels(code: str, answers: Answers, *, is_short: bool) -> list[tuple[int, int, int]]:
    """Return each level with how many of its items are covered and how many there are; never added up."""
    disclosures = answers.get("disclosures") or {}
    counts = []
    for level in (1,) if is_short else (1, 2):
        items = vocabulary.disclosures(code, level) if code in AREAS else ()
        covered = sum((disclosures.get(item.code) or {}).get("status") == "covered" for item in items)
        if items:
            counts.append((level, covered, len(items)))
    return counts
