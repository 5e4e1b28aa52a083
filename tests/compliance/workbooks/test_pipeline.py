"""An upload from its arrival to the register and back, with the real reader and the real database."""

import io
import re
import uuid
import zipfile
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import Action, Alert, Audit, Finding
from compliance.suppliers.models import Site, SiteFacts, Supplier, SupplyRelation, WorkerFigures
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services import commands, import_job, uploads
from compliance.workbooks.writing import template
from portal.core.models import Outbox
from portal.files.services import read_body
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HEAD = [
    "supplier_ref",
    "supplier_name",
    "country",
    "tier",
    "sector",
    "site_ref",
    "site_name",
    "address",
    "workers_total",
]
HEAD += ["buys_from_ref"]
SUPPLIERS = [
    HEAD,
    ["S-2", "Brick Works Ltd", "GB", "2", "5", None, None, None, None, "S-3"],
    ["S-1", "Karim Knit Ltd", "Bangladesh", "1", "11", "ST1", "Unit 2", "Plot 5", 1240, None],
    ["S-3", "Mortar Traders Ltd", "UK", "1", "construction", "ST9", "Yard", "Mill Road 1", 12, None],
]
FINDINGS = [
    ["Audit ref", "Site", "Audit date", "Scheme", "NC Number", "Clause", "Issue code", "Grade", "Details of NC"],
    ["Z1", "ST1", "2026-04-03", "smeta_4_pillar", "NC1", "1", "FL01", "Zero tolerance", "Passports kept in the safe"],
    ["Z1", "ST1", "2026-04-03", "smeta_4_pillar", "NC2", "3", "HS05", "Minor", "First aid box empty"],
]


def workbook(**sheets: list[list]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def member(db):
    return MembershipFactory(role="editor")


def send(member, body: bytes, *, at=NOW, token=None) -> Import:
    upload = uploads.receive_upload(
        SimpleUploadedFile("list.xlsx", body), organisation=member.organisation, token=token or uuid.uuid4(),
        kind="auto", by=member.user, at=at,
    )  # fmt: skip
    import_job.work_on_import(upload.pk, clock=lambda: at)
    upload.refresh_from_db()
    return upload


def put_in(upload: Import, member, *, at=NOW) -> Import:
    commands.apply(upload, by=member.user, at=at)
    import_job.work_on_import(upload.pk, clock=lambda: at)
    upload.refresh_from_db()
    return upload


def test_a_workbook_reaches_the_register(member):
    upload = send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=FINDINGS))
    assert upload.state == State.PREVIEW, upload.error
    assert upload.counts == {"add": 5, "warnings": 2, "held": 0}
    assert not Supplier.objects.exists()
    put_in(upload, member)
    assert upload.state == State.DONE
    assert set(Supplier.objects.values_list("key", "country")) == {("s-1", "BD"), ("s-2", "GB"), ("s-3", "GB")}
    assert SupplyRelation.objects.get(supplier__key="s-2").buys_from.key == "s-3"
    assert WorkerFigures.objects.get(site__key="st1").total == 1240
    finding = Finding.objects.get(key="nc1")
    assert (finding.grade, finding.due_on, finding.audit.site.key) == (
        "business_critical",
        finding.audit.ended_on,
        "st1",
    )


def test_workers_are_counted_on_the_day_in_london_on_which_the_file_came(member):
    night = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    upload = put_in(send(member, workbook(Suppliers=SUPPLIERS), at=night), member, at=night)
    assert WorkerFigures.objects.get(site__key="st1").counted_on == date(2026, 7, 2)
    commands.undo(upload, by=member.user, at=night)
    import_job.work_on_import(upload.pk, clock=lambda: night)
    assert not WorkerFigures.objects.exists()


def test_a_timescale_dates_a_new_finding_and_its_action_from_the_last_day_of_the_audit(member):
    head = [*FINDINGS[0], "Timescale", "Corrective actions"]
    rows = [head, [*FINDINGS[2], "60", "Fill it"], [*FINDINGS[2][:4], "NC9", *FINDINGS[2][5:], None, "Buy one"]]
    body = workbook(Suppliers=SUPPLIERS, Audit_findings=rows)
    put_in(send(member, body), member)
    due = {row.finding.key: (row.due_on, row.finding.due_on) for row in Action.objects.select_related("finding")}
    in_60, in_90 = date(2026, 6, 2), date(2026, 7, 2)
    assert due == {"nc2": (in_60, in_60), "nc9": (None, in_90)}
    again = send(member, body, at=NOW + timedelta(hours=1))
    assert again.counts["same"] == 5


def test_the_same_file_twice_changes_nothing(member):
    body = workbook(Suppliers=SUPPLIERS, Audit_findings=FINDINGS)
    put_in(send(member, body), member)
    again = send(member, body, at=NOW + timedelta(hours=1))
    assert {k: v for k, v in again.counts.items() if k not in ("warnings", "held")} == {"same": 5}


def test_one_bad_row_leaves_the_others_also_of_its_audit(member):
    suppliers = [*SUPPLIERS, ["S-4", "D Ltd", "Bangladsh", "1", "11", None, None, None, None, None]]
    bad = [*FINDINGS, ["Z1", "ST1", "2026-04-03", "smeta_4_pillar", "NC3", "3", "HS05", "dreadful", "No water"]]
    upload = put_in(send(member, workbook(Suppliers=suppliers, Audit_findings=bad)), member)
    assert upload.state == State.DONE_WITH_ERRORS
    assert Supplier.objects.count() == 3
    assert (Audit.objects.get().findings.count(), Audit.objects.get().rows_left_out) == (2, 1)


def test_undo_takes_all_of_it_back(member):
    upload = put_in(send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=FINDINGS)), member)
    commands.undo(upload, by=member.user, at=NOW + timedelta(days=29))
    upload.refresh_from_db()
    assert (upload.state, upload.undone["kept"]) == (State.UNDONE, 0), upload.undone
    assert not any(model.objects.exists() for model in (Supplier, Site, Audit, Finding))


def test_undo_leaves_what_somebody_changed_since(member):
    upload = put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    Supplier.objects.filter(key="s-1").update(name="Another name")
    commands.undo(upload, by=member.user, at=NOW)
    assert Supplier.objects.get().key == "s-1"


def test_the_page_sent_twice_is_one_upload(member):
    token, body = uuid.uuid4(), workbook(Suppliers=SUPPLIERS)
    assert send(member, body, token=token) == send(member, body, token=token)


def test_two_tenants_with_the_same_keys_share_nothing(member):
    other = MembershipFactory(role="editor")
    for each in (member, other):
        put_in(send(each, workbook(Suppliers=SUPPLIERS)), each)
    assert Supplier.objects.for_organisation(member.organisation).count() == 3
    assert Supplier.objects.count() == 6


def test_the_result_is_their_own_workbook_marked_and_can_be_sent_again(member):
    suppliers = [*SUPPLIERS, ["=1+1", "D Ltd", "Bangladsh", "1", "11", None, None, None, None, None]]
    upload = send(member, workbook(Suppliers=suppliers))
    book = openpyxl.load_workbook(io.BytesIO(read_body(upload.result)))
    assert book.sheetnames == ["Results", "Suppliers"]
    sheet = book["Suppliers"]
    assert [cell.value for cell in sheet[1]][-3:] == ["portal_result", "portal_messages", "portal_key"]
    assert sheet["L2"].value is None or "S-2" not in str(sheet["L2"].value)
    assert "Did you mean Bangladesh?" in sheet["C5"].comment.text
    assert sheet["C5"].fill.fgColor.rgb == "FFF8D7D4"
    assert "R007" in sheet["L5"].value
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    again = send(member, read_body(upload.result), at=NOW + timedelta(minutes=5))
    assert again.counts["add"] == 3


def test_columns_are_asked_once_and_remembered(member, client):
    rows = [["Vendor export"], ["Wer", "Wo", "Welcher"], ["Firma A GmbH", "Germany", "V1"]]
    upload = send(member, workbook(Export=rows))
    assert upload.state == State.MAPPING_NEEDED
    client.force_login(member.user)
    address = reverse("workbooks:columns", args=[member.organisation.slug, upload.uuid]) + "?kind=suppliers&row=2"
    assert client.post(address, {"column_0": "supplier_name"}).status_code == 422
    answer = {"column_0": "supplier_name", "column_1": "country", "column_2": "supplier_ref"}
    assert client.post(address, answer).status_code == 302
    import_job.work_on_import(upload.pk, clock=lambda: NOW)
    upload.refresh_from_db()
    assert (upload.state, upload.counts["add"]) == (State.PREVIEW, 1)
    again = send(member, workbook(Other=[*rows, ["Firma B GmbH", "DE", "V2"]]), at=NOW + timedelta(hours=2))
    assert (again.state, again.counts["add"]) == (State.PREVIEW, 2)


def test_a_likely_duplicate_is_asked_about_once_and_put_with_the_one_it_is(member, client):
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    again = workbook(Suppliers=[HEAD[:6], ["N-7", "KARIM KNIT LIMITED", "BD", "1", "11", None]])
    upload = send(member, again, at=NOW + timedelta(hours=1))
    (row,) = commands.get_duplicate_questions(upload)
    assert [message["other"] for message in row.messages if message["code"] == "W002"] == ["S-1"]
    client.force_login(member.user)
    page = reverse("workbooks:upload", args=[member.organisation.slug, upload.uuid])
    assert "Are these the same suppliers?" in client.get(page).text
    answer = reverse("workbooks:duplicates", args=[member.organisation.slug, upload.uuid])
    client.post(answer, {f"row_{row.position}": "same"})
    upload.refresh_from_db()
    assert (upload.state, list(commands.get_duplicate_questions(upload)), upload.counts.get("add")) == (
        State.PREVIEW,
        [],
        None,
    )
    put_in(upload, member, at=timezone.now())
    assert Supplier.objects.count() == 3
    assert Supplier.objects.get(key="s-1").name == "KARIM KNIT LIMITED"


def test_another_supplier_of_a_like_name_is_added_and_not_asked_about_again(member):
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    again = workbook(Suppliers=[HEAD[:6], ["N-7", "Karim Knit", "BD", "1", "11", None]])
    upload = send(member, again, at=NOW + timedelta(hours=1))
    commands.save_duplicate_answers(upload, answers={1: False}, by=member.user, at=NOW)
    upload.refresh_from_db()
    assert (list(commands.get_duplicate_questions(upload)), upload.counts["add"]) == ([], 1)


def test_a_csv_file_of_windows_1252_is_read_and_a_person_may_choose_another_encoding(member, client):
    body = "supplier_ref;supplier_name;country;tier;sector\r\nS-1;Société Inventée;FR;1;11\r\n".encode("cp1252")
    upload = send(member, body)
    assert (upload.state, upload.guessed_encoding) == (State.PREVIEW, "cp1252")
    client.force_login(member.user)
    page = reverse("workbooks:upload", args=[member.organisation.slug, upload.uuid])
    assert "Société Inventée" in client.get(page).text and "not in UTF-8" in client.get(page).text
    address = reverse("workbooks:encoding", args=[member.organisation.slug, upload.uuid])
    client.post(address, {"encoding": "utf-7"})
    assert Import.objects.get().encoding == ""
    client.post(address, {"encoding": "cp1252"})
    upload.refresh_from_db()
    assert (upload.state, upload.counts["add"]) == (State.PREVIEW, 1), upload.error
    result = read_body(upload.result).decode("utf-8-sig").splitlines()
    assert result[0].endswith("sector;portal_result;portal_messages;portal_key")
    assert result[1].startswith("S-1;Société Inventée;FR;1;11;will be added")


FORMULA_LIKE = ["=1+1", "+44 1", "-5 C", "@here", '=HYPERLINK("http://x.example")']


@pytest.mark.parametrize("is_csv", [True, False])
def test_text_that_looks_like_a_formula_comes_back_as_the_same_text(member, is_csv):
    rows = [["supplier_ref", "supplier_name", "country", "tier", "sector", "notes"]]
    rows += [[f"S-{n}", f"{text} Ltd", "GB", "1", "11", text] for n, text in enumerate(FORMULA_LIKE)]
    body = typed(rows) if not is_csv else "\n".join(",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in r)
                                                    for r in rows).encode()  # fmt: skip
    first = put_in(send(member, body), member)
    assert list(Supplier.objects.order_by("key").values_list("notes", flat=True)) == FORMULA_LIKE
    result = read_body(first.result)
    if not is_csv:
        assert not active_parts(result)
    again = send(member, result, at=timezone.now())
    assert (again.counts.get("same"), again.counts.get("change")) == (len(FORMULA_LIKE), None), again.error


def typed(rows: list[list]) -> bytes:
    """A workbook in which every cell is text."""
    made = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = made.active.cell(number, column, text)
            cell.data_type = "s"
    made.active.title = "Suppliers"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def active_parts(body: bytes) -> list[str]:
    """Formulas, links out, macros, embedded things and the like in a workbook's package."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    named = re.compile(r"vba|external|activeX|ctrlProps|embeddings|connections|customXml|macrosheets", re.I)
    said = re.compile(r'<f[ >]|TargetMode="External"|ddeLink|oleObject|<!DOCTYPE', re.I)
    return [name for name, text in parts.items() if named.search(name) or said.search(text)]


@pytest.mark.parametrize("make", [template.render_full_template, template.render_small_template])
def test_nothing_is_active_in_the_templates(make):
    assert not active_parts(make())


def test_our_own_template_is_one_table_and_its_help_row_is_no_row(member):
    book = openpyxl.load_workbook(io.BytesIO(template.render_small_template()))
    for column, value in enumerate(("Ottery Glove Works", "Malaysia", "11", "1", "Gloves"), 1):
        book["Suppliers"].cell(3, column, value)
    out = io.BytesIO()
    book.save(out)
    upload = send(member, out.getvalue())
    assert (upload.state, upload.counts["add"]) == (State.PREVIEW, 1), upload.error
    assert [row["values"]["sector"] for row in StagedRow.objects.values("values")] == ["fashion_textiles"]
    assert "W010" not in {message["code"] for message in upload.messages}


def test_a_sign_of_forced_labour_raises_its_alert_before_anything_is_applied(member):
    bad = [*FINDINGS, ["Z1", "ST1", "2026-04-03", "smeta_4_pillar", "NC3", "3", "HS05", "dreadful", "No water"]]
    send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=bad))
    alert = Alert.objects.get()
    assert (alert.level, alert.issue_code, alert.is_provisional, alert.finding) == ("A", "FL01", True, None)
    assert (alert.site_label, alert.supplier_label) == ("Unit 2", "Karim Knit Ltd")
    assert (alert.file_name, alert.sheet, alert.row_number) == ("list.xlsx", "Audit findings", 2)
    assert alert.sent_by == member.user


def test_a_row_that_is_corrected_in_the_next_file_keeps_its_alert(member):
    """Without its reference the row cannot go in; its alert is raised all the same, and moves to the corrected row."""
    bare = [FINDINGS[0], [*FINDINGS[1][:4], None, *FINDINGS[1][5:]]]
    send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=bare))
    assert Alert.objects.get().finding_key == "row 2"
    put_in(send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=FINDINGS)), member)
    alert = Alert.objects.get()
    assert (alert.finding.key, alert.site.key, alert.supplier_label) == ("nc1", "st1", "Karim Knit Ltd")


def test_the_alert_finds_its_finding_once_applied_and_the_same_file_raises_none_again(member):
    body = workbook(Suppliers=SUPPLIERS, Audit_findings=FINDINGS)
    put_in(send(member, body), member)
    alert = Alert.objects.get()
    assert (alert.finding.key, alert.site.key, alert.is_provisional) == ("nc1", "st1", False)
    assert SiteFacts.objects.get(site__key="st1").has_alert_a
    mails = Outbox.objects.count()
    send(member, body, at=NOW + timedelta(hours=1))
    assert (Alert.objects.count(), Outbox.objects.count()) == (1, mails)
