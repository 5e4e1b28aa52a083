"""Readiness: whether this process may be sent visitors. Neighbours such as the scanner or the mail server are no part
of it (portal.operations.health): while one is away, a load balancer must not remove every server.

Each check returns what is wrong, or nothing. See docs/requirements/security.md#health.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from portal.core import faces, replica
from portal.vault.services import team_key

# What was found to be whole stays so while a process lives, so that the slow looks are taken once.
_whole: set[str] = set()


def run_checks(*, now: datetime) -> dict[str, str]:
    """Return each check by name with what is wrong, an empty string where nothing is."""
    results = {"static_files": check_static_files(), "database": check_database()}
    if not results["database"]:
        results["migrations"] = check_migrations()
    if not results["database"] and not results["migrations"] and faces.seals_concerns():
        results["vault"] = check_vault(now)
    return results


def check_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"does not respond ({type(error).__name__})"
    return ""


def check_migrations() -> str:
    if connection.alias in _whole:
        return ""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return f"{len(waiting)} not applied: run manage.py migrate"
    _whole.add(connection.alias)
    return ""


def check_static_files() -> str:
    """Report static files of this release that were not collected: every page would fail."""
    storage = storages["staticfiles"]
    if "static files" in _whole or not isinstance(storage, ManifestFilesMixin):
        return ""
    wanted = {
        f"{prefix}/{path.relative_to(folder).as_posix()}"
        for prefix, folder in settings.STATICFILES_DIRS
        for path in Path(folder).rglob("*")
        if path.is_file()
    }
    if not storage.hashed_files:
        return "not collected: run manage.py collectstatic, then restart"
    if missing := wanted - storage.hashed_files.keys():
        return f"{len(missing)} in this release not collected: run manage.py collectstatic, then restart"
    _whole.add("static files")
    return ""


def describe_replica() -> dict[str, str]:
    """Return how far the read replica is behind, where there is one. This process serves visitors without it, too."""
    if not replica.is_configured():
        return {}
    lag = replica.get_lag()
    return {"replica": "not readable" if lag is None else f"at most {lag:.1f} s behind"}


def check_vault(now: datetime) -> str:
    """Report when there is no key to seal to: nothing may then be asked of people in danger.

    See docs/requirements/security.md#no-key-no-report.
    """
    try:
        team_key.get_current_epoch()
    except team_key.WrongTeamKey:
        return "the team key in the database is not the one in the file"
    except team_key.NoTeamKey:
        return "there is no team key: run manage.py vault_begin"
    return ""
