"""The restore drill: a backup is restored beside this installation, and looked at by a process that knows nothing else.

See docs/requirements/security.md#backups.
"""

import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal.history.verification import verify_log
from portal.operations import readiness, stored_files
from portal.operations.backups import case_trials, create, database, restore
from portal.settings.environment import child_environment
from portal.vault.services import team_key

NOTHING: dict[str, Any] = {"problems": [], "rows": {}, "entries": 0, "cases": 0}


@dataclass(frozen=True)
class DrillReport:
    """What a drill saw. problems: in words for the operator; none means that the backup can be restored."""

    made_at: str
    entries: int = 0
    files: int = 0
    rows: int = 0
    cases: int = 0
    problems: list[str] = field(default_factory=list)


def run_drill(path: Path, *, identity: Path | None, scratch: Path, recovery_key: str = "") -> DrillReport:
    """Restore a backup into a scratch database and verify it. recovery_key: opens the newest cases of the copy, too.

    Raises BackupRefused, EncryptionFailed, DatabaseToolFailed, OSError.
    """
    with restore.unpack(path, scratch, identity=identity) as manifest:
        dumped = scratch / database.get_dump_name()
        if not dumped.exists():
            raise restore.BackupRefused(f"The backup is from a different kind of database ({manifest.engine}).")
        with database.scratch_copy(dumped) as url:
            seen = _ask_child(url, _lay_out(scratch), recovery_key)
    problems = [*seen["problems"], *_compare_rows(manifest, seen["rows"])]
    files = sum(name.startswith(create.FILES) for name in manifest.members)
    rows = sum(manifest.rows.values())
    return DrillReport(manifest.made_at, seen["entries"], files, rows, seen["cases"], problems)


def inspect(*, recovery_key: str = "") -> dict[str, Any]:
    """Return what this process sees of the database and files that it was given; called in the drill's own process."""
    problems = [f"migrations: {problem}" for problem in [readiness.check_migrations()] if problem]
    if problems:
        return NOTHING | {"problems": problems}
    verdict = verify_log()
    problems += [f"log: {problem.sentence}" for problem in verdict.problems]
    problems += [f"vault: {problem}" for problem in [_check_vault()] if problem]
    problems += [f"file {found.name} of {found.row}: {found.problem}" for found in stored_files.verify_files({})]
    rows = database.count_rows(database.get_tables())
    cases, problem = case_trials.open_newest_cases(recovery_key) if recovery_key else (0, "")
    problems += [f"cases: {sentence}" for sentence in (case_trials.try_new_case(timezone.now()), problem) if sentence]
    return {"problems": problems, "rows": rows, "entries": verdict.count, "cases": cases}


def _check_vault() -> str:
    """Report a team key that the copy's own file does not confirm; before the vault has begun there is none."""
    try:
        team_key.get_current_epoch()
    except team_key.WrongTeamKey:
        return "the team key in the database is not the one in the file"
    except team_key.NoTeamKey:
        return ""
    return ""


def _lay_out(scratch: Path) -> dict[str, str]:
    """Give what was unpacked the form of an installation, and return the settings that name it."""
    places = {"private": "private", "concerns": "concerns", "default": "media"}
    for alias, name in places.items():
        if (source := scratch / create.FILES / alias).exists():
            source.rename(scratch / name)
    (scratch / create.ANCHORS).mkdir(exist_ok=True)
    (scratch / "secret_key").write_text(secrets.token_urlsafe(50))
    secret_files = {name: str(getattr(settings, name)) for name in create.SECRET_SETTINGS}
    return secret_files | {
        "VAR_DIR": str(scratch),
        "SECRET_KEY_FILE": str(scratch / "secret_key"),
        "TEAM_PUBLIC_KEY_FILE": str(scratch / create.TEAM_KEY),
        "HISTORY_ANCHORS_DIR": str(scratch / create.ANCHORS),
        "PROMETHEUS_MULTIPROC_DIR": str(scratch / "metrics"),
        # Its password is in the address; an empty file takes the place of the usual one.
        "DATABASE_PASSWORD_FILE": "/dev/null",
        "DATABASE_USER": "",
        "DATABASE_POOL": "0",
        # The copy's own files, and not those that are shared.
        "S3_BUCKETS": "",
        "DATABASE_REPLICA_URL": "",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    }


def _ask_child(url: str, named: dict[str, str], recovery_key: str) -> dict[str, Any]:
    """Return what the drill's own process sees. It reads the recovery key from its input: arguments are everybody's."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore_drill", "--inspect"]
    environment = child_environment(DATABASE_URL=url, **named)
    done = subprocess.run(  # noqa: S603
        command, env=environment, input=recovery_key, capture_output=True, text=True, check=False
    )
    if done.returncode:
        words = done.stderr.strip().splitlines() or ["it said nothing"]
        return NOTHING | {"problems": [f"the restored copy cannot be used: {words[-1]}"]}
    return json.loads(done.stdout)


def _compare_rows(manifest: create.Manifest, rows: dict[str, int]) -> Iterator[str]:
    for table, count in manifest.rows.items():
        if rows and rows.get(table) != count:
            yield f"{table} has {rows.get(table, 0)} rows, but had {count}"
