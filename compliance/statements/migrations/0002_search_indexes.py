"""Indexes that Django cannot say: trigrams for parts of words on PostgreSQL, and organisations that are not shown.

Where the extension may not be created, the search works without trigrams and is slower.
"""

from django.db import migrations, transaction
from django.db.utils import DatabaseError

EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
INDEXES = (
    "CREATE INDEX register_by_words ON statements_publication USING gin (searched gin_trgm_ops) "
    "WHERE is_current AND withdrawn_at IS NULL",
    "CREATE INDEX elsewhere_by_words ON statements_listing USING gin (searched gin_trgm_ops) WHERE gone_at IS NULL",
)


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute(EXTENSION)
            for index in INDEXES:
                schema_editor.execute(index)
    except DatabaseError as error:
        print(f"\n    The register is searched without a trigram index ({str(error).strip().splitlines()[0]}).")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS register_by_words")
        schema_editor.execute("DROP INDEX IF EXISTS elsewhere_by_words")


class Migration(migrations.Migration):
    dependencies = [("statements", "0001_initial"), ("organisations", "0001_initial")]
    operations = [
        migrations.RunPython(create, drop),
        migrations.RunSQL(
            "CREATE INDEX organisation_hidden ON organisations_organisation (id) "
            "WHERE confirmed_at IS NULL OR taken_down_at IS NOT NULL",
            "DROP INDEX organisation_hidden",
        ),
    ]
