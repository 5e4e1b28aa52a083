"""A backup is what was there at one moment, opens for its key alone, and can be restored."""

import hashlib
import json
import subprocess
import tarfile
import threading
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from portal.accounts.models import User
from portal.files.models import StoredFile
from portal.files.services import receive
from portal.files.storage import get_storage, get_storage_path, read_file
from portal.history.models import Entry
from portal.history.services import record
from portal.history.verification import verify_log
from portal.operations import prompts
from portal.operations.backups import create, database, encryption
from portal.operations.models import Chore
from portal.operations.sweep import run_sweep
from portal.vault import keyfiles
from portal.vault.encryption import get_signing_half
from portal.vault.models import DataKey, Epoch
from portal.vault.services import epochs, team_key
from portal.vault.unlocked_keys import UnlockedKeys
from tests.factories.accounts import UserFactory
from tests.factories.concerns import make_concern
from tests.factories.vault import TEAM_PRIVATE, begin_vault
from tests.portal.files.test_services import SCOPE, pdf

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
WORDS = "CANARY-they-keep-our-passports"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, restored_database):
    """An installation of its own, whose folders are this test's."""
    settings.BACKUP_DIR, settings.HISTORY_ANCHORS_DIR = tmp_path / "backups", tmp_path / "anchors"
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = settings.STORAGES | {
        alias: {"BACKEND": backend, "OPTIONS": {"location": tmp_path / alias}} for alias in ("private", "concerns")
    }
    return tmp_path


@pytest.fixture
def installation(folders):
    """A little of everything: people, a file, a concern, a log with its anchor."""
    begin_vault()
    stored = receive(SimpleUploadedFile("minute.pdf", pdf()), scope=SCOPE, by=UserFactory())
    make_concern(account=WORDS)
    Session.objects.create(session_key="live", session_data="x", expire_date=timezone.now() + timedelta(hours=1))
    run_sweep(now=timezone.now())
    return stored


def back_up(**options) -> Path:
    call_command("backup", stdout=StringIO(), stderr=StringIO(), **options)
    return create.list_backups(settings.BACKUP_DIR)[0][0]


def run(name: str, *words, **options) -> str:
    out = StringIO()
    call_command(name, *words, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_a_backup_restores_what_was_there(installation):
    before = {"users": User.objects.count(), "entries": Entry.objects.count(), "body": read_file(installation.uuid)}
    path = back_up()
    assert path.stat().st_mode & 0o077 == 0
    assert Chore.objects.get(name="backup").problem == ""
    StoredFile.objects.all().delete()
    UserFactory()
    get_storage().delete(get_storage_path(installation.uuid))
    with pytest.raises(CommandError, match="in use"):
        run("restore", path)
    assert "Restored the backup from" in run("restore", path, replace=True)
    connections.close_all()
    assert {"users": User.objects.count(), "body": read_file(installation.uuid)} == {
        name: before[name] for name in ("users", "body")
    }
    assert Entry.objects.count() == before["entries"] + 1
    assert Entry.objects.latest("seq").action == "operations.backup.restored"
    assert not Session.objects.exists(), "who was signed in then is not signed in now"
    assert verify_log().is_whole
    run("files_verify", strict=True)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite ends no session that stands still")
def test_a_dump_that_takes_longer_than_a_session_may_stand_still_is_whole(installation, monkeypatch, tmp_path):
    parameters, dump = database._parameters() | {"options": "-c idle_in_transaction_session_timeout=20"}, database._run

    def run_slowly(*arguments) -> None:
        connection.cursor().execute("SELECT pg_sleep(0.2)")
        dump(*arguments)

    monkeypatch.setattr(database, "_parameters", lambda: parameters)
    monkeypatch.setattr(database, "_run", run_slowly)
    assert database.dump(tmp_path / "dump")["accounts_user"] == User.objects.count()


@pytest.mark.parametrize("moment", ["before the dump", "after the dump"])
def test_a_backup_during_a_rotation_of_the_team_key_restores_whole(installation, monkeypatch, moment):
    dump, vault = create.database.dump, Epoch.objects.get()
    # As the command that begins a vault leaves it: with the half that vouches for the next key.
    vault.signing_half = get_signing_half(TEAM_PRIVATE)
    vault.save(update_fields=["signing_half"])
    keyfiles.save_team_keys(team_key.get_keys_in_file(vault))

    def rotate() -> None:
        epochs.rotate_epoch(unlocked=UnlockedKeys(user_id=0, keys={vault.pk: TEAM_PRIVATE}), at=timezone.now())

    def dump_beside_a_rotation(target: Path) -> dict[str, int]:
        if moment == "before the dump":
            rotate()
        rows = dump(target)
        if moment == "after the dump":
            rotate()
        return rows

    monkeypatch.setattr(create.database, "dump", dump_beside_a_rotation)
    path = back_up()
    monkeypatch.undo()
    assert "restores completely:" in run("restore_drill", path)


def test_the_drill_restores_beside_and_says_what_it_saw(installation):
    path = back_up()
    users = User.objects.count()
    said = run("restore_drill")
    assert "restores completely:" in said, said
    assert f"{Entry.objects.count()} log entries" in said
    assert User.objects.count() == users
    assert Chore.objects.get(name="restore_drill").problem == ""
    assert [found.name for found in settings.BACKUP_DIR.iterdir() if found.is_dir()] == [], "nothing is left of it"
    assert path.exists()


def test_the_drill_opens_cases_of_the_copy_with_the_recovery_key(folders, monkeypatch):
    vault = begin_vault()
    for _ in range(3):
        make_concern(account=WORDS)
    back_up()
    monkeypatch.setattr(prompts, "prompt_secret", lambda what: vault.recovery_text)
    said = run("restore_drill", open_cases=True)
    assert "3 cases opened, " in said and WORDS not in said
    assert "cases opened" not in run("restore_drill")


def test_the_drill_says_when_cases_do_not_open(folders, monkeypatch):
    vault = begin_vault()
    make_concern(account=WORDS)
    damaged = make_concern(account=WORDS).concern.data_key
    DataKey.objects.filter(pk=damaged.pk).update(wrapped_key=bytes(80))
    back_up()
    monkeypatch.setattr(prompts, "prompt_secret", lambda what: vault.recovery_text)
    with pytest.raises(CommandError, match="did NOT restore completely"):
        run("restore_drill", open_cases=True)
    assert Chore.objects.get(name="restore_drill").problem == "cases: 1 of 2 cases do not open"


def test_the_drill_says_when_the_secrets_beside_it_cannot_open_a_code(installation, settings, tmp_path):
    back_up()
    settings.RECEIPT_SALT_FILE = tmp_path / "salt"
    settings.RECEIPT_SALT_FILE.write_text("")
    with pytest.raises(CommandError, match="did NOT restore completely"):
        run("restore_drill")
    assert Chore.objects.get(name="restore_drill").problem


def test_the_drill_finds_a_log_that_was_changed(installation):
    anchor = next(settings.HISTORY_ANCHORS_DIR.glob("*.json"))
    changed = json.loads(anchor.read_text()) | {"hash": "0" * 64}
    anchor.unlink()
    anchor.write_text(json.dumps(changed))
    back_up()
    with pytest.raises(CommandError, match="did NOT restore completely") as failed:
        run("restore_drill")
    assert failed.value.returncode == 1
    assert "log: Entry" in Chore.objects.get(name="restore_drill").problem


def test_the_drill_finds_a_file_that_was_lost_before_the_backup(installation):
    get_storage().delete(get_storage_path(installation.uuid))
    back_up()
    with pytest.raises(CommandError, match="did NOT restore completely"):
        run("restore_drill")
    assert f"of files.StoredFile {installation.uuid}: missing" in Chore.objects.get(name="restore_drill").problem


@pytest.mark.parametrize("damage", ["cut", "flip", "empty"])
def test_a_damaged_backup_is_refused_and_changes_nothing(installation, damage):
    path, users = back_up(), User.objects.count()
    body = path.read_bytes()
    path.write_bytes({"cut": body[: len(body) // 2], "flip": body.replace(b"%PDF", b"%PDG", 1), "empty": b""}[damage])
    if damage == "flip":
        middle = len(body) // 3
        path.write_bytes(body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :])
    for name in ("restore", "restore_drill"):
        options = {"replace": True} if name == "restore" else {}
        with pytest.raises(CommandError) as refused:
            run(name, path, **options)
        assert refused.value.returncode == 2
    assert User.objects.count() == users
    assert Chore.objects.get(name="restore_drill").problem


def test_a_backup_while_others_write_is_of_one_moment(installation, folders):
    """Each row that the writer commits has its line of the log; the copy has as many of one as of the other."""
    stopping, written = threading.Event(), []

    def write() -> None:
        while not stopping.is_set():
            record("system", "tests.backup.written", data={"number": len(written)})
            written.append(1)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        path = back_up()
    finally:
        stopping.set()
        writer.join()
    assert written
    with tarfile.open(path) as tar:
        manifest = json.loads(tar.extractfile(create.MANIFEST).read())
    assert manifest["rows"][Entry._meta.db_table] <= Entry.objects.count()
    assert "restores completely:" in run("restore_drill"), "the chain and the counts are those of one moment"


class TestEncryption:
    @pytest.fixture
    def age(self, folders):
        key = folders / "key.txt"
        subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True)
        recipient = key.read_text().partition("public key: ")[2].split()[0]
        return key, recipient

    def test_without_the_key_nothing_opens(self, installation, age):
        key, recipient = age
        path = back_up(recipient=recipient, with_secrets=True)
        assert path.name.endswith(".tar.age")
        body = path.read_bytes()
        for canary in (WORDS.encode(), b"minute.pdf", b"manifest.json", Path(settings.SEALING_KEYS_FILE).read_bytes()):
            assert canary not in body
        with pytest.raises(CommandError, match="--identity"):
            run("restore", path, replace=True)
        assert "restores completely:" in run("restore_drill", identity=key)

    def test_another_key_does_not_open_it(self, installation, age, folders):
        _, recipient = age
        path, other = back_up(recipient=recipient), folders / "other.txt"
        subprocess.run(["age-keygen", "-o", other], check=True, capture_output=True)
        with pytest.raises(CommandError, match="We could not restore the backup"):
            run("restore", path, replace=True, identity=other)

    def test_gpg_does_as_well(self, installation, folders, monkeypatch):
        home = folders / "gpg"
        home.mkdir(mode=0o700)
        monkeypatch.setenv("GNUPGHOME", str(home))
        command = ["gpg", "--batch", "--passphrase", "", "--quick-generate-key", "backup@daylight.example", "default"]
        subprocess.run(command, check=True, capture_output=True)
        path = back_up(recipient="backup@daylight.example")
        assert path.name.endswith(".tar.gpg") and b"manifest.json" not in path.read_bytes()
        assert "restores completely:" in run("restore_drill")
        subprocess.run(["gpgconf", "--kill", "all"], check=False, capture_output=True)

    def test_a_recipient_that_is_none_leaves_no_file(self, installation, age):
        with pytest.raises(CommandError, match="We could not write a backup"):
            back_up(recipient="age1nobody")
        assert create.list_backups(settings.BACKUP_DIR) == []
        assert list(settings.BACKUP_DIR.glob("*.part")) == []
        assert Chore.objects.get(name="backup").problem

    def test_a_missing_program_is_one_sentence(self, folders, monkeypatch):
        monkeypatch.setenv("PATH", str(folders))
        opened = encryption.open_for_writing(folders / "x", "age1abc")
        with pytest.raises(encryption.EncryptionFailed, match="install it"), opened:
            pass


def test_secrets_stay_out_and_are_never_copied_in_the_clear(installation):
    with tarfile.open(back_up()) as tar:
        names = tar.getnames()
    assert not [name for name in names if name.startswith("secrets/")]
    assert "team_public_key" in names
    with pytest.raises(CommandError, match="--recipient"):
        back_up(with_secrets=True)


def test_what_people_told_us_is_in_no_backup_in_the_clear(installation):
    body = back_up().read_bytes()
    assert WORDS.encode() not in body


def test_old_backups_go_and_the_newest_stays(folders):
    now = datetime(2026, 11, 24, 2, tzinfo=UTC)
    settings.BACKUP_DIR.mkdir()
    for days in (0, 10, 40, 50):
        name = f"portal-{now - timedelta(days=days):{create.TIME_FORMAT}}.tar.age"
        (settings.BACKUP_DIR / name).touch()
    (settings.BACKUP_DIR / "portal-notes.tar").touch()
    gone = create.delete_old_backups(settings.BACKUP_DIR, now=now, keep=timedelta(days=35))
    assert len(gone) == 2
    later = now + timedelta(days=300)
    create.delete_old_backups(settings.BACKUP_DIR, now=later, keep=timedelta(days=35))
    assert [path.name for path, _ in create.list_backups(settings.BACKUP_DIR)] == ["portal-20261124T020000Z.tar.age"]


def test_anchors_that_are_newer_than_the_backup_are_set_aside(installation):
    path = back_up()
    newer = settings.HISTORY_ANCHORS_DIR / "2099-01-01.json"
    newer.write_text(json.dumps({"day": "2099-01-01", "seq": 10**6, "hash": "0" * 64}))
    with pytest.raises(SystemExit) as broken:
        run("audit_verify", strict=True)
    assert broken.value.code == 1
    run("restore", path, replace=True)
    connections.close_all()
    assert not newer.exists()
    assert list(settings.HISTORY_ANCHORS_DIR.glob("set-aside-*/2099-01-01.json"))
    assert Entry.objects.latest("seq").detail["anchors"] == 1
    run("audit_verify", strict=True)


class TestFilesVerify:
    def verify(self) -> dict:
        return json.loads(run("files_verify", json=True))

    def test_a_missing_file_is_named(self, installation):
        assert self.verify()["whole"]
        get_storage().delete(get_storage_path(installation.uuid))
        (found,) = self.verify()["problems"]
        assert found["problem"] == "missing"
        assert str(installation.uuid) in found["row"]
        with pytest.raises(SystemExit):
            run("files_verify", strict=True)

    def test_a_changed_file_is_named(self, installation):
        path = Path(get_storage().path(get_storage_path(installation.uuid)))
        path.write_bytes(path.read_bytes()[:-5] + b"xxxxx")
        (found,) = self.verify()["problems"]
        assert found["problem"].startswith("changed")

    def test_a_refused_file_has_no_bytes_and_is_no_problem(self, installation):
        get_storage().delete(get_storage_path(installation.uuid))
        StoredFile.objects.update(state=StoredFile.State.REFUSED)
        assert self.verify()["whole"]

    def test_what_cannot_be_opened_here_is_compared_with_the_last_backup(self, folders):
        from compliance.concerns import storage
        from compliance.concerns.models import ConcernFile
        from tests.factories.concerns import make_concern

        begin_vault()
        make_concern()
        from compliance.concerns.models import Concern

        row = ConcernFile.objects.create(
            concern=Concern.objects.get(), kind="pdf", size=3, role="original", scan="clean", facts=b""
        )
        storage.save_body(row.pk, [b"sealed bytes"])
        back_up()
        assert self.verify()["whole"]
        path = Path(storage.get_storage().path(get_storage_path(row.pk)))
        path.chmod(0o600)
        path.write_bytes(b"other bytes!")
        (found,) = self.verify()["problems"]
        assert found["problem"] == "changed since the last backup"
        assert found["row"] == f"concerns.ConcernFile {row.pk}"


def test_no_time_of_a_file_leaves_with_it(installation):
    with tarfile.open(back_up()) as tar:
        assert {member.mtime for member in tar.getmembers()} == {0}


def test_the_manifest_names_each_member(installation):
    with tarfile.open(back_up()) as tar:
        bodies = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}
    manifest = json.loads(bodies.pop(create.MANIFEST))
    assert manifest["members"] == {name: hashlib.sha256(body).hexdigest() for name, body in bodies.items()}
    assert manifest["rows"][User._meta.db_table] == User.objects.count()
