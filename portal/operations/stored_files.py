"""Compares the files in storage with the rows that name them: a missing or changed file is named."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages

from compliance.archive import storage as archive_storage
from compliance.archive.models import Archive
from compliance.casework.models import Attachment, Removal
from compliance.concerns.models import ConcernFile
from portal.core.fernet import DecryptionError
from portal.files import storage
from portal.files.models import StoredFile
from portal.files.storage import get_storage_path


@dataclass(frozen=True)
class ExpectedFile:
    """A file that a row names. row: model and key. uuid: of a StoredFile, whose plain bytes have a known sha256."""

    alias: str
    name: str
    row: str
    stored: StoredFile | None = None


@dataclass(frozen=True)
class FileProblem:
    alias: str
    name: str
    row: str
    problem: str


def verify_files(ledger: Mapping[str, str]) -> Iterator[FileProblem]:
    """Yield each file that is missing or not what it was. ledger: SHA-256 of stored bytes in the last backup.

    What is sealed to people cannot be opened here; it is compared with the backup. See
    docs/requirements/security.md#backups.
    """
    for expected in list_expected_files():
        if problem := _find_problem(expected, ledger.get(f"{expected.alias}/{expected.name}", "")):
            yield FileProblem(expected.alias, expected.name, expected.row, problem)


def list_expected_files() -> Iterator[ExpectedFile]:
    """Yield every file that a row names."""
    for stored in StoredFile.objects.exclude(state=StoredFile.State.REFUSED).order_by("pk").iterator(chunk_size=500):
        yield ExpectedFile("private", get_storage_path(stored.uuid), f"files.StoredFile {stored.uuid}", stored)
    for uuid in ConcernFile.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=500):
        yield ExpectedFile("concerns", get_storage_path(uuid), f"concerns.ConcernFile {uuid}")
    for model in (Attachment, Removal):
        rows = model.objects.exclude(stored_as="").order_by("pk").values_list("pk", "stored_as")
        for key, name in rows.iterator(chunk_size=500):
            yield ExpectedFile("private", name, f"{model._meta.label} {key}")
    for archive in Archive.objects.filter(stored_as__isnull=False).order_by("pk"):
        if archive.stored_as:
            path = archive_storage.get_path(archive.stored_as)
            yield ExpectedFile("private", path, f"archive.Archive {archive.uuid}")
    for media in (
        apps.get_model(settings.WAGTAILIMAGES_IMAGE_MODEL),
        apps.get_model(settings.WAGTAILDOCS_DOCUMENT_MODEL),
    ):
        for key, name in media._default_manager.order_by("pk").values_list("pk", "file"):
            yield ExpectedFile("default", name, f"{media._meta.label} {key}")


def _find_problem(expected: ExpectedFile, backed_up: str) -> str:
    where = storages[expected.alias]
    if not where.exists(expected.name):
        return "missing"
    if expected.stored is not None:
        return _compare_plain(expected.stored)
    if not backed_up:
        return ""
    digest = hashlib.sha256()
    for piece in storage.read_pieces(where, expected.name):
        digest.update(piece)
    return "" if digest.hexdigest() == backed_up else "changed since the last backup"


def _compare_plain(stored: StoredFile) -> str:
    try:
        body = storage.read_file(stored.uuid)
    except DecryptionError:
        return "changed, or sealed with a key that is not in sealing_keys"
    return "" if storage.get_sha256(body) == stored.sha256 else "changed"
