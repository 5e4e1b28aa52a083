"""Which words name the board, the members or an equal body, and which name one person, a team or a committee."""

import pytest

from compliance.statements.text_checker.rules.approving_bodies import has_body, is_body


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the Board of Directors", True),
        ("our board", True),
        ("the members", True),
        ("the trustees", True),
        ("members of the Board", True),
        ("the Corporation", True),
        ("Larkmere Corporation", False),
        ("a member of the Board", False),
        ("the board secretary", False),
        ("the Audit Committee", False),
        ("the advisory board", False),
        ("the managing directors", False),
        ("members of staff", False),
        ("the shareholders", False),
        ("the Chief Executive", False),
        ("a team that reports to the board", False),
        ("", False),
    ],
)
def test_a_body_is_told_from_a_person_a_team_or_a_committee(words, expected):
    assert is_body(words) is expected


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (" the Chief Executive and the Board of Directors on 4 May", True),
        (" the Board and signed by a director", True),
        (" the Chief Executive, who reports to the Board", False),
        (" a director. The Board was told", False),
        (" the Head of Procurement and reviewed by the Board", False),
        (" the Board Anneliese Brandt Chief Financial Officer", True),
        (" the Board Committee", False),
        ("\n| Date | Owner |\nBoard of Directors", True),
        (" Date Owner the Board of Directors", True),
    ],
)
def test_of_several_agents_one_must_be_a_body_before_the_sentence_turns(agent, expected):
    assert has_body(agent) is expected


def test_a_body_that_comes_late_in_a_long_phrase_is_not_taken():
    assert not has_body(f" {'very ' * 60} the Board")
