"""A real clamd with signatures of our own and the settings of deploy/clamd.conf."""

import subprocess
import time
from pathlib import Path

from tests.support.programs import find_program, needs_server

REFERENCE = Path(__file__).parents[2] / "deploy" / "clamd.conf"
MARK = b"a mark that only the tests of the portal know"
# The halves of the file that every scanner of the world agrees to find, apart so that none finds this one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
needs_clamd = needs_server("clamd")


def write_settings(folder: Path, **changed: str) -> None:
    """Write clamd.conf into the folder, as the reference has it but for the settings that are given."""
    lines = [line for line in REFERENCE.read_text().splitlines() if line and not line.startswith("#")]
    wanted = dict(line.split(" ", 1) for line in lines) | changed
    wanted |= {"Foreground": "yes", "DatabaseDirectory": str(folder), "LocalSocket": str(folder / "socket")}
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in wanted.items()))


def write_signatures(folder: Path) -> None:
    folder.chmod(0o755)
    signatures = {"Portal.Test.Marker": MARK, "Eicar-Test-Signature": EICAR}
    (folder / "portal.ndb").write_text("".join(f"{name}:0:*:{found.hex()}\n" for name, found in signatures.items()))


def start_clamd(folder: Path) -> subprocess.Popen:
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [find_program("clamd"), f"--config-file={folder / 'clamd.conf'}"], stdout=log, stderr=log
        )
    until = time.monotonic() + 60
    while not (folder / "socket").exists():
        assert process.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < until, "clamd did not start in a minute"
        time.sleep(0.05)
    return process


def stop_clamd(process: subprocess.Popen, folder: Path) -> None:
    process.terminate()
    process.wait(30)
    (folder / "socket").unlink(missing_ok=True)
