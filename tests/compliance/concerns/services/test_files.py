"""Files of reporters: cleaned, said what was taken out, sealed; hostile ones refused
(docs/requirements/security.md#file-checks).
"""

import os
import socket
import threading
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from compliance.concerns import sweep, throttling
from compliance.concerns.models import Concern, ConcernFile
from compliance.concerns.services import desk, file_checks, files
from compliance.concerns.services import draft as drafts
from portal.core import sandbox
from portal.files import attachment_types
from tests.factories import told_files as made
from tests.factories.concerns import Reporter, key_of

TOKENS = [f"0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f{number:02d}" for number in range(20)]


@pytest.fixture
def here(reporter) -> Reporter:
    reporter.begins()
    reporter.answers(r5={"identity_mode": "confidential"})
    return reporter


def add(
    reporter: Reporter, name: str, body: bytes, status: int = 303, url: str = "/r/9", number: int = 0, **ticks
) -> str:
    upload = SimpleUploadedFile(name, body)
    return reporter.sends(url, status, file=upload, token=TOKENS[number], **ticks)


def kept(concern: Concern) -> list[tuple[dict, bytes]]:
    found = files.get_files(concern, key_of(concern))
    return [(facts, b"".join(files.read_body(facts))) for facts in found]


@pytest.mark.django_db
def test_without_the_token_against_forgery_no_file_is_kept(here):
    """Neither while they tell us, nor when they come back (docs/requirements/security.md#forged-requests)."""
    forged = Reporter(Client(enforce_csrf_checks=True))
    forged.client.cookies = here.client.cookies
    add(forged, "yard.jpg", made.photo(), 403)
    assert "We removed:" not in here.opens("/r/9")
    digits = here.submits()
    here.confirms(digits)
    here.returns(digits)
    forged.client.cookies = here.client.cookies
    add(forged, "yard.jpg", made.photo(), 403, url="/r/talk/file")
    assert not ConcernFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "body", "kind", "removed"),
    [
        ("yard.jpg", made.photo(), "JPG", ["place", "time", "device", "author"]),
        ("yard.JPEG", made.photo(), "JPG", ["place", "time", "device", "author"]),
        ("yard.webp", made.photo("WEBP"), "JPG", ["place", "time", "device", "author"]),
        ("yard.heic", made.photo("HEIF"), "JPG", ["place", "time", "device", "author"]),
        ("yard.png", made.png_with_text(), "PNG", ["other"]),
        ("slip.pdf", made.pdf(), "PDF", ["author"]),
        ("note.docx", made.docx(), "DOCX", ["time", "author", "other"]),
        ("note.txt", "Sie dürfen nicht gehen.".encode("utf-16"), "TXT", []),
    ],
)
def test_an_honest_file_is_cleaned_and_its_sender_told(here, name, body, kind, removed):
    """See docs/requirements/security.md#file-metadata."""
    add(here, name, body)
    page = here.opens("/r/9")
    assert not removed or "This file had hidden details. We removed:" in page
    assert "place" not in removed or "the place" in page
    here.submits()
    [(facts, kept_body)] = kept(Concern.objects.get())
    assert (facts["kind"], facts["role"]) == (kind, "cleaned")
    assert set(facts["removed"]) - {"other"} == set(removed) - {"other"}
    assert made.MARK.encode() not in kept_body
    if kind == "JPG":
        assert not Image.open(BytesIO(kept_body)).getexif()
        assert facts["name"].endswith((".jpg", ".JPEG"))


def test_the_original_is_kept_only_by_choice(here):
    add(here, "yard.jpg", made.photo(), keeps_original="on")
    here.submits()
    found = kept(Concern.objects.get())
    assert {facts["role"] for facts, _ in found} == {"cleaned", "original"}
    assert [made.MARK.encode() in body for facts, body in found if facts["role"] == "original"] == [True]


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [("call.mp3", made.mp3(), "MP3"), ("film.mp4", made.mp4(), "MP4"), ("talk.m4a", made.mp4(b"M4A "), "M4A")],
)
def test_what_cannot_be_cleaned_is_for_the_person_to_choose(here, name, body, kind):
    assert "We cannot remove hidden details from" in add(here, name, body, 422)
    add(here, name, body, as_it_is="on")
    assert "We will send it as it is" in here.opens("/r/9")
    here.submits()
    [(facts, kept_body)] = kept(Concern.objects.get())
    assert (facts["kind"], facts["role"], kept_body) == (kind, "uncleaned", body)


HOSTILE = {
    "a program": ("slip.pdf", b"MZ\x90\x00\x03\x00\x00\x00" * 40, "Choose one of these file types:"),
    "a page as a picture": ("yard.jpg", b"<html><script>alert(1)</script></html>", "does not end in .txt"),
    "macros": ("note.docx", made.docx_with("word/vbaProject.bin", b"x"), "contains macros,"),
    "a locked PDF": ("slip.pdf", made.locked_pdf(), "has a password"),
    "nothing": ("slip.pdf", b"", "is empty"),
    "cut short": ("note.docx", made.docx()[:400], "damaged"),
    "pixels": ("yard.png", made.big_pixels(), "too large"),
    "a drawing with a script": ("yard.svg", b"<svg onload='alert(1)'/>", "does not end in .txt"),
    "a zip": ("note.docx", b"PK\x03\x04" + bytes(100), "damaged"),
    "an old document": ("note.doc", attachment_types.OLD_WORD + bytes(100), "old Office files"),
    "a photo by another name": ("yard.pdf", made.photo(), "does not end in .jpg"),
    "half a photo": ("yard.heic", made.photo("HEIF")[:300], "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(here, name):
    file_name, body, words = HOSTILE[name]
    assert words in add(here, file_name, body, 422)
    assert not ConcernFile.objects.exists()


def test_a_pdf_that_would_act_is_disarmed(here):
    """See docs/requirements/security.md#file-checks."""
    add(here, "slip.pdf", made.pdf_with_script())
    assert "something that could run by itself" in here.opens("/r/9")
    here.submits()
    [(_, body)] = kept(Concern.objects.get())
    assert b"alert" not in body and b"OpenAction" not in body


@pytest.mark.parametrize(
    ("size", "name", "start", "is_taken"),
    [
        (attachment_types.FILE_BYTES + 1, "slip.pdf", b"%PDF-1.7\n", False),
        (attachment_types.FILE_BYTES + 1, "film.mp4", made.mp4(), True),
        (attachment_types.MEDIA_BYTES + 1, "film.mp4", made.mp4(), False),
    ],
)
def test_limits_are_those_of_the_kind(here, size, name, start, is_taken):
    """See docs/requirements/helpline.md#files-of-reporters."""
    answer = add(here, name, start + bytes(size - len(start)), 303 if is_taken else 422, as_it_is="on")
    assert is_taken or "too big" in answer


def test_ten_files_are_enough(here):
    """See docs/requirements/security.md#storage-limits."""
    for number in range(10):
        add(here, f"note{number}.txt", b"They keep the passports.", number=number)
    assert "10 files" in add(here, "one-more.txt", b"They keep the passports.", 422, number=11)


def test_more_than_thirty_uploads_an_hour_of_one_source_are_slowed_down_and_taken(here, settings, monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr(throttling, "sleep", waited.append)
    settings.LIMITS = {**settings.LIMITS, "concern_upload": (1, 3600)}
    for number in range(3):
        add(here, f"note{number}.txt", b"They keep the passports.", number=number)
    assert waited == [throttling.DELAY_SECONDS] * 2 and ConcernFile.objects.count() == 3


def test_a_file_that_nobody_can_look_at_now_is_chosen_again_and_never_sent_uncleaned(here, monkeypatch):
    def busy(*args, **limits):
        raise sandbox.Busy

    monkeypatch.setattr(sandbox, "run_in_sandbox", busy)
    assert "checking many files" in add(here, "yard.jpg", made.photo(), 422, as_it_is="on")
    assert not ConcernFile.objects.exists()


def test_a_file_sent_twice_is_kept_once(here):
    for _ in range(2):
        add(here, "note.txt", b"They keep the passports.")
    assert ConcernFile.objects.count() == 1


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "a\x00b.txt", "\u202egpj.txt", "x" * 300 + ".txt"])
def test_a_hostile_name_is_only_a_name(here, name):
    """See docs/requirements/security.md#file-checks."""
    upload = SimpleUploadedFile("note.txt", b"They keep the passports.")
    upload._name = name
    opened = drafts.find_draft(here.client.cookies[django_settings.DRAFT_COOKIE_NAME].value, now=timezone.now())
    files.add_to_draft(opened, upload, wish=file_checks.UploadOptions(), token=uuid4(), now=timezone.now())
    here.submits()
    [(facts, _body)] = kept(Concern.objects.get())
    assert "/" not in facts["name"] and "\x00" not in facts["name"] and "\u202e" not in facts["name"]
    assert len(facts["name"]) <= 120


def test_a_file_can_stand_for_the_account(reporter):
    reporter.begins()
    for url, data in {"/r/1": {"danger_level": "unknown"}, "/r/2": {"age_of_person": "adult"}}.items():
        reporter.sends(url, **data)
    add(reporter, "yard.jpg", made.photo())
    reporter.sends("/r/3")
    assert reporter.client.get("/r/6")["Location"] == "/r/4"


def test_a_file_says_what_it_is_and_when_it_was_made(here):
    """See docs/requirements/helpline.md#file-descriptions."""
    add(here, "yard.jpg", made.photo(), note="The yard", made="May 2026")
    page = here.opens("/r/9")
    assert "The yard" in page and "May 2026" in page
    here.submits()
    [(facts, _body)] = kept(Concern.objects.get())
    assert (facts["note"], facts["made"]) == ("The yard", "May 2026")


def test_a_removed_file_leaves_nothing(here, settings):
    add(here, "yard.jpg", made.photo(), keeps_original="on")
    here.sends(f"/r/9/{ConcernFile.objects.get(role='cleaned').uuid}/remove")
    assert not ConcernFile.objects.exists() and not list(_stored(settings))
    assert "You have not added any files. That is fine." in here.opens("/r/9")


def test_leaving_leaves_no_file(here, settings):
    add(here, "yard.jpg", made.photo())
    here.client.get("/r/exit")
    assert not ConcernFile.objects.exists() and not list(_stored(settings))


def test_no_plaintext_on_disk(here, settings, tmp_path, monkeypatch):
    """A file of 15 MB with a canary: no path that can be written holds a piece of it.

    See docs/requirements/security.md#uploads-in-memory.
    """
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    body = made.mp4() + made.MARK.encode() * (15 * 1024 * 1024 // len(made.MARK))
    add(here, "film.mp4", body, as_it_is="on")
    written = [*_stored(settings), *tmp_path.rglob("*"), *Path(settings.MEDIA_ROOT).rglob("*")]
    assert len(list(_stored(settings))) == 1
    assert not [path for path in written if path.is_file() and made.MARK.encode() in path.read_bytes()]


def _stored(settings):
    return (path for path in Path(settings.STORAGES["concerns"]["OPTIONS"]["location"]).rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    storages = {name: dict(kind) for name, kind in settings.STORAGES.items()}
    storages["concerns"] = {**storages["concerns"], "OPTIONS": {"location": tmp_path / "concerns"}}
    settings.STORAGES = storages


def test_bytes_without_a_row_are_swept(here, settings):
    add(here, "yard.jpg", made.photo())
    assert files.delete_orphans(timezone.now() + timedelta(hours=2)) == 0
    ConcernFile.objects.all().delete()
    assert files.delete_orphans(timezone.now()) == 0
    [path] = _stored(settings)
    os.utime(path, (0, 0))
    assert files.delete_orphans(timezone.now()) == 1 and not list(_stored(settings))


def test_many_files_are_asked_for_in_batches_and_once_an_hour(here, settings, monkeypatch, django_assert_num_queries):
    old = timezone.now() - timedelta(days=1)
    names = [(f"aa/{number}", uuid4()) for number in range(1200)]
    monkeypatch.setattr(files.storage, "list_written_before", lambda moment: iter(names))
    with django_assert_num_queries(3):
        assert files.delete_orphans(old) == 1200
    calls = []
    monkeypatch.setattr(files, "delete_orphans", lambda now: calls.append(now) or 0)
    for _ in range(3):
        sweep.sweep(timezone.now())
    assert len(calls) == 1


# --- The scanner ----------------------------------------------------------------------------------------------------


@pytest.fixture
def scanner(tmp_path, settings):
    """A clamd that finds the mark of the test in what it is sent."""
    settings.SCANNER_SOCKET = str(tmp_path / "clamd")
    server = socket.socket(socket.AF_UNIX)
    server.bind(settings.SCANNER_SOCKET)
    server.listen()

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                heard = b""
                while not heard.endswith(b"\x00\x00\x00\x00") and (part := line.recv(65536)):
                    heard += part
                line.sendall(b"stream: Test FOUND\0" if EICAR in heard else b"stream: OK\0")

    threading.Thread(target=serve, daemon=True).start()
    yield
    server.close()


EICAR = made.EICAR


def test_what_the_scanner_finds_is_not_taken(here, scanner):
    """See docs/requirements/security.md#virus-scan."""
    assert "virus check found something harmful" in add(here, "note.txt", EICAR, 422)
    add(here, "fine.txt", b"They keep the passports.", number=1)
    assert ConcernFile.objects.get().scan == "clean"


def test_a_scanner_that_is_down_turns_nobody_away(here, settings, tmp_path):
    settings.SCANNER_SOCKET = str(tmp_path / "nobody-listens")
    add(here, "note.txt", b"They keep the passports.")
    assert "Not checked for viruses yet" in here.opens("/r/9")
    here.submits()
    concern = Concern.objects.get()
    with pytest.raises(desk.NotScanned):
        desk.open_file(
            concern, key_of(concern), concern.files.get().uuid, by="a handler", reason="", now=timezone.now()
        )


def test_the_desk_has_a_file_scanned_before_it_is_opened(here, settings, tmp_path, request):
    settings.SCANNER_SOCKET = str(tmp_path / "nobody-listens")
    add(here, "note.txt", b"They keep the passports.")
    here.submits()
    request.getfixturevalue("scanner")
    concern = Concern.objects.get()
    facts, pieces = desk.open_file(
        concern, key_of(concern), concern.files.get().uuid, by="a handler", reason="", now=timezone.now()
    )  # fmt: skip
    assert (facts["scan"], b"".join(pieces)) == ("clean", b"They keep the passports.")


def test_a_file_comes_later_too(reporter):
    code = reporter.tells()
    other = Reporter()
    other.returns(code)
    assert add(other, "slip.pdf", made.pdf(), url="/r/talk/file") == "/r/talk/"
    assert "slip.pdf" in other.opens("/r/talk/")
    [(facts, _)] = kept(Concern.objects.get())
    assert facts["name"] == "slip.pdf"


def test_a_file_without_the_token_against_forgery_is_not_taken(here):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.cookies = here.client.cookies
    upload = SimpleUploadedFile("note.txt", b"They keep the passports.")
    assert client.post("/r/9", {"file": upload, "token": TOKENS[0]}).status_code == 403
    assert not ConcernFile.objects.exists()
