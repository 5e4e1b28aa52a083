"""Files in storage that speaks S3: as on a disk, for every server, and without the second in which they came."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from botocore.exceptions import ClientError
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone

from compliance.archive import storage as archive_storage
from compliance.concerns import storage as concern_storage
from compliance.concerns.models import ConcernFile
from portal.files import storage
from portal.files.models import StoredFile
from portal.operations import doctor, health, reseal
from portal.operations.backups import create
from portal.settings import storages as storage_settings
from tests.factories.vault import begin_vault
from tests.portal.files.test_services import pdf, take
from tests.support.s3_server import s3_server


@pytest.fixture(scope="module")
def service():
    with s3_server() as running:
        yield running


@pytest.fixture
def buckets(service, settings, tmp_path):
    """Three empty buckets, and settings that name them."""
    service.prefix = f"p{tmp_path.stat().st_ino}"
    service.make_buckets()
    settings.STORAGES = service.storages()
    settings.BACKUP_DIR, settings.HISTORY_ANCHORS_DIR = tmp_path / "backups", tmp_path / "anchors"
    return service


def keys(service, name: str) -> list[str]:
    found = service.client.list_objects_v2(Bucket=f"{service.prefix}-{name}")
    return [item["Key"] for item in found.get("Contents", ())]


def run(name: str, **options) -> str:
    out = StringIO()
    call_command(name, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_private_file_is_sealed_in_the_bucket_and_opens_again(buckets):
    stored = take("minutes.pdf", pdf())
    [key] = keys(buckets, "private")
    kept = buckets.client.get_object(Bucket=f"{buckets.prefix}-private", Key=key)["Body"].read()
    assert key == storage.get_storage_path(stored.uuid)
    assert b"%PDF" not in kept
    assert storage.get_sha256(storage.read_file(stored.uuid)) == stored.sha256


def test_a_missing_file_is_missed_as_on_a_disk(buckets):
    for alias in create.STORAGE_ALIASES:
        assert not storages[alias].exists("absent")
        storages[alias].delete("absent")
        for act in (storages[alias].open, storages[alias].size, storages[alias].get_modified_time):
            with pytest.raises(FileNotFoundError):
                act("absent")


def test_a_service_that_refuses_or_is_away_fails_as_a_disk_does(buckets, settings):
    settings.STORAGES = {
        alias: named | {"OPTIONS": named["OPTIONS"] | {"bucket_name": "nobody-made-it"}}
        for alias, named in buckets.storages().items()
        if alias != "staticfiles"
    }
    with pytest.raises(OSError):
        storage.save_sealed(storages["private"], "aa/name", [b"sealed"])
    for named in settings.STORAGES.values():
        named["OPTIONS"]["endpoint_url"] = "http://127.0.0.1:9"
    settings.STORAGES = {**settings.STORAGES}
    for act in (storages["private"].open, storages["private"].exists, storages["private"].delete):
        with pytest.raises(OSError, match="does not respond"):
            act("aa/name")
    assert health.check_storage().startswith("private: S3 does not respond")


def test_a_picture_takes_no_other_pictures_name_and_a_sealed_file_is_written_over(buckets):
    first, second = (storages["default"].save("print/poster.pdf", ContentFile(body)) for body in (b"1", b"2"))
    assert first != second
    storage.save_sealed(storages["private"], "aa/name", [b"old"])
    storage.replace_sealed(storages["private"], "aa/name", [b"new", b"er"])
    assert b"".join(storage.read_pieces(storages["private"], "aa/name")) == b"newer"


def test_an_archive_is_read_piece_by_piece(buckets):
    key = StoredFile().uuid
    archive_storage.save_archive(key, [b"one", b"two" * 100_000])
    assert b"".join(archive_storage.read_archive(key)) == b"one" + b"two" * 100_000


class TestFilesOfReporters:
    """What they sent lies under ARRIVING until its hour is over."""

    def test_it_opens_at_once_and_after_its_hour_too(self, buckets):
        key = ConcernFile().pk
        path = storage.get_storage_path(key)
        concern_storage.save_body(key, [b"sealed"])
        assert keys(buckets, "concerns") == [f"arriving/{path}"]
        now = timezone.now()
        assert concern_storage.settle(now) == 0, "the hour is not over"
        for moved, place in ((0, f"arriving/{path}"), (1, path)):
            assert concern_storage.settle(now + timedelta(hours=moved)) == moved
            assert keys(buckets, "concerns") == [place]
            assert b"".join(concern_storage.read_body(key)) == b"sealed"
            assert storages["concerns"].exists(path) and storages["concerns"].size(path) == 6
            assert [uuid for _, uuid in concern_storage.list_written_before(now + timedelta(days=1))] == [key]
            assert list(create.walk(storages["concerns"])) == [path]
        concern_storage.delete_body(key)
        assert keys(buckets, "concerns") == []

    def test_it_is_deleted_before_its_hour_is_over_too(self, buckets):
        key = ConcernFile().pk
        concern_storage.save_body(key, [b"sealed"])
        concern_storage.delete_body(key)
        assert keys(buckets, "concerns") == []
        with pytest.raises(FileNotFoundError):
            list(concern_storage.read_body(key))

    def test_one_that_was_deleted_meanwhile_is_not_moved(self, buckets, monkeypatch):
        first, second = sorted((ConcernFile().pk, ConcernFile().pk), key=storage.get_storage_path)
        for key in (first, second):
            concern_storage.save_body(key, [b"sealed"])
        where = storages["concerns"]
        listed = list(where.bucket.objects.filter(Prefix="arriving/"))
        monkeypatch.setattr(type(where.bucket.objects), "filter", lambda *_, **__: listed)
        concern_storage.delete_body(first)
        concern_storage.settle(timezone.now() + timedelta(hours=1))
        assert keys(buckets, "concerns") == [storage.get_storage_path(second)]


@pytest.mark.django_db
def test_a_changed_and_a_missing_file_are_named(buckets):
    changed, missing, whole = (take(f"{name}.pdf", pdf()) for name in ("changed", "missing", "whole"))
    assert json.loads(run("files_verify", json=True))["whole"]
    storages["private"].delete(storage.get_storage_path(missing.uuid))
    other = b"".join(storage.read_pieces(storages["private"], storage.get_storage_path(whole.uuid)))[:-4]
    storage.save_sealed(storages["private"], storage.get_storage_path(changed.uuid), [other])
    problems = {found["row"]: found["problem"] for found in json.loads(run("files_verify", json=True))["problems"]}
    assert problems.pop(f"files.StoredFile {missing.uuid}") == "missing"
    assert list(problems) == [f"files.StoredFile {changed.uuid}"]


@pytest.mark.django_db
def test_a_new_sealing_key_reaches_the_files_of_the_bucket(buckets):
    stored = take("minutes.pdf", pdf())
    outcome = reseal.reseal_all()
    assert (outcome.unreadable, outcome.already_new > 0) == ([], True)
    assert storage.read_file(stored.uuid)


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("restored_database")
def test_a_backup_takes_the_files_of_the_buckets_and_its_drill_reads_its_own(buckets, tmp_path, monkeypatch, settings):
    """The drill's process inherits the variables of the buckets, whose files are not those of the backup."""
    for variable, value in buckets.environment(tmp_path).items():
        monkeypatch.setenv(variable, value)
    settings.VAR_DIR = tmp_path
    begin_vault()
    stored, key = take("minutes.pdf", pdf()), ConcernFile().pk
    concern_storage.save_body(key, [b"sealed"])
    run("backup")
    ledger = create.read_ledger(settings.BACKUP_DIR)
    assert ledger.keys() >= {
        f"private/{storage.get_storage_path(stored.uuid)}", f"concerns/{storage.get_storage_path(key)}"
    }  # fmt: skip
    storages["private"].delete(storage.get_storage_path(stored.uuid))
    assert "restores completely:" in run("restore_drill")
    [(path, _)] = create.list_backups(settings.BACKUP_DIR)
    out = StringIO()
    call_command("restore", path, replace=True, stdout=out, stderr=StringIO())
    assert "Restored the backup from" in out.getvalue()
    assert storage.read_file(stored.uuid)


@pytest.mark.django_db
def test_doctor_says_that_a_bucket_keeps_what_was_erased(buckets):
    assert health.check_storage() == ""
    bucket = f"{buckets.prefix}-concerns"
    buckets.client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    [found] = [finding for finding in doctor.examine(timezone.now()) if finding.name == "storage"]
    assert (found.danger, bucket in found.problem) == (doctor.Danger.PEOPLE, True)


class TestSettings:
    def test_buckets_are_named_by_their_beginning(self, monkeypatch, tmp_path):
        (tmp_path / "key").write_text("ours\n")
        monkeypatch.setenv("S3_ENDPOINT", "https://s3.example.org")
        monkeypatch.setenv("S3_ACCESS_KEY_FILE", str(tmp_path / "key"))
        named = storage_settings.storages("daylight")
        options = {alias: named[alias]["OPTIONS"] for alias in create.STORAGE_ALIASES}
        assert {alias: found["bucket_name"] for alias, found in options.items()} == {
            "default": "daylight-media", "private": "daylight-private", "concerns": "daylight-concerns"
        }  # fmt: skip
        assert {found["access_key"] for found in options.values()} == {"ours"}

    @pytest.mark.parametrize("url", ["http://s3.example.org", "s3.example.org", "ftp://s3.example.org"])
    def test_a_service_is_reached_by_tls_alone(self, monkeypatch, url):
        monkeypatch.setenv("S3_ENDPOINT", url)
        with pytest.raises(ImproperlyConfigured, match="https://"):
            storage_settings.storages("daylight")

    def test_missing_packages_are_said_in_a_sentence(self, monkeypatch):
        monkeypatch.setattr(storage_settings, "find_spec", lambda name: None)
        assert storage_settings.storages("")["private"]["BACKEND"].endswith("FileSystemStorage")
        with pytest.raises(ImproperlyConfigured, match=r"requirements-s3\.txt"):
            storage_settings.storages("daylight")


def test_the_service_of_these_tests_refuses_what_is_not_there(buckets):
    """Or all of the above would prove nothing."""
    with pytest.raises(ClientError):
        buckets.client.head_bucket(Bucket="nobody-made-it")
