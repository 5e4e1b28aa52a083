"""A real clamd, with a signature of our own in place of its database: it starts at once and knows one mark."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from portal.files import clamav, storage
from portal.files.models import StoredFile
from portal.files.sweep import sweep
from portal.operations import health
from tests.portal.files.test_services import pdf, take
from tests.support.clamd import EICAR, MARK, needs_clamd, start_clamd, stop_clamd, write_settings, write_signatures

MEGABYTE = 1024 * 1024
pytestmark = [pytest.mark.django_db, needs_clamd]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("clamd")
    write_signatures(folder)
    write_settings(folder)
    return folder


@pytest.fixture(scope="module")
def _running(folder):
    process = start_clamd(folder)
    yield
    stop_clamd(process, folder)


@pytest.fixture
def clamd(_running, folder, settings) -> str:
    settings.SCANNER_SOCKET = str(folder / "socket")
    return settings.SCANNER_SOCKET


def inside_a_workbook(body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/media/image1.png", body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"nothing to see", ""),
        (b"", ""),
        (b"x" * 26 * 1024 * 1024, ""),
        (b"before " + MARK + b" after", "Portal.Test.Marker.UNOFFICIAL"),
        (EICAR, "Eicar-Test-Signature.UNOFFICIAL"),
        (inside_a_workbook(MARK), "Portal.Test.Marker.UNOFFICIAL"),
        (inside_a_workbook(b"a picture"), ""),
    ],
    ids=["clean", "empty", "large", "mark", "eicar", "mark_in_a_workbook", "clean_workbook"],
)
def test_it_finds_what_is_there(clamd, body, found):
    assert clamav.scan_stream([body], address=clamd) == found


def test_a_clean_file_can_be_had_and_an_unsafe_one_is_dropped(clamd, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        clean, unsafe = take("minute.pdf", pdf()), take("minute.pdf", pdf() + MARK)
    clean.refresh_from_db()
    unsafe.refresh_from_db()
    assert (clean.state, unsafe.state) == (StoredFile.State.CLEAN, StoredFile.State.REFUSED)
    with pytest.raises(FileNotFoundError):
        storage.read_file(unsafe.uuid)


def test_the_health_page_hears_it(clamd):
    health.scanner_accepts_recordings.cache_clear()
    assert health.check_scanner() == ""


def test_the_health_page_says_when_it_refuses_recordings(settings, tmp_path):
    write_signatures(tmp_path)
    write_settings(tmp_path, StreamMaxLength="30M")
    settings.SCANNER_SOCKET = str(tmp_path / "socket")
    health.scanner_accepts_recordings.cache_clear()
    process = start_clamd(tmp_path)
    try:
        assert "set StreamMaxLength" in health.check_scanner()
        with pytest.raises(clamav.ScannerLimit):
            clamav.scan_stream([b"x" * MEGABYTE] * 31, address=settings.SCANNER_SOCKET)
    finally:
        stop_clamd(process, tmp_path)
        health.scanner_accepts_recordings.cache_clear()


def test_while_it_is_down_files_wait_and_are_looked_at_once_it_is_back(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.SCANNER_SOCKET = str(tmp_path / "socket")
    write_signatures(tmp_path)
    write_settings(tmp_path)
    stop_clamd(start_clamd(tmp_path), tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        stored = take("minute.pdf", pdf())
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.RECEIVED
    assert "does not respond" in health.check_scanner()
    process = start_clamd(tmp_path)
    sweep(timezone.now() + timedelta(minutes=2))
    stop_clamd(process, tmp_path)
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.CLEAN


def test_without_any_signature_it_does_not_start_and_says_so(tmp_path):
    write_settings(tmp_path)
    with pytest.raises(AssertionError, match="No supported database files found"):
        start_clamd(tmp_path)
