"""What `manage.py check --deploy` says of an operator's settings, beside Django's own checks."""

from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from portal.vault.models import Epoch
from portal.vault.services import team_key

EXAMPLE_WORDS = ("only-for-tests", "changeme", "example", "insecure")


@checks.register(checks.Tags.security, deploy=True)
def secrets_are_kept(**kwargs: object) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    for setting, what, hint in SECRET_FILES:
        keys = Path(getattr(settings, setting))
        if not keys.exists() or not keys.read_text().strip():
            found.append(checks.Error(f"There is no {what} in {keys}.", hint=hint, id="operations.E001"))
        elif keys.stat().st_mode & 0o077:
            found.append(checks.Error(f"Others can read {keys}.", hint="chmod 0400", id="operations.E002"))
    if any(word in settings.SECRET_KEY.lower() for word in EXAMPLE_WORDS):
        found.append(checks.Error("SECRET_KEY is a known example value.", id="operations.E003"))
    return found


@checks.register(checks.Tags.security, deploy=True)
def the_operator_is_named(**kwargs: object) -> list[checks.CheckMessage]:
    """The privacy notice, the contact page and security.txt are not true without these."""
    missing = [name for name in ("email", "address") if not settings.OPERATOR[name]]
    if not missing:
        return []
    variables = ", ".join(f"OPERATOR_{name.upper()}" for name in missing)
    return [checks.Warning("Nobody can see who runs this site.", hint=f"Set {variables}.", id="operations.W001")]


@checks.register(checks.Tags.security, deploy=True)
def the_proxies_are_told_alike(**kwargs: object) -> list[checks.CheckMessage]:
    """Behind a proxy that is not counted, all visitors share one address, and with it one rate limit."""
    is_behind = settings.SECURE_PROXY_SSL_HEADER is not None
    if is_behind == bool(settings.ALLAUTH_TRUSTED_PROXY_COUNT):
        return []
    if is_behind:
        problem = "BEHIND_PROXY says that a proxy stands in front, TRUSTED_PROXIES says that none does."
        hint = "Set TRUSTED_PROXIES to the number of your proxies: else one visitor's tries use up everybody's."
    else:
        problem = "TRUSTED_PROXIES says that a proxy stands in front, BEHIND_PROXY says that none does."
        hint = "Set BEHIND_PROXY=1, or TRUSTED_PROXIES=0: without a proxy, visitors write X-Forwarded-For themselves."
    return [checks.Warning(problem, hint=hint, id="operations.W002")]


@checks.register(checks.Tags.security, deploy=True)
def it_is_no_demo(**kwargs: object) -> list[checks.CheckMessage]:
    if settings.DEMO or not settings.SECOND_FACTOR_DEMANDED:
        return [checks.Error("These are the settings of a demo, not of a server.", id="operations.E004")]
    return []


@checks.register(checks.Tags.security, deploy=True)
def receipts_are_costly_to_guess(**kwargs: object) -> list[checks.CheckMessage]:
    """Only tests may work out receipts and passphrases cheaply (security 3.5)."""
    cost = settings.VAULT_STRETCH
    if cost["passes"] >= LEAST_STRETCH["passes"] and cost["memory_bytes"] >= LEAST_STRETCH["memory_bytes"]:
        return []
    return [checks.Error("VAULT_STRETCH is too weak for a server.", id="operations.E005")]


@checks.register(checks.Tags.security, deploy=True)
def the_team_key_is_true(**kwargs: object) -> list[checks.CheckMessage]:
    """A row of the database that names another key than the file would hand concerns to a stranger (decision 22)."""
    try:
        if Epoch._meta.db_table in connection.introspection.table_names():
            team_key.current()
    except team_key.WrongTeamKey:
        hint = "Find out who changed which. Until then nothing is sealed, and /report/ shows the numbers only."
        return [checks.Error("The file does not confirm the team's public key.", hint=hint, id="operations.E006")]
    except (team_key.NoTeamKey, DatabaseError):
        # Before vault_begin, or without a database: /readyz says so.
        return []
    return []


SECRET_FILES = (
    (
        "SEALING_KEYS_FILE",
        "sealing key",
        "Put a Fernet key (32 random bytes in URL-safe base64) into it, mode 0400. Keep a copy elsewhere.",
    ),
    (
        "RECEIPT_PEPPER_FILE",
        "pepper for receipts",
        "Put 32 random bytes in URL-safe base64 into it, mode 0400. Keep a copy elsewhere.",
    ),
    (
        "RECEIPT_SALT_FILE",
        "salt for receipts",
        "Put 16 random bytes in URL-safe base64 into it, mode 0400. Keep a copy elsewhere.",
    ),
)
LEAST_STRETCH = {"passes": 3, "memory_bytes": 128 * 1024**2}
