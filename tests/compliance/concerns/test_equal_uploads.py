"""A file that is sent twice, or with somebody else's token, never costs anybody the bytes of a saved file."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from compliance.concerns.forms import submission
from compliance.concerns.models import Concern, ConcernFile
from compliance.concerns.services import desk, file_checks
from tests.factories import told_files
from tests.factories.concerns import Reporter, key_of, open_door
from tests.support.threads import run_at_once, wait_for_callers

BODY = b"They keep the passports in a blue tin."
TOKEN = "0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f01"


@pytest.fixture(autouse=True)
def storage_folder(settings, tmp_path) -> Path:
    storages = {name: dict(kind) for name, kind in settings.STORAGES.items()}
    storages["concerns"] = {**storages["concerns"], "OPTIONS": {"location": tmp_path / "concerns"}}
    settings.STORAGES = storages
    return tmp_path / "concerns"


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def bodies_at_desk(concern: Concern) -> list[bytes]:
    """The bytes of each file of the concern as a handler downloads them."""
    key, now = key_of(concern), timezone.now()
    return [
        b"".join(desk.open_file(concern, key, file.uuid, by="a handler", reason="", now=now)[1])
        for file in ConcernFile.objects.filter(concern=concern)
    ]


def drafting_reporter() -> Reporter:
    reporter = Reporter()
    reporter.begins()
    reporter.answers(r5={"identity_mode": "confidential"})
    return reporter


SHOWN_FOR = re.compile(r'name="shown_for" value="([^"]+)"')


def post(cookies, url: str, body: bytes = BODY, token: str = TOKEN, **ticks):
    client = Client()
    for name in (django_settings.DRAFT_COOKIE_NAME, django_settings.VISIT_COOKIE_NAME):
        if name in cookies:
            client.cookies[name] = cookies[name].value
    shown = SHOWN_FOR.search(client.get(url).content.decode())
    binding = {"shown_for": shown[1]} if shown else {}
    return client.post(url, {"file": SimpleUploadedFile("note.txt", body), "token": token, **binding, **ticks})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("url", ["/r/9", "/r/talk/file"])
def test_equal_posts_at_the_same_moment_save_one_file_that_opens_at_the_desk(monkeypatch, storage_folder, url):
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    open_door()
    reporter = drafting_reporter()
    if url == "/r/talk/file":
        digits = reporter.submits()
        reporter.returns(digits)
    posts = 4
    wait_for_callers(monkeypatch, file_checks, "scan_upload", posts)
    answers = run_at_once([lambda: post(reporter.client.cookies, url)] * posts)
    assert {answer.status_code for answer in answers} == {303}
    if url == "/r/9":
        assert reporter.opens("/r/9").count("/remove") == 1
        reporter.submits()
    assert bodies_at_desk(Concern.objects.get()) == [BODY]
    assert len(stored_files(storage_folder)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/r/9", "/r/talk/file"])
def test_another_file_in_a_form_that_was_sent_is_kept(monkeypatch, storage_folder, url):
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    open_door()
    reporter = drafting_reporter()
    if url == "/r/talk/file":
        reporter.returns(reporter.submits())
    for body in (b"First.", b"Second.", b"First."):
        assert post(reporter.client.cookies, url, body).status_code == 303
    if url == "/r/9":
        reporter.submits()
    assert sorted(bodies_at_desk(Concern.objects.get())) == [b"First.", b"Second."]


@pytest.mark.django_db(transaction=True)
def test_different_files_at_the_same_moment_are_all_saved(monkeypatch, door, storage_folder):
    reporter = drafting_reporter()
    wait_for_callers(monkeypatch, file_checks, "scan_upload", 3)
    bodies = [b"First.", b"Second.", b"Third."]
    answers = run_at_once([lambda b=body: post(reporter.client.cookies, "/r/9", b, str(uuid4())) for body in bodies])
    assert {answer.status_code for answer in answers} == {303}
    reporter.submits()
    assert sorted(bodies_at_desk(Concern.objects.get())) == sorted(bodies)


@pytest.mark.django_db(transaction=True)
def test_files_that_come_at_the_same_moment_keep_to_the_limit(monkeypatch, door, storage_folder):
    reporter = drafting_reporter()
    for _ in range(file_checks.MAX_FILES - 1):
        post(reporter.client.cookies, "/r/9", token=str(uuid4()))
    wait_for_callers(monkeypatch, file_checks, "scan_upload", 2)
    answers = run_at_once([lambda: post(reporter.client.cookies, "/r/9", token=str(uuid4()))] * 2)
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert ConcernFile.objects.count() == len(stored_files(storage_folder)) == file_checks.MAX_FILES


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/r/9", "/r/talk/file"])
def test_the_token_of_another_reporter_touches_nobodys_bytes(door, url):
    reporters = [drafting_reporter(), drafting_reporter()]
    if url == "/r/talk/file":
        for reporter in reporters:
            reporter.returns(reporter.submits())
    for number, reporter in enumerate(reporters):
        assert post(reporter.client.cookies, url, b"Number %d" % number).status_code == 303
        if url == "/r/9":
            reporter.submits()
    found = sorted(body for concern in Concern.objects.all() for body in bodies_at_desk(concern))
    assert found == [b"Number 0", b"Number 1"]


@pytest.mark.django_db
def test_a_file_for_a_draft_that_was_sent_meanwhile_leaves_no_bytes(monkeypatch, door, storage_folder):
    reporter = drafting_reporter()
    scanned = file_checks.scan_upload

    def send_meanwhile(upload):
        reporter.submits()
        return scanned(upload)

    monkeypatch.setattr(file_checks, "scan_upload", send_meanwhile)
    assert post(reporter.client.cookies, "/r/9")["Location"] == "/r/7"
    assert not ConcernFile.objects.exists() and not stored_files(storage_folder)


@pytest.mark.django_db
def test_an_original_and_its_cleaned_copy_count_as_two_files(door, storage_folder):
    reporter = drafting_reporter()
    for _ in range(file_checks.MAX_FILES - 1):
        post(reporter.client.cookies, "/r/9", token=str(uuid4()))
    upload = SimpleUploadedFile("yard.jpg", told_files.photo())
    page = reporter.sends("/r/9", 422, file=upload, token=TOKEN, keeps_original="on")
    assert "You have added 10 files" in page
    assert ConcernFile.objects.count() == len(stored_files(storage_folder)) == file_checks.MAX_FILES - 1
