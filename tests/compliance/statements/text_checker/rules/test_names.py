"""Names of people, and titles of directors and their equals, in the text of a sign-off."""

import pytest

from compliance.statements.text_checker.rules.names import company_words, is_name, people

NOBODY = frozenset()


def pairs(text: str) -> list[tuple[str, str]]:
    return [(person.name, person.title.lstrip(", ")) for person in people(text, company_words(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orla Fennel, Director", [("Orla Fennel", "Director")]),
        ("Orla Fennel\nChief Executive", [("Orla Fennel", "Chief Executive")]),
        ("Chief Executive: Orla Fennel", [("Orla Fennel", "Chief Executive")]),
        ("Dr Orla van der Meer OBE, Chairman", [("Dr Orla van der Meer", "Chairman")]),
        ("O'Hare, Declan\nManaging Director", [("O'Hare, Declan", "Managing Director")]),
        ("Orla Fennel ................ Director", [("Orla Fennel", "Director")]),
        ("Orla Fennel\n4 May 2026\nDirector", [("Orla Fennel", "Director")]),
        ("Orla Fennel\nFor and on behalf of Larkmere Limited\nDirector", [("Orla Fennel", "Director")]),
        ("Larkmere Packaging Limited\nDirector", []),
        ("Orla Fennel, Head of Procurement", []),
        ("Orla Fennel, Business Partner", []),
        ("Orla Fennel, Committee Member", []),
        ("12 Director Street", []),
        ("the directors of the company", []),
        ("Modern Slavery Statement\nDirector", []),
        ("Fennel, Director", []),
        ("", []),
    ],
)
def test_a_person_is_a_name_beside_a_title(text, expected):
    assert pairs(text) == expected


@pytest.mark.parametrize("text", ["We thank Orla Fennel, Director", "Director Orla Fennel"])
def test_the_place_of_a_person_holds_the_name_and_the_title(text):
    (person,) = people(text, NOBODY)
    stretch = text[person.start : person.end]
    assert person.name in stretch and person.title in stretch
    assert person.is_name_first is text.endswith("Director")


def test_a_name_fills_the_whole_stretch_or_is_none():
    text = "Signed Orla Fennel"
    assert is_name(text, 7, len(text), NOBODY)
    assert not is_name(text, 0, len(text), NOBODY)


def test_words_of_a_company_are_no_name_of_a_person():
    words = company_words("Alder Brook Holdings and Larkmere Packaging Limited")
    assert {"larkmere", "packaging", "alder", "brook"} <= words
    assert not list(people("Larkmere Packaging, Director", words))


def test_each_person_of_a_text_full_of_titles_is_read():
    assert len(list(people("Orla Fennel, Director of the Board and Company Secretary\n" * 2_000, NOBODY))) == 2_000
