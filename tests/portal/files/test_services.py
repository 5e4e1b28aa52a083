"""What is taken in, how it is kept, how it is handed out."""

import uuid
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.files import storage
from portal.files.file_types import PDF, clean_name
from portal.files.models import StoredFile
from portal.files.services import Refused, receive, serve
from portal.history.models import Entry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SCOPE = uuid.UUID("11111111-1111-4111-8111-111111111111")


def pdf(password: str = "") -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    out = BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else False
    made.save(out, encryption=encryption)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 4)) -> bytes:
    out = BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", size).save(out, kind)
    return out.getvalue()


def take(name: str, body: bytes, **options) -> StoredFile:
    return receive(SimpleUploadedFile(name, body), scope=SCOPE, by=UserFactory(), **options)


@pytest.mark.parametrize(
    ("name", "body", "content_type"),
    [
        ("minute.pdf", pdf(), "application/pdf"),
        ("page.JPG", picture("JPEG"), "image/jpeg"),
        ("page.jpeg", picture("JPEG"), "image/jpeg"),
        ("scan.png", picture(), "image/png"),
    ],
)
def test_a_file_comes_back_as_it_was_given(name, body, content_type):
    stored = take(name, body)
    assert (stored.name, stored.content_type, stored.size, stored.scope) == (name, content_type, len(body), SCOPE)
    assert stored.state == StoredFile.State.RECEIVED
    response = serve(stored, by=stored.uploaded_by)
    assert response.content == body
    assert response["Content-Type"] == content_type


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("program.pdf", b"MZ\x90\x00" + b"x" * 500, "one of these file types:"),
        ("page.jpg", b"<html><script>alert(1)</script>", "one of these file types:"),
        ("picture.svg", b"<svg onload='alert(1)'/>", "one of these file types:"),
        ("scan.png", b"", "empty"),
        ("scan.pdf", picture(), "does not end in .png"),
        ("scan.png.exe", picture(), "does not end in .png"),
        ("noending", pdf(), "does not end in .pdf"),
        ("minute.pdf", pdf("secret"), "has a password"),
        ("minute.pdf", b"%PDF-1.7\nnot really", "damaged"),
        ("minute.pdf", pdf()[:80], "damaged"),
        ("scan.png", picture()[:30], "damaged"),
        ("scan.jpg", b"\xff\xd8\xff" + b"x" * 200, "damaged"),
        ("flood.png", picture(size=(9000, 9000)), "too large"),
    ],
)
def test_what_is_not_what_it_says_is_refused_with_a_sentence(name, body, sentence):
    with pytest.raises(Refused, match=sentence):
        take(name, body)
    assert not StoredFile.objects.exists()


def test_a_file_that_is_too_big_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refused, match="smaller than 1 MB"):
        take("big.pdf", b"%PDF-" + b"x" * 1024 * 1024)


def test_only_the_kinds_asked_for_are_taken():
    with pytest.raises(Refused, match="PDF"):
        take("scan.png", picture(), kinds=(PDF,))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\minute.pdf", "minute.pdf"),
        ("min\x00ute\r\n.pdf", "min ute.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("", "file"),
        (".pdf", "pdf"),
        ('a"b<c>.pdf', "a b c.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("Zürich – Protokoll 工.pdf", "Zürich – Protokoll 工.pdf"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert clean_name(given) == kept


def test_the_bytes_lie_sealed_under_the_uuid_alone(on_disk):
    stored = take("minute.pdf", pdf())
    path = Path(storage.get_storage().path(storage.get_storage_path(stored.uuid)))
    assert b"%PDF" not in path.read_bytes()
    assert path.name == stored.uuid.hex
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_download_is_only_a_download():
    stored = take("Protokoll – März.pdf", pdf())
    response = serve(stored, by=stored.uploaded_by)
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Protokoll%20%E2%80%93%20M%C3%A4rz.pdf"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"


def test_taking_in_and_handing_out_are_lines_of_history():
    stored = take("minute.pdf", pdf())
    reader = UserFactory()
    serve(stored, by=reader)
    received, downloaded = Entry.objects.for_scope(SCOPE)
    assert (received.action, received.actor_id) == ("files.file.received", stored.uploaded_by_id)
    assert (downloaded.action, downloaded.actor_id) == ("files.file.downloaded", reader.pk)
    assert downloaded.object_uuid == stored.uuid


def test_bytes_that_are_gone_or_were_changed_are_said_to_be_so(on_disk):
    stored = take("minute.pdf", pdf())
    path = Path(storage.get_storage().path(storage.get_storage_path(stored.uuid)))
    path.write_bytes(path.read_bytes()[:-4] + b"AAAA")
    assert serve(stored, by="system").status_code == 410
    storage.delete_file(stored.uuid)
    assert serve(stored, by="system").status_code == 410


def test_a_write_that_fails_leaves_nothing_behind(on_disk, monkeypatch):
    def full(*args):
        raise OSError("No space left on device")

    monkeypatch.setattr("portal.files.storage.os.fsync", full)
    before = set(Path(storage.get_storage().location).rglob("*.part"))
    with pytest.raises(OSError, match="No space"):
        take("minute.pdf", pdf())
    assert set(Path(storage.get_storage().location).rglob("*.part")) == before
    assert not StoredFile.objects.exists()
