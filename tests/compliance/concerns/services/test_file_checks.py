"""The checks of an uploaded file: its room, its size, its type, what is removed, and what the scanner says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.concerns.choices import FileRole, Scan
from compliance.concerns.services import file_checks
from compliance.concerns.services.file_checks import CannotBeCleaned, NotScanned, TooLargeToScan, UploadOptions
from portal.files import clamav
from portal.files.attachment_types import FILE_BYTES
from portal.files.file_types import Refused
from tests.factories import told_files


def upload(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def test_ten_files_and_150_mb_have_room():
    megabyte = 1024 * 1024
    file_checks.check_room([1] * 9, 1)
    file_checks.check_room([100 * megabyte], 50 * megabyte)
    for sizes, size, adds in (([1] * 10, 1, 1), ([1] * 9, 2, 2), ([100 * megabyte], 50 * megabyte + 1, 1)):
        with pytest.raises(Refused):
            file_checks.check_room(sizes, size, adds=adds)


def test_a_photo_is_kept_without_its_marks_and_its_original_on_request():
    photo = told_files.photo()
    [cleaned] = file_checks.check_upload(upload("a.jpg", photo), UploadOptions())
    body = b"".join(cleaned.pieces())
    assert cleaned.role == FileRole.CLEANED and cleaned.removed and cleaned.size == len(body)
    assert told_files.MARK.encode() not in body
    first, original = file_checks.check_upload(upload("a.jpg", photo), UploadOptions(keeps_original=True))
    assert (first.role, original.role) == (FileRole.CLEANED, FileRole.ORIGINAL)
    assert b"".join(original.pieces()) == photo


def test_what_cannot_be_cleaned_is_kept_only_where_the_person_says_so():
    recording = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 50
    with pytest.raises(CannotBeCleaned):
        file_checks.check_upload(upload("a.mp3", recording), UploadOptions())
    [kept] = file_checks.check_upload(upload("a.mp3", recording), UploadOptions(as_it_is=True))
    assert (kept.role, b"".join(kept.pieces())) == (FileRole.UNCLEANED, recording)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.txt", b""),
        ("a.exe", b"MZ\x90\x00"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("a.txt", b"x" * (FILE_BYTES + 1)),
    ],
)
def test_an_empty_unknown_old_or_too_large_file_is_refused(name, body):
    with pytest.raises(Refused):
        file_checks.check_upload(upload(name, body), UploadOptions(as_it_is=True))


def test_a_name_gets_the_suffix_of_the_kept_file():
    [cleaned] = file_checks.check_upload(upload("a.jpg", told_files.photo()), UploadOptions())
    suffix = cleaned.kind.extensions[0]
    assert file_checks.with_suffix("photo.heic", cleaned.kind) == f"photo.{suffix}"
    assert file_checks.with_suffix(f"photo.{suffix.upper()}", cleaned.kind) == f"photo.{suffix.upper()}"
    assert file_checks.with_suffix("photo", cleaned.kind) == "photo"


def answer(monkeypatch, settings, result):
    """Let the scanner find this, or fail so."""
    settings.SCANNER_SOCKET = "/run/clamd"

    def find(pieces, address):
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(clamav, "scan_stream", find)


def test_without_a_scanner_or_while_it_is_away_a_file_is_taken_and_marked(monkeypatch, settings):
    settings.SCANNER_SOCKET = ""
    assert file_checks.scan_upload(upload("a.txt", b"x")) == Scan.NOT_SCANNED
    answer(monkeypatch, settings, clamav.ScannerAway())
    assert file_checks.scan_upload(upload("a.txt", b"x")) == Scan.NOT_SCANNED
    with pytest.raises(NotScanned):
        file_checks.scan_again([b"x"])


def test_a_virus_is_refused_and_a_clean_file_is_clean(monkeypatch, settings):
    answer(monkeypatch, settings, "")
    assert file_checks.scan_upload(upload("a.txt", b"x")) == Scan.CLEAN
    assert file_checks.scan_again([b"x"]) == ""
    answer(monkeypatch, settings, "Eicar")
    with pytest.raises(Refused):
        file_checks.scan_upload(upload("a.txt", b"x"))
    assert file_checks.scan_again([b"x"]) == "Eicar"


def test_a_file_too_large_for_the_scanner_says_so(monkeypatch, settings):
    answer(monkeypatch, settings, clamav.ScannerLimit())
    with pytest.raises(TooLargeToScan):
        file_checks.scan_again([b"x"])
