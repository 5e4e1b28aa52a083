"""CSV as people save it: encodings, delimiters, quotes, and the numbers Excel gives its rows."""

import pytest

from compliance.workbooks.reader import read_workbook
from compliance.workbooks.types import FileRefused

READ = [(1, ["supplier_ref", "supplier_name"]), (2, ["S-1", "Société Inventée"])]
TEXT = "supplier_ref,supplier_name\r\nS-1,Société Inventée\r\n"


def rows(body, **options):
    (sheet,) = read_workbook(body, **options).sheets
    assert sheet.name is None
    return [(row.number, row.values) for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_encoding_that_says_what_it_is_is_read(encoding):
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert rows(mark + TEXT.encode(encoding)) == READ


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_of_the_header(delimiter):
    assert rows(TEXT.replace(",", delimiter).encode()) == READ


@pytest.mark.parametrize("line", ["sep=;\n", "sep=;\r\n"])
def test_a_line_that_names_the_delimiter_is_obeyed_and_not_counted(line):
    assert rows((line + TEXT.replace(",", ";")).encode()) == READ


def test_a_delimiter_inside_quotes_does_not_count():
    assert rows(b'"name, legal; or not";country\nMade Up;India\n')[0] == (1, ["name, legal; or not", "country"])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_like(end):
    assert rows(TEXT.replace("\r\n", end).encode()) == READ


def test_a_field_may_hold_new_lines_and_quotes():
    assert rows(b'a,b\n"two\nlines","say ""so"""\nlast,1\n') == [
        (1, ["a", "b"]),
        (2, ["two\nlines", 'say "so"']),
        (3, ["last", "1"]),
    ]


def test_blank_lines_count_as_they_do_in_excel():
    assert rows(b"\n\na,b\n,\nS-1,x\n") == [(3, ["a", "b"]), (5, ["S-1", "x"])]


def test_a_single_column_needs_no_delimiter():
    assert rows(b"supplier_name\nMade Up Mill\n") == [(1, ["supplier_name"]), (2, ["Made Up Mill"])]


def test_windows_1252_is_recognised_and_named():
    body = TEXT.encode("cp1252")
    (sheet,) = read_workbook(body).sheets
    assert sheet.notes.encoding == "cp1252"
    assert rows(body) == rows(body, encoding="cp1252") == READ


def test_utf_8_is_not_a_guess():
    (sheet,) = read_workbook(TEXT.encode()).sheets
    assert sheet.notes.encoding == ""


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_recognised(encoding):
    body = TEXT.encode(encoding)
    assert rows(body) == READ


def test_what_no_encoding_fits_is_refused():
    with pytest.raises(FileRefused, match="F011"):
        read_workbook(b"name\nInvent\x81\n")


def test_a_hundred_thousand_rows_below_the_header_are_read():
    assert len(rows(b"a,b\n" + b"1,2\n" * 100_000)) == 100_001


@pytest.mark.parametrize(
    ("body", "wording"),
    [
        (b"a,b\n" + b"1,2\n" * 100_001, "F008"),
        (b"," * 300 + b"x\n", "F008 columns"),
        (b"a,b\n1," + b"x" * 100_001 + b"\n", "F008 characters"),
        ((b"1," * 299 + b"1\n") * 10_001, "F008 cells"),
    ],
    ids=["rows", "columns", "characters", "cells"],
)
def test_limits_are_those_of_a_workbook(body, wording):
    with pytest.raises(FileRefused) as refused:
        rows(body)
    assert (refused.value.code, refused.value.wording) == ("F008", wording)


def test_the_message_about_rows_tells_how_many_there_are():
    with pytest.raises(FileRefused) as refused:
        rows(b"a,b\n" + b"1,2\n" * 100_500)
    assert refused.value.values["rows"] == "100,501"
