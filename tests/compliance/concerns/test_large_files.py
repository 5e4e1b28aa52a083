"""A recording of 99 MB takes little memory, and what there is no room for is not even read.

See docs/requirements/security.md#storage-limits.
"""

import errno
import os
import tracemalloc
from collections.abc import Iterator
from functools import partial

import pytest
from django.test import Client

from compliance.concerns import throttling, uploads
from compliance.concerns.models import Concern, ConcernFile
from compliance.concerns.services import files
from compliance.concerns.uploads import SealedOnDisk
from portal.files import attachment_types, clamav
from portal.vault.kdf import Busy
from tests.factories import told_files as made
from tests.factories.concerns import Reporter, key_of
from tests.factories.told_files import MARK

MEGABYTE = 1024 * 1024
TOKEN = "0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f01"
BOUNDARY = "edge"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    storages = {name: dict(kind) for name, kind in settings.STORAGES.items()}
    storages["concerns"] = {**storages["concerns"], "OPTIONS": {"location": tmp_path / "concerns"}}
    settings.STORAGES = storages


@pytest.fixture
def here(reporter) -> Reporter:
    reporter.begins()
    reporter.answers(r5={"identity_mode": "confidential"})
    return reporter


class Sent:
    """The body of a request as it comes over the line, of which little is there at a time."""

    def __init__(self, name: str, start: bytes, size: int, shown_for: str = "") -> None:
        part = f'Content-Disposition: form-data; name="{{}}"\r\n\r\n{{}}\r\n--{BOUNDARY}'
        fields = {"token": TOKEN, "shown_for": shown_for, "as_it_is": "on"}
        head = "\r\n".join((f"--{BOUNDARY}", *(part.format(*field) for field in fields.items()), ""))
        head += f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.size = len(head) + size + len(tail)
        self.read_bytes = 0
        self._pieces = self._of(head.encode() + start, size - len(start), tail)
        self._left = b""

    def _of(self, head: bytes, many: int, tail: bytes) -> Iterator[bytes]:
        yield head
        while many:
            yield MARK.encode().ljust(min(many, 65536), b"m")[: min(many, 65536)]
            many -= min(many, 65536)
        yield tail

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "nobody asks for all of it"
        while len(self._left) < size and (piece := next(self._pieces, None)):
            self._left += piece
        found, self._left = self._left[:size], self._left[size:]
        self.read_bytes += len(found)
        return found

    readline = read


def send(client: Client, sent: Sent, url: str = "/r/9"):
    said = {"wsgi.input": sent, "CONTENT_LENGTH": str(sent.size), "CONTENT_TYPE": FORM}
    return client.generic("POST", url, **said)


def test_a_recording_of_99_mb_takes_little_memory(here, settings, monkeypatch):
    heard = []
    settings.SCANNER_SOCKET = "a scanner"
    monkeypatch.setattr(clamav, "scan_stream", lambda pieces, address: heard.extend(map(len, pieces)) or "")
    send(here.client, Sent("first.mp4", made.mp4(), MEGABYTE, here.shown_for_draft))
    here.sends(f"/r/9/{ConcernFile.objects.get().uuid}/remove")
    heard.clear()
    sent = Sent("film.mp4", made.mp4(), 99 * MEGABYTE, here.shown_for_draft)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        assert send(here.client, sent).status_code == 303
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (peak - before) / MEGABYTE < 40
    file = ConcernFile.objects.get()
    assert (file.size, file.scan, sum(heard)) == (99 * MEGABYTE, "clean", 99 * MEGABYTE)
    assert max(heard) <= 65536


def test_it_comes_back_as_it_was_and_lies_nowhere_in_the_clear(here, settings):
    send(here.client, Sent("film.mp4", made.mp4(), 30 * MEGABYTE, here.shown_for_draft))
    folder = settings.STORAGES["concerns"]["OPTIONS"]["location"]
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert len(kept) == 1 and MARK.encode() not in kept[0].read_bytes()
    here.submits()
    concern = Concern.objects.get()
    [facts] = files.get_files(concern, key_of(concern))
    body = b"".join(files.read_body(facts))
    again = Sent("film.mp4", made.mp4(), 30 * MEGABYTE)
    whole = again.read(again.size)
    assert len(body) == 30 * MEGABYTE and body in whole


def refused_unread(client: Client, sent: Sent, status: int, url: str = "/r/9") -> str:
    answer = send(client, sent, url)
    assert (answer.status_code, sent.read_bytes) == (status, 0)
    assert not ConcernFile.objects.exists()
    return answer.content.decode()


def test_what_is_too_big_is_not_read(here):
    page = refused_unread(here.client, Sent("film.mp4", made.mp4(), attachment_types.MEDIA_BYTES + MEGABYTE), 422)
    assert "The file is too big" in page and "Choose a file" in page and 'name="token"' in page


def test_where_very_many_are_slowed_down_it_is_not_read(here, settings, monkeypatch):
    def busy(*_):
        raise Busy

    monkeypatch.setattr(throttling, "slow_down_if", busy)
    assert "Try again in" in refused_unread(here.client, Sent("film.mp4", made.mp4(), 1000), 429)


def test_where_there_is_no_room_it_is_not_read(here, monkeypatch):
    monkeypatch.setattr("compliance.concerns.services.file_checks.MAX_TOTAL_BYTES", MEGABYTE)
    assert "150 MB" in refused_unread(here.client, Sent("film.mp4", made.mp4(), 2 * MEGABYTE), 422)


def test_somebody_without_a_draft_sends_nothing(door):
    refused_unread(Client(), Sent("film.mp4", made.mp4(), 2 * MEGABYTE), 302)


def test_after_coming_back_the_same_is_asked_first(reporter):
    code = reporter.tells()
    other = Reporter()
    other.returns(code)
    sent = Sent("film.mp4", made.mp4(), attachment_types.MEDIA_BYTES + MEGABYTE)
    assert "The file is too big" in refused_unread(other.client, sent, 422, "/r/talk/file")


def test_a_disk_that_is_full_while_it_comes_is_told_in_words(here, monkeypatch):
    def full(**kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(uploads, "TemporaryFile", full)
    answer = send(here.client, Sent("film.mp4", made.mp4(), MEGABYTE, here.shown_for_draft))
    assert answer.status_code == 422 and "We cannot save files at the moment" in answer.content.decode()


@pytest.mark.parametrize("cut", [1, 7, 100, 1000])
def test_it_is_read_again_however_it_was_cut(cut):
    body = bytes(range(256)) * 3
    kept = SealedOnDisk()
    for start in range(0, len(body), cut):
        kept.write(body[start : start + cut])
    for size in (-1, 1, 99, 2000):
        kept.seek(0)
        assert b"".join(iter(partial(kept.read, size), b"")) == body
    assert kept.tell() == len(body)
    kept.close()
    assert kept.closed
