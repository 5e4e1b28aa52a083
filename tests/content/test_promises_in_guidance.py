"""“What happens to what you tell us” says what the rules of disclosure do, in every route, and nothing more.

See docs/requirements/helpline.md#identity-modes.
"""

import re

import pytest

from compliance.concerns.promise_labels import GROUNDS, PROMISES
from compliance.concerns.rules import promises as rules
from compliance.concerns.rules.sharing_without_consent import (
    CHILD_AT_RISK,
    IMMINENT_DANGER,
    LEGAL_OBLIGATION,
    RECIPIENTS_WITHOUT_CONSENT,
    SERIOUS_CRIME,
)
from portal.core.text import strip_tags
from tests.content.guidance import blocks_of, pages

SLUG = "what-happens-to-what-you-tell-us"
# What each part of the table's words stands for: codes of referral_target_type.
WORDS = {
    "police": {"police"},
    "police and crime agencies": {"police", "national_crime_agency", "regional_organised_crime_unit"},
    "the national crime agency": {"national_crime_agency"},
    "labour enforcement": {"labour_enforcement"},
    # In Northern Ireland the Trust, as the page says below the table.
    "children’s services": {"la_children", "hsc_trust"},
    "child guardians": {"ictg"},
    "adult safeguarding": {"la_adults"},
    "health services": {"health"},
}
ROWS = {
    "Immediate danger": IMMINENT_DANGER,
    "A child at risk": CHILD_AT_RISK,
    "Serious crime": SERIOUS_CRIME,
    "The law or a court": LEGAL_OBLIGATION,
}
# Sentences that reporters read on their way, and that the page repeats word for word.
REPEATED = (
    *(rules.HELPLINE_READS, rules.TRY_TO_TELL_YOU, rules.ANONYMOUS_NAME, rules.SHARED_NAME),
    *(rules.NOT_IMMIGRATION, rules.POLICE_MAY_TELL_IMMIGRATION, rules.NOT_BUSINESS, rules.SUPPORT_NEEDS_YOUR_DETAILS),
    rules.CHILD_SUPPORT_WITHOUT_CONSENT,
)


def squeeze(text: str) -> str:
    """Return small letters without marks and numbers of sources; a sentence of two reasons reads like one."""
    text = re.sub(r"\[\d+\]|\bfor an adult,", "", text, flags=re.I)
    return re.sub(r"[\s.,:]+", " ", text).strip().lower()


def words_of_page() -> str:
    return squeeze(" ".join(strip_tags(part.html.replace("<", " <")) for part in blocks_of(SLUG)))


def table() -> dict[str, str]:
    first = next(block["value"] for block in pages()[SLUG].blocks if block["type"] == "table")
    return {row["values"][0]: strip_tags(row["values"][1]) for row in first["rows"]}


@pytest.mark.parametrize("code", REPEATED)
def test_the_page_repeats_what_reporters_are_promised(code):
    for sentence in re.split(r"(?<=\.)\s+", str(PROMISES[code])):
        assert squeeze(sentence) in words_of_page()


@pytest.mark.parametrize("ground", sorted(GROUNDS))
def test_each_ground_is_named(ground):
    assert squeeze(str(GROUNDS[ground])) in words_of_page()


def test_there_are_as_many_exceptions_as_the_page_says():
    assert len(GROUNDS) == 4
    assert "there are four exceptions" in words_of_page()
    assert "unless one of the four reasons applies" in words_of_page()


@pytest.mark.parametrize("row", ROWS)
def test_the_table_names_exactly_those_whom_the_rules_allow(row):
    named = set().union(*(WORDS[words.strip().lower()] for words in table()[row].split(",")))
    allowed = set(RECIPIENTS_WITHOUT_CONSENT[ROWS[row]])
    assert named == allowed, f"{row}: {named ^ allowed}"


def test_a_table_that_names_too_many_would_be_noticed():
    assert set(RECIPIENTS_WITHOUT_CONSENT) == set(ROWS.values())
    assert "health" not in RECIPIENTS_WITHOUT_CONSENT[CHILD_AT_RISK]
