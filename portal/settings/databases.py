"""Reads DATABASE_URL, each part of it: what cannot be meant is refused, so that no wish for TLS is dropped."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import make_conninfo

from portal.settings.environment import VAR_DIR, env, env_bool, env_int, optional_secret
from portal.settings.faces import by_face

# Visitors learn within two seconds that the database does not answer: a connection that is not made by
# then, and, in milliseconds, one on whose other end nothing is acknowledged (docs/requirements/security.md#outages).
CONNECT_OPTIONS = {"connect_timeout": 2, "tcp_user_timeout": 2000}
# The same for whoever waits for one of a pool, which also tries again each time that somebody asks.
POOL_WAIT = {"timeout": 1, "reconnect_timeout": 2}
# The roles that `migrate` grants what each kind of process needs; empty where the owner is the only role.
DATABASE_ROLES = {"web": env("DATABASE_WEB_ROLE"), "worker": env("DATABASE_WORKER_ROLE")}
# Those of the faces, where each is a process of its own.
FACE_ROLES = by_face("DATABASE_FACE_ROLES")
# What strangers read of a replica: addresses by name or namespace, and the apps whose rows these show. Accounts,
# sessions and counts are none of them.
REPLICA_VIEWS = {"register", "statistics", "guidance:search", "guidance:feed", "guidance:feed_of", "wagtail_serve"}
REPLICA_APPS = {"statements", "statistics", "organisations", "resources", "base"}
REPLICA_APPS |= {"wagtailcore", "wagtailimages", "wagtaildocs", "wagtailsearch", "wagtail_localize", "taggit"}
DATABASE_ROUTERS = ["portal.core.replica.ReplicaRouter"] if env("DATABASE_REPLICA_URL") else []
# A process that is frozen inside a transaction keeps its locks no longer, so that another takes over its work.
IDLE_TRANSACTION_OPTION = "-c idle_in_transaction_session_timeout=60s"
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
TLS_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}
# What the database's own files and options of a connection to SQLite may be called in its URL.
SQLITE_NAMES = {"timeout", "transaction_mode", "init_command"}


def database(url: str, *, pool: int = 0) -> dict[str, Any]:
    """Return DATABASE_URL as Django's settings; empty means SQLite in var/. pool: without DATABASE_POOL.

    Raises ImproperlyConfigured. See docs/requirements/experience.md#database-url.
    """
    parsed = _parse(url or "sqlite://")
    if parsed["ENGINE"].endswith("sqlite3"):
        name = VAR_DIR / "portal.sqlite3" if parsed["NAME"] == ":memory:" else parsed["NAME"]
        return {"ENGINE": "portal.core.sqlite3", "NAME": name, "OPTIONS": SQLITE_OPTIONS | parsed["OPTIONS"]}
    size = env_int("DATABASE_POOL", pool)
    own_options = CONNECT_OPTIONS | ({"pool": {"min_size": 1, "max_size": size, **POOL_WAIT}} if size else {})
    if not env_bool("DATABASE_POOLER"):
        # A pooler refuses options of a session; it has a limit of its own (docs/settings.md).
        named = parsed["OPTIONS"].get("options", "")
        parsed["OPTIONS"]["options"] = f"{IDLE_TRANSACTION_OPTION} {named}".strip()
    return parsed | {
        "ENGINE": "portal.core.postgresql",
        "USER": env("DATABASE_USER") or parsed["USER"],
        "PASSWORD": _password(parsed["PASSWORD"]),
        "PORT": str(parsed["PORT"]),
        # A process has more threads than requests at work (portal.wsgi): none keeps a connection for itself.
        "CONN_MAX_AGE": 0,
        # A connection that the database dropped meanwhile is made anew, and not found out by a visitor.
        "CONN_HEALTH_CHECKS": True,
        # A pooler such as PgBouncer in transaction mode gives the next statement another connection.
        "DISABLE_SERVER_SIDE_CURSORS": env_bool("DATABASE_POOLER"),
        "OPTIONS": own_options | parsed["OPTIONS"],
    }


def databases(url: str, replica_url: str, *, pool: int = 0) -> dict[str, dict[str, Any]]:
    """Return the database, and its read replica where DATABASE_REPLICA_URL names one. Raises ImproperlyConfigured."""
    named = {"default": database(url, pool=pool)}
    if not replica_url:
        return named
    replica = database(replica_url, pool=pool)
    if {named["default"]["ENGINE"], replica["ENGINE"]} != {"portal.core.postgresql"}:
        raise ImproperlyConfigured("DATABASE_REPLICA_URL is for PostgreSQL, and both addresses have to name one.")
    return named | {"replica": replica | {"TEST": {"MIRROR": "default"}}}


def _parse(url: str) -> dict[str, Any]:
    """Return what the library reads. No refusal repeats the URL, which may hold a password."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql", "sqlite"}:
        raise ImproperlyConfigured("DATABASE_URL has to begin with postgres:// (PostgreSQL) or sqlite:/// (SQLite).")
    if parts.fragment or url.endswith("#"):
        raise ImproperlyConfigured("DATABASE_URL has a “#”. In a name or a password write it as %23.")
    try:
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        parsed: dict[str, Any] = {"OPTIONS": {}} | dj_database_url.parse(url)
    except ValueError as error:
        sentence = "DATABASE_URL is not postgres://user:password@host:port/name. In a name or a password write"
        raise ImproperlyConfigured(f"{sentence} : / ? @ and % as %3A %2F %3F %40 and %25.") from error
    if empty := sorted(name for name, value in options.items() if not value):
        raise ImproperlyConfigured(f"DATABASE_URL has no value for {', '.join(empty)}.")
    _check_options(parsed)
    return parsed


def _check_options(parsed: dict[str, Any]) -> None:
    options = parsed["OPTIONS"]
    if parsed["ENGINE"].endswith("sqlite3"):
        if unknown := sorted(options.keys() - SQLITE_NAMES):
            raise ImproperlyConfigured(f"DATABASE_URL: a SQLite file has no option {', '.join(unknown)}.")
        return
    if not parsed["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL ends without the name of a database: postgres://user@host/name.")
    if options.get("sslmode", "prefer") not in TLS_MODES:
        raise ImproperlyConfigured(f"DATABASE_URL: sslmode is one of {', '.join(sorted(TLS_MODES))}.")
    try:
        make_conninfo("", **options)
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"DATABASE_URL has an option that PostgreSQL does not know: {error}") from error


def _password(in_url: str) -> str:
    """Return the password of the URL or of the file. Two of them are one too many: one is not the one that is meant."""
    in_file = optional_secret("DATABASE_PASSWORD", VAR_DIR / "secrets" / "database_password")
    if in_file and in_url:
        raise ImproperlyConfigured("DATABASE_URL and DATABASE_PASSWORD_FILE both have a password: keep one.")
    return in_file or in_url
