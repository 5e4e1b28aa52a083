"""Row-level security: PostgreSQL shows a business's private rows only to a statement that names the business.

Each table of the apps below whose rows belong to one organisation has a policy, made from the model's own path to its
organisation; `migrate` keeps them. They bind the web process's role. Owners and the worker's role see every row.

See docs/requirements/security.md#row-level-security.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.core import row_security

FENCED_APPS = ("suppliers", "audits", "workbooks", "statements")
# What the public register shows to everybody, and what anybody may ask it for.
PUBLIC_TABLES = frozenset({"statements_publication", "statements_earlieryear", "statements_copyrequest"})
NAME = "portal_organisation"
_VALUE = f"(SELECT current_setting('{row_security.SETTING}', true))"
_SEES_ALL = f"{_VALUE} = '{row_security.ALL}'"
# Of each statement once, as a list of numbers: NULL, which equals nothing, where nothing is named.
_TENANTS = (
    f"(SELECT string_to_array(NULLIF(NULLIF(current_setting('{row_security.SETTING}', true), ''),"
    f" '{row_security.ALL}'), ',')::bigint[])"
)


@dataclass(frozen=True)
class Policy:
    """What a row of the table has to be for a statement to see or write it, as SQL."""

    table: str
    condition: str

    @property
    def digest(self) -> str:
        """Return what tells this policy from that of another release."""
        return hashlib.sha256(self.condition.encode()).hexdigest()[:16]


def collect_policies() -> list[Policy]:
    """Return the policy of each table of one organisation's private rows."""
    return [
        Policy(model._meta.db_table, _condition(model))
        for label in FENCED_APPS
        for model in apps.get_app_config(label).get_models()
        if hasattr(model._default_manager, "for_organisation") and model._meta.db_table not in PUBLIC_TABLES
    ]


def _condition(model: type[models.Model]) -> str:
    table = model._meta.db_table
    path = getattr(model, "organisation_path", "organisation")
    if any(one.name == "organisation" for one in model._meta.fields):
        return f"{_SEES_ALL} OR {table}.organisation_id = ANY ({_TENANTS}::bigint[])"
    # The parent's own policy decides, and its parent's.
    link = model._meta.get_field(path.partition("__")[0])
    parent = link.related_model._meta  # type: ignore[union-attr]
    return (
        f"{_SEES_ALL} OR EXISTS (SELECT FROM {parent.db_table} AS parent"
        f" WHERE parent.{parent.pk.column} = {table}.{link.column})"  # type: ignore[union-attr]
    )


def install_policies(connection: BaseDatabaseWrapper) -> None:
    """Create the policies that are missing or of another release. Those that are right are not touched: no lock."""
    with connection.cursor() as cursor:
        for policy in get_missing_policies(connection):
            cursor.execute(f"DROP POLICY IF EXISTS {NAME} ON {policy.table}")
            cursor.execute(f"CREATE POLICY {NAME} ON {policy.table} USING ({policy.condition})")
            cursor.execute(f"COMMENT ON POLICY {NAME} ON {policy.table} IS '{policy.digest}'")
            cursor.execute(f"ALTER TABLE {policy.table} ENABLE ROW LEVEL SECURITY")


def get_missing_policies(connection: BaseDatabaseWrapper) -> list[Policy]:
    """Return the policies that are not in the database as they should be, or are switched off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, obj_description(pg_policy.oid, 'pg_policy') FROM pg_policy"
            " JOIN pg_class ON pg_class.oid = polrelid WHERE polname = %s AND relrowsecurity",
            [NAME],
        )
        stored = dict(cursor.fetchall())
    return [policy for policy in collect_policies() if stored.get(policy.table) != policy.digest]


def get_unfenced_tables() -> Iterator[str]:
    """Yield the tables of the fenced apps that have no policy: each is public, or holds no business's rows."""
    fenced = {policy.table for policy in collect_policies()}
    for label in FENCED_APPS:
        for model in apps.get_app_config(label).get_models():
            if model._meta.db_table not in fenced:
                yield model._meta.db_table
