"""The second fence: which tenants' rows the database shows to the request at hand.

PostgreSQL refuses rows of a tenant that the statement's own transaction does not name (compliance.organisations.
row_policies). A request begins with none; who passes the first fence names what it opened. Each statement carries the
names itself, in its own transaction, so that a pooler in transaction mode may give the next one another connection.
Outside of requests nothing is named: the worker's role sees every row, that of the web process none.

A face for reporters names keys as well: what a browser's cookie or a typed code finds. Its role sees no concern's row
but by one of them.

See docs/requirements/security.md#row-level-security.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import FileResponse, HttpResponseBase

SETTING = "portal.organisations"
KEYS_SETTING = "portal.keys"
ALL = "all"
PREFIXES = (f"SELECT set_config('{SETTING}'", "SET LOCAL ROLE ")
# They may come while a transaction is broken, and read no row.
UNFENCED = ("SAVEPOINT", "ROLLBACK", "RELEASE")


@dataclass
class Scope:
    """What the request at hand may see. sees_all: our own staff, whose permission was checked.

    keys: ids of drafts and visits, and look-up values of receipts, that whoever asks has shown.
    """

    tenants: set[int] = field(default_factory=set)
    sees_all: bool = False
    keys: set[str] = field(default_factory=set)

    @property
    def value(self) -> str:
        """Return the value of the database's setting; empty where nothing may be seen."""
        return ALL if self.sees_all else ",".join(str(tenant) for tenant in sorted(self.tenants))

    def build_prefix(self) -> str:
        """Return the statement that names what may be seen; empty where nothing is."""
        settings = {SETTING: self.value, KEYS_SETTING: ",".join(sorted(self.keys))}
        # The first one stays where another follows, so that what begins a statement is known (PREFIXES).
        named = {name: value for name, value in settings.items() if value}
        if not named:
            return ""
        parts = {SETTING: self.value} | named
        return "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in parts.items())


_scope: ContextVar[Scope | None] = ContextVar("row_security_scope", default=None)


def get_scope() -> Scope | None:
    """Return the scope of the request at hand; None outside of requests."""
    return _scope.get()


def allow(tenants: Iterable[int]) -> None:
    """Let the rest of the request see rows of these tenants, too: it was checked that it may."""
    if scope := _scope.get():
        scope.tenants.update(tenants)


def allow_keys(*keys: UUID | bytes) -> None:
    """Let the rest of the request see what these keys find: whoever asks has shown them."""
    if scope := _scope.get():
        scope.keys.update(key.hex if isinstance(key, UUID) else key.hex() for key in keys)


def allow_all() -> None:
    """Let the rest of the request see rows of all tenants: it was checked that it is of our own staff."""
    if scope := _scope.get():
        scope.sees_all = True


@contextmanager
def use_scope(scope: Scope | None) -> Iterator[None]:
    """Use another scope while the block runs. None: as outside of requests."""
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def see_all() -> Iterator[None]:
    """Let a query see rows of all tenants while the block runs it: one that is narrowed to what its reader may see."""
    if _scope.get() is None:
        yield
        return
    with use_scope(Scope(sees_all=True)):
        yield


class RowSecurityMiddleware:
    """Begins each request with no tenant's rows. A streamed response keeps the scope until its end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        scope = Scope()
        with use_scope(scope):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _stream(iter(response), scope)
        return response


def _stream(pieces: Iterator[bytes], scope: Scope) -> Iterator[bytes]:
    while True:
        with use_scope(scope):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def name_tenants(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Send the names with the statement, in one go and one transaction; for `connection.execute_wrappers`."""
    scope = _scope.get()
    if scope is None or not isinstance(sql, str) or sql.startswith(UNFENCED):
        return execute(sql, params, many, context)
    prefix = scope.build_prefix()
    if not prefix:
        # In a transaction of its own, a statement that names nobody sees nobody's rows.
        if not context["connection"].in_atomic_block:
            return execute(sql, params, many, context)
        prefix = f"SELECT set_config('{SETTING}', '', true)"
    return execute_after(prefix, execute, sql, params, many, context)


def strip_prefix(sql: str) -> str:
    """Return a statement without what was sent before it."""
    while sql.startswith(PREFIXES):
        sql = sql.partition("; ")[2]
    return sql


def execute_after(
    prefix: str, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Execute the statement in one transaction with another before it, and leave the cursor at its rows."""
    cursor = context["cursor"]
    if many:
        # A pipeline takes no two statements at once: each goes by itself, and comes here again.
        for values in params:
            cursor.execute(sql, values)
        return None
    result = execute(f"{prefix}; {sql}", params, many, context)
    while cursor.cursor.nextset():
        pass
    return result
