"""Files of a release: whoever writes second gets what was written first."""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.statistics.choices import FileKind, State
from compliance.statistics.models import ReleaseFile
from compliance.statistics.services import release_files
from compliance.statistics.services.release_files import write_file, write_new_files
from tests.factories.published_figures import publish_figures

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 8, 9, 0, tzinfo=UTC)


def test_there_is_a_writer_for_each_kind():
    assert set(release_files.WRITERS) == set(FileKind)


def test_a_file_is_stored_with_its_hash():
    file = write_file(publish_figures("2026-03"), FileKind.CSV, at=NOW)
    assert len(file.sha256) == 64
    assert bytes(file.body).startswith(b"\xef\xbb\xbfrelease,")
    assert file.made_at == NOW


def test_of_two_writers_the_first_wins(monkeypatch):
    """Two requests at once: both answer with the same bytes."""
    release = publish_figures("2026-03")
    first = write_file(release, FileKind.CSV, at=NOW)
    monkeypatch.setitem(release_files.WRITERS, FileKind.CSV, lambda release, revised: b"other bytes")
    second = write_file(release, FileKind.CSV, at=NOW)
    assert bytes(second.body) == bytes(first.body)
    assert ReleaseFile.objects.count() == 1


def test_what_became_public_lately_gets_its_files_once_and_what_is_older_does_not():
    release = publish_figures("2026-03")
    first = write_file(release, FileKind.CSV, at=NOW)
    assert write_new_files(release.published_at + release_files.LATELY) == 0
    soon = release.published_at + timedelta(minutes=1)
    assert write_new_files(soon) == len(FileKind) - 1
    assert write_new_files(soon) == 0
    assert set(release.files.values_list("kind", flat=True)) == set(FileKind)
    assert release.files.get(kind=FileKind.CSV) == first


def test_what_nobody_has_decided_on_gets_no_files():
    release = publish_figures("2026-03", state=State.PREPARED)
    assert write_new_files(release.prepared_at) == 0
    assert not ReleaseFile.objects.exists()
