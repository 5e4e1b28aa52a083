"""PostgreSQL finds parts of words of what is listed elsewhere by trigrams, as it does of what is published here."""

from django.db import migrations, transaction
from django.db.utils import DatabaseError

INDEX = (
    "CREATE INDEX elsewhere_by_words ON statements_listing USING gin (searched gin_trgm_ops) WHERE gone_at IS NULL"
)


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute(INDEX)
    except DatabaseError as error:
        print(f"\n    What is listed elsewhere is searched without a trigram index ({str(error).strip().splitlines()[0]}).")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS elsewhere_by_words")


class Migration(migrations.Migration):
    dependencies = [("statements", "0009_listed_elsewhere")]
    operations = [migrations.RunPython(create, drop)]
