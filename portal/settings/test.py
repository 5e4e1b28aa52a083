"""Settings of the test suite: fixed keys, quick hashing, jobs at once, mail in memory."""

import atexit
import shutil
import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATABASES, STORAGES
from portal.settings.environment import env

SECRET_KEY = "only-for-tests-" + "x" * 40
_directory = Path(tempfile.mkdtemp(prefix="portal-tests-"))
atexit.register(shutil.rmtree, _directory, ignore_errors=True)
SEALING_KEYS_FILE = _directory / "sealing_keys"
SEALING_KEYS_FILE.write_text("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n")
RECEIPT_PEPPER_FILE = _directory / "receipt_pepper"
RECEIPT_PEPPER_FILE.write_text("cGVwcGVyLXBlcHBlci1wZXBwZXItcGVwcGVyLTAwMDA=\n")
RECEIPT_SALT_FILE = _directory / "receipt_salt"
RECEIPT_SALT_FILE.write_text("c2FsdC1zYWx0LXNhbHQtMA==\n")
TEAM_PUBLIC_KEY_FILE = _directory / "team_public_key"
TEAM_PUBLIC_KEY_FILE.write_text("B6N8vBQgk8i3VdwbEOhstCY3StFqqFPtC9_AsrhtHHw=\n")
VAULT_STRETCH = {"passes": 1, "memory_bytes": 8192}
MEDIA_ROOT = _directory / "media"
HISTORY_ANCHORS_DIR = _directory / "anchors"
BACKUP_DIR, BACKUP_RECIPIENT = _directory / "backups", ""
STATIC_ROOT = None
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# A test's changes are never committed, so nothing would tell that a page is old.
PAGES_ARE_KEPT = False
PAGE_STAMP_FILE = _directory / "page-stamp"
DEMO = False
SECOND_FACTOR_DEMANDED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CACHES = {alias: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for alias in ("default", "pages")}
VISITOR_COUNTS_FILE = None
TASKS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": []},
    "jobs": {"BACKEND": "tests.support.web_role.Backend", "QUEUES": []},
}
# On PostgreSQL every request of a test runs as this role.
DATABASE_ROLES = {"web": "portal_test_web", "worker": ""}
FACE_ROLES = {face: f"portal_test_{face}" for face in ("public", "reporters", "desk", "cms")}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
for _kept in ("private", "concerns") if not env("S3_BUCKETS") else ():
    STORAGES[_kept]["OPTIONS"]["location"] = _directory / _kept
_database = DATABASES["default"]
_database.setdefault("TEST", {})["NAME"] = env("TEST_DATABASE_NAME") or None
if _database["ENGINE"].endswith("sqlite3"):
    # A file and not memory, in which all threads would share one connection, as they never do.
    _database["TEST"]["NAME"] = env("TEST_DATABASE_NAME") or str(_directory / "test.sqlite3")
    _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
# Pages that only tests show.
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests" / "portal" / "core" / "templates"]  # noqa: F405
