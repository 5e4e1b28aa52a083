"""With a scanner configured nothing is handed out that it has not found clean. The one here speaks as clamd does."""

import socketserver
import struct
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.files import clamav, storage
from portal.files.models import StoredFile
from portal.files.services import serve
from portal.files.sweep import sweep
from portal.history.models import Entry
from tests.portal.files.test_services import SCOPE, pdf, take

pytestmark = pytest.mark.django_db


class Clamd(socketserver.BaseRequestHandler):
    """INSTREAM as clamd's manual describes it: chunks with their length before them, a length of nought at the end."""

    def handle(self) -> None:
        assert self.take(10) == b"zINSTREAM\0"
        body = b""
        while length := struct.unpack("!L", self.take(4))[0]:
            body += self.take(length)
        self.server.seen.append(body)
        self.request.sendall(self.server.answer(body))

    def take(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            got += self.request.recv(count - len(got))
        return got


@pytest.fixture
def clamd(tmp_path, settings):
    settings.SCANNER_SOCKET = str(tmp_path / "clamd.sock")
    with socketserver.ThreadingUnixStreamServer(settings.SCANNER_SOCKET, Clamd) as server:
        server.seen = []
        server.answer = lambda body: b"stream: OK\0"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_clean_file_can_be_had(clamd, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stored = take("minute.pdf", pdf())
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.CLEAN
    assert clamd.seen == [pdf_bytes(stored)]


def pdf_bytes(stored) -> bytes:
    return serve(stored, by="system").content


def test_a_large_file_goes_in_many_chunks(clamd):
    body = b"x" * (clamav.CHUNK * 3 + 7)
    assert clamav.scan_stream([body], address=clamd.server_address) == ""
    assert clamd.seen == [body]


def test_an_unsafe_file_is_dropped_and_said_to_be_so(clamd, django_capture_on_commit_callbacks):
    clamd.answer = lambda body: b"stream: Portal.Test.Marker FOUND\0"
    with django_capture_on_commit_callbacks(execute=True):
        stored = take("minute.pdf", pdf())
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.REFUSED
    assert serve(stored, by="system").status_code == 410
    with pytest.raises(FileNotFoundError):
        storage.read_file(stored.uuid)
    assert Entry.objects.for_scope(SCOPE).last().detail == {"found": "Portal.Test.Marker"}


def test_nothing_is_handed_out_before_it_was_looked_at(clamd):
    stored = take("minute.pdf", pdf())
    response = serve(stored, by="system")
    assert response.status_code == 409
    assert "still checking this file" in response.content.decode()
    assert not Entry.objects.filter(action="files.file.downloaded").exists()


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"\xff\0"])
def test_a_file_waits_where_the_scanner_gives_no_answer(clamd, answer, django_capture_on_commit_callbacks):
    clamd.answer = lambda body: answer
    with django_capture_on_commit_callbacks(execute=True):
        stored = take("minute.pdf", pdf())
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.RECEIVED
    assert serve(stored, by="system").status_code == 409


def test_the_sweep_asks_again_once_the_scanner_is_back(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.SCANNER_SOCKET = str(tmp_path / "nobody.sock")
    with django_capture_on_commit_callbacks(execute=True):
        stored = take("minute.pdf", pdf())
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.RECEIVED
    settings.SCANNER_SOCKET = str(tmp_path / "clamd.sock")
    with socketserver.ThreadingUnixStreamServer(settings.SCANNER_SOCKET, Clamd) as server:
        server.seen, server.answer = [], lambda body: b"stream: OK\0"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert sweep(timezone.now() + timedelta(seconds=30)) == 0
        assert sweep(timezone.now() + timedelta(minutes=2)) == 1
        server.shutdown()
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.CLEAN
