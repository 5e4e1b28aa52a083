"""Files of a case: those of the reporter and those that the desk adds; opened by a reason, pictures blurred (3d)."""

import base64
import os
import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from compliance.casework.models import Attachment, Case
from compliance.casework.services import attachments, case_files
from compliance.casework.sweep import sweep
from compliance.concerns.models import ConcernFile
from compliance.concerns.services import file_checks
from compliance.concerns.services import files as concern_files
from compliance.concerns.services.file_checks import UploadOptions
from compliance.data_protection.services import erasure
from portal.core import sandbox
from portal.files import services as stored_files
from portal.history.models import Entry
from portal.vault.encryption import DecryptionError
from tests.factories import told_files as made
from tests.factories.casework import attach, taken_by
from tests.factories.concerns import key_of

pytestmark = pytest.mark.django_db
CANARY = b"Canary-of-the-desk-5521"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    storages = {name: dict(kind) for name, kind in settings.STORAGES.items()}
    for name in ("private", "concerns"):
        storages[name] = {**storages[name], "OPTIONS": {"location": tmp_path / name}}
    settings.STORAGES = storages


def stored(settings) -> list[Path]:
    root = Path(settings.STORAGES["private"]["OPTIONS"]["location"])
    return [path for path in root.rglob("*") if path.is_file()]


def at(name: str, case: Case, *args) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *args])


def add(desk: Client, case: Case, name: str, body: bytes, **said):
    given = {"file": SimpleUploadedFile(name, body), "what": "A payslip", "token": str(uuid4())}
    return desk.post(at("file_add", case), given | said)


def told(case: Case, body: bytes, name: str = "yard.jpg", **wish) -> ConcernFile:
    """A file that came with the concern of the case."""
    concern = case.contacts.get().concern
    known = list(concern.files.values_list("pk", flat=True))
    upload = SimpleUploadedFile(name, body)
    concern_files.add_to_concern(
        concern, key_of(concern), upload, wish=UploadOptions(**wish), token=uuid4(), now=timezone.now()
    )  # fmt: skip
    return concern.files.exclude(pk__in=known).exclude(role="original").get()


def lines(action: str) -> list[Entry]:
    return list(Entry.objects.filter(action=action))


def body_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


# --- Adding ---------------------------------------------------------------------------------------------------------


def test_a_file_is_added_with_what_it_is_and_the_day_it_was_made(desk, handler, keys):
    case = taken_by(handler)
    day = {"made_on_day": "3", "made_on_month": "3", "made_on_year": "2026"}
    assert add(desk, case, "slip.pdf", made.pdf(), **day).status_code == 303
    [file] = case_files.get_files(case, keys)
    assert (file.name, file.what, file.made_on, file.kind) == ("slip.pdf", "A payslip", date(2026, 3, 3), "PDF")
    page = desk.get(at("files", case)).text
    assert all(words in page for words in ("slip.pdf", "A payslip", "3 March 2026", "Hana"))
    assert [line.object_uuid for line in lines("casework.file.added")] == [case.pk]
    assert "A payslip" in desk.get(at("timeline", case)).text


def test_it_lies_beside_what_the_reporter_sent(desk, handler):
    case = taken_by(handler)
    told(case, made.photo(), note="The yard")
    attach(case, handler)
    page = desk.get(at("files", case)).text
    assert page.index("yard.jpg") < page.index("letter.txt")
    assert "The reporter" in page


def test_the_desk_reads_what_a_file_is_and_when_it_was_made(desk, handler):
    case = taken_by(handler)
    told(case, made.photo(), note="The yard", made="May 2026")
    assert "The yard, May 2026" in desk.get(at("files", case)).text


def test_what_it_tells_of_its_maker_is_taken_out_and_said(desk, handler, keys):
    case = taken_by(handler)
    answer = add(desk, case, "yard.jpg", made.photo())
    details = "We removed these hidden details: the place, the time, the phone, camera or program, a name."
    assert details in desk.get(answer.url).text
    [row] = case.attachments.all()
    body = b"".join(attachments.read_body(row, keys))
    assert made.MARK.encode() not in body
    assert not Image.open(BytesIO(body)).getexif()


def test_what_cannot_be_cleaned_is_added_only_by_choice(desk, handler, keys):
    case = taken_by(handler)
    assert "We cannot remove hidden details from" in add(desk, case, "call.mp3", made.mp3()).text
    assert not Attachment.objects.exists()
    add(desk, case, "call.mp3", made.mp3(), as_it_is="on")
    [file] = case_files.get_files(case, keys)
    assert file.tells_more


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("slip.pdf", b"MZ\x90\x00" * 40, "Choose one of these file types:"),
        ("note.docx", made.docx_with("word/vbaProject.bin", b"x"), "contains macros,"),
        ("slip.pdf", made.locked_pdf(), "has a password"),
        ("slip.pdf", b"", "is empty"),
        ("note.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90), "old Office files"),
    ],
    ids=["program", "macros", "locked", "empty", "old"],
)
def test_a_file_that_reporters_may_not_send_the_desk_may_not_add(desk, handler, settings, name, body, words):
    case = taken_by(handler)
    answer = add(desk, case, name, body)
    assert answer.status_code == 422 and words in answer.text
    assert "A payslip" in answer.text
    assert not Attachment.objects.exists() and not stored(settings)


def test_without_a_file_or_a_word_of_what_it_is_it_asks_again(desk, handler):
    case = taken_by(handler)
    answer = desk.post(at("file_add", case), {})
    assert answer.status_code == 422
    assert "Choose a file" in answer.text and "Enter what the file is" in answer.text
    tomorrow = timezone.localdate() + timedelta(days=1)
    day = {"made_on_day": tomorrow.day, "made_on_month": tomorrow.month, "made_on_year": tomorrow.year}
    assert "must be" in add(desk, case, "note.txt", b"Dear", **day).text


def test_sent_twice_it_is_added_once(desk, handler):
    case, token = taken_by(handler), str(uuid4())
    for _ in range(2):
        assert add(desk, case, "note.txt", b"Dear somebody", token=token).status_code == 303
    assert case.attachments.count() == 1


def test_a_case_holds_as_many_as_a_concern(desk, handler, keys, monkeypatch):
    case = taken_by(handler)
    for number in range(file_checks.MAX_FILES):
        attach(case, handler, name=f"{number}.txt")
    assert "10 files" in add(desk, case, "one.txt", b"more").text
    monkeypatch.setattr(file_checks, "MAX_FILES", 20)
    monkeypatch.setattr(file_checks, "MAX_TOTAL_BYTES", 100)
    assert "150 MB" in add(desk, case, "one.txt", b"more").text


def test_nothing_of_it_lies_in_clear_on_disk(desk, handler, keys, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    case = taken_by(handler)
    body = made.mp4() + CANARY * (2 * 1024 * 1024 // len(CANARY))
    add(desk, case, "film.mp4", body, as_it_is="on", what=CANARY.decode())
    [path] = stored(settings)
    assert path.stat().st_size > len(body)
    assert not [one for one in tmp_path.rglob("*") if one.is_file() and CANARY in one.read_bytes()]
    [row] = case.attachments.all()
    assert CANARY not in bytes(row.about)
    assert b"".join(attachments.read_body(row, keys)) == body


def test_chunks_of_one_file_open_in_no_other(handler, keys, settings):
    case = taken_by(handler)
    one, other = attach(case, handler), attach(case, handler, body=b"Another")
    one.stored_as = other.stored_as
    with pytest.raises(DecryptionError):
        b"".join(attachments.read_body(one, keys))


def test_a_closed_case_takes_none(desk, handler):
    case = taken_by(handler)
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=timezone.now(), closure_reason="duplicate")
    answer = add(desk, case, "note.txt", b"Dear")
    assert answer.status_code == 422 and "This case is closed" in answer.text
    assert "Add a file" not in desk.get(at("files", case)).text


def test_a_colleague_adds_a_file_and_removes_none(colleague_desk, handler):
    case = taken_by(handler)
    row = attach(case, handler)
    assert colleague_desk.get(at("files", case)).status_code == 200
    assert add(colleague_desk, case, "note.txt", b"Dear").status_code == 303
    assert colleague_desk.post(at("file_remove", case, row.pk)).status_code == 403
    assert case.attachments.count() == 2
    case.refresh_from_db()
    assert case.has_news


def test_a_file_without_the_token_against_forgery_is_not_taken(desk, handler):
    case = taken_by(handler)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    assert add(strict, case, "note.txt", b"Dear").status_code == 403
    assert not Attachment.objects.exists()


# --- Opening --------------------------------------------------------------------------------------------------------


def test_a_file_of_the_desk_opens_by_a_reason_and_leaves_a_line(desk, handler):
    case = taken_by(handler)
    row = attach(case, handler, name="Robin Marker.txt")
    address = at("file", case, row.pk)
    assert "Dear somebody" not in desk.get(address).text
    assert desk.post(address).status_code == 422
    assert lines("casework.file.opened") == []
    answer = desk.post(address, {"reason": "work"})
    assert body_of(answer) == b"Dear somebody"
    assert answer["Content-Disposition"] == f'attachment; filename="{str(row.pk)[:8]}.txt"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    [line] = lines("casework.file.opened")
    assert (line.detail, line.object_uuid) == ({"reason": "work"}, case.pk)
    assert "Robin" not in str(list(Entry.objects.values_list("detail", "object_label")))


def test_a_cleaned_document_of_the_reporter_opens_at_once(desk, handler):
    case = taken_by(handler)
    row = told(case, b"They keep the passports.", "note.txt")
    assert body_of(desk.get(at("file", case, row.pk))) == b"They keep the passports."
    assert len(lines("concerns.file.opened")) == 1


def test_an_original_needs_a_better_reason_than_work(desk, handler):
    case = taken_by(handler)
    told(case, made.photo(), keeps_original=True)
    original = ConcernFile.objects.get(role="original")
    address = at("file", case, original.pk)
    assert "It may show who made it" in desk.get(address).text
    assert desk.post(address, {"reason": "work"}).status_code == 422
    assert desk.post(address, {"reason": "evidence"}).status_code == 200


def test_a_file_of_another_case_is_not_there(desk, handler):
    case, other = taken_by(handler), taken_by(handler)
    row, theirs = attach(other, handler), told(other, b"They keep the passports.", "note.txt")
    for uuid in (row.pk, theirs.pk, uuid4()):
        assert desk.get(at("file", case, uuid)).status_code == 404
        assert desk.post(at("file_remove", case, uuid)).status_code == 404


def test_what_the_scanner_has_not_found_clean_is_not_handed_out(desk, handler, settings, tmp_path):
    case = taken_by(handler)
    row = attach(case, handler)
    settings.SCANNER_SOCKET = str(tmp_path / "nobody-listens")
    answer = desk.post(at("file", case, row.pk), {"reason": "work"})
    assert answer.url == at("files", case)
    assert "The virus scanner has not cleared this file" in desk.get(answer.url).text


@pytest.mark.parametrize(("finding", "is_opened"), [("", True), ("Test", False)], ids=["clean", "found"])
def test_what_came_while_the_scanner_was_away_is_scanned_first(
    desk, handler, keys, settings, monkeypatch, finding, is_opened
):
    case = taken_by(handler)
    row = attach(case, handler)
    settings.SCANNER_SOCKET = "/run/clamd"
    monkeypatch.setattr(file_checks.clamav, "scan_stream", lambda body, address: finding)
    answer = desk.post(at("file", case, row.pk), {"reason": "work"})
    assert answer.status_code == (200 if is_opened else 303)
    [file] = case_files.get_files(case, keys)
    assert file.scan == ("clean" if is_opened else "not_scanned")
    assert [line.detail for line in lines("casework.file.scanned")] == [{"result": "clean" if is_opened else "found"}]


# --- Pictures -------------------------------------------------------------------------------------------------------


def pictures_on(page: str) -> list[Image.Image]:
    found = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)
    return [Image.open(BytesIO(base64.b64decode(one))) for one in found]


def test_a_picture_is_blurred_until_somebody_asks_to_see_it(desk, handler):
    case = taken_by(handler)
    row = told(case, made.photo())
    page = desk.get(at("file", case, row.pk)).text
    blurred, sharp = pictures_on(page)
    before, inside = page.split("<details", 1)
    assert "portal-picture--blurred" in before and "Show the picture" in inside
    assert "data:image" in before and '<details class="govuk-details" open' not in page
    assert sharp.size == (64, 48)
    # A few spots of colour: drawn down to them and up again it is as it was.
    spots = blurred.resize((6, 4)).resize(blurred.size, Image.Resampling.BICUBIC)
    differences = [abs(a - b) for a, b in zip(spots.tobytes(), blurred.tobytes(), strict=True)]
    assert sum(differences) / len(differences) < 10
    assert len(lines("concerns.file.opened")) == 1


def test_a_picture_is_saved_by_a_second_press(desk, handler):
    case = taken_by(handler)
    row = told(case, made.photo())
    answer = desk.post(at("file", case, row.pk), {"reason": "", "save": "1"})
    assert answer["Content-Disposition"].startswith("attachment")
    assert Image.open(BytesIO(body_of(answer))).size == (64, 48)


def test_an_original_shows_only_its_pixels(desk, handler):
    """The preview is drawn anew: what the original tells of its maker stays in the original."""
    case = taken_by(handler)
    told(case, made.photo("HEIF"), "yard.heic", keeps_original=True)
    original = ConcernFile.objects.get(role="original")
    page = desk.post(at("file", case, original.pk), {"reason": "evidence"}).text
    assert made.MARK not in page
    assert all(not one.getexif() for one in pictures_on(page))
    saved = desk.post(at("file", case, original.pk), {"reason": "evidence", "save": "1"})
    assert made.MARK.encode() in body_of(saved)


def test_a_picture_that_cannot_be_drawn_can_be_saved(desk, handler, keys, monkeypatch):
    case = taken_by(handler)
    row = attach(case, handler, name="yard.png", body=made.png_with_text())

    def refuse(*args, **kwargs):
        raise sandbox.LimitExceeded

    monkeypatch.setattr("portal.core.sandbox.run_in_sandbox", refuse)
    page = desk.post(at("file", case, row.pk), {"reason": "work"})
    assert page.status_code == 200 and "We cannot show this picture here" in page.text
    assert body_of(desk.post(at("file", case, row.pk), {"reason": "work", "save": "1"})).startswith(b"\x89PNG")


# --- Removing -------------------------------------------------------------------------------------------------------


def test_removed_its_chunks_go_after_a_day_and_the_key_of_the_case_stays(
    desk, handler, keys, settings, django_capture_on_commit_callbacks
):
    case = taken_by(handler)
    row, other = attach(case, handler), attach(case, handler, name="other.txt", body=b"Another")
    assert "After that it is erased" in desk.get(at("file_remove", case, row.pk)).text
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(at("file_remove", case, row.pk)).status_code == 303
        sweep(timezone.now() + timedelta(hours=23))
    assert len(stored(settings)) == 2, "it can be restored for a day"
    with django_capture_on_commit_callbacks(execute=True):
        sweep(timezone.now() + timedelta(hours=25))
    assert [path.name for path in stored(settings)] == [other.stored_as.rpartition("/")[2]]
    assert b"".join(attachments.read_body(other, keys)) == b"Another"
    assert desk.get(at("file", case, row.pk)).status_code == 404
    assert len(lines("casework.file.removed")) == 1


def test_what_the_reporter_gave_is_not_for_the_desk_to_remove(desk, handler):
    case = taken_by(handler)
    row = told(case, b"They keep the passports.", "note.txt")
    assert desk.post(at("file_remove", case, row.pk)).status_code == 404
    assert ConcernFile.objects.filter(pk=row.pk).exists()


def test_erasing_the_case_takes_its_files_along(handler, lead, keys, settings, django_capture_on_commit_callbacks):
    case = taken_by(handler)
    attach(case, handler)
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_case(case, by=lead, at=timezone.now())
    assert stored(settings) == [] and not Attachment.objects.exists()


def test_bytes_without_a_row_are_swept_and_no_others(handler, settings):
    case = taken_by(handler)
    row = attach(case, handler)
    later = timezone.now() + timedelta(hours=2)
    assert attachments.delete_orphans(later) == 0
    assert stored_files.delete_orphans(later) == 0
    assert len(stored(settings)) == 1
    Attachment.objects.filter(pk=row.pk).delete()
    assert attachments.delete_orphans(timezone.now()) == 0
    os.utime(stored(settings)[0], (0, 0))
    assert attachments.delete_orphans(timezone.now()) == 1 and not stored(settings)
