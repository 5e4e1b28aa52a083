"""Audit reports are read as they come: tick boxes, blocks below, signatures, commas in references.

See docs/requirements/suppliers.md#audit-reports.
"""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.compliance.workbooks.audit_files.reports import ABOVE_61, REGISTER, TICK_HEAD, all_reports
from tests.compliance.workbooks.vendor_files.shapes import xlsx

pytestmark = pytest.mark.django_db
REPORTS = {report.name: report for report in all_reports()}


@pytest.fixture
def read(tmp_path):
    def read_report(name: str) -> dict:
        path = tmp_path / "report.xlsx"
        path.write_bytes(REPORTS[name].body)
        out = StringIO()
        call_command("read_workbook", str(path), json=True, rows=100, stdout=out)
        return json.loads(out.getvalue())[0]

    return read_report


def test_there_are_fifteen_shapes():
    assert len(REPORTS) >= 15


@pytest.mark.parametrize("name", REPORTS)
def test_every_finding_is_read_and_nothing_else_is_one(name, read):
    report = read(name)
    rows = [row for row in report["rows"] if row["sheet"] != "Suppliers"]
    found = [(row["values"]["finding_ref"], row["values"].get("grade", "")) for row in rows]
    assert found == [(reference, grade) for reference, grade, _words in REPORTS[name].findings], report["messages"]
    for row, (_reference, _grade, words) in zip(rows, REPORTS[name].findings, strict=True):
        assert row["values"]["description"].startswith(words)
        assert row["values"]["site_ref"] in ("ZS1000123", "Karim Knit Composite (Pvt) Ltd., Unit-2")


def test_a_locked_fire_exit_without_a_grade_is_asked_about_and_never_minor(read):
    rows = [row for row in read("6.1 plain")["rows"] if row["sheet"] != "Suppliers"]
    assert rows[0]["values"]["grade"] == "business_critical" and "grade" in rows[0]["guessed"]
    assert rows[0]["outcome"] == "refuse"  # until a person has said what kind of finding it is


def test_no_tick_or_two_below_the_grades_are_asked_about_and_no_grade_is_made_up(tmp_path):
    rows = [
        *ABOVE_61, TICK_HEAD,
        ["NC-1", "Wages were below the law.", None, "x", "x", None, None],
        ["NC-2", "Gloves are charged.", None, None, None, None, None],
        ["NC-3", "Hours are long.", None, None, None, "x", None],
    ]  # fmt: skip
    path = tmp_path / "report.xlsx"
    path.write_bytes(xlsx({"Suppliers": REGISTER, "CAPR": rows}))
    out = StringIO()
    call_command("read_workbook", str(path), json=True, rows=100, stdout=out)
    report = json.loads(out.getvalue())[0]
    found = [(row["outcome"], row["values"].get("grade")) for row in report["rows"] if row["sheet"] == "CAPR"]
    assert found == [("refuse", None), ("refuse", None), ("add", "minor")]
    said = [m["message"] for m in report["messages"] if m["sheet"] == "CAPR" and m["level"] == "error"]
    assert any("one grade with its box ticked" in sentence for sentence in said), said
    assert any("Grade is missing" in sentence for sentence in said), said


def test_a_german_report_is_read_to_its_plan_and_a_column_we_do_not_know_is_named(read):
    report = read("german")
    first, second, third = (row["values"] for row in report["rows"] if row["sheet"] != "Suppliers")
    assert (first["audit_end"], first["audit_ref"], first["audit_company"]) == (
        "2024-03-12", "S-000123", "Prüfer & Söhne GmbH",
    )  # fmt: skip
    assert (first["timescale"], first["responsible_name"], first["root_cause"]) == (30, "Herr Rahim", "x")
    assert (first["corrective_action"], first["status"]) == ("Öffnen", "open")
    assert (second["timescale"], second["status"]) == (0, "closed_unverified")
    assert third["finding_ref"] == "OBS 1"
    said = [message["message"] for message in report["messages"]]
    assert "Kosten is not in the template. We kept it as a note and did not use it." in said
    assert "We read the column “Frist” as “Time allowed”." in said
    assert any("because the signatures of the report are there" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("name", "due", "status"),
    [("french", "2024-06-30", "open"), ("spanish", "2024-06-30", "open"), ("chinese", "2024-06-30", "open")],
)
def test_plans_in_other_languages_are_read(read, name, due, status):
    first = next(row["values"] for row in read(name)["rows"] if row["sheet"] != "Suppliers")
    assert (first["due_date"], first["status"], first["root_cause"]) == (due, status, "x")
    assert (first["audit_end"], first["audit_ref"]) == ("2024-03-12", "S-000123")
    assert first["responsible_name"] and first["corrective_action"]


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("Feuerlöscher abgelaufen", None),
        ("Der Feuerlöscher war abgelaufen", None),
        ("灭火器已过期", None),
        ("Notausgang verschlossen", "business_critical"),
        ("Der Notausgang war verschlossen", "business_critical"),
        ("安全出口被锁", "business_critical"),
    ],
)
def test_a_finding_in_another_language_is_never_taken_for_a_minor_one(tmp_path, words, grade):
    """The gravest kinds are known in these languages, and a person confirms them; of others the grade is asked."""
    path = tmp_path / "report.xlsx"
    path.write_bytes(
        xlsx({"Suppliers": REGISTER, "CAPR": [*ABOVE_61, ["Nr.", "Feststellung", "Ursache"], ["1", words, "x"]]})
    )
    out = StringIO()
    call_command("read_workbook", str(path), json=True, rows=100, stdout=out)
    report = json.loads(out.getvalue())[0]
    row = next(row for row in report["rows"] if row["sheet"] == "CAPR")
    said = [message["message"] for message in report["messages"]]
    assert (row["outcome"], row["values"].get("grade")) == ("refuse", grade)
    assert ("Grade is missing." in said) == (grade is None)
    assert any("HS01" in sentence for sentence in said) == (grade is not None)
