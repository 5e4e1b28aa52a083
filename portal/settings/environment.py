"""Reads settings from the environment: texts, lists, numbers, yes or no, secrets in files, the URL of the cache.

What cannot be what the operator meant raises ImproperlyConfigured, in one sentence.
"""

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_bool(name: str, *, default: bool = False) -> bool:
    """Return yes or no. Raises ImproperlyConfigured: a slip must not switch a protection off."""
    text = env(name).strip().lower()
    if text and text not in YES | NO:
        raise ImproperlyConfigured(f"{name} is “{text}”. Write yes or no.")
    return text in YES if text else default


def env_int(name: str, default: int) -> int:
    """Return a whole number, 0 or more. Raises ImproperlyConfigured."""
    text = env(name).strip() or str(default)
    if not (text.isascii() and text.isdecimal()):
        raise ImproperlyConfigured(f"{name} is “{text}”. Write a whole number.")
    return int(text)


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
    """Return the file that holds a secret: NAME_FILE, systemd's credential portal.<usual name>, or its usual place."""
    if named := env(f"{name}_FILE"):
        return Path(named)
    if folder := env("CREDENTIALS_DIRECTORY"):
        credential = Path(folder) / f"portal.{default.name}"
        return credential if is_there(credential) else default
    return default


def is_there(path: Path) -> bool:
    """Return whether there is a file. One that we may not look at counts: whoever reads it then says why not."""
    try:
        return path.exists()
    except OSError:
        return True


def read_secret(path: Path) -> str:
    """Return the secret in a file, or an empty string where there is no file. Raises ImproperlyConfigured."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path} cannot be read as a secret: {type(error).__name__}.") from error


def optional_secret(name: str, default: Path) -> str:
    """Return a secret that not everybody needs. Raises ImproperlyConfigured where NAME_FILE names one that is not
    there.
    """
    path = secret_file(name, default)
    if env(f"{name}_FILE") and not is_there(path):
        raise ImproperlyConfigured(f"{name}_FILE names {path}, and there is no such file.")
    return read_secret(path)


def required_secret(name: str, default: Path, *, what: str) -> str:
    """Return a secret without which nothing starts. Raises ImproperlyConfigured."""
    path = secret_file(name, default)
    if secret := read_secret(path):
        return secret
    raise ImproperlyConfigured(f"There is no secret in {path}. Put {what} into it (mode 0400), or set {name}_FILE.")


def scanner_address(text: str) -> str:
    """Return where the virus scanner listens. Raises ImproperlyConfigured for neither a path nor tcp://host:port."""
    try:
        parts = urlsplit(text)
        is_tcp = parts.scheme == "tcp" and parts.hostname and not parts.path.strip("/") and (parts.port or True)
    except ValueError:
        is_tcp = False
    if not text or text.startswith("/") or is_tcp:
        return text
    raise ImproperlyConfigured(f"SCANNER_SOCKET is “{text}”. Write the path of a socket, or tcp://host:3310.")


def share_metrics() -> Path:
    """Let the processes of one server add up their counts of requests in files, before their library is imported, and
    return the folder.
    """
    folder = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(VAR_DIR / "metrics")))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ImproperlyConfigured(f"{folder} cannot be made: {type(error).__name__}. Look at VAR_DIR.") from error
    return folder


def child_environment(**added: str) -> dict[str, str]:
    """Return the environment for a program that we start: a dump, an encryption, a drill."""
    return {**os.environ, **added}


def caches(url: str) -> dict[str, dict]:
    """Return CACHE_URL as Django's settings; empty means a table of the database, which also stands in for a dead
    Redis.

    pages: says which edition of the public pages is current; while it is away, none is kept.
    """
    # Room for the counts of limits: with Django's 300 rows, one visitor could push out what counts another.
    options = {"MAX_ENTRIES": 10_000}
    table = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache", "OPTIONS": options}
    if not url:
        return {"default": table, "pages": table}
    if find_spec("redis") is None:
        raise ImproperlyConfigured(
            "CACHE_URL names a Redis, and its client is not installed. "
            "Run: pip install --require-hashes -r requirements-redis.txt"
        )
    redis = {"BACKEND": "portal.core.redis_cache.RedisCache", "LOCATION": url}
    return {
        "default": {**redis, "OPTIONS": {"fallback": "table"}},
        "pages": {**redis, "OPTIONS": {"fallback": "nothing"}},
        "table": table,
        "nothing": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }
