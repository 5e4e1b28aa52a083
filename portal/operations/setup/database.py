"""The demo's database: migrations and demo content, each only when something changed."""

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


def migrations() -> None:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("migrations/*.py")]
    files.append(ROOT / "requirements.txt")
    run_step("Database", VAR / "stamps" / "migrations", lambda: fingerprint(files, _database()), migrate)


def migrate() -> None:
    manage("migrate")


def demo_content(environment: Mapping[str, str]) -> None:
    """Fill the demo; the accounts it prints are kept, to be shown at every start.

    What it publishes keeps the portal's address for good: environment is the one the portal is served with.
    """
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("demo*/**/*.py")]
    files += [file for package in PACKAGES for file in (ROOT / package).rglob("demo.py")]
    files += (ROOT / "learning" / "resources" / "content").iterdir()

    def work() -> None:
        ACCOUNTS.write_text(manage("seed_demo", environment=environment))

    run_step("Demo content", VAR / "stamps" / "demo", lambda: fingerprint(files, _database()), work)


def manage(command: str, *, environment: Mapping[str, str] = os.environ) -> str:
    """Run one of the portal's commands quietly and return what it printed."""
    words = [str(PYTHON), "manage.py", command, "--no-color", "--verbosity", "0" if command == "migrate" else "1"]
    # A demo, also where it runs on PostgreSQL: manage.py refuses the development settings there otherwise.
    environment = {"DEMO": "1"} | dict(environment)
    return subprocess.run(words, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _database() -> str:
    """Return which database this is; a SQLite file that was deleted and made again is another one."""
    url = os.environ.get("DATABASE_URL", "")
    if url and not url.startswith("sqlite"):
        return url
    with contextlib.suppress(OSError):
        return f"sqlite {(VAR / 'portal.sqlite3').stat().st_ino}"
    return "none yet"
