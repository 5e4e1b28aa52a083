"""Puts a backup back: first the whole of it beside this installation, compared with its manifest, then in place."""

import hashlib
import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection

from portal.files.storage import PIECE_BYTES, save_sealed
from portal.history import checkpoints
from portal.history.models import Entry
from portal.history.services import record
from portal.operations.backups import create, database, encryption


class BackupRefused(Exception):
    """The file is no whole backup, or does not fit; the message says why."""


@contextmanager
def unpack(path: Path, folder: Path, *, identity: Path | None = None) -> Iterator[create.Manifest]:
    """Unpack a backup into a new folder, which is removed afterwards. Raises BackupRefused, EncryptionFailed, OSError.

    Everything was compared with the manifest: a file that was cut short or changed is refused.
    """
    folder.mkdir(parents=True, mode=0o700)
    try:
        try:
            with encryption.open_for_reading(path, identity) as tar:
                tar.extractall(folder, filter="data")
        except tarfile.TarError as error:
            raise BackupRefused(f"{path.name} is cut short, or is not a backup.") from error
        yield _read_manifest(folder, path.name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_empty() -> bool:
    """Return whether nobody has used this installation's database yet."""
    tables = connection.introspection.table_names()
    return Entry._meta.db_table not in tables or not Entry.objects.exists()


def restore(folder: Path, manifest: create.Manifest, *, now: datetime) -> list[Path]:
    """Put what was unpacked in place: files, team key, anchors, then the database. Return the anchors set aside.

    Raises BackupRefused, DatabaseToolFailed, OSError.
    """
    dumped = folder / database.get_dump_name()
    if not dumped.exists():
        raise BackupRefused(f"The backup is from a different kind of database ({manifest.engine}).")
    for alias in create.STORAGE_ALIASES:
        _restore_files(folder / create.FILES / alias, alias)
    database.restore(dumped)
    _restore_team_key(folder / create.TEAM_KEY)
    aside = _restore_anchors(folder / create.ANCHORS, now)
    record("operator", "operations.backup.restored", data={"made_at": manifest.made_at, "anchors": len(aside)})
    return aside


def _read_manifest(folder: Path, name: str) -> create.Manifest:
    path = folder / create.MANIFEST
    if not path.exists():
        raise BackupRefused(f"{name} is cut short, or is not a backup: it has no manifest.")
    manifest = create.Manifest(**json.loads(path.read_text()))
    if manifest.format != create.FORMAT:
        raise BackupRefused(f"{name} has the format of a different release: {manifest.format}.")
    for member, digest in manifest.members.items():
        there = folder / member
        if not there.is_file() or _hash(there) != digest:
            raise BackupRefused(f"{name} is damaged: {member} does not match what was backed up.")
    return manifest


def _restore_files(folder: Path, alias: str) -> None:
    storage = storages[alias]
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not (storage.exists(name) and storage.size(name) == path.stat().st_size):
            with path.open("rb") as source:
                save_sealed(storage, name, iter(partial(source.read, PIECE_BYTES), b""), is_timeless=True)


def _restore_team_key(path: Path) -> None:
    """Write the team's key where this server has none. One that is there is not replaced: it is what is trusted."""
    target = Path(settings.TEAM_PUBLIC_KEY_FILE)
    if path.exists() and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.write_bytes(path.read_bytes())


def _restore_anchors(folder: Path, now: datetime) -> list[Path]:
    """Bring back the anchors of the backup, and set aside those that are newer: their lines of the log are gone."""
    directory = checkpoints.get_directory()
    directory.mkdir(parents=True, exist_ok=True)
    restored = {path.name for path in folder.glob("*.json")} if folder.exists() else set()
    newer = [path for path in directory.glob("*.json") if path.name not in restored]
    target = directory / f"set-aside-{now:%Y%m%dT%H%M%SZ}"
    for path in newer:
        target.mkdir(exist_ok=True)
        path.rename(target / path.name)
    for name in restored:
        if not (directory / name).exists():
            shutil.copyfile(folder / name, directory / name)
    return newer


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
