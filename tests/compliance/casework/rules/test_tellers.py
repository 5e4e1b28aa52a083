"""Tests of whether somebody who told us of a case told us of themselves."""

import pytest

from compliance.casework.rules.tellers import is_victim


@pytest.mark.parametrize(
    ("reporter_type", "purpose", "is_so"),
    [
        ("potential_victim", "report_concern", True),
        ("", "seeking_help_self", True),
        ("unknown", "seeking_help_self", True),
        ("family_friend", "seeking_help_self", False),
        ("", "report_concern", False),
        ("", "seeking_help_other", False),
        ("public", "report_concern", False),
    ],
)
def test_what_they_said_they_are_decides_and_else_why_they_were_in_touch(reporter_type, purpose, is_so):
    assert is_victim(reporter_type=reporter_type, purpose=purpose) is is_so
