"""A new SQLite database that is filled from one file is the one that all migrations make."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from portal.operations import schema

ROOT = Path(__file__).resolve().parents[3]
# Moments and random ids differ each time.
GENERATED = re.compile(
    r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?'|'[0-9a-f]{32}'|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def comparable(script: str) -> list[str]:
    return [GENERATED.sub("generated", line) for line in script.splitlines()]


@pytest.fixture
def empty(tmp_path):
    """A connection to a SQLite database without any table."""
    alias = "schema_test"
    connections.databases[alias] = connections.databases["default"] | {
        "ENGINE": "portal.core.sqlite3", "NAME": str(tmp_path / "empty.sqlite3"), "OPTIONS": {},
    }  # fmt: skip
    connections[alias].inc_thread_sharing()
    yield connections[alias]
    connections[alias].close()
    del connections[alias], connections.databases[alias]


@pytest.mark.once
@pytest.mark.django_db
def test_the_file_was_written_from_the_migrations_at_hand():
    header = schema.FILE.read_text().partition("\n")[0]
    assert header == f"-- migrations: {schema.migrations_key()}", "Run `python manage.py schema`."


@pytest.fixture
def migrated_script(tmp_path) -> str:
    """The file as every migration makes it, one after the other: 22 seconds of work, most of it Wagtail's."""
    file = tmp_path / "sqlite.sql"
    command = [sys.executable, "manage.py", "schema", "--output", str(file)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return file.read_text()


@pytest.mark.thorough
@pytest.mark.once
def test_the_file_is_what_every_migration_one_after_the_other_makes(migrated_script):
    assert comparable(migrated_script) == comparable(schema.FILE.read_text())


@pytest.mark.once
def test_a_database_that_is_filled_from_the_file_is_written_as_the_same_file(empty, django_db_blocker):
    with django_db_blocker.unblock():
        assert schema.load_schema(empty)
        written = "".join(f"{statement}\n" for statement in schema.dump_statements(empty))
        assert written.splitlines() == schema.FILE.read_text().splitlines()[1:]
        assert not schema.load_schema(empty)


@pytest.mark.once
def test_no_migration_is_left_to_run(empty, django_db_blocker):
    with django_db_blocker.unblock():
        schema.load_schema(empty)
        assert set(MigrationRecorder(empty).applied_migrations()) >= set(schema.MigrationLoader(None).disk_migrations)


@pytest.mark.once
def test_the_first_site_has_the_name_and_address_of_the_settings(empty, settings, django_db_blocker):
    settings.PORTAL_NAME, settings.SITE_URL = "Lantern", "https://lantern.example"
    with django_db_blocker.unblock():
        schema.load_schema(empty)
        with empty.cursor() as cursor:
            cursor.execute("SELECT hostname, port, site_name, title, draft_title FROM wagtailcore_site"
                           " JOIN wagtailcore_page ON wagtailcore_page.id = root_page_id")  # fmt: skip
            assert cursor.fetchall() == [("lantern.example", 443, "Lantern", "Lantern", "Lantern")]


@pytest.mark.once
def test_a_file_of_other_migrations_is_not_used(empty, monkeypatch, django_db_blocker):
    monkeypatch.setattr(schema, "migrations_key", lambda: "another")
    with django_db_blocker.unblock():
        assert not schema.load_schema(empty)
        assert empty.introspection.table_names() == []


@pytest.mark.once
def test_plans_and_single_apps_are_left_to_django(empty, monkeypatch, django_db_blocker, capsys):
    monkeypatch.setattr(schema, "load_schema", lambda connection: pytest.fail("The file was used."))
    with django_db_blocker.unblock():
        call_command("migrate", "contenttypes", database=empty.alias, verbosity=0)
        call_command("migrate", plan=True, database=empty.alias, verbosity=0)
        assert "django_content_type" in empty.introspection.table_names()
