"""The web process’s role can alter no guard, and what a guard refuses at all it has no right to try."""

import pytest
from django.db import DatabaseError, connection, transaction

from portal.operations import database_roles
from tests.support.threads import run_at_once
from tests.support.web_role import ROLE, create_roles

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]


def try_as_role(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}; {statement}")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE history_entry DISABLE TRIGGER history_entry_no_update",
        "ALTER TABLE history_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER history_entry_no_delete ON history_entry",
        "CREATE OR REPLACE FUNCTION portal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "SET LOCAL session_replication_role = replica",
        "UPDATE history_entry SET seq = seq + 1",
        "DELETE FROM history_entry",
        "TRUNCATE history_entry",
        "DELETE FROM history_head",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('history', '0009', now())",
        "ALTER TABLE suppliers_supplier DISABLE ROW LEVEL SECURITY",
        "DROP POLICY portal_organisation ON suppliers_supplier",
        "CREATE TABLE copied AS SELECT * FROM accounts_user",
        "ALTER ROLE portal_test_web BYPASSRLS",
        "COPY accounts_user TO '/tmp/copied'",
    ],
)
def test_the_role_of_a_web_process_is_refused(statement):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner|must be superuser|may alter|privilege"):
        try_as_role(statement)


def test_what_a_web_process_does_it_may():
    try_as_role("INSERT INTO core_heartbeat SELECT * FROM core_heartbeat")
    try_as_role("UPDATE history_head SET hash = hash WHERE false")
    try_as_role("SELECT nextval('suppliers_supplier_id_seq')")


def test_roles_that_must_not_be_a_web_process_are_told_apart():
    assert database_roles.describe_role(connection, ROLE) == ""
    assert database_roles.describe_role(connection, "postgres") == "is a superuser"
    assert database_roles.describe_role(connection, "portal_nobody") == "does not exist"
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE portal_test_worker BYPASSRLS")
        assert database_roles.describe_role(connection, "portal_test_worker") == "passes over row-level security"
        cursor.execute("CREATE ROLE portal_test_owner")
        cursor.execute("ALTER TABLE history_entry OWNER TO portal_test_owner")
        cursor.execute("CREATE ROLE portal_test_member IN ROLE portal_test_owner")
    for role in ("portal_test_owner", "portal_test_member"):
        assert database_roles.describe_role(connection, role) == "owns the tables, and can alter their guards"


def test_a_role_that_is_not_there_is_named():
    with pytest.raises(database_roles.RoleMissing, match="portal_nobody"):
        database_roles.grant_to_roles(connection, ["portal_nobody"])


def test_workers_that_begin_together_make_the_roles_of_the_tests_once():
    roles = [f"portal_test_together_{number}" for number in range(200)]
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"CREATE ROLE {roles[0]}")
        try:
            run_at_once([lambda: create_roles(roles)] * 4)
            cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s) AND rolcanlogin", [roles])
            assert cursor.fetchone() == (len(roles),)
        finally:
            for role in roles:
                cursor.execute(f"DROP ROLE IF EXISTS {role}")
