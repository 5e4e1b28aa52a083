"""A vendor export becomes a table of who has published a statement; its columns are asked for once."""

import csv
import io
import uuid
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.models import Export
from compliance.suppliers.choices import StatementStatus
from compliance.suppliers.models import Supplier
from compliance.workbooks.choices import State
from compliance.workbooks.services import commands, import_job, uploads
from tests.factories.accounts import sign_in
from tests.factories.organisations import MembershipFactory
from tests.factories.statements import PublicationFactory

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
VENDORS, HERE, LISTED, ABSENT = 3000, 40, 1000, 960
HEADS = ["Konto 1", "Wer", "Wo", "Amtliche Kennung", "Cost centre"]
# In the order of HEADS; the last one has no field, and is kept beside the rest.
ANSWERS = ("supplier_ref", "supplier_name", "country", "company_number", "extra")
SYLLABLES = ("ba", "du", "fi", "go", "ke", "lo", "mi", "nu", "po", "ra", "se", "ti", "vu", "wa", "zo")


def called(number: int) -> str:
    """An invented name that is like no other."""
    parts = [SYLLABLES[number // 15**place % 15] for place in range(3)]
    return f"{''.join(parts).title()}{parts[1]}{parts[0]} {parts[2].title()}{number} Works"


def company(number: int) -> str:
    """Each fourth without the zero that a spreadsheet takes away."""
    if number >= HERE + LISTED + ABSENT:
        return ""
    return str(1_000_000 + number) if number % 4 == 0 else f"0{1_000_000 + number}"


def vendor(number: int) -> list[str]:
    return [f"V{number:05d}", called(number), "United Kingdom", company(number), f"CC{number % 7}"]


def export_of_vendors(count: int) -> bytes:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("Creditors")
    for line in (["All of them"], HEADS, *(vendor(number) for number in range(count))):
        sheet.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def expected(number: int) -> str:
    if number < HERE:
        return StatementStatus.HERE
    if number < HERE + LISTED:
        return StatementStatus.LISTED
    return StatementStatus.NOT_FOUND if number < HERE + LISTED + ABSENT else StatementStatus.NO_NUMBER


@pytest.fixture
def statements(tmp_path):
    """Some are published here, and the registry's file lists others, and one of ours too."""
    for number in range(HERE):
        PublicationFactory(company_number=f"0{1_000_000 + number}", year=2026)
    path = tmp_path / "registry.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["OrganisationName", "StatementYear", "CompanyNumber", "StatementURL"])
        for number in range(HERE - 1, HERE + LISTED):
            writer.writerow([called(number), 2025, company(number), f"https://v{number}.example/statement"])
    call_command("import_registry", str(path), date="2026-11-01", stdout=io.StringIO())


@pytest.fixture
def member(db):
    return MembershipFactory(role="administrator")


def send(member, body: bytes, at: datetime):
    upload = uploads.receive_upload(
        SimpleUploadedFile("creditors.xlsx", body), organisation=member.organisation, token=uuid.uuid4(), kind="auto",
        by=member.user, at=at,
    )  # fmt: skip
    return worked(upload, at)


def worked(upload, at: datetime):
    import_job.work_on_import(upload.pk, clock=lambda: at)
    upload.refresh_from_db()
    return upload


def test_a_vendor_export_becomes_a_statement_status_table_by_mapping_once(member, statements):
    upload = send(member, export_of_vendors(VENDORS), NOW)
    assert upload.state == State.MAPPING_NEEDED
    browser = sign_in(Client(), member.user)
    asked = reverse("workbooks:columns", args=[member.organisation.slug, upload.uuid]) + "?kind=suppliers&row=2"
    answer = {f"column_{place}": field for place, field in enumerate(ANSWERS) if field != "extra"}
    assert browser.post(asked, answer).status_code == 302
    assert (worked(upload, NOW).state, upload.counts["add"]) == (State.PREVIEW, VENDORS), upload.error
    commands.apply(upload, by=member.user, at=NOW)
    assert worked(upload, NOW).state in (State.DONE, State.DONE_WITH_ERRORS)
    assert Supplier.objects.count() == VENDORS

    browser.get(reverse("suppliers:export", args=[member.organisation.slug]))
    book = browser.get(reverse("organisations:export_file", args=[member.organisation.slug, Export.objects.get().uuid]))
    heads, *rows = openpyxl.load_workbook(io.BytesIO(book.content), read_only=True)["Suppliers"].values
    status, reference = heads.index("portal_statement"), heads.index("supplier_ref")
    found = {row[reference]: row[status] for row in rows}
    assert found == {f"V{number:05d}": expected(number).label for number in range(VENDORS)}
    register = reverse("suppliers:index", args=[member.organisation.slug])
    for wanted, count in (("here", HERE), ("listed", LISTED), ("not_found", ABSENT), ("no_number", 1000)):
        assert f"{count:,} suppliers" in browser.get(register, {"statement": wanted}).text

    newer = send(member, export_of_vendors(VENDORS + 5), timezone.now() + timedelta(hours=1))
    assert (newer.state, newer.counts["add"], newer.counts["same"]) == (State.PREVIEW, 5, VENDORS), newer.error
    exported = send(member, book.content, timezone.now() + timedelta(hours=2))
    assert exported.state == State.PREVIEW, exported.error
