import csv
import io
import json

from compliance.sharing.rules.feed_files import compute_hash, read_zip, write_csv, write_json, write_zip

COLUMNS = ["place", "count"]
ROWS = [{"place": "=1+1", "count": 7}, {"place": "Ynys Môn", "count": None}]


def test_the_same_rows_are_the_same_bytes():
    def made():
        return write_zip({"rows.csv": write_csv(COLUMNS, ROWS), "rows.json": write_json({"feed": "F"}, ROWS)})

    assert made() == made()
    assert compute_hash(made()) == compute_hash(made())


def test_a_feed_is_read_again_as_it_was_written():
    files = {"about.txt": b"About", "rows.csv": write_csv(COLUMNS, ROWS)}
    assert read_zip(write_zip(files)) == files


def test_csv_is_quoted_marked_for_excel_and_without_formulas():
    text = write_csv(COLUMNS, ROWS).decode()
    assert text.startswith('\ufeff"place","count"')
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:] == [["'=1+1", "7"], ["Ynys Môn", ""]]


def test_json_says_what_it_is_and_keeps_letters():
    body = write_json({"feed": "F"}, ROWS)
    assert json.loads(body) == {"about": {"feed": "F"}, "rows": ROWS}
    assert "Môn".encode() in body
