"""A migration that would break the release before it, or hold up visitors, is found before it is merged."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from portal.operations import migration_hazards
from portal.operations.management.commands import upgrade_check
from portal.operations.models import Chore

# A migration of wagtail-localize asks the database when it is imported.
pytestmark = pytest.mark.django_db

SAFE = {
    "a new table": operations.CreateModel("Later", [("id", models.BigAutoField(primary_key=True))]),
    "a column that may be empty": operations.AddField("chore", "note", models.TextField(null=True)),
    "a column that the database fills": operations.AddField("chore", "note", models.TextField(db_default="")),
    "a longer text": operations.AlterField("chore", "name", models.CharField(max_length=200)),
    "code with a way back": operations.RunPython(operations.RunPython.noop, operations.RunPython.noop),
}
DANGEROUS = {
    "does not fill it": operations.AddField("chore", "note", models.TextField(default="")),
    "uses the old name": operations.RenameField("chore", "problem", "trouble"),
    "old name": operations.RenameModel("Chore", "Task"),
    "may still use it": operations.RemoveField("chore", "problem"),
    "may still use": operations.DeleteModel("Chore"),
    "still writes NULL": operations.AlterField("chore", "done_at", models.DateTimeField()),
    "A new type": operations.AlterField("chore", "problem", models.IntegerField()),
    "longer values": operations.AlterField("chore", "name", models.CharField(max_length=1)),
    "blocks writes": operations.AddIndex("chore", models.Index(fields=["done_at"], name="chore_done")),
    "cannot be reversed": operations.RunPython(operations.RunPython.noop),
}


def find(*changes, app="portal.operations", **attributes) -> list[str]:
    """What is found in a migration of an app after its last."""
    label, loader = app.rpartition(".")[2], MigrationLoader(None)
    [last] = loader.graph.leaf_nodes(label)
    key, module = (label, "9999_later"), f"{app}.migrations.9999_later"
    body = {"dependencies": [last], "operations": list(changes), "__module__": module}
    migration = type("Migration", (Migration,), body | attributes)("9999_later", label)
    loader.disk_migrations[key] = migration
    loader.graph.add_node(key, migration)
    loader.graph.add_dependency(migration, key, last)
    return list(migration_hazards.find_hazards(loader, [key]))


@pytest.mark.parametrize("name", SAFE)
def test_what_the_release_before_can_work_with_passes(name):
    assert find(SAFE[name]) == []


@pytest.mark.parametrize("sentence", DANGEROUS)
def test_what_the_release_before_cannot_work_with_is_found(sentence):
    (found,) = find(DANGEROUS[sentence])
    assert found.startswith("operations.9999_later: ") and sentence in found


def test_a_new_column_beside_those_that_a_trigger_names_is_guarded_by_the_same_migration():
    column = operations.AddField("publication", "note", models.TextField(db_default=""))
    (found,) = find(column, app="compliance.statements")
    assert "The table's trigger does not guard it: create it again at the end." in found
    install = operations.RunPython(operations.RunPython.noop, operations.RunPython.noop)
    assert find(column, install, app="compliance.statements") == []
    assert find(operations.AddField("document", "note", models.TextField(null=True)), app="compliance.statements") == []


def test_what_is_taken_away_one_release_later_passes():
    assert find(operations.RemoveField("chore", "problem"), is_contract=True) == []


def test_a_table_that_is_new_itself_may_be_changed():
    new = operations.CreateModel("Later", [("id", models.BigAutoField(primary_key=True))])
    assert find(new, operations.AddField("later", "note", models.TextField(default=""))) == []


def test_no_migration_since_the_last_release_is_dangerous():
    """Where this fails: docs/operations/upgrade.md, for developers."""
    loader = MigrationLoader(None)
    released = migration_hazards.read_released()
    assert released <= set(loader.disk_migrations)
    if released:
        new = [key for key in loader.graph.nodes if key not in released and key in loader.disk_migrations]
        assert list(migration_hazards.find_hazards(loader, new)) == []


class TestCommand:
    @pytest.fixture(autouse=True)
    def sound(self, monkeypatch):
        monkeypatch.setattr(upgrade_check.doctor, "examine", lambda now: [])
        monkeypatch.setattr(upgrade_check.health, "check_disk", lambda: "")

    def run(self) -> str:
        out = StringIO()
        try:
            call_command("upgrade_check", stdout=out)
        except SystemExit as ended:
            return f"{ended.code} {out.getvalue()}"
        return f"0 {out.getvalue()}"

    def test_without_a_backup_it_speaks_against_it(self):
        said = self.run()
        assert said.startswith("1 Migrations to apply: 0.") and "There is no backup from the last 24 hours" in said

    def test_with_one_it_may_begin(self):
        now = timezone.now()
        Chore.objects.create(name="backup", begun_at=now, done_at=now)
        assert "You can upgrade now" in self.run()

    def test_a_migration_that_waits_is_named(self):
        now = timezone.now()
        Chore.objects.create(name="backup", begun_at=now, done_at=now)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'operations'")
        said = self.run()
        assert "Migrations to apply: 1." in said and "operations.0001_initial" in said
