"""The bytes of an archive are kept in encrypted pieces, each bound to its place."""

from uuid import uuid4

import pytest

from compliance.archive import storage as archive_storage
from portal.core.fernet import DecryptionError
from portal.files import storage as files


def test_sealed_pieces_cannot_be_changed_moved_or_cut():
    uuid, other = uuid4(), uuid4()
    archive_storage.save_archive(uuid, [b"one", b"two", b"three"])
    archive_storage.save_archive(other, [b"one", b"two", b"three"])
    assert b"".join(archive_storage.read_archive(uuid)) == b"onetwothree"
    storage = files.get_storage()
    with storage.open(archive_storage.get_path(uuid)) as kept:
        lines = kept.read().splitlines(keepends=True)
    with storage.open(archive_storage.get_path(other)) as kept:
        others = kept.read().splitlines(keepends=True)
    for wrong in (lines[:2], [lines[1], lines[0], lines[2]], [lines[0], others[1], lines[2]], [*lines, lines[2]], []):
        files.save_sealed(storage, archive_storage.get_path(uuid), wrong)
        with pytest.raises(DecryptionError):
            list(archive_storage.read_archive(uuid))
