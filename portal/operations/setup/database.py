"""The demo's database: migrations and demo content, only when something changed."""

import contextlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from portal.operations.setup.fingerprints import ROOT, fingerprint, run_step
from portal.operations.setup.packages import PYTHON

VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
ACCOUNTS = VAR / "demo-accounts.txt"
PACKAGES = ("portal", "compliance", "learning")
# The apps whose demo content the first page shows.
PAGES = ("accounts", "resources", "directory")


def why_no_demo() -> str:
    """Return why no demo may be made here, empty where it may: its accounts have passwords that everybody knows.

    As portal.settings.environment.why_not_development, before Django is installed.
    """
    if not _is_on_server() or os.environ.get("DEMO", "").strip().lower() in {"1", "true", "yes", "on"}:
        return ""
    return (
        "DATABASE_URL names a PostgreSQL server. A demo has accounts with known passwords, so it is made there only"
        " with DEMO=1."
    )


def make_pages(environment: Mapping[str, str]) -> None:
    """Migrate the database and add what the first page needs, in one process, which would take seconds to start twice.

    What it publishes keeps the portal's address for good: environment is the one the portal is served with.
    """
    run_step(
        "Database and guidance",
        VAR / "stamps" / "pages",
        _compute_fingerprint,
        lambda: print(manage("seed_demo", *PAGES, "--migrate", environment=environment), end=""),
    )


def make_demo(environment: Mapping[str, str]) -> None:
    """Add the rest of the demo. The accounts it prints are kept, to be shown at every start."""

    def work() -> None:
        ACCOUNTS.unlink(missing_ok=True)
        ACCOUNTS.write_text(manage("seed_demo", environment=environment))

    run_step("Demo content", VAR / "stamps" / "demo", _compute_fingerprint, work)


def _compute_fingerprint() -> str:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("migrations/*.py")]
    files += [file for package in PACKAGES for file in (ROOT / package).rglob("demo*/**/*.py")]
    files += [file for package in PACKAGES for file in (ROOT / package).rglob("demo.py")]
    files += [ROOT / "requirements.txt", *(ROOT / "learning" / "resources" / "content").iterdir()]
    return fingerprint(files, _database())


def manage(*words: str, environment: Mapping[str, str]) -> str:
    """Run one of the portal's commands and return what it printed."""
    command = [str(PYTHON), "manage.py", *words, "--no-color"]
    return subprocess.run(
        command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _is_on_server() -> bool:
    url = os.environ.get("DATABASE_URL", "")
    return bool(url) and not url.startswith("sqlite")


def _database() -> str:
    """Return which database this is; a SQLite file that was deleted and made again is another one."""
    if _is_on_server():
        return os.environ["DATABASE_URL"]
    with contextlib.suppress(OSError):
        return f"sqlite {(VAR / 'portal.sqlite3').stat().st_ino}"
    return "none yet"
