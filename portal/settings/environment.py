"""Reads settings from the environment: texts, lists, yes or no, secrets in files, URLs of database and cache."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))


# Visitors learn within two seconds that the database does not answer: a connection that is not made by
# then, and, in milliseconds, one on whose other end nothing is acknowledged (docs/requirements/security.md#outages).
CONNECT_OPTIONS = {"connect_timeout": 2, "tcp_user_timeout": 2000}
# The same for whoever waits for one of a pool, which also tries again each time that somebody asks.
POOL_WAIT = {"timeout": 1, "reconnect_timeout": 2}


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_bool(name: str, *, default: bool = False) -> bool:
    return env(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def why_not_development() -> str:
    """Return why the development settings must not be used here; empty where they may.

    With them mail goes to the terminal, second factors are not demanded and cookies are sent without TLS.
    """
    is_server = env("DATABASE_URL") and not env("DATABASE_URL").startswith("sqlite")
    if not is_server or env_bool("DEMO"):
        return ""
    return (
        "DATABASE_URL names a PostgreSQL server, and these are development settings, which send no mail. On a server"
        " set DJANGO_SETTINGS_MODULE=portal.settings.production; for a demo set DEMO=1."
    )


def secret_file(name: str, default: Path) -> Path:
    """Return the file that holds a secret: NAME_FILE, or its usual place under var/secrets."""
    return Path(env(f"{name}_FILE", str(default)))


def read_secret(path: Path) -> str:
    """Return the secret in a file, or an empty string where there is no file; checks refuse the empty one in
    production.
    """
    return path.read_text().strip() if path.exists() else ""


def database(url: str, *, pool: int = 0) -> dict:
    """Return DATABASE_URL as Django's settings; empty means SQLite in var/. pool: without
    DATABASE_POOL.

    See docs/requirements/experience.md#database-url.
    """
    if not url or url.startswith("sqlite"):
        path = urlsplit(url).path if url else ""
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path or VAR_DIR / "portal.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(url)
    pool = int(env("DATABASE_POOL", str(pool)))
    return {
        "ENGINE": "portal.core.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # A process has more threads than requests at work (portal.wsgi): none keeps a connection for itself.
        "CONN_MAX_AGE": 0,
        # A connection that the database dropped meanwhile is made anew, and not found out by a visitor.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": CONNECT_OPTIONS | ({"pool": {"min_size": 1, "max_size": pool, **POOL_WAIT}} if pool else {}),
    }


def caches(url: str) -> dict[str, dict]:
    """Return CACHE_URL as Django's settings; empty means a table of the database, which also stands in for a dead
    Redis.

    pages: says which edition of the public pages is current; while it is away, none is kept.
    """
    # Room for the counts of limits: with Django's 300 rows, one visitor could push out what counts another.
    options = {"MAX_ENTRIES": 10_000}
    table = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache", "OPTIONS": options}
    if not url:
        return {"default": table}
    redis = {"BACKEND": "portal.core.redis_cache.RedisCache", "LOCATION": url}
    return {
        "default": {**redis, "OPTIONS": {"fallback": "table"}},
        "pages": {**redis, "OPTIONS": {"fallback": "nothing"}},
        "table": table,
        "nothing": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }
