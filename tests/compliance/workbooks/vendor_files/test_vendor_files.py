"""Messy vendor files are read whole, and nothing of them is misread in silence.

See docs/requirements/suppliers.md#never-misread.
"""

import json
from functools import cache

import pytest
from django.core.management import call_command

from tests.compliance.workbooks.vendor_files.shapes import VendorFile, all_files

pytestmark = pytest.mark.django_db
FILES = {one.name: one for one in all_files()}
MIN_SHARE_OF_ROWS = 0.98


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """What read_workbook prints of each file, by its name."""
    folder = tmp_path_factory.mktemp("files")

    @cache
    def read(name: str) -> dict:
        path = folder / name.replace(" ", "_")
        path.write_bytes(FILES[name].body)
        from io import StringIO

        out = StringIO()
        call_command("read_workbook", str(path), json=True, rows=1000, stdout=out)
        (report,) = json.loads(out.getvalue())
        return report

    return read


def find_misreads(file: VendorFile, report: dict) -> list[tuple]:
    """Return what differs from the truth and is not named, and rows that are no suppliers."""
    expected = {(row.get("supplier_ref"), row["name"]): row for row in file.expected}
    misreads = []
    for row in report["rows"]:
        if row["outcome"] == "refuse":
            continue
        values = row["values"] | {"sector": row["values"].get("sector", {}).get("code")}
        key = values["supplier_ref"] if any(ref for ref, _name in expected) else None
        truth = expected.get((key, values["name"])) or next(
            (one for (ref, _name), one in expected.items() if key and ref == key), None
        )
        if truth is None:
            misreads.append((row["row"], "no such supplier", values["name"]))
            continue
        misreads += [
            (row["row"], field, value, values.get(field))
            for field, value in truth.items()
            if values.get(field) != value and field not in row["guessed"]
        ]
    return misreads


def test_there_are_sixty_files():
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_misread_in_silence_and_the_rows_are_in(name, reports):
    file, report = FILES[name], reports(name)
    assert report["error"] is None, report["error"]
    assert find_misreads(file, report) == []
    read = [row for row in report["rows"] if row["outcome"] != "refuse"]
    assert len(read) >= MIN_SHARE_OF_ROWS * len(file.expected), [
        m for m in report["messages"] if m["level"] == "error"
    ][:5]
    unread = {sheet["sheet"] for sheet in report["sheets"] if not sheet["read"] and sheet["reason"] != "it is hidden"}
    assert unread == set(file.unread_sheets)


def test_nearly_every_value_is_the_true_one(reports):
    """A guess that is named is still to be right."""
    wrong, count = [], 0
    for name, file in FILES.items():
        truth = {(one.get("supplier_ref") or one["name"]): one for one in file.expected}
        for row in reports(name)["rows"]:
            values = row["values"] | {"sector": row["values"].get("sector", {}).get("code")}
            one = truth.get(values.get("supplier_ref")) or truth.get(values.get("name")) or {}
            count += len(one)
            wrong += [
                (name, row["row"], field, values.get(field), value)
                for field, value in one.items()
                if values.get(field) != value
            ]
    assert len(wrong) <= count * 0.01, wrong[:40]
