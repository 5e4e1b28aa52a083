"""A finished archive is kept for seven days, and what no row names is deleted.

See docs/requirements/statements.md#archives.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from compliance.archive import storage
from compliance.archive.models import Archive
from compliance.archive.services import downloads
from compliance.archive.sweep import sweep
from portal.history.models import Entry
from tests.factories.archive import ArchiveFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return OrganisationFactory()


def test_an_archive_is_kept_for_seven_days(own, django_capture_on_commit_callbacks):
    now = timezone.now()
    archive = ArchiveFactory(organisation=own, expires_at=now + timedelta(days=7))
    sweep(now + timedelta(days=6, hours=23))
    assert Archive.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        sweep(now + timedelta(days=7, minutes=1))
    assert not Archive.objects.exists()
    with pytest.raises(FileNotFoundError):
        next(storage.read_archive(archive.stored_as))
    assert Entry.objects.for_scope(own.uuid).latest("seq").action == "archive.archive.expired"


def test_bytes_of_a_killed_worker_are_swept(own):
    kept, lost = ArchiveFactory(organisation=own, expires_at=None), uuid4()
    storage.save_archive(lost, [b"half"])
    downloads.delete_expired(timezone.now())
    assert list(storage.read_archive(lost)) == [b"half"]
    downloads.delete_expired(timezone.now() + downloads.ORPHAN_AFTER * 2)
    with pytest.raises(FileNotFoundError):
        next(storage.read_archive(lost))
    assert list(storage.read_archive(kept.stored_as))
