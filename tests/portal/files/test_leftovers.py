"""A file whose record did not come about goes again: at once, or with the sweep."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.files import services, storage
from portal.files.models import StoredFile
from portal.files.services import receive_with_record, serve
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import HandoverFactory
from tests.portal.files.test_services import SCOPE, pdf, take

pytestmark = pytest.mark.django_db


def bytes_kept(folder: str = "") -> set[str]:
    """The names of what the storage holds, a folder or a bucket."""
    try:
        folders, names = storage.get_storage().listdir(folder)
    except FileNotFoundError:
        return set()
    return set(names).union(*(bytes_kept(f"{folder}/{name}".lstrip("/")) for name in folders))


def minute():
    return SimpleUploadedFile("minute.pdf", pdf())


def test_a_file_and_its_record_are_kept_together():
    with receive_with_record(minute(), scope=SCOPE, by=UserFactory()) as stored:
        handover = HandoverFactory(evidence=stored)
    assert serve(handover.evidence, by="system").status_code == 200


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_record_that_is_refused_takes_its_file_with_it(error):
    before, lines = bytes_kept(), Entry.objects.count()
    with pytest.raises(error), receive_with_record(minute(), scope=SCOPE, by=UserFactory()) as stored:
        assert stored.uuid.hex in bytes_kept()
        HandoverFactory(evidence=stored)
        raise error
    assert bytes_kept() == before
    assert not StoredFile.objects.exists()
    assert Entry.objects.count() == lines


def test_the_sweep_drops_bytes_without_a_row_after_an_hour(on_disk):
    kept, orphan = HandoverFactory(evidence=take("minute.pdf", pdf())).evidence, uuid.uuid4()
    storage.save_file(orphan, b"of a transaction that was undone")
    broken = Path(storage.get_storage().path(storage.get_storage_path(orphan))).with_name("half.part")
    broken.write_bytes(b"half")
    now = timezone.now()
    services.delete_orphans(now + timedelta(minutes=59))
    assert broken.exists()
    services.delete_orphans(now + timedelta(minutes=61))
    assert not broken.exists()
    with pytest.raises(FileNotFoundError):
        storage.read_file(orphan)
    assert storage.read_file(kept.uuid) == serve(kept, by="system").content


def test_the_sweep_drops_a_file_that_no_row_points_at_after_an_hour():
    """Somebody sent it, and what it was for was refused."""
    kept, left = HandoverFactory(evidence=take("kept.pdf", pdf())).evidence, take("left.pdf", pdf())
    now = timezone.now()
    services.delete_orphans(now + timedelta(minutes=59))
    assert left.uuid.hex in bytes_kept()
    services.delete_orphans(now + timedelta(minutes=61))
    assert left.uuid.hex not in bytes_kept()
    assert list(StoredFile.objects.all()) == [kept]
    assert serve(kept, by="system").status_code == 200
    assert Entry.objects.get(action="files.file.dropped").object_uuid == left.uuid


def test_a_file_that_a_record_claims_while_the_sweep_is_on_its_way_stays(monkeypatch):
    stored = take("minute.pdf", pdf())
    unclaimed = services._unclaimed

    def claim_after(before):
        files = list(unclaimed(before))
        HandoverFactory(evidence=stored)
        monkeypatch.setattr(services, "_unclaimed", unclaimed)
        return files

    monkeypatch.setattr(services, "_unclaimed", claim_after)
    services.delete_orphans(timezone.now() + timedelta(hours=2))
    assert serve(StoredFile.objects.get(), by="system").status_code == 200
