"""Uploads never touch the disk in clear, and one that is too big is known by its size."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory


def posted(*files) -> HttpRequest:
    return RequestFactory().post("/", {f"file{number}": file for number, file in enumerate(files)})


def test_a_file_of_the_largest_size_stays_in_memory(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.UPLOAD_MAX_BYTES = 4 * 1024 * 1024
    body = b"CANARY" + b"x" * (settings.UPLOAD_MAX_BYTES - 6)
    file = posted(SimpleUploadedFile("a.pdf", body)).FILES["file0"]
    assert (file.size, file.read()) == (len(body), body)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("more", [1, 5 * 1024 * 1024])
def test_a_file_that_is_too_big_is_counted_and_not_kept(more, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    request = posted(
        SimpleUploadedFile("a.pdf", b"x" * (settings.UPLOAD_MAX_BYTES + more)), SimpleUploadedFile("b", b"b")
    )
    assert request.FILES["file0"].size == settings.UPLOAD_MAX_BYTES + more
    assert request.FILES["file0"].read() == b""
    assert request.FILES["file1"].read() == b"b"


def test_many_files_together_cannot_fill_the_memory(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    request = posted(*(SimpleUploadedFile(f"{n}.pdf", b"x" * 1024 * 1024) for n in range(5)))
    kept = [file for file in request.FILES.values() if file.read()]
    assert len(kept) == 2
    assert all(file.size > settings.UPLOAD_MAX_BYTES for file in request.FILES.values() if file not in kept)
