"""UP: files that mean harm, at every door that takes them."""

from io import BytesIO
from uuid import uuid4
from zipfile import ZIP_STORED, ZipFile

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import AuditFile
from compliance.concerns.models import ConcernFile
from compliance.concerns.services import draft, files
from portal.files.attachment_types import FILE_BYTES
from portal.files.models import StoredFile
from portal.files.services import read_body
from tests.attacks.test_rp import handed_out
from tests.compliance.concerns.services.test_files import scanner  # noqa: F401
from tests.factories import told_files as made

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("own_processes")]
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)) * 20
PAGE = b"<!doctype html><html><script>alert(1)</script></html>"


@pytest.mark.parametrize("name", ["slip.pdf", "slip.docx", "slip.jpg", "slip.exe.pdf"])
def test_up01_a_program_is_no_document_by_its_name(doors, name):
    assert "Choose one of these file types:" in doors.told(name, PROGRAM)
    assert "Choose one of these file types:" in doors.attached(name, PROGRAM)
    assert doors.refused(PROGRAM) == "F002"


def test_up02_a_web_page_is_no_picture_by_its_name(doors):
    assert "does not end in .txt" in doors.told("yard.jpg", PAGE)
    assert "Choose one of these file types:" in doors.attached("yard.jpg", PAGE)
    assert doors.refused(PAGE, "list.xls") == "F002"


def test_up02_a_web_page_named_as_text_is_handed_out_as_text_only(at_desk):
    """As a download of a neutral name, in a sandbox: no browser takes it for a page."""
    assert handed_out(at_desk, "note.txt", PAGE) == PAGE


def test_up12_a_pdf_with_a_password_is_refused_and_the_person_told_why(doors):
    for door in (doors.told, doors.attached):
        assert "has a password" in door("slip.pdf", made.locked_pdf())


def draft_of(doors) -> draft.OpenDraft:
    return draft.find_draft(doors.reporter.client.cookies[settings.DRAFT_COOKIE_NAME].value, now=timezone.now())


def kept_pdf(doors) -> list[pikepdf.Pdf]:
    """What the two doors have kept, opened."""
    told = draft_of(doors)
    bodies = [b"".join(files.read_body(facts)) for facts in told.files]
    bodies += [read_body(kept.file) for kept in AuditFile.objects.all()]
    return [pikepdf.open(BytesIO(body)) for body in bodies]


def test_up13_a_pdf_that_runs_a_script_is_kept_without_it(doors):
    assert not doors.told("slip.pdf", made.pdf_with_script())
    assert not doors.attached("slip.pdf", made.pdf_with_script())
    found = kept_pdf(doors)
    assert len(found) == 2
    for whole in found:
        assert {"/OpenAction", "/AA"}.isdisjoint(whole.Root.keys())
        assert not any(b"app.alert" in bytes(one.unparse(resolved=True)) for one in whole.objects if one is not None)


def pdf_with_program() -> bytes:
    out = BytesIO()
    with pikepdf.new() as whole:
        whole.add_blank_page()
        whole.attachments["setup.exe"] = pikepdf.AttachedFileSpec(whole, PROGRAM, filename="setup.exe")
        whole.save(out)
    return out.getvalue()


def test_up14_a_pdf_with_a_program_inside_is_kept_without_it(doors):
    assert not doors.told("slip.pdf", pdf_with_program())
    assert not doors.attached("slip.pdf", pdf_with_program())
    for whole in kept_pdf(doors):
        assert not whole.attachments
        streams = [one.read_bytes() for one in whole.objects if isinstance(one, pikepdf.Stream)]
        assert not any(stream.startswith(b"MZ") for stream in streams)


def test_up15_what_the_scanner_knows_goes_nowhere(doors, scanner):  # noqa: F811
    """Refused at once from a reporter; from a business kept from everybody until it was found."""
    assert "virus check found something harmful" in doors.told("note.txt", made.EICAR)
    upload = doors.listed(b"supplier_name,country\n" + made.EICAR + b",GB\n", "list.csv")
    assert upload.state == "failed"
    stored = StoredFile.objects.get(pk=upload.file_id) if upload.file_id else None
    assert stored is None or stored.state == "refused"


@pytest.mark.parametrize("name", ["slip.pdf", "yard.jpg", "note.txt", "note.docx", "film.mp4"])
def test_up16_an_empty_file_is_said_to_be_empty(doors, name):
    assert "is empty" in doors.told(name, b"")
    assert "is empty" in doors.attached(name, b"")


def test_up16_an_empty_workbook_is_said_to_be_empty(doors):
    address = reverse("workbooks:new", args=[doors.organisation.slug])
    response = doors.browser.post(address, {"file": SimpleUploadedFile("list.xlsx", b""), "kind": "auto"})
    assert response.status_code == 422 and "is empty" in response.text
    assert doors.refused(b"\r\n \r\n", "list.csv") == "F002"


def test_up17_a_file_over_the_limit_is_refused_at_every_door(doors):
    """25 MB; what is not sound or video has no more by being named so."""
    body = b"%PDF-1.7\n" + bytes(FILE_BYTES)
    assert "too big" in doors.told("slip.pdf", body)
    assert "too big" in doors.told("slip.mp4", body)
    assert "must be smaller than 25 MB" in doors.attached("slip.pdf", body)
    address = reverse("workbooks:new", args=[doors.organisation.slug])
    response = doors.browser.post(address, {"file": SimpleUploadedFile("list.csv", body), "kind": "auto"})
    assert response.status_code == 422 and "25 MB" in response.text
    assert not StoredFile.objects.exists() and not ConcernFile.objects.exists()


def test_up18_the_eleventh_file_is_one_too_many(doors):
    for number in range(10):
        assert not doors.told(f"note{number}.txt", b"They keep the passports.")
    assert "10 files" in doors.told("note11.txt", b"They keep the passports.")
    assert ConcernFile.objects.count() == 10


HOSTILE_NAMES = {
    "up19": ["../../etc/passwd.txt", "..\\..\\windows\\system32.txt", "/etc/passwd.txt", "%2e%2e%2fpasswd.txt"],
    "up20": ["a\x00b.txt", "a.txt\x00.exe", "\x00.txt"],
}


def named(doors, names: list[str]) -> list[str]:
    """What the names of files became, on the page of the reporter and in the register of files."""
    for name in names:
        body = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\nThey wait.\r\n'
        for hidden, value in (("token", uuid4()), ("shown_for", doors.reporter.shown_for_draft)):
            body += f'--x\r\nContent-Disposition: form-data; name="{hidden}"\r\n\r\n{value}\r\n'
        body += "--x--\r\n"
        response = doors.reporter.client.post("/r/9", body, content_type="multipart/form-data; boundary=x")
        assert response.status_code in {303, 422}
        if response.status_code == 422:
            assert "govuk-template" in response.text
    return [facts["name"] for facts in draft_of(doors).files]


def test_up19_a_path_is_no_name(doors):
    found = named(doors, HOSTILE_NAMES["up19"])
    assert found
    assert not [name for name in found if "/" in name or "\\" in name or name.startswith(".")]


def test_up20_a_null_character_ends_no_name(doors):
    found = named(doors, HOSTILE_NAMES["up20"])
    assert not [name for name in found if "\x00" in name or not name.endswith(".txt")]


def test_up24_a_picture_of_too_many_pixels_takes_neither_time_nor_memory(doors):
    for door in (doors.told, doors.attached):
        assert "too large" in door("yard.png", made.big_pixels())


@pytest.mark.parametrize("name", ["yard.svg", "yard.png", "yard.jpg"])
def test_up25_a_drawing_with_a_script_is_no_picture(doors, name):
    drawing = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>1</script></svg>'
    assert doors.told(name, drawing)
    assert "one of these file types:" in doors.attached(name, drawing)
    assert not ConcernFile.objects.exists()


def nested_zip() -> bytes:
    """Of documents, deep within one another, that say of themselves what they are."""
    body = made.docx()
    for depth in range(5):
        out = BytesIO()
        with ZipFile(out, "w", ZIP_STORED) as packed:
            packed.writestr(f"{depth}.docx", body)
        body = out.getvalue()
    return body


def test_up04_a_zip_within_a_zip_is_no_document(doors):
    for door in (doors.told, doors.attached):
        assert door("note.docx", nested_zip())
        assert door("note.docx", made.docx_with("word/embeddings/more.docx", nested_zip()))
    assert doors.refused(nested_zip()) == "F002"
    assert not ConcernFile.objects.exists() and not AuditFile.objects.exists()
