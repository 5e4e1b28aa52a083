"""What must hold between the cells of a row of findings (docs/requirements/suppliers.md#finding-rows)."""

import pytest

from compliance.workbooks.rules.findings import check, is_before_smeta_7

COLUMNS = frozenset({"finding_ref", "code_area", "grade", "description"})
GOOD = {
    "finding_ref": "F1",
    "code_area": "1",
    "grade": "minor",
    "description": "First aid box empty",
    "issue_code": "HS05",
}


def codes(values: dict) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    check(values, COLUMNS, lambda code, column, *_value, **_more: found.add((code, column)))
    return found


def test_a_good_row_says_nothing():
    assert codes(dict(GOOD)) == set()


def test_an_audit_without_findings_needs_nothing_more():
    assert codes({"no_findings": True}) == set()


@pytest.mark.parametrize("column", ["finding_ref", "code_area", "grade", "description"])
def test_each_needed_cell_is_asked_for(column):
    assert ("R001", column) in codes({name: value for name, value in GOOD.items() if name != column})


def test_an_audit_does_not_end_before_it_begins_and_a_carried_finding_names_its_origin():
    days = {"audit_start": "2026-05-02", "audit_end": "2026-05-01"}
    assert codes(GOOD | days) == {("R011", "audit_end")}
    assert codes(GOOD | {"new_or_carried": "carried"}) == {("R001", "carried_from_ref")}


def test_a_kind_gives_the_grade_where_none_is_written():
    values = {name: value for name, value in GOOD.items() if name != "grade"} | {"kind": "observation"}
    assert ("W005", "kind") in codes(values)
    assert values["grade"] == "observation"


@pytest.mark.parametrize(
    ("values", "is_before"),
    [
        ({"audit_end": "2024-09-09"}, True),
        ({"audit_end": "2024-09-10"}, False),
        ({"audit_end": "2026-01-01", "scheme_version": "6.1"}, True),
        ({"scheme": "smeta_6_1"}, True),
        ({"scheme": "sa8000", "audit_end": "2020-01-01"}, False),
    ],
)
def test_the_scheme_the_version_or_the_day_says_which_smeta_it_is(values, is_before):
    assert is_before_smeta_7(values) is is_before
