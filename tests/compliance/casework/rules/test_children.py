"""Tests of what is still offered to be done for a child."""

import pytest

from compliance.casework.choices import ChildAction
from compliance.casework.rules import children as rules


@pytest.mark.parametrize(
    ("nation", "done", "left_out"),
    [
        ("", (), ()),
        ("england", (), ()),
        ("wales", ("called_999",), ("called_999",)),
        ("scotland", (), ("ictg_referred",)),
        ("northern-ireland", ("ictg_not_available",), ("ictg_referred", "ictg_not_available")),
        ("england", ("ictg_referred",), ("ictg_referred", "ictg_not_available")),
    ],
)
def test_what_is_left_to_record(nation, done, left_out):
    assert set(rules.ACTIONS) - set(rules.get_offered_actions(nation=nation, done=done)) == set(left_out)


def test_the_rule_knows_all_eight():
    assert set(rules.ACTIONS) == set(ChildAction.values)
