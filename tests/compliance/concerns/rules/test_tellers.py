"""Tests of who told us: the person affected, somebody else, or nobody knows.

See docs/requirements/helpline.md#who-told-us.
"""

from itertools import product

import pytest

from compliance.concerns.rules.tellers import OPEN_ANSWERS, TellerRole, derive_teller
from compliance.concerns.rules.triage import is_caller_inside
from portal.reference import helpline

SELF, OTHER, NOT_KNOWN = TellerRole
EVERY_ANSWER = {
    name: ["", *helpline.get_labels(vocabulary)]
    for name, vocabulary in (
        ("for_self", "for_self"),
        ("reporter_type", "reporter_type"),
        ("reporter_proximity", "reporter_proximity"),
        ("purpose", "contact_purpose"),
    )
}


@pytest.mark.parametrize(
    ("answers", "role"),
    [
        ({}, NOT_KNOWN),
        ({"for_self": ""}, NOT_KNOWN),
        ({"for_self": "unknown"}, NOT_KNOWN),
        ({"for_self": "yes"}, SELF),
        ({"for_self": "no"}, OTHER),
        ({"for_self": "yes", "purpose": "report_concern"}, SELF),
        ({"for_self": "no", "reporter_type": "potential_victim"}, OTHER),
        ({"for_self": "unknown", "reporter_type": "potential_victim"}, SELF),
        ({"reporter_type": "potential_victim", "purpose": "report_concern"}, SELF),
        ({"reporter_proximity": "self", "purpose": "report_concern"}, SELF),
        ({"reporter_type": "worker_colleague", "reporter_proximity": "self"}, SELF),
        ({"purpose": "seeking_help_self"}, SELF),
        ({"reporter_type": "unknown", "purpose": "seeking_help_self"}, SELF),
        ({"reporter_type": "family_friend", "purpose": "seeking_help_self"}, NOT_KNOWN),
        ({"reporter_proximity": "direct", "purpose": "seeking_help_self"}, NOT_KNOWN),
        ({"reporter_type": "unknown"}, NOT_KNOWN),
        ({"reporter_proximity": "unknown", "purpose": "other"}, NOT_KNOWN),
        ({"purpose": "existing_case"}, NOT_KNOWN),
        ({"purpose": "unknown"}, NOT_KNOWN),
        ({"purpose": "report_concern"}, OTHER),
        ({"purpose": "seeking_help_other"}, OTHER),
        ({"reporter_type": "public"}, OTHER),
        ({"reporter_proximity": "second_hand"}, OTHER),
    ],
    ids=str,
)
def test_what_was_said_decides_who_told_us(answers, role):
    assert derive_teller(answers) is role


@pytest.mark.parametrize(
    ("later", "earlier", "role"),
    [
        ({}, {"for_self": "yes"}, SELF),
        ({"purpose": "existing_case"}, {"for_self": "yes"}, SELF),
        ({}, {"reporter_type": "public"}, OTHER),
        ({"for_self": "no"}, {"for_self": "yes"}, OTHER),
        ({"for_self": "unknown"}, {"for_self": "yes"}, NOT_KNOWN),
        ({"reporter_type": "unknown"}, {"for_self": "yes"}, NOT_KNOWN),
        ({}, {}, NOT_KNOWN),
    ],
    ids=str,
)
def test_who_calls_again_and_says_nothing_of_themselves_is_who_they_were(later, earlier, role):
    assert derive_teller(later, earlier) is role
    assert derive_teller({}, later, earlier) is role


def test_no_answer_that_leaves_it_open_makes_somebody_else():
    """A question that nobody answered, or to which nobody knows the answer, is no answer about who told us."""
    left_open = {name: [code for code in codes if code in OPEN_ANSWERS] for name, codes in EVERY_ANSWER.items()}
    for chosen in product(*left_open.values()):
        assert derive_teller(dict(zip(left_open, chosen, strict=True))) is NOT_KNOWN


@pytest.mark.parametrize("purpose", EVERY_ANSWER["purpose"])
def test_who_may_be_the_person_affected_is_urgent_while_they_may_be_inside(purpose):
    for for_self, kind, proximity in product(*(EVERY_ANSWER[name] for name in list(EVERY_ANSWER)[:3])):
        answers = {"for_self": for_self, "reporter_type": kind, "reporter_proximity": proximity, "purpose": purpose}
        assert is_caller_inside(answers | {"still_in_situation": "yes"}) is (derive_teller(answers) is not OTHER)
        assert not is_caller_inside(answers | {"still_in_situation": "no"})
