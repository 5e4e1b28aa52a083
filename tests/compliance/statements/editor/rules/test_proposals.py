"""Proposals from last year's text: only what the section asks for and does not have."""

import pytest

from compliance.statements.editor.rules.proposals import get_proposals

FACTS = {
    "first_name": "Rowan",
    "last_name": "Ames",
    "job_title": "Managing director",
    "body": "members",
    "members": ["Birch Ltd", "Cedar Ltd"],
    "figures": [{"name": "We visited 14 suppliers.", "figure": "14"}],
}


def propose(code, answers=None, promises=(), bodies=("board_of_directors", "members")):
    return {row.kind: row for row in get_proposals(code, answers or {}, facts=FACTS, promises=promises, bodies=bodies)}


def test_who_signed_and_who_approved():
    proposals = propose("signoff")
    assert proposals["signatory"].lines == ("Rowan Ames, Managing director",)
    assert proposals["signatory"].fields["signatory_first_name"] == "Rowan"
    assert proposals["body"].fields == {"approving_body": "members"}


@pytest.mark.parametrize(
    ("answers", "bodies", "kinds"),
    [
        ({"signatory_last_name": "Hale"}, ("board_of_directors", "members"), {"body"}),
        ({"approving_body": "members"}, ("board_of_directors", "members"), {"signatory"}),
        ({}, ("board_of_directors",), {"signatory"}),
    ],
)
def test_nothing_is_proposed_over_an_answer_or_against_the_law(answers, bodies, kinds):
    assert set(propose("signoff", answers, bodies=bodies)) == kinds


def test_members_goals_and_figures_that_are_not_there_yet():
    known = {"group_members": [{"legal_name": "birch ltd"}]}
    assert propose("organisations", known)["members"].items == ({"legal_name": "Cedar Ltd"},)
    proposals = propose("monitoring", promises=[{"text": "Visit every farm."}])
    assert proposals["goals"].items == ({"text": "Visit every farm."},)
    assert proposals["figures"].items == ({"name": "We visited 14 suppliers.", "last_year": "14"},)
    assert propose("monitoring", {"kpis": [{"name": "We visited 14 suppliers."}]}) == {}
    assert propose("training") == {}
