"""Indexes for the register's order by year, for counting what its filters match without reading the statements, and for
the latest statement of each organisation.

On SQLite the index holds the searched words as well, for it has no trigrams, and so does one for each order: of words
that most statements have, a page is read in its order, and the index alone tells which statements have them. PostgreSQL
has them in register_by_words, and takes no value as long as the names of a large group into an index of this kind.
"""

from django.db import migrations, models

LISTED = {
    "sqlite": "WHERE is_current = 1 AND withdrawn_at IS NULL",
    "postgresql": "WHERE is_current AND withdrawn_at IS NULL",
}
# What the condition names comes last on SQLite, so that the index alone answers: named first, it would look like the
# index to search by, and the statements of a page would be sorted rather than read in the order of another index.
INDEXES = {
    "register_by_filters": {
        "sqlite": "year, turnover_band, legal_form, is_group, organisation_id, searched, is_current, withdrawn_at",
        "postgresql": "year, turnover_band, legal_form, is_group, organisation_id, id",
    },
    "register_by_organisation": {
        "sqlite": "organisation_id, year DESC, is_current, withdrawn_at",
        "postgresql": "organisation_id, year DESC",
    },
} | {
    f"register_by_{order}_words": {"sqlite": f"{columns}, searched, organisation_id, is_current, withdrawn_at"}
    for order, columns in (
        ("name", "organisation_name, year DESC, id"),
        ("date", "published_at DESC, id"),
        ("year", "year DESC, organisation_name, id"),
    )
}


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, columns in INDEXES.items():
        if vendor in columns:
            schema_editor.execute(f"CREATE INDEX {name} ON statements_publication ({columns[vendor]}) {LISTED[vendor]}")


def drop(apps, schema_editor):
    for name, columns in INDEXES.items():
        if schema_editor.connection.vendor in columns:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("statements", "0003_triggers")]
    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                fields=["-year", "organisation_name", "id"],
                condition=models.Q(("is_current", True), ("withdrawn_at", None)),
                name="register_by_year",
            ),
        ),
        migrations.RunPython(create, drop),
    ]
