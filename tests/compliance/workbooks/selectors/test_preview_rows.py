"""Rows as they will be stored, by outcome, name and note (docs/requirements/suppliers.md#upload-preview)."""

import pytest
from django.urls import reverse

from compliance.workbooks.models import StagedRow
from compliance.workbooks.selectors import preview_rows
from tests.compliance.workbooks.test_pipeline import send
from tests.compliance.workbooks.vendor_files.shapes import xlsx
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = ["Vendor", "Country", "SIC code"]
ROWS = [["Hathersage Bakery Ltd", "D", 10], ["Orrinsdale Ltd", "United Kingdom", None], ["Third Ltd", "Atlantis", None]]


@pytest.fixture
def member(db):
    return MembershipFactory(role="editor")


@pytest.fixture
def upload(member):
    return send(member, xlsx({"List": [HEAD, *ROWS], "Other": [["x", "y", "z"]] * 4}))


def test_tabs_count_the_rows_and_the_first_filled_one_is_shown(upload):
    assert [(tab.code, tab.count) for tab in preview_rows.get_tabs(upload, "add")] == [
        ("add", 2), ("change", 0), ("leave", 0), ("refuse", 1),
    ]  # fmt: skip
    assert preview_rows.choose_view(upload, "no such") == "add"


def test_a_row_shows_what_is_stored_and_what_was_guessed(upload):
    rows = StagedRow.objects.filter(upload=upload)
    (table,) = preview_rows.get_tables(preview_rows.filter_rows(rows, "add", text="hathersage"))
    assert table.labels == ("Supplier name", "Country", "Sector")
    (row,) = table.rows
    assert [cell.value for cell in row.cells] == [
        "Hathersage Bakery Ltd", "Germany", "Food and beverages, agriculture and fishing",
    ]  # fmt: skip
    assert row.cells[1].notes == ("We read “D” as Germany.",)
    assert "Manufacture of food products" in row.cells[2].notes[0]
    assert list(preview_rows.filter_rows(rows, "add", only_noted=True).values_list("number", flat=True)) == [2]


def test_the_page_filters_and_names_the_sheet_that_was_not_read(upload, member, client):
    client.force_login(member.user)
    page = reverse("workbooks:upload", args=[member.organisation.slug, upload.uuid])
    text = client.get(page, {"q": "orrinsdale"}).text
    assert "Orrinsdale Ltd" in text and "Match the columns of Other" in text
    assert "Atlantis" in client.get(page, {"show": "refuse"}).text
    others = client.get(reverse("workbooks:others", args=[member.organisation.slug, upload.uuid])).text
    assert "We did not read these sheets" in others
