"""A real clamd, with a signature of our own in place of its database: it starts at once and knows one mark."""

import io
import os
import shutil
import subprocess
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from portal.files import keeping, scanner
from portal.files.models import StoredFile
from portal.files.sweep import sweep
from portal.operations import readiness
from tests.portal.files.test_services import pdf, take

MARK = b"a mark that only the tests of the portal know"
# The halves of the file that every scanner of the world agrees to find, apart so that none finds this one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAM = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
SETTINGS = """
Foreground yes
DatabaseDirectory {folder}
LocalSocket {socket}
StreamMaxLength 30M
AlertEncrypted yes
AlertOLE2Macros yes
AlertExceedsMax yes
"""

# With systemd at work the package would start a daemon of a gigabyte, so that set-up leaves it to the owner there.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PROGRAM and Path("/run/systemd/system").exists(), reason="clamd is not installed"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("clamd")
    folder.chmod(0o755)
    signatures = {"Portal.Test.Marker": MARK, "Eicar-Test-Signature": EICAR}
    (folder / "portal.ndb").write_text("".join(f"{name}:0:*:{found.hex()}\n" for name, found in signatures.items()))
    (folder / "clamd.conf").write_text(SETTINGS.format(folder=folder, socket=folder / "socket"))
    return folder


def start(folder: Path) -> subprocess.Popen:
    assert PROGRAM, "clamd is missing: apt-get install clamav-daemon"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([PROGRAM, f"--config-file={folder / 'clamd.conf'}"], stdout=log, stderr=log)
    until = time.monotonic() + 60
    while not (folder / "socket").exists():
        assert process.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < until, "clamd did not start in a minute"
        time.sleep(0.05)
    return process


def stop(process: subprocess.Popen, folder: Path) -> None:
    process.terminate()
    process.wait(30)
    (folder / "socket").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def _running(folder):
    process = start(folder)
    yield
    stop(process, folder)


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
    assert scanner.found_in([body], address=clamd) == found


def test_a_clean_file_can_be_had_and_an_unsafe_one_is_dropped(clamd, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        clean, unsafe = take("minute.pdf", pdf()), take("minute.pdf", pdf() + MARK)
    clean.refresh_from_db()
    unsafe.refresh_from_db()
    assert (clean.state, unsafe.state) == (StoredFile.State.CLEAN, StoredFile.State.REFUSED)
    with pytest.raises(FileNotFoundError):
        keeping.get(unsafe.uuid)


def test_the_health_page_hears_it(clamd):
    assert readiness.scanner() == ""


def test_while_it_is_down_files_wait_and_are_looked_at_once_it_is_back(
    folder, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.SCANNER_SOCKET = str(tmp_path / "socket")
    (tmp_path / "portal.ndb").write_text((folder / "portal.ndb").read_text())
    (tmp_path / "clamd.conf").write_text(SETTINGS.format(folder=tmp_path, socket=tmp_path / "socket"))
    stop(start(tmp_path), tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        stored = take("minute.pdf", pdf())
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.RECEIVED
    assert "does not answer" in readiness.scanner()
    process = start(tmp_path)
    sweep(timezone.now() + timedelta(minutes=2))
    stop(process, tmp_path)
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.CLEAN


def test_without_any_signature_it_does_not_start_and_says_so(tmp_path):
    (tmp_path / "clamd.conf").write_text(SETTINGS.format(folder=tmp_path, socket=tmp_path / "socket"))
    with pytest.raises(AssertionError, match="No supported database files found"):
        start(tmp_path)
