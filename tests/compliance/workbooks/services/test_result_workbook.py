"""The workbook that comes back: what became of each row, where each problem is, and nothing piled up."""

import io
from collections import Counter

import openpyxl
import pytest
from django.utils import timezone

from compliance.workbooks.services import commands
from compliance.workbooks.types import Notes, Row, Sheet
from compliance.workbooks.writing import result
from compliance.workbooks.writing.result import Results, RowResult
from portal.files.services import read_body
from tests.compliance.workbooks.services.test_stage import BAD, HARMLESS, OTHER
from tests.compliance.workbooks.test_pipeline import HEAD, SUPPLIERS, member, put_in, send, workbook  # noqa: F401

WRONG = ["S-4", "D Ltd", "Bangladsh", "1", "11", None, None, None, None, None]


def book_of(upload) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(read_body(upload.result)))


def column(sheet, name: str) -> list:
    places = [cell.column for cell in sheet[1] if cell.value == name]
    assert len(places) == 1, [cell.value for cell in sheet[1]]
    return [sheet.cell(row, places[0]).value for row in range(2, sheet.max_row + 1)]


@pytest.mark.django_db(transaction=True)
def test_after_the_apply_it_says_what_became_of_each_row(member):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    again = [HEAD, [*SUPPLIERS[1][:1], "Brick & Sons", *SUPPLIERS[1][2:]], SUPPLIERS[2], WRONG]
    again += [["S-5", "E Ltd", "GB", "1", "11", None, None, None, None, None]]
    upload = send(member, workbook(Suppliers=again, Audit_findings=[*HARMLESS, BAD, OTHER]), at=timezone.now())
    before = column(book_of(upload)["Suppliers"], "portal_result")
    assert before == ["will be changed", "no change needed", "has a problem", "will be added"]
    book = book_of(put_in(upload, member))
    assert column(book["Suppliers"], "portal_result") == [
        "changed", "no change: it was already the same", "not imported: it has a problem", "added",
    ]  # fmt: skip
    assert column(book["Audit findings"], "portal_result") == [
        "not imported: a row about possible harm in the same audit has a problem",
        "not imported: it has a problem",
        "added",
    ]  # fmt: skip
    told = {row[0].value: row[1].value for row in book["Results"].iter_rows(max_row=7)}
    assert (told["Added"], told["Changed"], told["Not imported: it has a problem"]) == (2, 1, 2)
    assert not [name for name in told if name and "will be" in name]


@pytest.mark.django_db(transaction=True)
def test_rows_of_an_audit_that_is_loaded_as_a_draft_say_so(member):  # noqa: F811
    upload = send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=[*HARMLESS, BAD]))
    commands.apply(upload, by=member.user, at=timezone.now(), load_as_draft=True)
    upload.refresh_from_db()
    said = column(book_of(upload)["Audit findings"], "portal_result")
    assert (
        said[0] == "imported: its audit is a draft, because a row about possible harm in the same audit has a problem"
    )


@pytest.mark.django_db(transaction=True)
def test_the_result_of_a_result_has_one_sheet_of_results_and_our_columns_once(member):  # noqa: F811
    upload = send(member, workbook(Suppliers=[*SUPPLIERS, WRONG]))
    for _time in range(2):
        upload = send(member, read_body(upload.result), at=timezone.now())
    book = book_of(upload)
    assert book.sheetnames == ["Results", "Suppliers"]
    assert [cell.value for cell in book["Suppliers"][1]] == [*HEAD, *result.PORTAL_COLUMNS]
    assert column(book["Suppliers"], "portal_result")[-1] == "has a problem"


@pytest.mark.django_db(transaction=True)
def test_a_csv_file_of_a_result_has_our_columns_once(member):  # noqa: F811
    upload = send(member, b"supplier_ref,supplier_name,country,tier,sector\r\nS-1,A Ltd,GB,1,11\r\n")
    again = send(member, read_body(upload.result), at=timezone.now())
    assert read_body(again.result) == read_body(upload.result)


def sheet_of(name, *rows) -> Sheet:
    return Sheet(name, False, iter([Row(number, list(row)) for number, row in enumerate(rows, 1)]), Notes())


def made(sheets, results) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(result.render_workbook(sheets, results)))


def message(sheet, row, column, *, code="R007", level="error") -> dict:
    return {"code": code, "level": level, "sheet": sheet, "row": row, "column": column, "value": "x", "message": "No."}


def test_each_link_leads_to_the_cell_that_its_line_is_about():
    """Also where a sheet's name had to be another one in a workbook of Excel, or holds an apostrophe."""
    names = ["Results", "Mill's list", "A: very/long [name] that no sheet of Excel may have", "results (2)"]
    sheets = [sheet_of(name, ["Ref", "Name", "Land"], [f"{name} A", f"{name} B", f"{name} C"]) for name in names]
    found = {(name, 2): RowResult("error", "k", [message(name, 2, letter) for letter in "ABC"]) for name in names}
    book = made(sheets, Results(found, dict.fromkeys(names, 1), counts=Counter(error=4)))
    assert len(book.sheetnames) == len({title.casefold() for title in book.sheetnames}) == 5
    lines = [row for row in book["Results"].iter_rows(min_row=5) if row[0].value == "R007"]
    assert len(lines) == 12
    for line, (name, letter) in zip(lines, [(name, letter) for name in names for letter in "ABC"], strict=True):
        title, place = line[0].hyperlink.location.rsplit("!", 1)
        assert line[0].hyperlink.ref == line[0].coordinate
        cell = book[title.strip("'").replace("''", "'")][place]
        assert cell.value == f"{name} {letter}"
        assert cell.comment.text == "No."
        assert line[2].value == cell.parent.title


def test_our_columns_are_taken_where_they_stand_and_the_columns_right_of_them_keep_their_letters():
    rows = [
        ["Ref", *result.PORTAL_COLUMNS, "Land", "portal_result"],
        ["S-1", "old", "old", "old", "XX", "old"],
        ["S-2"],
    ]
    results = Results({("List", 2): RowResult("error", "s-1", [message("List", 2, "E")])}, {"List": 1})
    sheet = made([sheet_of("List", *rows)], results)["List"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_col=6)] == [
        ["Ref", *result.PORTAL_COLUMNS, "Land", None], ["S-1", "has a problem", "R007 No.", "s-1", "XX", None],
        ["S-2", None, None, None, None, None],
    ]  # fmt: skip
    assert sheet["E2"].comment.text == "No."


def test_a_sheet_named_results_that_is_not_ours_stays():
    book = made([sheet_of("Results", ["Yield", "Tonnes"], ["Wheat", 4])], Results({}, {}))
    assert book.sheetnames == ["Results", "Results (2)"]
    assert [cell.value for cell in book["Results (2)"][2]] == ["Wheat", 4]


def test_messages_past_the_limit_are_counted_by_kind_and_no_note_hides_a_problem(monkeypatch):
    monkeypatch.setattr(result, "MAX_MESSAGES", 3)
    said = [message("List", 2, "A", code="W005", level="warning") for _number in range(4)]
    said += [message("List", 2, "A") for _number in range(2)]
    page = made([sheet_of("List", ["Ref"], ["S"])], Results({("List", 2): RowResult("error", "", said)}, {"List": 1}))
    codes = [row[0].value for row in page["Results"].iter_rows(min_row=4) if row[0].value]
    assert codes == ["R007", "R007", "W005", "W005"]
    assert page["Results"].cell(page["Results"].max_row, 2).value == "and 3 more of the same kind"
