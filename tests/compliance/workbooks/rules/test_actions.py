"""What must hold between the cells of a row of an action plan (docs/requirements/suppliers.md#action-rows)."""

import pytest

from compliance.workbooks.rules.actions import check

KEYS = {"audit_ref": "A1", "finding_ref": "F1"}


def codes(values: dict) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    check(KEYS | values, frozenset(), lambda code, column, *_value, **_more: found.append((code, column)))
    return found


def test_a_row_of_our_own_download_that_nobody_filled_passes():
    assert codes({"row_version": 3, "grade": "major", "description": "Passports kept"}) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, [("R001", "corrective_action")]),
        ({"corrective_action": "Give them back"}, []),
        ({"status": "in_progress"}, []),
        ({"status": "closed_unverified"}, [("R021", "completed_date")]),
        ({"status": "closed_unverified", "completed_date": "2026-01-02"}, []),
        (
            {"status": "verified_closed", "completed_date": "2026-01-02", "verified_by": "Ann"},
            [("R021", "verified_date")],
        ),
    ],
)
def test_a_closed_action_says_when_and_a_verified_one_by_whom(values, expected):
    assert codes(values) == expected
