"""System checks of an operator's settings (`manage.py check --deploy`), beside Django's own."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.http.request import validate_host

from portal.operations import database_roles
from portal.vault.models import Epoch
from portal.vault.services import team_key

LOCAL_HOSTS = {"", "localhost", "127.0.0.1", "::1"}
EXAMPLE_VALUES = ("only-for-tests", "changeme", "example", "insecure")


@checks.register(checks.Tags.security, deploy=True)
def check_secrets(**kwargs: object) -> list[checks.CheckMessage]:
    messages: list[checks.CheckMessage] = []
    for setting, what, hint, faces in SECRET_FILES:
        if settings.FACE and settings.FACE not in faces:
            continue
        keys = Path(getattr(settings, setting))
        if not keys.exists() or not keys.read_text().strip():
            messages.append(checks.Error(f"There is no {what} in {keys}.", hint=hint, id="operations.E001"))
        elif keys.stat().st_mode & 0o077 and not keys.name.startswith(CREDENTIAL_PREFIX):
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
    return [checks.Warning("No one can see who runs this site.", hint=f"Set {variables}.", id="operations.W001")]


@checks.register(checks.Tags.security, deploy=True)
def check_proxy_counts(**kwargs: object) -> list[checks.CheckMessage]:
    """Require both proxy counts to agree: behind an uncounted proxy all visitors share one address and one rate
    limit.
    """
    is_behind = settings.SECURE_PROXY_SSL_HEADER is not None
    if is_behind == bool(settings.ALLAUTH_TRUSTED_PROXY_COUNT):
        return []
    if is_behind:
        problem = "BEHIND_PROXY says there is a proxy, but TRUSTED_PROXIES says there is none."
        hint = "Set TRUSTED_PROXIES to the number of your proxies. Otherwise all visitors share one limit on attempts."
    else:
        problem = "TRUSTED_PROXIES says there is a proxy, but BEHIND_PROXY says there is none."
        hint = "Set BEHIND_PROXY=1, or TRUSTED_PROXIES=0. Without a proxy, visitors can fake X-Forwarded-For."
    return [checks.Warning(problem, hint=hint, id="operations.W002")]


@checks.register(checks.Tags.security, deploy=True)
def check_database_engine(**kwargs: object) -> list[checks.CheckMessage]:
    """Advise PostgreSQL: a SQLite file has one writer, one machine, and nobody else's eyes on its triggers."""
    if connection.vendor != "sqlite":
        return []
    hint = "Set DATABASE_URL=postgres://… With a file, each writer blocks all others, and a second server has no data."
    return [checks.Warning("The database is a SQLite file.", hint=hint, id="operations.W003")]


@checks.register(checks.Tags.security, deploy=True)
def check_database_roles(**kwargs: object) -> list[checks.CheckMessage]:
    """Require a role of the web process that neither alters a guard nor passes over row-level security, and a worker's
    that sees all rows.
    """
    if connection.vendor != "postgresql" or settings.FACE:
        return []
    web, worker = settings.DATABASE_ROLES["web"], settings.DATABASE_ROLES["worker"]
    if not web or not worker:
        hint = "See docs/operations/install.md. Set DATABASE_WEB_ROLE and DATABASE_WORKER_ROLE, then run migrate."
        problem = "The web process uses the owner’s role, which can remove the triggers that protect the log."
        return [checks.Warning(problem, hint=hint, id="operations.W006")]
    try:
        problem = database_roles.describe_role(connection, web)
        is_bound = database_roles.is_bound_by_policies(connection, worker)
    except DatabaseError:
        # Readiness says that it is away.
        return []
    if problem:
        hint = "Create the role again as in docs/operations/install.md, then run manage.py migrate."
        return [checks.Error(f"The web process’s role {web} {problem}.", hint=hint, id="operations.E011")]
    if is_bound:
        hint = f"Run ALTER ROLE {worker} BYPASSRLS. Without it, jobs cannot see any rows."
        return [checks.Error(f"The worker’s role {worker} cannot see any rows.", hint=hint, id="operations.E012")]
    return []


@checks.register(checks.Tags.security, deploy=True)
def check_addresses(**kwargs: object) -> list[checks.CheckMessage]:
    """Require the site's own address: links in mails and passkeys are made of it."""
    site = urlsplit(settings.SITE_URL)
    host = site.hostname or ""
    messages: list[checks.CheckMessage] = []
    if host in LOCAL_HOSTS or site.scheme != "https":
        hint = "Set SITE_URL=https://… as visitors type it. Links in emails and passkeys depend on it."
        messages.append(checks.Error(f"SITE_URL is {settings.SITE_URL}.", hint=hint, id="operations.E007"))
    elif not validate_host(host, settings.ALLOWED_HOSTS):
        hint = f"Add {host} to ALLOWED_HOSTS."
        messages.append(checks.Error("The site does not respond to its own name.", hint=hint, id="operations.E008"))
    if "*" in settings.ALLOWED_HOSTS:
        hint = "List the hosts in ALLOWED_HOSTS. With *, the site trusts any name in a request."
        messages.append(checks.Error("The site responds to every host name.", hint=hint, id="operations.E009"))
    return messages


@checks.register(checks.Tags.security, deploy=True)
def check_mail(**kwargs: object) -> list[checks.CheckMessage]:
    """Require a sender that exists, and a way to the mail server that nobody reads along."""
    messages: list[checks.CheckMessage] = []
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if not domain or domain in LOCAL_HOSTS:
        hint = "Set DEFAULT_FROM_EMAIL, as “Daylight <no-reply@your.domain>”: other servers refuse mail from localhost."
        messages.append(checks.Warning("Emails do not have your sender address.", hint=hint, id="operations.W004"))
    options: Any = settings.MAILERS["default"].get("OPTIONS", {})  # Any: hosts, ports, yes or no
    is_encrypted = options.get("use_tls") or options.get("use_ssl")
    if options.get("host", "localhost") not in LOCAL_HOSTS and not is_encrypted:
        hint = "Set SMTP_SSL=1 (port 465) or SMTP_TLS=1 (port 587). Sign-in codes are sent this way."
        messages.append(checks.Error("Emails go to another machine unencrypted.", hint=hint, id="operations.E010"))
    return messages


@checks.register(checks.Tags.security, deploy=True)
def check_on_call_list(**kwargs: object) -> list[checks.CheckMessage]:
    """Advise an on-call list: without one, nobody learns at night that somebody is in danger."""
    if settings.ON_CALL_EMAILS or settings.ON_CALL_WEBHOOK:
        return []
    hint = "Set ON_CALL_EMAILS or ON_CALL_WEBHOOK, so that someone is alerted about unopened immediate concerns."
    return [checks.Warning("The on-call list is empty.", hint=hint, id="operations.W005")]


@checks.register(checks.Tags.security, deploy=True)
def check_is_no_demo(**kwargs: object) -> list[checks.CheckMessage]:
    if settings.DEMO or not settings.SECOND_FACTOR_DEMANDED:
        return [checks.Error("These settings are for a demo, not for a server.", id="operations.E004")]
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
        hint = "Find out who changed which one. Until then, nothing is sealed and /report/ only shows phone numbers."
        return [checks.Error("The file does not confirm the team's public key.", hint=hint, id="operations.E006")]
    except (team_key.NoTeamKey, DatabaseError):
        # Before vault_begin, or without a database: /readyz says so.
        return []
    return []


@checks.register(checks.Tags.security, deploy=True)
def check_foreign_secrets(**kwargs: object) -> list[checks.CheckMessage]:
    """Refuse a face that can read what only another one needs: who breaks into the one has the other."""
    return [
        checks.Error(
            f"The {settings.FACE} face can read {path}.",
            hint=f"Give this file to {' and '.join(faces)} alone, as docs/operations/faces.md says.",
            id="operations.E013",
        )
        for setting, _what, _hint, faces in SECRET_FILES
        if settings.FACE and settings.FACE not in faces and (path := Path(getattr(settings, setting))).exists()
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_face_roles(**kwargs: object) -> list[checks.CheckMessage]:
    """Require of a face that it has a role of its own, and that the role is there and as weak as the web process's.

    A process that is no face, as an operator's command, looks at the roles of all where there are faces.
    """
    if not (settings.FACE or settings.FACE_URLS) or connection.vendor != "postgresql":
        return []
    faces = [settings.FACE] if settings.FACE else list(settings.FACE_URLS)
    if not all(settings.FACE_ROLES.get(face) for face in faces):
        hint = "Make the roles of docs/operations/faces.md, set DATABASE_FACE_ROLES, and run manage.py migrate."
        return [checks.Error("The faces have no roles in the database.", hint=hint, id="operations.E014")]
    messages: list[checks.CheckMessage] = []
    for face in faces:
        role = settings.FACE_ROLES[face]
        try:
            problem = database_roles.describe_role(connection, role)
        except DatabaseError:
            return []
        if settings.FACE and connection.settings_dict["USER"] not in {role, ""}:
            problem = problem or "is not the one that this process signs in as"
        if problem:
            hint = f"Set DATABASE_USER={role} for this process, as docs/operations/faces.md says."
            if not settings.FACE:
                hint = f"Make the role {role} as docs/operations/faces.md says, and run manage.py migrate."
            messages.append(checks.Error(f"The {face} face’s role {role} {problem}.", hint=hint, id="operations.E015"))
    return messages


# systemd's credentials show the group's bits where an access list lets the service in; nobody else gets there.
CREDENTIAL_PREFIX = "portal."
# The last: the faces that need it.
SECRET_FILES = (
    (
        "SEALING_KEYS_FILE",
        "sealing key",
        "Put a Fernet key (32 random bytes in URL-safe base64) in the file, mode 0400. Keep a copy elsewhere.",
        ("public", "desk", "cms"),
    ),
    (
        "RECEIPT_PEPPER_FILE",
        "pepper for receipts",
        "Put 32 random bytes in URL-safe base64 in the file, mode 0400. Keep a copy elsewhere.",
        ("reporters", "desk"),
    ),
    (
        "RECEIPT_SALT_FILE",
        "salt for receipts",
        "Put 16 random bytes in URL-safe base64 in the file, mode 0400. Keep a copy elsewhere.",
        ("reporters", "desk"),
    ),
)
MIN_STRETCH = {"passes": 3, "memory_bytes": 128 * 1024**2}
