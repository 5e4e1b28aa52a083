"""Models created together are those that one operation after another would have made."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from portal.core.migration_operations import CreateTogether, combine_operations

LABEL = "core"


def operations() -> list:
    """Two that point at each other, so that a field comes later, with a constraint and an index; then a row."""
    return [
        migrations.CreateModel("Shelf", [("id", models.AutoField(primary_key=True)), ("name", models.TextField())]),
        migrations.CreateModel(
            "Jar",
            [
                ("id", models.AutoField(primary_key=True)),
                ("size", models.IntegerField()),
                ("shelf", models.ForeignKey(f"{LABEL}.Shelf", models.CASCADE, related_name="+")),
            ],
        ),
        migrations.AddField("Shelf", "first", models.ForeignKey(f"{LABEL}.Jar", models.SET_NULL, null=True)),
        migrations.AddConstraint(
            "Jar", models.CheckConstraint(condition=models.Q(size__gt=0), name="a_jar_holds_something")
        ),
        migrations.AddIndex("Jar", models.Index(fields=["size"], name="jar_by_size")),
        migrations.RunPython(
            lambda apps, editor: apps.get_model(LABEL, "Shelf").objects.create(name="top"), migrations.RunPython.noop
        ),
        migrations.AddField("Jar", "label", models.TextField(default="")),
    ]


def shape(table: str) -> dict:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
        constraints = connection.introspection.get_constraints(cursor, table)
    said = [(tuple(one["columns"]), one["unique"], one["check"], one["foreign_key"]) for one in constraints.values()]
    return {"columns": sorted((one.name, one.null_ok) for one in columns), "constraints": sorted(said, key=str)}


def made(listed: list) -> tuple[list[dict], list[str]]:
    """The shapes of both tables; and the names of ours that are left once all was taken back."""
    migration = Migration("0001_made", LABEL)
    migration.operations = listed
    with connection.schema_editor() as editor:
        migration.apply(ProjectState(), editor)
    shapes = [shape("core_shelf"), shape("core_jar")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM core_shelf")
        assert cursor.fetchall() == [("top",)]
    with connection.schema_editor() as editor:
        migration.unapply(ProjectState(), editor)
    return shapes, [name for name in connection.introspection.table_names() if name in {"core_shelf", "core_jar"}]


@pytest.mark.django_db(transaction=True)
def test_both_ways_make_the_same_tables_and_take_them_back():
    assert made(operations()) == made(combine_operations(operations()))
    assert made(combine_operations(operations()))[1] == []


def test_only_what_changes_a_model_created_there_goes_together():
    kinds = [type(one) for one in combine_operations(operations())]
    assert kinds == [CreateTogether, migrations.RunPython, migrations.AddField]
    assert combine_operations(operations())[0].describe() == "Create models Shelf, Jar"
