"""A recording of the promised size comes in, is scanned by a real clamd, and opens at the desk byte for byte."""

import hashlib
import random
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from compliance.casework.services import claim
from compliance.concerns.forms import submission
from compliance.concerns.models import Concern, ConcernFile
from tests.factories.casework import keys_of
from tests.factories.concerns import Reporter, shown_for_draft
from tests.support import clamd

MEGABYTE = 1024 * 1024
TOKEN = "0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f01"
BOUNDARY = "edge"
FTYP = {
    "mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2",
    "mov": b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  ",
}
MAX_MEMORY_MB = 40

pytestmark = [pytest.mark.django_db, clamd.needs_clamd]


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    storages = {name: dict(kind) for name, kind in settings.STORAGES.items()}
    storages["concerns"] = {**storages["concerns"], "OPTIONS": {"location": tmp_path / "concerns"}}
    settings.STORAGES = storages


@pytest.fixture
def scanner(request, settings, tmp_path_factory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("clamd")
    clamd.write_signatures(folder)
    clamd.write_settings(folder, **getattr(request, "param", {}))
    settings.SCANNER_SOCKET = str(folder / "socket")
    process = clamd.start_clamd(folder)
    yield folder
    clamd.stop_clamd(process, folder)


def video(ending: str, size: int) -> Iterator[bytes]:
    """A film's boxes: what it is, then its pictures, which nothing can compress."""
    head = FTYP[ending]
    yield head + (size - len(head)).to_bytes(4, "big") + b"mdat"
    left, noise = size - len(head) - 8, random.Random(7)
    while left:
        piece = noise.randbytes(min(left, 65536))
        left -= len(piece)
        yield piece


class Body:
    """The body of a request, of which a piece is there at a time."""

    def __init__(self, name: str, pieces: Iterator[bytes], size: int, shown_for: str) -> None:
        part = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n'
        head = f"--{BOUNDARY}\r\n"
        for field, value in {"token": TOKEN, "shown_for": shown_for, "as_it_is": "on"}.items():
            head += part.format(field, "") + f"{value}\r\n--{BOUNDARY}\r\n"
        head += part.format("file", f'; filename="{name}"')
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.size = len(head) + size + len(tail)
        self._pieces = self._all(head.encode(), pieces, tail)
        self._left = b""

    def _all(self, head: bytes, pieces: Iterator[bytes], tail: bytes) -> Iterator[bytes]:
        yield head
        yield from pieces
        yield tail

    def read(self, size: int) -> bytes:
        while len(self._left) < size and (piece := next(self._pieces, None)):
            self._left += piece
        found, self._left = self._left[:size], self._left[size:]
        return found

    readline = read


def send(client: Client, name: str, size: int):
    body = Body(name, video(name.rpartition(".")[2], size), size, shown_for_draft(client))
    form = f"multipart/form-data; boundary={BOUNDARY}"
    extra = {"wsgi.input": body, "CONTENT_LENGTH": str(body.size), "CONTENT_TYPE": form}
    return client.generic("POST", "/r/9", **extra)


def digest(pieces: Iterator[bytes]) -> tuple[int, str]:
    size, found = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        found.update(piece)
    return size, found.hexdigest()


def taken_case(handler):
    concern = Concern.objects.get()
    return claim.claim_concern(concern=concern, actor=handler, keys=keys_of(handler), at=timezone.now())


def told_reporter(monkeypatch) -> Reporter:
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    reporter = Reporter()
    reporter.begins()
    reporter.answers(r5={"identity_mode": "confidential"})
    return reporter


@pytest.mark.parametrize(
    ("name", "megabytes"),
    [
        ("film.mp4", 31),
        ("IMG_0042.mov", 31),
        pytest.param("film.mp4", 100, marks=pytest.mark.soak),
        pytest.param("IMG_0042.mov", 100, marks=pytest.mark.soak),
    ],
)
def test_a_recording_opens_at_the_desk_byte_for_byte(monkeypatch, handler, desk, scanner, name, megabytes):
    reporter, size = told_reporter(monkeypatch), megabytes * MEGABYTE
    tracemalloc.start()
    try:
        assert send(reporter.client, name, size).status_code == 303
        reporter.submits()
        assert ConcernFile.objects.get().scan == "clean"
        address = f"/desk/cases/{taken_case(handler).pk}/files/{ConcernFile.objects.get().pk}/"
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        answer = desk.post(address, {"reason": "evidence"})
        found = digest(answer.streaming_content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == digest(video(name.rpartition(".")[2], size))
    assert answer["Content-Length"] == str(size)
    assert answer["Content-Disposition"].endswith(f'.{name.rpartition(".")[2]}"')
    assert (peak - before) / MEGABYTE < MAX_MEMORY_MB


def test_a_recording_that_came_while_the_scanner_was_away_is_scanned_when_it_is_opened(
    monkeypatch, handler, desk, settings, tmp_path, request
):
    reporter, size = told_reporter(monkeypatch), 31 * MEGABYTE
    settings.SCANNER_SOCKET = str(tmp_path / "nobody-listens")
    send(reporter.client, "film.mp4", size)
    reporter.submits()
    request.getfixturevalue("scanner")
    address = f"/desk/cases/{taken_case(handler).pk}/files/{ConcernFile.objects.get().pk}/"
    answer = desk.post(address, {"reason": "evidence"})
    assert digest(answer.streaming_content) == digest(video("mp4", size))
    assert ConcernFile.objects.get().scan == "clean"


@pytest.mark.parametrize("scanner", [{"StreamMaxLength": "30M"}, {"MaxFileSize": "25M"}], indirect=True)
def test_a_scanner_for_smaller_files_loses_no_recording_and_the_desk_is_told_why(monkeypatch, handler, desk, scanner):
    reporter = told_reporter(monkeypatch)
    assert send(reporter.client, "film.mp4", 31 * MEGABYTE).status_code == 303
    reporter.submits()
    assert ConcernFile.objects.get().scan == "not_scanned"
    address = f"/desk/cases/{taken_case(handler).pk}/files/{ConcernFile.objects.get().pk}/"
    page = desk.post(address, {"reason": "evidence"}, follow=True).text
    assert "too large for the virus scanner" in page
