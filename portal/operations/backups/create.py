"""Makes a backup: the database at one moment, then the files, the anchors, and at the end what all of it should be."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import Storage, storages

from portal.history import checkpoints
from portal.operations.backups import database, encryption

FORMAT = "daylight-backup-1"
MANIFEST = "manifest.json"
TEAM_KEY = "team_public_key"
FILES, ANCHORS, SECRETS = "files/", "anchors/", "secrets/"
STORAGE_ALIASES = ("private", "concerns", "default")
LEDGER = "ledger.json"
PATTERN = "portal-*.tar*"
TIME_FORMAT = "%Y%m%dT%H%M%SZ"
SECRET_SETTINGS = ("SEALING_KEYS_FILE", "RECEIPT_PEPPER_FILE", "RECEIPT_SALT_FILE")


@dataclass
class Manifest:
    """What a backup holds. members: SHA-256 by name. rows: by table, at the moment of the dump."""

    format: str
    made_at: str
    engine: str
    rows: dict[str, int] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)


class Backup:
    """A tar file while it is filled."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar, self.manifest = tar, manifest

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """Add a member. Its time is nobody's: the time of a reporter's file must not leave with it."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        reader = _HashingReader(source)
        self._tar.addfile(member, reader)  # type: ignore[arg-type] # it only reads
        self.manifest.members[name] = reader.digest.hexdigest()

    def add_path(self, name: str, path: Path) -> None:
        with path.open("rb") as source:
            self.add(name, source, path.stat().st_size)

    def finish(self) -> None:
        body = json.dumps(asdict(self.manifest)).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(body)
        self._tar.addfile(member, io.BytesIO(body))


class _HashingReader:
    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.digest = source, hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        return piece


def create_backup(folder: Path, *, now: datetime, recipient: str = "", with_secrets: bool = False) -> Path:
    """Write a backup into the folder: the whole of it, or nothing. Raises OSError, DatabaseToolFailed,
    EncryptionFailed.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"portal-{now.astimezone(UTC):{TIME_FORMAT}}{encryption.get_suffix(recipient)}"
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    # Before the dump: while the key is rotated, the one of this file vouches for a newer one in the database.
    team_key = Path(settings.TEAM_PUBLIC_KEY_FILE)
    team_keys = team_key.read_bytes() if team_key.exists() else b""
    try:
        with tempfile.TemporaryDirectory(prefix="dump-", dir=folder) as scratch:
            dumped = Path(scratch) / database.get_dump_name()
            manifest = Manifest(FORMAT, now.isoformat(), dumped.suffix, database.dump(dumped))
            with encryption.open_for_writing(part, recipient) as tar:
                _fill(Backup(tar, manifest), dumped, team_keys, with_secrets=with_secrets)
        _sync(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _save_ledger(folder, manifest)
    return path


def delete_old_backups(folder: Path, *, now: datetime, keep: timedelta) -> list[Path]:
    """Delete the backups that were made before that time, but never the newest. Return those that went."""
    backups = list_backups(folder)
    old = [path for path, made_at in backups[1:] if made_at < now - keep]
    for path in old:
        path.unlink()
    return old


def list_backups(folder: Path) -> list[tuple[Path, datetime]]:
    """Return the backups in a folder with when each was begun, the newest first."""
    found = []
    for path in folder.glob(PATTERN):
        text = path.name.removeprefix("portal-").partition(".")[0]
        if path.suffix != ".part" and len(text) == len("20260101T000000Z"):
            found.append((path, datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC)))
    return sorted(found, key=lambda backup: backup[1], reverse=True)


def read_ledger(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each stored file in the last backup, by storage and name; empty without one."""
    path = folder / LEDGER
    return json.loads(path.read_text()) if path.exists() else {}


def walk(storage: Storage, below: str = "") -> Iterator[str]:
    """Yield the name of every file in a storage."""
    try:
        folders, names = storage.listdir(below)
    except FileNotFoundError:
        return
    yield from (f"{below}{name}" for name in sorted(names))
    for folder in sorted(folders):
        yield from walk(storage, f"{below}{folder}/")


def _fill(backup: Backup, dumped: Path, team_keys: bytes, *, with_secrets: bool) -> None:
    backup.add_path(dumped.name, dumped)
    dumped.unlink()
    if team_keys:
        backup.add(TEAM_KEY, io.BytesIO(team_keys), len(team_keys))
    for path in sorted(checkpoints.get_directory().glob("*.json")):
        backup.add_path(f"{ANCHORS}{path.name}", path)
    for alias in STORAGE_ALIASES:
        _add_storage(backup, alias)
    for setting in SECRET_SETTINGS if with_secrets else ():
        path = Path(getattr(settings, setting))
        backup.add_path(f"{SECRETS}{setting.removesuffix('_FILE').lower()}", path)
    backup.finish()


def _add_storage(backup: Backup, alias: str) -> None:
    storage = storages[alias]
    for name in walk(storage):
        # A broken write is nobody's; one that was let go since the folder was listed has no row any more.
        if name.endswith(".part"):
            continue
        try:
            with storage.open(name) as source:
                backup.add(f"{FILES}{alias}/{name}", source, source.size)
        except FileNotFoundError:
            continue


def _save_ledger(folder: Path, manifest: Manifest) -> None:
    stored = {name.removeprefix(FILES): digest for name, digest in manifest.members.items() if name.startswith(FILES)}
    part = folder / f"{LEDGER}.part"
    part.write_text(json.dumps(stored))
    part.chmod(0o600)
    part.replace(folder / LEDGER)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
