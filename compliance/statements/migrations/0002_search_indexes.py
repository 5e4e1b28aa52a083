"""Indexes that Django cannot say: trigrams for parts of names, organisations that are not shown, and the words of
statements.

Where PostgreSQL may not create its extension, the search works without trigrams and is slower. The words of statements
are a column that PostgreSQL works out itself, with an index. SQLite has tables of its full-text search for names and
for texts, which triggers keep true to the rows. Both stem the words of texts, so that “train” finds “training”.
"""

from django.db import migrations, transaction
from django.db.utils import DatabaseError

EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
INDEXES = (
    "CREATE INDEX register_by_words ON statements_publication USING gin (searched gin_trgm_ops) "
    "WHERE is_current AND withdrawn_at IS NULL",
    "CREATE INDEX elsewhere_by_words ON statements_listing USING gin (searched gin_trgm_ops) WHERE gone_at IS NULL",
)


def _create_sqlite_index(name, table, key, column, tokenizer):
    """Return the orders that make a table of full-text search for one column of another table, and keep it true."""
    forget = f"INSERT INTO {name}({name}, rowid, {column}) VALUES ('delete', old.{key}, old.{column})"
    learn = f"INSERT INTO {name}(rowid, {column}) VALUES (new.{key}, new.{column})"
    return (
        f"CREATE VIRTUAL TABLE {name} USING fts5({column}, content='{table}', content_rowid='{key}', "
        f"tokenize='{tokenizer}')",
        f"CREATE TRIGGER {name}_added AFTER INSERT ON {table} BEGIN {learn}; END",
        f"CREATE TRIGGER {name}_removed AFTER DELETE ON {table} BEGIN {forget}; END",
        f"CREATE TRIGGER {name}_changed AFTER UPDATE OF {key}, {column} ON {table} BEGIN {forget}; {learn}; END",
    )


def _drop_sqlite_index(name):
    triggers = (f"DROP TRIGGER {name}_{event}" for event in ("added", "removed", "changed"))
    return (*triggers, f"DROP TABLE {name}")


STEMS, PARTS = "porter unicode61 remove_diacritics 2", "trigram"
SQLITE_INDEXES = (
    ("statements_text_fts", "statements_statementtext", "publication_id", "body", STEMS),
    ("statements_publication_fts", "statements_publication", "id", "searched", PARTS),
    ("statements_listing_fts", "statements_listing", "id", "searched", PARTS),
)
WORD_INDEXES = {
    "postgresql": (
        "ALTER TABLE statements_statementtext ADD COLUMN vector tsvector "
        "GENERATED ALWAYS AS (to_tsvector('english', body)) STORED",
        "CREATE INDEX register_by_full_text ON statements_statementtext USING gin (vector)",
    ),
    "sqlite": tuple(order for index in SQLITE_INDEXES for order in _create_sqlite_index(*index)),
}
WORD_INDEXES_DROPPED = {
    "postgresql": (
        "DROP INDEX register_by_full_text",
        "ALTER TABLE statements_statementtext DROP COLUMN vector",
    ),
    "sqlite": tuple(order for name, *_ in SQLITE_INDEXES for order in _drop_sqlite_index(name)),
}


def create_word_indexes(apps, schema_editor):
    for statement in WORD_INDEXES[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_word_indexes(apps, schema_editor):
    for statement in WORD_INDEXES_DROPPED[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


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
        migrations.RunPython(create_word_indexes, drop_word_indexes),
        migrations.RunSQL(
            "CREATE INDEX organisation_hidden ON organisations_organisation (id) "
            "WHERE confirmed_at IS NULL OR taken_down_at IS NOT NULL",
            "DROP INDEX organisation_hidden",
        ),
    ]
