"""Files of figures: written once, the same for ever, described for programs."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from compliance.statistics.choices import FileKind
from compliance.statistics.models import ReleaseFile
from compliance.statistics.rules.tables import Symbol
from tests.factories.published_figures import publish_figures

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", FileKind.values)
def test_a_file_is_written_once_and_may_be_kept_for_ever(client, kind, django_assert_num_queries):
    publish_figures("2026-q1")
    address = f"/statistics/2026-q1/data.{kind}"
    first = client.get(address)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Content-Disposition"] == f'attachment; filename="helpline-statistics-2026-q1.{kind}"'
    with django_assert_num_queries(1):
        again = client.get(address)
    assert again.content == first.content
    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    assert ReleaseFile.objects.count() == 1


def test_a_file_is_what_it_says_it_is(client):
    publish_figures("2026-q1")
    starts = {"xlsx": b"PK\x03\x04", "ods": b"PK\x03\x04", "csv": b"\xef\xbb\xbfrelease,", "json": b"{"}
    for kind, start in starts.items():
        assert client.get(f"/statistics/2026-q1/data.{kind}").content.startswith(start)


def test_the_database_refuses_to_change_or_delete_a_file(client):
    publish_figures("2026-q1")
    client.get("/statistics/2026-q1/data.csv")
    for act in (lambda rows: rows.update(sha256="0" * 64), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(ReleaseFile.objects.all())


def test_the_csv_names_its_description_and_the_description_fits_it(client):
    """CSV on the Web: the description is at the address of the CSV with -metadata.json at its end."""
    publish_figures("2026-q1", {("contacts_by_channel", ("app",)): Symbol.CONFIDENTIAL})
    table = client.get("/statistics/2026-q1/data.csv")
    assert table.headers["Link"] == '<data.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    answer = client.get("/statistics/2026-q1/data.csv-metadata.json")
    assert answer.headers["Content-Type"] == "application/csvm+json"
    about = json.loads(answer.content)
    assert about["@context"][0] == "http://www.w3.org/ns/csvw"
    assert about["url"] == "data.csv"
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    columns = about["tableSchema"]["columns"]
    assert rows[0] == [column["titles"] for column in columns] == [column["name"] for column in columns]
    parse = {"integer": int, "date": date.fromisoformat, "string": str}
    for row in rows[1:]:
        for column, text in zip(columns, row, strict=True):
            assert text or not column["required"], (column["name"], row)
            assert not text or parse[column["datatype"]](text) is not None
    keys = [rows[0].index(name) for name in about["tableSchema"]["primaryKey"]]
    found = [tuple(row[place] for place in keys) for row in rows[1:]]
    assert len(set(found)) == len(found)


def test_json_explains_itself(client):
    publish_figures("2026-q1")
    data = client.get("/statistics/2026-q1/data.json").json()
    assert (data["release"], data["period_start"], data["period_end"]) == ("2026-q1", "2026-01-01", "2026-03-31")
    assert data["licence"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["tables"][0]["dimensions"][0]["groups"]["phone"] == "Phone call"
    assert data["tables"][0]["cells"][0].keys() == {"codes", "value", "symbols"}


def test_the_csv_of_a_table_has_its_columns(client):
    publish_figures("2026-q1")
    answer = client.get("/statistics/2026-q1/contacts_by_channel.csv")
    assert 'filename="helpline-statistics-2026-q1-contacts_by_channel.csv"' in answer.headers["Content-Disposition"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "How the contact reached the helpline,Contacts,Percentage"
    assert lines[-1].startswith("Total,")
    assert lines[-1].endswith(",100")


def test_the_calendar_file_is_one_that_calendars_read(client):
    """Lines end with CRLF and have 75 octets at most; every event has what RFC 5545 asks for."""
    answer = client.get("/statistics/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 and "\n" not in line for line in lines)
    events = text.split("BEGIN:VEVENT")[1:]
    assert len(events) >= 12
    for event in events:
        assert all(event.count(f"\r\n{name}:") == 1 for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"))
    assert len({line for line in lines if line.startswith("UID:")}) == len(events)
    starts = {line[-7:] for line in lines if line.startswith("DTSTART:")}
    assert starts == {"083000Z", "093000Z"}, "half past nine in London, in summer and in winter"


def test_the_feed_has_each_release_and_each_correction(client):
    publish_figures("2026-q1")
    publish_figures("2026-q1-2", revision=2, note="Three calls were counted as emails.")
    answer = client.get("/statistics/feed/")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert "Quarterly figures: January to March 2026, version 2" in answer.text
    assert "Three calls were counted as emails." in answer.text
    assert answer.text.count("<entry>") == 2
