"""Runs pytest, then once more by itself whatever failed: python -m tests.support.second_look [arguments of pytest]

A test that fails again has failed. One that passes is printed as FLAKY with the end of its first failure, for somebody
to mend; it does not fail the run, so that chance cannot. More than MAX_FAILED failures, or a run that did not come to
its end, get no second look. Each run has a temporary folder of its own, which goes with it.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

MAX_FAILED = 15
# Characters of a failure that are printed again: its end, which says what came and where.
TAIL = 1500
OUTCOMES = ("passed", "skipped", "failed", "error", "xfailed", "xpassed")
ALONE = [*("-n", "0"), *("--dist", "no"), "--randomly-dont-reorganize", "--last-failed", *("--lfnf", "none")]


def pytest_addoption(parser) -> None:
    parser.addoption("--outcomes", metavar="FILE", help="write the counts and the failures of the run as JSON")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write {"passed": n, "skipped": n, "failed": {node id: the end of its failure}, "ended": whether all were run}."""
    config = session.config
    if (file := config.getoption("outcomes")) and not hasattr(config, "workerinput"):
        stats = config.pluginmanager.get_plugin("terminalreporter").stats
        reports = [report for kind in ("failed", "error") for report in stats.get(kind, [])]
        failed = {report.nodeid: str(report.longrepr)[-TAIL:] for report in reports}
        counts = {kind: len(stats.get(kind, [])) for kind in ("passed", "skipped")}
        run = {report.nodeid for kind in OUTCOMES for report in stats.get(kind, [])}
        ended = len(run) == session.testscollected
        Path(file).write_text(json.dumps(counts | {"failed": failed, "ended": ended}))


def main(arguments: list[str]) -> int:
    """Return the exit status of pytest: 0 also where all that failed passed at the second look."""
    with tempfile.TemporaryDirectory(prefix="t-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # Servers that give up being root pass through it to their own folders.
        folder.chmod(0o711)
        status, first = _run(folder, "first", arguments)
        if status == 0:
            print(f"{first['passed']} passed, 0 failed, 0 flaky, {first['skipped']} skipped")
        if status != 1 or not first["ended"] or len(first["failed"]) > MAX_FAILED:
            return status
        print(f"\nA second look at {len(first['failed'])} that failed: alone, in the order of the files", flush=True)
        status, second = _run(folder, "second", [*arguments, *ALONE])
        flaky = sorted(first["failed"].keys() - second["failed"].keys()) if second.get("ended") else []
        for node_id in flaky:
            print(f"FLAKY {node_id}\n{first['failed'][node_id]}\n")
        failed = len(first["failed"]) - len(flaky)
        print(f"{first['passed'] + len(flaky)} passed, {failed} failed, {len(flaky)} flaky, {first['skipped']} skipped")
        return status


def _run(folder: Path, name: str, arguments: list[str]) -> tuple[int, dict[str, Any]]:
    outcomes = folder / f"{name}.json"
    own = ["-p", __spec__.name, f"--outcomes={outcomes}", f"--basetemp={folder / name}"]
    command = [sys.executable, "-m", "pytest", *arguments, *own, "-o", f"cache_dir={folder / 'cache'}"]
    done = subprocess.run(command, check=False, env=os.environ | {"TMPDIR": str(folder)})
    return done.returncode, json.loads(outcomes.read_text()) if outcomes.exists() else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
