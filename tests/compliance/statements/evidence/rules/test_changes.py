"""What differs between the rows frozen with a piece of evidence and the rows now."""

from compliance.statements.evidence.rules.changes import ADDED, CHANGED, GONE, compare_rows, freeze_row, thaw_row
from compliance.statements.evidence.rules.suggestion import Row


def test_a_change_tells_the_old_and_the_new_value():
    then = [Row("audit", "1", "A", {"scheme": "x"}), Row("audit", "2", "B", {"scheme": "y"})]
    now = [Row("audit", "1", "Renamed", {"scheme": "z"}), Row("audit", "3", "C", {"scheme": "y"})]
    found = compare_rows([thaw_row(freeze_row(row)) for row in then], now)
    assert [(one.kind, one.row.id, one.field, one.old, one.new) for one in found] == [
        (CHANGED, "1", "scheme", "x", "z"),
        (GONE, "2", "", None, None),
        (ADDED, "3", "", None, None),
    ]
    assert not compare_rows(now, now)
