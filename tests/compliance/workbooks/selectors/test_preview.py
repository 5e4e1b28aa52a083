"""What the page before the register shows of an upload: each change field by field, in words.

See docs/requirements/suppliers.md#upload-preview.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from compliance.workbooks.choices import Outcome
from compliance.workbooks.columns import FINDINGS, SUPPLIERS, sheet_kinds
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.models import StagedRow
from compliance.workbooks.selectors.preview import (
    FIELD_COLUMNS,
    describe_value,
    filter_changing_rows,
    get_change_lines,
    get_columns,
)
from tests.compliance.workbooks.test_pipeline import FINDINGS as FINDING_ROWS
from tests.compliance.workbooks.test_pipeline import HEAD, NOW, put_in, send, workbook
from tests.compliance.workbooks.test_pipeline import SUPPLIERS as SUPPLIER_ROWS
from tests.factories.organisations import MembershipFactory
from tests.factories.workbooks import ImportFactory, StagedRowFactory

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def member(db):
    return MembershipFactory(role="editor")


def shown(upload) -> list[tuple[str, str, str]]:
    rows = StagedRow.objects.filter(upload=upload)
    return [(line.field, line.old, line.new) for line in get_change_lines(filter_changing_rows(rows))]


def page_of(client, member, upload) -> str:
    client.force_login(member.user)
    return client.get(reverse("workbooks:upload", args=[member.organisation.slug, upload.uuid])).text


def table(page: str) -> list[list[str]]:
    """The cells of the table of changes."""
    body = page[page.index("What would change in each field") :].partition("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", body.partition("<tbody")[2], re.S)
    return [[re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows]


def test_a_row_that_adds_a_site_shows_what_it_changes_of_the_supplier(member, client):
    put_in(send(member, workbook(Suppliers=SUPPLIER_ROWS)), member)
    row = ["S-2", "Brick and Tile Ltd", "GB", "2", "5", "ST2", "New kiln", "Kiln Lane 2", None, "S-3"]
    upload = send(member, workbook(Suppliers=[HEAD, row]), at=LATER)
    assert upload.counts["add"] == 1
    assert table(page_of(client, member, upload)) == [
        ["Suppliers 2", "Supplier: Supplier name", "Brick Works Ltd", "Brick and Tile Ltd"]
    ]


def test_a_change_is_told_in_words(member, client):
    head = [*HEAD, "annual_spend_gbp", "status", "latitude", "longitude", "recruits_from_abroad", "function", "notes"]
    more = ["1250.50", "active", "23.95", "90.4", "no", "final_product_assembly", None]
    put_in(send(member, workbook(Suppliers=[head, [*SUPPLIER_ROWS[2], *more]])), member)
    changed = ["S-1", "Karim Knit Ltd", "India", "2", "construction", "ST1", "Unit 2", "Plot 5", 2240, None]
    more = ["2k", "suspended", "23.95", "90.5", "yes", "final_product_assembly", "A note"]
    upload = send(member, workbook(Suppliers=[head, [*changed, *more]]), at=LATER)
    assert set(shown(upload)) == {
        ("Supplier: Status", "Active", "Suspended"),
        ("Supplier: Notes", "–", "A note"),
        ("Products and services: Tier", "Tier 1", "Tier 2"),
        ("Products and services: Sector", *sectors("11", "construction")),
        ("Products and services: Annual spend in pounds", "£1,250.50", "£2,000"),
        ("Site: Country", "Bangladesh", "India"),
        ("Site: Sector", *sectors("11", "construction")),
        ("Site: Longitude", "90.4", "90.5"),
        ("Site: Recruits from abroad", "No", "Yes"),
        ("Workers: Total workers", "1,240", "2,240"),
    }
    assert "Annual spend in pounds" in page_of(client, member, upload)


def sectors(*codes: str) -> list[str]:
    from compliance.workbooks.choice_synonyms import choice_words

    return [choice_words("sectors").label(choice_words("sectors").find(code).code) for code in codes]


def test_dates_and_codes_of_a_finding_are_told_as_people_write_them(member):
    put_in(send(member, workbook(Suppliers=SUPPLIER_ROWS, Audit_findings=FINDING_ROWS)), member)
    changed = [FINDING_ROWS[0], [*FINDING_ROWS[2][:7], "Major", FINDING_ROWS[2][8]]]
    changed = [[*changed[0], "due_date"], [*changed[1], "2026-06-01"]]
    found = shown(send(member, workbook(Audit_findings=changed), at=LATER))
    assert ("Finding: Grade", "Minor", "Major") in found
    assert ("Finding: Due date", "2 July 2026", "1 June 2026") in found
    assert ("Finding: Grade as the auditor wrote it", "Minor", "Major") in found


def test_the_first_hundred_rows_that_change_something_are_shown_and_the_rest_counted(member, client):
    upload = ImportFactory(organisation=member.organisation, uploaded_by=member.user, row=None)
    for number in range(103):
        new = {"supplier": {"is_new": False, "fields": {"name": ["Old", f"New {number}"]}}}
        site = {"site": {"is_new": True, "fields": {"name": [None, "Site"]}}}
        StagedRowFactory(
            upload=upload, number=number + 2, position=number + 1, messages=[],
            outcome=Outcome.ADD if number % 2 else Outcome.CHANGE, changes=new | (site if number % 2 else {}),
        )  # fmt: skip
    StagedRowFactory(upload=upload, position=200, messages=[], outcome=Outcome.ADD, changes=site)
    page = page_of(client, member, upload)
    assert len(table(page)) == 100
    assert "These are the first 100 of 103 rows that would change your records." in page


def test_the_rows_of_each_outcome_are_counted(member, client):
    rows = [*SUPPLIER_ROWS, ["S-4", "D Ltd", "Bangladsh", "1", "11", None, None, None, None, None]]
    page = page_of(client, member, send(member, workbook(Suppliers=[[*rows[0], "Shoe size"], *rows[1:]])))
    found = dict(re.findall(r'href="\?show=(\w+)"[^>]*>[^<(]*\((\d+)\)</a>', page))
    assert found == {"add": "3", "change": "0", "leave": "0", "refuse": "1"}


@pytest.mark.parametrize("what", FIELD_COLUMNS)
def test_every_field_that_a_column_fills_has_its_words(what):
    for column in get_columns(what).values():
        assert str(COLUMN_LABELS[column.name])


@pytest.mark.parametrize("kind", [SUPPLIERS, FINDINGS, "actions"])
def test_every_column_has_its_words(kind):
    assert {column.name for column in sheet_kinds()[kind].columns} <= COLUMN_LABELS.keys()


@pytest.mark.parametrize(
    ("what", "field", "value", "expected"),
    [
        ("supplier", "country", "GB", "United Kingdom"),
        ("relation", "products", ["T-shirts", "Polo shirts"], "T-shirts, Polo shirts"),
        ("relation", "annual_spend_pence", 25_000_000, "£250,000"),
        ("audit", "ended_on", "2026-05-14", "14 May 2026"),
        ("audit", "has_no_findings", True, "Yes"),
        ("action", "status", "in_progress", "In progress"),
        ("action", "due_on", None, "–"),
        ("action", "comment", "", "–"),
        ("site", "supplier", "s-1", "s-1"),
        ("supplier", "is_labour_provider", False, "No"),
    ],
)
def test_a_value_is_told_as_people_write_it(what, field, value, expected):
    assert describe_value(get_columns(what).get(field), value) == expected
