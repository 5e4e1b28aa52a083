"""The database's own refusal to change history, on both databases (security 3.14).

SQLite drops a table's triggers when a migration rebuilds the table: such a migration ends with install().
audit_verify reports guards that are missing.
"""

TABLE = "history_entry"
HEAD = "history_head"
SENTENCE = "History is added to, never changed."

_SQLITE = {
    "history_entry_no_update": f"BEFORE UPDATE ON {TABLE}",
    "history_entry_no_delete": f"BEFORE DELETE ON {TABLE}",
    "history_head_no_delete": f"BEFORE DELETE ON {HEAD}",
    "history_head_forward": f"BEFORE UPDATE ON {HEAD} WHEN NEW.seq <> OLD.seq + 1 OR NEW.id <> OLD.id",
}
_POSTGRESQL = {
    "history_entry_no_change": (
        f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION history_refuse()"
    ),
    "history_head_no_delete": (
        f"BEFORE DELETE OR TRUNCATE ON {HEAD} FOR EACH STATEMENT EXECUTE FUNCTION history_refuse()"
    ),
    "history_head_forward": (
        f"BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN (NEW.seq <> OLD.seq + 1 OR NEW.id <> OLD.id) "
        "EXECUTE FUNCTION history_refuse()"
    ),
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def install(connection) -> None:
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            for name, rule in _POSTGRESQL.items():
                table = HEAD if f" ON {HEAD} " in rule else TABLE
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            cursor.execute("DROP FUNCTION IF EXISTS history_refuse()")


def missing(connection) -> list[str]:
    """Names of guards that are not in the database, or are switched off."""
    query, wanted = (
        ("SELECT name FROM sqlite_master WHERE type = 'trigger'", _SQLITE)
        if connection.vendor == "sqlite"
        else ("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'", _POSTGRESQL)
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in found]


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        return [f"CREATE TRIGGER IF NOT EXISTS {name} {rule} {refusal}" for name, rule in _SQLITE.items()]
    return [_FUNCTION, *(f"CREATE OR REPLACE TRIGGER {name} {rule}" for name, rule in _POSTGRESQL.items())]
