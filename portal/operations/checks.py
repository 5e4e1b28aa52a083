"""What `manage.py check --deploy` says of an operator's settings, beside Django's own checks."""

from pathlib import Path

from django.conf import settings
from django.core import checks

EXAMPLE_WORDS = ("only-for-tests", "changeme", "example", "insecure")


@checks.register(checks.Tags.security, deploy=True)
def secrets_are_kept(**kwargs: object) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    keys = Path(settings.SEALING_KEYS_FILE)
    if not keys.exists() or not keys.read_text().strip():
        found.append(checks.Error(f"There is no sealing key in {keys}.", hint=SEALING_HINT, id="operations.E001"))
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


SEALING_HINT = "Put a Fernet key (32 random bytes in URL-safe base64) into it, mode 0400. Keep a copy elsewhere."
