"""On PostgreSQL every request of a test runs as the role of a web process, which row-level security binds.

A test's own statements, and the jobs that it lets run at once, come from a role that sees and may do everything.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.tasks.backends.immediate import ImmediateBackend
from psycopg import ServerCursor
from psycopg.pq import TransactionStatus

from portal.core import row_security

# TEST_FACE runs the requests as the role of one face (docs/decisions/0036-faces.md).
ROLE = f"portal_test_{os.environ.get('TEST_FACE') or 'web'}"
ROLES = ("portal_test_web", *settings.FACE_ROLES.values())


class Backend(ImmediateBackend):
    """Runs jobs at once, as a worker does: outside of the request that asks for them."""

    def _execute_task(self, task_result: Any) -> None:
        with row_security.use_scope(None):
            super()._execute_task(task_result)


def create_roles(roles: Iterable[str] = ROLES) -> None:
    """Make the roles that are not there yet, with leave to log in.

    All databases of a server share its roles, so workers that begin together take turns.
    """
    with connection.creation._nodb_cursor() as cursor:
        # Held until the connection closes.
        cursor.execute("SELECT pg_advisory_lock(hashtext('roles of the tests'))")
        cursor.execute("SELECT rolname, rolcanlogin FROM pg_roles")
        there = dict(cursor.fetchall())
        for role in roles:
            if not there.get(role):
                cursor.execute(f"{'ALTER' if role in there else 'CREATE'} ROLE {role} LOGIN")


def use_in_requests() -> None:
    """From now on statements of requests run as the role."""
    connection_created.connect(_watch, dispatch_uid="web_role")
    row_security.use_scope = _use_scope
    if connection.connection is not None:
        _watch(None, connection)


def _watch(sender: object, connection: Any, **kwargs: object) -> None:
    if connection.vendor == "postgresql" and _switch_role not in connection.execute_wrappers:
        connection.execute_wrappers.append(_switch_role)


def _get_switch() -> str:
    return f"SET LOCAL ROLE {ROLE if row_security.get_scope() else 'NONE'}"


def _switch_role(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    # Outside of requests a transaction of its own has the test's own role anyway.
    is_own = row_security.get_scope() is None and not context["connection"].in_atomic_block
    if is_own or not isinstance(sql, str) or sql.startswith(row_security.UNFENCED):
        return execute(sql, params, many, context)
    if isinstance(context["cursor"].cursor, ServerCursor):
        _switch_now(context["connection"])
        return execute(sql, params, many, context)
    return row_security.execute_after(_get_switch(), execute, sql, params, many, context)


@contextmanager
def _use_scope(scope: row_security.Scope | None) -> Iterator[None]:
    """What speaks to the driver itself, as COPY does, has the right role from the beginning of the scope to its end."""
    with USE_SCOPE(scope):
        _switch_now(connection)
        yield
    _switch_now(connection)


def _switch_now(connection: Any) -> None:
    driver = connection.connection
    if connection.vendor == "postgresql" and driver and driver.info.transaction_status == TransactionStatus.INTRANS:
        driver.execute(_get_switch())


USE_SCOPE = row_security.use_scope
