"""Which column is which, which audit a file is of, and what is remembered of it.

See docs/requirements/suppliers.md#column-mapping.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from compliance.audits.models import Audit
from compliance.workbooks import headers
from compliance.workbooks.choices import State
from compliance.workbooks.forms.mapping import ColumnsForm
from compliance.workbooks.models import Import, SavedMapping, StagedRow
from compliance.workbooks.services import import_job
from compliance.workbooks.types import FileRefused, Row
from portal.history.models import Entry
from tests.compliance.workbooks.grids_read import said, sheet, told, values
from tests.compliance.workbooks.test_messages import A, S
from tests.compliance.workbooks.test_pipeline import FINDINGS, NOW, SUPPLIERS, put_in, send, workbook
from tests.factories.organisations import MembershipFactory
from tests.factories.workbooks import SavedMappingFactory

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def member(db):
    return MembershipFactory(role="editor")


@pytest.fixture
def browser(client, member):
    client.force_login(member.user)
    return client


def address(upload: Import, name: str = "columns", query: str = "") -> str:
    return reverse(f"workbooks:{name}", args=[upload.organisation.slug, upload.uuid]) + query


def answer(browser, upload: Import, columns: dict[int, str], query: str = "?kind=suppliers&row=1") -> Import:
    sent = browser.post(address(upload, query=query), {f"column_{at}": column for at, column in columns.items()})
    assert sent.status_code == 302, sent.content.decode()
    return worked(upload)


def worked(upload: Import) -> Import:
    import_job.work_on_import(upload.pk, clock=lambda: NOW)
    upload.refresh_from_db()
    return upload


def answered(kind: str, head: list, **columns: str) -> dict:
    return {headers.get_fingerprint(Row(1, head)): headers.Answer(kind, columns)}


# --- Not used --------------------------------------------------------------------------------------------------------

TWO_NAMES = ["Wer", "Name", "Wo", "Welcher"]
FIRMS = [TWO_NAMES, ["Firma A GmbH", "Anna B", "Germany", "V1"]]


def test_do_not_use_wins_over_what_a_header_is_called_and_is_remembered(browser, member):
    upload = send(member, workbook(Export=FIRMS))
    assert upload.state == State.MAPPING_NEEDED
    columns = {0: "supplier_name", 1: "", 2: "country", 3: "supplier_ref"}
    assert answer(browser, upload, columns).state == State.PREVIEW, upload.error
    row = StagedRow.objects.get(upload=upload)
    assert (row.values["supplier_name"], row.extra) == ("Firma A GmbH", {"Name": "Anna B"})
    assert SavedMapping.objects.get().columns["name"] == ""
    again = send(member, workbook(Other=[*FIRMS, ["Firma B GmbH", "Carl D", "DE", "V2"]]), at=LATER)
    assert (again.state, again.counts["add"]) == (State.PREVIEW, 2), again.error


def test_of_two_columns_with_the_same_header_each_has_an_answer_of_its_own():
    head = ["Firm", "Firm", "Land", "Nr"]
    form = ColumnsForm(
        {"column_0": "", "column_1": "supplier_name", "column_2": "country", "column_3": "supplier_ref"},
        kind="suppliers", row=1, values=head,
    )  # fmt: skip
    assert form.is_valid(), form.errors
    assert form.columns() == {"firm": "", "firm #2": "supplier_name", "land": "country", "nr": "supplier_ref"}
    mappings = answered("suppliers", head, **form.columns())
    (row,) = values(sheet(head, ["old", "Firma A", "DE", "V1"]), mappings=mappings)
    assert row["supplier_name"] == "Firma A"


def test_columns_that_come_twice_can_be_sorted_out_by_a_person(browser, member):
    upload = send(member, workbook(Suppliers=[[*S, "vendor id"], [*A, "V-1"]]))
    assert (upload.state, upload.error["code"]) == (State.MAPPING_NEEDED, "F012")
    page = browser.get(address(upload, query="?kind=suppliers&row=1")).text
    assert page.count('value="supplier_ref" selected') == 1
    columns = dict(enumerate([*S, ""]))
    assert answer(browser, upload, columns).state == State.PREVIEW, upload.error


def test_without_an_answer_columns_that_come_twice_are_still_refused():
    with pytest.raises(FileRefused) as refused:
        told(sheet([*S, "vendor id"], [*A, "x"]))
    assert refused.value.code == "F012"


# --- Many columns, long and odd headers ------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [61, 300])
def test_a_sheet_of_many_columns_is_asked_about_once(browser, member, count):
    head = ["Wer", "Wo", "Welcher", *(f"Feld {number}" for number in range(3, count))]
    body = workbook(Export=[head, ["Firma A GmbH", "Germany", "V1", *range(3, count)]])
    upload = send(member, body)
    page = browser.get(address(upload, query="?kind=suppliers&row=1")).text
    assert page.count("<select") == count + 3  # and what may hold for every row
    columns = {0: "supplier_name", 1: "country", 2: "supplier_ref"}
    assert answer(browser, upload, columns).state == State.PREVIEW, upload.error
    assert send(member, body, at=LATER).state == State.PREVIEW


@pytest.mark.parametrize("odd", [2026, 2026.5, NOW.date(), True, "x" * 150, "long " * 60 + "(in pounds, " + "y" * 90])
def test_an_odd_header_is_found_again(browser, member, odd):
    body = workbook(Export=[["Wer", "Wo", "Welcher", odd], ["Firma A GmbH", "Germany", "V1", 5]])
    upload = send(member, body)
    columns = {0: "supplier_name", 1: "country", 2: "supplier_ref"}
    assert answer(browser, upload, columns).state == State.PREVIEW, upload.error


def test_a_result_sent_again_is_known_by_the_same_answer():
    head = ["Lieferant", "Land", "Nr"]
    ours = [*head, "portal_result", "portal_messages", "portal_key"]
    assert headers.get_fingerprint(Row(1, head)) == headers.get_fingerprint(Row(1, ours))


# --- What a row is ---------------------------------------------------------------------------------------------------

BOTH = ["audit_ref", "finding_ref", "grade", "description", "status", "corrective_action"]
BOTH_ROW = ["Z1", "NC1", "Minor", "First aid box empty", "open", "Fill it"]


@pytest.mark.parametrize(("kind", "name"), [("actions", "Audit findings"), ("findings", "Action plan")])
def test_the_answer_of_what_a_row_is_wins_over_the_sheets_name_and_columns(kind, name):
    mappings = answered(kind, BOTH)
    assert told(sheet(BOTH, BOTH_ROW, name=name), mappings=mappings)["kind"] == kind
    assert told(sheet(BOTH, BOTH_ROW, name=name))["kind"] != kind


def test_what_a_person_says_of_this_file_wins_over_what_is_remembered():
    mappings = answered("findings", BOTH)
    assert told(sheet(BOTH, BOTH_ROW), mappings=mappings, wanted=("actions",))["kind"] == "actions"


def test_a_person_may_correct_what_they_said_of_the_file(browser, member):
    upload = send(member, workbook(Export=FIRMS))
    Import.objects.filter(pk=upload.pk).update(kind="findings")
    columns = {0: "supplier_name", 1: "", 2: "country", 3: "supplier_ref"}
    assert answer(browser, upload, columns).state == State.PREVIEW, upload.error


def test_a_workbook_of_several_sheets_is_asked_about_the_sheet_that_a_person_chooses(browser, member):
    upload = send(member, workbook(Notes=[["Read this first"], ["Thank you"]], Export=FIRMS))
    assert upload.error["code"] == "F009"
    page = browser.get(address(upload)).text
    assert '<strong aria-current="page">Export</strong>' in page and 'href="?sheet=0">Notes</a>' in page
    assert "Firma A GmbH" in page
    assert "Firma A GmbH" not in browser.get(address(upload, query="?sheet=0")).text
    columns = {0: "supplier_name", 1: "", 2: "country", 3: "supplier_ref"}
    assert answer(browser, upload, columns, "?kind=suppliers&row=1&sheet=1").state == State.PREVIEW, upload.error


@pytest.mark.parametrize("number", ["9", "-1", "x", "99999"])
def test_a_sheet_that_is_not_there_is_the_widest(browser, member, number):
    upload = send(member, workbook(Export=FIRMS))
    assert browser.get(address(upload, query=f"?sheet={number}")).status_code == 200


# --- Which audit -----------------------------------------------------------------------------------------------------

WITHOUT_AUDIT = [["NC Number", "Clause", "Issue code", "Grade", "Details of NC"]]
WITHOUT_AUDIT += [["NC1", "3", "HS05", "Minor", "First aid box empty"], ["NC2", "3", "HS05", "Minor", "No exit sign"]]
AUDIT = {
    "audit_ref": "Z7", "site_ref": "ST1", "scheme": "sa8000",
    "audit_end_day": "3", "audit_end_month": "4", "audit_end_year": "2026",
}  # fmt: skip


@pytest.fixture
def asked(member, browser) -> Import:
    """An upload of findings that do not say which audit they are of, as it waits for a person."""
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    upload = send(member, workbook(Findings=WITHOUT_AUDIT), at=LATER)
    assert upload.state == State.MAPPING_NEEDED
    return upload


def test_findings_without_an_audit_go_in_once_a_person_has_named_it(asked, browser, member):
    assert "Tell us which audit this is" in browser.get(reverse("workbooks:upload", args=[
        member.organisation.slug, asked.uuid])).text  # fmt: skip
    page = browser.get(address(asked, "audit")).text
    for words in ("Audit reference", "Site reference", "Audit end date", "Audit company", "No exit sign"):
        assert words in page
    assert browser.post(address(asked, "audit"), AUDIT).status_code == 302
    assert (worked(asked).state, asked.counts["add"]) == (State.PREVIEW, 2), asked.error
    put_in(asked, member, at=LATER)
    audit = Audit.objects.get()
    assert (audit.key, audit.site.key, audit.scheme, str(audit.ended_on)) == ("z7", "st1", "sa8000", "2026-04-03")
    assert audit.findings.count() == 2


def test_what_was_said_of_an_audit_belongs_to_that_file_alone(asked, browser, member):
    browser.post(address(asked, "audit"), AUDIT)
    assert not SavedMapping.objects.exists()
    assert send(member, workbook(Findings=WITHOUT_AUDIT), at=LATER).state == State.MAPPING_NEEDED
    entry = Entry.objects.get(action="workbooks.import.audit_named")
    assert entry.detail == {"columns": ["audit_end", "audit_ref", "scheme", "site_ref"]}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"audit_ref": ""}, "Enter “Audit reference”, because every row of the file needs it"),
        ({"audit_ref": "a|b"}, "must only include letters, numbers"),
        ({"audit_ref": "x" * 65}, "is 65 characters long"),
        ({"audit_end_year": "2036"}, "The date must be"),
        (
            {"audit_end_day": "", "audit_end_month": "", "audit_end_year": ""},
            "Enter “Audit end date”, because every row of the file",
        ),
        (
            {"audit_start_day": "4", "audit_start_month": "4", "audit_start_year": "2026"},
            "must be the same as or after the start date",
        ),
        ({"scheme": "none of ours"}, "Scheme"),
    ],
)
def test_a_wrong_answer_is_said_at_its_field_and_the_rest_is_kept(asked, browser, wrong, message):
    sent = browser.post(address(asked, "audit"), AUDIT | wrong)
    assert sent.status_code == 422
    assert message in sent.text and 'value="ST1"' in sent.text
    asked.refresh_from_db()
    assert (asked.state, asked.given) == (State.MAPPING_NEEDED, {})


def test_a_column_may_say_it_after_all(browser, member):
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    rows = [[*WITHOUT_AUDIT[0], "Visit"], [*WITHOUT_AUDIT[1], "V-1"], [*WITHOUT_AUDIT[2], "V-2"]]
    upload = send(member, workbook(Findings=rows), at=LATER)
    link = address(upload, query="?kind=findings&row=1&sheet=0")
    assert link.replace("&", "&amp;") in browser.get(address(upload, "audit")).text
    columns = dict(enumerate(["finding_ref", "code_area", "issue_code", "grade", "description", "audit_ref"]))
    answer(browser, upload, columns, "?kind=findings&row=1&sheet=0")
    assert "audit_ref" not in upload.heads[0]["lacks"]
    without_reference = {name: value for name, value in AUDIT.items() if name != "audit_ref"}
    browser.post(address(upload, "audit"), without_reference)
    assert (worked(upload).state, upload.counts["add"]) == (State.PREVIEW, 2), upload.error
    assert {row.values["audit_ref"] for row in StagedRow.objects.filter(upload=upload)} == {"V-1", "V-2"}


def test_a_file_that_names_its_audit_is_not_asked_about(member):
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    assert send(member, workbook(Audit_findings=FINDINGS), at=LATER).state == State.PREVIEW
    above = [["Report number: Z9", "Site: ST1", "Audit date: 3 April 2026"], *WITHOUT_AUDIT]
    assert send(member, workbook(Findings=above), at=LATER).state == State.PREVIEW


def test_a_value_for_the_file_fills_only_what_its_columns_lack():
    head = ["audit_ref", *WITHOUT_AUDIT[0]]
    given = {"audit_ref": "Z7", "site_ref": "ST1", "audit_end": "2026-04-03"}
    first, second = values(sheet(head, ["Z1", *WITHOUT_AUDIT[1]], [None, *WITHOUT_AUDIT[2]]), given=given)
    assert (first["audit_ref"], first["site_ref"], second.get("audit_ref")) == ("Z1", "ST1", None)


def test_the_command_asks_nobody_and_says_what_is_missing_in_each_row():
    answer = told(sheet(*WITHOUT_AUDIT))
    assert [one[0] for one in said(answer) if one[0] == "R001" and one[2] == 2] == ["R001"] * 3


def test_only_the_sender_and_those_who_may_see_all_rows_are_asked(asked, client):
    colleague = MembershipFactory(organisation=asked.organisation, role="editor")
    client.force_login(colleague.user)
    for name in ("audit", "columns"):
        assert client.get(address(asked, name)).status_code == 403
    page = client.get(reverse("workbooks:upload", args=[asked.organisation.slug, asked.uuid])).text
    assert "Only the person who uploaded it" in page and "No exit sign" not in page
    lead = MembershipFactory(organisation=asked.organisation, role="editor", is_safeguarding_lead=True)
    client.force_login(lead.user)
    assert client.get(address(asked, "audit")).status_code == 200


# --- What is remembered ----------------------------------------------------------------------------------------------


def test_what_is_remembered_can_be_looked_at_and_removed(browser, member):
    kept = SavedMappingFactory(organisation=member.organisation, answered_by=member.user)
    assert (
        "Remembered columns (1 kind of file)"
        in browser.get(reverse("workbooks:list", args=[member.organisation.slug])).text
    )
    place = reverse("workbooks:mappings", args=[member.organisation.slug])
    page = browser.get(place).text
    for words in ("lieferant", "Supplier name", "Not used", "Suppliers and their sites", "Remove"):
        assert words in page
    remove = reverse("workbooks:forget", args=[member.organisation.slug, kept.fingerprint])
    assert "We’ll ask again" in browser.post(remove, follow=True).text
    assert not SavedMapping.objects.exists()
    assert Entry.objects.get(action="workbooks.mapping.forgotten").detail["columns"] == kept.columns
    assert browser.post(remove).status_code == 404


def test_after_removal_the_next_file_is_asked_about_again(browser, member):
    upload = send(member, workbook(Export=FIRMS))
    answer(browser, upload, {0: "supplier_name", 1: "", 2: "country", 3: "supplier_ref"})
    kept = SavedMapping.objects.get()
    browser.post(reverse("workbooks:forget", args=[member.organisation.slug, kept.fingerprint]))
    assert send(member, workbook(Export=FIRMS), at=LATER).state == State.MAPPING_NEEDED


def test_another_business_cannot_remove_it_and_a_viewer_cannot_either(client, member):
    kept = SavedMappingFactory(organisation=member.organisation)
    viewer = MembershipFactory(organisation=member.organisation, role="viewer")
    outsider = MembershipFactory(role="administrator")
    for person, slug, status in (
        (viewer, member.organisation.slug, 403),
        (outsider, member.organisation.slug, 404),
        (outsider, outsider.organisation.slug, 404),
    ):
        client.force_login(person.user)
        assert client.post(reverse("workbooks:forget", args=[slug, kept.fingerprint])).status_code == status
    assert SavedMapping.objects.exists()


def test_the_list_takes_the_same_queries_however_long_it_is(browser, member, django_assert_num_queries):
    place = reverse("workbooks:mappings", args=[member.organisation.slug])
    SavedMappingFactory(organisation=member.organisation, answered_by=member.user)
    browser.get(place)
    with django_assert_num_queries(QUERIES):
        browser.get(place)
    SavedMappingFactory.create_batch(5, organisation=member.organisation, answered_by=member.user)
    with django_assert_num_queries(QUERIES):
        browser.get(place)


QUERIES = 4
