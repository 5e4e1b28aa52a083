"""System checks of an operator's settings (`manage.py check --deploy`), beside Django's own."""

from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from portal.vault.models import Epoch
from portal.vault.services import team_key

EXAMPLE_VALUES = ("only-for-tests", "changeme", "example", "insecure")


@checks.register(checks.Tags.security, deploy=True)
def check_secrets(**kwargs: object) -> list[checks.CheckMessage]:
    messages: list[checks.CheckMessage] = []
    for setting, what, hint in SECRET_FILES:
        keys = Path(getattr(settings, setting))
        if not keys.exists() or not keys.read_text().strip():
            messages.append(checks.Error(f"There is no {what} in {keys}.", hint=hint, id="operations.E001"))
        elif keys.stat().st_mode & 0o077:
            messages.append(checks.Error(f"Others can read {keys}.", hint="chmod 0400", id="operations.E002"))
    if any(word in settings.SECRET_KEY.lower() for word in EXAMPLE_VALUES):
        messages.append(checks.Error("SECRET_KEY is a known example value.", id="operations.E003"))
    return messages


@checks.register(checks.Tags.security, deploy=True)
def check_operator_is_named(**kwargs: object) -> list[checks.CheckMessage]:
    """Require the operator's facts: the privacy notice, the contact page and security.txt are not true without
    these.
    """
    missing = [name for name in ("email", "address") if not settings.OPERATOR[name]]
    if not missing:
        return []
    variables = ", ".join(f"OPERATOR_{name.upper()}" for name in missing)
    return [checks.Warning("Nobody can see who runs this site.", hint=f"Set {variables}.", id="operations.W001")]


@checks.register(checks.Tags.security, deploy=True)
def check_proxy_counts(**kwargs: object) -> list[checks.CheckMessage]:
    """Require both proxy counts to agree: behind an uncounted proxy all visitors share one address and one rate
    limit.
    """
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
def check_is_no_demo(**kwargs: object) -> list[checks.CheckMessage]:
    if settings.DEMO or not settings.SECOND_FACTOR_DEMANDED:
        return [checks.Error("These are the settings of a demo, not of a server.", id="operations.E004")]
    return []


@checks.register(checks.Tags.security, deploy=True)
def check_receipt_cost(**kwargs: object) -> list[checks.CheckMessage]:
    """Require full key derivation: only tests may work out receipts and passphrases cheaply.

    See docs/requirements/security.md#key-stretching.
    """
    cost = settings.VAULT_STRETCH
    if cost["passes"] >= MIN_STRETCH["passes"] and cost["memory_bytes"] >= MIN_STRETCH["memory_bytes"]:
        return []
    return [checks.Error("VAULT_STRETCH is too weak for a server.", id="operations.E005")]


@checks.register(checks.Tags.security, deploy=True)
def check_team_key(**kwargs: object) -> list[checks.CheckMessage]:
    """Require file and database to agree: a foreign key would hand concerns to a stranger.

    See docs/requirements/security.md#team-key.
    """
    try:
        if Epoch._meta.db_table in connection.introspection.table_names():
            team_key.get_current_epoch()
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
MIN_STRETCH = {"passes": 3, "memory_bytes": 128 * 1024**2}
