"""A file that the desk adds twice at the same moment is saved once, and its bytes open."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from compliance.casework import sweep
from compliance.casework.models import Attachment
from compliance.casework.services import attachments
from compliance.concerns.services import file_checks
from tests.factories.sharing import desk as unlocked_desk
from tests.support.threads import run_at_once, wait_for_callers

BODY = b"A payslip of March."


@pytest.fixture(autouse=True)
def storage_folder(settings, tmp_path) -> Path:
    storages = {name: dict(kind) for name, kind in settings.STORAGES.items()}
    for name in ("private", "concerns"):
        storages[name] = {**storages[name], "OPTIONS": {"location": tmp_path / name}}
    settings.STORAGES = storages
    return tmp_path / "private" / "casework"


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def add(at, case, token, body: bytes = BODY) -> list[str]:
    about = attachments.About("A payslip", None)
    upload = SimpleUploadedFile("slip.txt", body)
    return attachments.add_attachment(
        case=case, upload=upload, about=about, token=token, actor=at.handler, keys=at.keys, at=timezone.now()
    )


def body_of(at, row: Attachment) -> bytes:
    return b"".join(attachments.read_body(row, at.keys))


@pytest.mark.django_db(transaction=True)
def test_equal_posts_at_the_same_moment_save_one_file_that_opens(monkeypatch, storage_folder):
    at = unlocked_desk()
    case, token = at.case(), uuid4()
    wait_for_callers(monkeypatch, file_checks, "scan_upload", 3)
    run_at_once([lambda: add(at, case, token)] * 3)
    assert body_of(at, Attachment.objects.get()) == BODY
    assert len(stored_files(storage_folder)) == 1


@pytest.mark.django_db(transaction=True)
def test_one_token_in_two_cases_saves_both_files(monkeypatch):
    at = unlocked_desk()
    cases, token = [at.case(), at.case(account="Another place, another day.")], uuid4()
    wait_for_callers(monkeypatch, file_checks, "scan_upload", 2)
    run_at_once([lambda c=case, n=n: add(at, c, token, b"Case %d" % n) for n, case in enumerate(cases)])
    assert [body_of(at, case.attachments.get()) for case in cases] == [b"Case 0", b"Case 1"]


@pytest.mark.django_db
def test_another_file_in_a_form_that_was_sent_before_is_kept_too(storage_folder):
    at = unlocked_desk()
    case, token = at.case(), uuid4()
    for body in (BODY, b"A payslip of April.", BODY, b"A payslip of April."):
        add(at, case, token, body)
    assert {body_of(at, row) for row in case.attachments.all()} == {BODY, b"A payslip of April."}
    assert len(stored_files(storage_folder)) == case.attachments.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_files_in_one_form_at_the_same_moment_are_both_kept(monkeypatch):
    at = unlocked_desk()
    case, token, bodies = at.case(), uuid4(), [b"A payslip of March.", b"A payslip of April."]
    wait_for_callers(monkeypatch, file_checks, "scan_upload", 2)
    run_at_once([lambda b=body: add(at, case, token, b) for body in bodies])
    assert sorted(body_of(at, row) for row in case.attachments.all()) == sorted(bodies)


@pytest.mark.django_db
def test_the_sweep_keeps_what_a_row_speaks_for_and_deletes_the_rest(storage_folder):
    at = unlocked_desk()
    case = at.case()
    add(at, case, uuid4())
    add(at, case, uuid4())
    kept, lost = Attachment.objects.all()
    Attachment.objects.filter(pk=lost.pk).delete()
    sweep.sweep(timezone.now() + timedelta(hours=3))
    assert body_of(at, kept) == BODY
    assert len(stored_files(storage_folder)) == 1
