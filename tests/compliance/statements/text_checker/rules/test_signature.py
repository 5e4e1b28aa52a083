"""Whether a person signed with a title of a director or an equal."""

import pytest

from compliance.statements.text_checker.rules.result import FOUND, NOT_FOUND, Text
from compliance.statements.text_checker.rules.signature import law_signature

BODY = "We reviewed our suppliers and trained our buyers in the year. " * 40 + "\n"


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("Signed\nOrla Fennel\nChief Executive\n4 May 2026", FOUND),
        ("Orla Fennel, Director", FOUND),
        ("Director\nOrla Fennel", FOUND),
        ("Signed by a director of the company\nOrla Fennel", FOUND),
        ("This statement was signed by Orla Fennel, Managing Director.", FOUND),
        ("Signed\nOrla Fennel\nHead of Procurement", NOT_FOUND),
        ("Signed for Larkmere Packaging Limited", NOT_FOUND),
        ("Orla Fennel", NOT_FOUND),
        ("Questions: please contact Orla Fennel, Director, at orla@larkmere.example", NOT_FOUND),
        ("The Directors", NOT_FOUND),
        ("", NOT_FOUND),
    ],
)
def test_a_name_and_a_title_stand_together_at_the_sign_off(ending, expected):
    assert law_signature(Text(BODY + ending)).result == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Our procurement is led by Orla Fennel, Finance Director, who reports each quarter.",
        "The policy owner is Orla Fennel, Operations Director.",
    ],
)
def test_a_director_who_is_only_spoken_of_did_not_sign(sentence):
    assert law_signature(Text(f"{BODY}{sentence}\n{BODY}")).result == NOT_FOUND


def test_the_sign_off_nearest_to_the_end_is_quoted():
    text = Text(f"Foreword\nSigned\nMaren Holt\nChairman\n{BODY}Signed\nOrla Fennel\nChief Executive")
    (span,) = law_signature(text).spans
    assert text.quote(span) == "Orla Fennel Chief Executive"


def test_a_list_of_directors_in_front_is_no_signature():
    people = "Orla Fennel, Director\nMaren Holt, Director\nTom Ash, Director\nUna Reed, Director\n"
    assert law_signature(Text(f"Who we are\n{people}{BODY}{BODY}")).result == NOT_FOUND


def test_a_foot_that_stands_on_each_page_is_no_signature():
    foot = "Chair: Orla Fennel  Chief Executive: Maren Holt\n"
    assert law_signature(Text(f"{BODY}{foot}{BODY}{foot}")).result == NOT_FOUND
