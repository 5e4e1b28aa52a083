"""Each face's role in the database: what its pages do, and nothing that another face is for."""

import csv
from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from compliance.concerns.models import Concern, Draft, Message, Receipt
from portal.core import row_security
from portal.operations import database_roles, key_policies
from portal.settings.faces import FACES
from tests.factories.concerns import make_concern
from tests.factories.organisations import InvitationFactory
from tests.factories.vault import begin_vault

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")


def run_as(face: str, statement: str, *keys: str, tenants: str = "") -> list[tuple]:
    """Return the rows of a statement that the role of a face sends. tenants: whose rows it may see, or all."""
    # Of the driver itself: what a test sends through Django runs as the owner (tests.support.web_role).
    with transaction.atomic(), connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE portal_test_{face}; SET LOCAL portal.keys = '{','.join(keys)}'")
        cursor.execute(f"SET LOCAL {row_security.SETTING} = '{tenants}'")
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
        cursor.execute("RESET ROLE; RESET portal.keys; RESET portal.organisations")
        return rows


@on_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("face", "statement"),
    [
        ("public", "SELECT FROM casework_case"),
        ("public", "SELECT FROM casework_contact"),
        ("public", "SELECT FROM concerns_concern"),
        ("public", "SELECT FROM concerns_draft"),
        ("public", "SELECT FROM concerns_receipt"),
        ("public", "SELECT FROM referrals_referral"),
        ("public", "SELECT FROM sharing_feed"),
        ("public", "SELECT FROM vault_teamwrap"),
        ("public", "INSERT INTO concerns_concern DEFAULT VALUES"),
        ("public", "INSERT INTO concerns_draft DEFAULT VALUES"),
        ("public", "UPDATE wagtailcore_page SET title = title"),
        ("reporters", "SELECT FROM casework_case"),
        ("reporters", "SELECT FROM accounts_user"),
        ("reporters", "SELECT FROM django_session"),
        ("reporters", "SELECT FROM suppliers_supplier"),
        ("reporters", "SELECT FROM organisations_organisation"),
        ("reporters", "SELECT FROM vault_teamwrap"),
        ("reporters", "SELECT FROM vault_handlerkey"),
        ("reporters", "SELECT FROM history_entry"),
        ("reporters", "SELECT FROM concerns_heldline"),
        ("reporters", "DELETE FROM concerns_concern"),
        ("desk", "SELECT FROM suppliers_supplier"),
        ("desk", "SELECT FROM audits_finding"),
        ("desk", "SELECT FROM workbooks_import"),
        ("desk", "UPDATE organisations_membership SET role = role"),
        ("desk", "INSERT INTO organisations_invitation DEFAULT VALUES"),
        ("desk", "DELETE FROM organisations_invitation"),
        ("desk", "SELECT FROM statements_version"),
        ("desk", "UPDATE wagtailcore_page SET title = title"),
        ("desk", "SELECT FROM wagtailadmin_editingsession"),
        ("cms", "SELECT FROM casework_case"),
        ("cms", "SELECT FROM concerns_concern"),
        ("cms", "SELECT FROM concerns_draft"),
        ("cms", "SELECT FROM vault_teamwrap"),
        ("cms", "SELECT FROM audits_finding"),
        ("cms", "SELECT FROM workbooks_stagedrow"),
    ],
)
def test_a_face_is_refused_what_another_is_for(face, statement):
    with pytest.raises(DatabaseError, match="permission denied"):
        run_as(face, statement)


@on_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE history_entry DISABLE TRIGGER ALL",
        "DROP POLICY portal_keys_select ON concerns_concern",
        "ALTER TABLE concerns_concern DISABLE ROW LEVEL SECURITY",
        "DELETE FROM history_entry",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('history', '0009', now())",
        "CREATE TABLE copied (number integer)",
    ],
)
def test_no_face_alters_a_guard(face, statement):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        run_as(face, statement)


@on_postgresql
@pytest.mark.django_db
def test_the_desk_withdraws_the_invitations_of_an_account_that_it_closes():
    invitation = InvitationFactory()
    run_as("desk", f"UPDATE {invitation._meta.db_table} SET withdrawn_at = now()", tenants="all")
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


@pytest.fixture
def concern(db):
    begin_vault()
    return make_concern(account="CANARY").concern


def count(face: str, table: str, *keys: str) -> int:
    return run_as(face, f"SELECT count(*) FROM {table}", *keys)[0][0]


@on_postgresql
def test_reporters_insert_and_select_nothing(concern):
    now = timezone.now()
    tables = [model._meta.db_table for model in (Concern, Receipt, Message, Draft)]
    draft = uuid4()
    run_as(
        "reporters",
        "INSERT INTO concerns_draft (uuid, submit_token, blob, last_action_at, receipt)"
        f" VALUES ('{draft}', '{uuid4()}', 'x', '{now:%Y-%m-%d}', '')",
    )
    assert Draft.objects.filter(pk=draft).exists()
    assert Concern.objects.exists()
    assert Receipt.objects.exists()
    assert [count("reporters", table) for table in tables] == [0, 0, 0, 0]
    assert [count("reporters", table, uuid4().hex) for table in tables] == [0, 0, 0, 0]
    assert count("desk", "concerns_concern") == 1


@on_postgresql
def test_reporters_select_what_their_own_key_finds(concern):
    other = make_concern(account="OTHER").concern
    receipt = Receipt.objects.get(concern=concern)
    lookup = bytes(receipt.lookup).hex()
    assert run_as("reporters", "SELECT uuid FROM concerns_concern", lookup) == [(concern.pk,)]
    assert run_as("reporters", "SELECT uuid FROM concerns_receipt", lookup) == [(receipt.pk,)]
    assert run_as("reporters", "SELECT uuid FROM vault_datakey", lookup) == [(concern.data_key_id,)]
    run_as("reporters", "UPDATE concerns_receipt SET ends_on = '2000-01-01'", lookup)
    receipt.refresh_from_db()
    assert receipt.ends_on == date(2000, 1, 1)
    assert not Receipt.objects.filter(concern=other, ends_on=date(2000, 1, 1)).exists()


@on_postgresql
@pytest.mark.django_db
def test_a_request_names_what_was_shown_and_no_more():
    key = uuid4()
    with row_security.use_scope(row_security.Scope()), connection.cursor() as cursor:
        row_security.allow_keys(key, b"\x01\xff")
        cursor.execute("SELECT current_setting('portal.keys')")
        assert set(cursor.fetchone()[0].split(",")) == {key.hex, "01ff"}


def test_each_app_has_a_row_and_each_row_a_table():
    with database_roles.GRANTS_FILE.open(newline="") as file:
        rows = [row["what"] for row in csv.DictReader(file)]
    tables = {
        model._meta.db_table: app.label
        for app in apps.get_app_configs()
        for model in app.get_models(include_auto_created=True)
    }
    assert len(rows) == len(set(rows))
    assert set(rows) - tables.keys() - set(tables.values()) == set(database_roles.OTHER_TABLES)
    assert set(tables.values()) - set(rows) == set()


def test_a_table_of_which_reporters_see_rows_has_a_policy():
    seen = {
        table
        for table, letters in database_roles.get_face_grants("reporters").items()
        if letters and table.startswith(("concerns_", "vault_")) and table != "vault_epoch"
    }
    assert seen == set(key_policies.CONDITIONS)


def test_the_desk_can_read_the_jobs_that_its_health_page_counts():
    grants = database_roles.get_face_grants("desk")
    for path in settings.DESK_JOB_KINDS.values():
        assert "S" in grants[import_string(path).model._meta.db_table], path
