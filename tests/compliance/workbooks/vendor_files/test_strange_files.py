"""Files in strange shapes are read as they are meant, or it is said that they are not.

See docs/requirements/suppliers.md#never-misread.
"""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.compliance.workbooks.vendor_files.strange_files import strange_files

pytestmark = pytest.mark.django_db
FILES = {file.name: file for file in strange_files()}


@pytest.mark.parametrize("name", FILES)
def test_what_is_read_is_true_and_the_rest_is_named(name, tmp_path):
    file, path, out = FILES[name], tmp_path / "vendors.xlsx", StringIO()
    path.write_bytes(file.body)
    call_command("read_workbook", str(path), json=True, rows=100, stdout=out)
    (report,) = json.loads(out.getvalue())
    if file.error:
        assert report["error"]["code"] == file.error
        return
    assert report["error"] is None, report["error"]
    kept = [row for row in report["rows"] if row["outcome"] != "refuse"]
    sentences = [message["message"] for message in report["messages"]]
    assert len(report["rows"]) - len(kept) == file.refused, sentences
    found = [{field: row["values"].get(field) for field in truth} for row, truth in zip(kept, file.rows, strict=True)]
    assert found == file.rows
    assert [part for part in file.said if not any(part in sentence for sentence in sentences)] == [], sentences
