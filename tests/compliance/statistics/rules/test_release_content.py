import json

from compliance.statistics.rules.periods import parse_period
from compliance.statistics.rules.release_content import ReleaseContent, read_content, write_content
from compliance.statistics.rules.tables import (
    Cell,
    Dimension,
    PublishedTable,
    Reason,
    Release,
    Symbol,
    TableSpec,
)

SPEC = TableSpec("cases_by_region", "cases", (Dimension("region", ("wales", "london")),))
HIDDEN = Cell(None, Symbol.CONFIDENTIAL, Reason.SMALL)
TABLE = PublishedTable(SPEC, {("wales",): HIDDEN, ("london",): Cell(0), ("total",): Cell(12)})
CONTENT = ReleaseContent(Release("2026-q1-2", parse_period("2026-q1"), (TABLE,)), 1, {"2026-02": 9, "2026-01": 14})


def test_numbers_and_symbols_are_written_and_reasons_are_not():
    data = json.loads(write_content(CONTENT))
    assert data["tables"][0]["cells"] == ["c", 0, 12]
    assert data["median_waits"] == [["2026-01", 14], ["2026-02", 9]]
    assert "small" not in write_content(CONTENT)


def test_it_reads_back_and_is_written_the_same_again():
    read = read_content(write_content(CONTENT))
    assert read.release.tables[0].cells == {
        ("wales",): Cell(None, Symbol.CONFIDENTIAL),
        ("london",): Cell(0),
        ("total",): Cell(12),
    }
    assert write_content(read) == write_content(CONTENT)
