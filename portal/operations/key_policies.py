"""Row-level security of what people tell us: a face for reporters sees a row only by a key that somebody showed it.

A key is half of a browser's cookie, the token of a form or what a typed code is found by (portal.core.row_security).
Without one the role may insert and sees nothing. Other roles are not bound: the desk's sees what is sealed to it.

See docs/decisions/0036-faces.md.
"""

import hashlib

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.core.row_security import KEYS_SETTING

NAME = "portal_keys"
EVERYBODY = "portal_everybody"
_KEYS = f"(SELECT string_to_array(current_setting('{KEYS_SETTING}', true), ','))::text[]"
_OF_CONCERN = "EXISTS (SELECT FROM concerns_concern AS parent WHERE parent.uuid = {table}.concern_id)"
_OF_DATA_KEY = "EXISTS (SELECT FROM concerns_concern AS parent WHERE parent.data_key_id = {table}.{column})"


def _is_named(column: str) -> str:
    return f"replace({column}::text, '-', '') = ANY ({_KEYS})"


# By table: what a row has to be to be seen, changed or deleted. No table asks one that stands below it.
CONDITIONS = {
    "concerns_draft": _is_named("uuid"),
    "concerns_visit": _is_named("uuid"),
    "concerns_receipt": f"encode(lookup, 'hex') = ANY ({_KEYS}) OR EXISTS (SELECT FROM concerns_visit AS visit"
    " WHERE visit.concern_id = concerns_receipt.concern_id)",
    "concerns_concern": f"{_is_named('submit_token')} OR EXISTS (SELECT FROM concerns_receipt AS receipt"
    " WHERE receipt.concern_id = concerns_concern.uuid)",
    "concerns_message": _OF_CONCERN.format(table="concerns_message"),
    "concerns_heldline": _OF_CONCERN.format(table="concerns_heldline"),
    "concerns_concernfile": f"{_OF_CONCERN.format(table='concerns_concernfile')} OR EXISTS"
    " (SELECT FROM concerns_draft AS draft WHERE draft.uuid = concerns_concernfile.draft_id)",
    "vault_datakey": _OF_DATA_KEY.format(table="vault_datakey", column="uuid"),
    "vault_indexedwords": _OF_DATA_KEY.format(table="vault_indexedwords", column="data_key_id"),
    "vault_indexentry": "EXISTS (SELECT FROM vault_indexedwords AS parent"
    " WHERE parent.uuid = vault_indexentry.words_id)",
}
# They look at the desk's rows, which whoever changes a concern need not see: they run as their owner.
OWNERS_FUNCTIONS = ("concerns_concern_claimed_insert", "concerns_concern_claimed_update")
ACTS = ("SELECT", "UPDATE", "DELETE")


def install_key_policies(connection: BaseDatabaseWrapper, role: str) -> None:
    """Bind this role, and no other. Policies that are right are not touched: no lock."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, obj_description(pg_policy.oid, 'pg_policy') FROM pg_policy"
            " JOIN pg_class ON pg_class.oid = polrelid WHERE polname = %s",
            [EVERYBODY],
        )
        stored = dict(cursor.fetchall())
        for table, condition in CONDITIONS.items():
            digest = hashlib.sha256(f"{name} {condition}".encode()).hexdigest()[:16]
            if stored.get(table) == digest:
                continue
            for policy in (EVERYBODY, *(f"{NAME}_{act.lower()}" for act in ACTS)):
                cursor.execute(f"DROP POLICY IF EXISTS {policy} ON {table}")
            # Of the policies below a row has to pass each, and one that lets it through at all.
            cursor.execute(f"CREATE POLICY {EVERYBODY} ON {table} USING (true)")
            cursor.execute(f"COMMENT ON POLICY {EVERYBODY} ON {table} IS '{digest}'")
            for act in ACTS:
                cursor.execute(
                    f"CREATE POLICY {NAME}_{act.lower()} ON {table} AS RESTRICTIVE FOR {act} TO {name}"
                    f" USING ({condition})"
                )
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        for function in OWNERS_FUNCTIONS:
            cursor.execute(f"ALTER FUNCTION {function}() SECURITY DEFINER SET search_path = public")
