"""Installs the virtual environment, the locked Python packages in it, and the front end."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.operations.setup import catalogues
from portal.operations.setup.fingerprints import ROOT, fingerprint, run_step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"


def install_python_packages(*, tests: bool) -> None:
    """Install what the lock names, with its hashes. For tests the longer lock, which holds the shorter one."""
    lock = ROOT / ("requirements-dev.txt" if tests else "requirements.txt")
    stamp = VENV / f".stamp-{lock.stem}"

    def work() -> None:
        if not PYTHON.exists():
            _run([sys.executable, "-m", "venv", VENV])
        _install(lock)

    run_step("Python packages", stamp, lambda: fingerprint([lock]), work)


def build_front_end() -> None:
    """Install govuk-frontend and the Ministry of Justice's components, compiled with our own look.

    See docs/requirements/experience.md#front-end-build.
    """
    sources = [file for file in (ROOT / "frontend").rglob("*") if file.is_file() and "build" not in file.parts]
    locked = [ROOT / "package.json", ROOT / "package-lock.json"]
    environment = os.environ | {"PATH": f"{VENV / 'bin'}:{os.environ['PATH']}"}
    build = ROOT / "frontend" / "build"

    def work() -> None:
        npm = VENV / "bin" / "npm"
        _run([npm, "ci", "--silent", "--no-audit", "--no-fund"], env=environment)
        _run([npm, "run", "--silent", "build"], env=environment)

    run_step(
        "Front end", ROOT / "node_modules" / ".stamp", lambda: fingerprint(sources + locked, str(build.exists())), work
    )


def compile_languages() -> None:
    """Compile the words of each language for Django, with the virtual environment, which has the compiler."""
    compiled = [source.with_suffix(".mo") for source in catalogues.list_sources()]

    def work() -> None:
        _run([PYTHON, "-m", "portal.operations.setup.catalogues"])

    run_step(
        "Languages",
        ROOT / "var" / ".stamp-languages",
        lambda: fingerprint(catalogues.list_sources(), str([path.exists() for path in compiled])),
        work,
    )


def _install(lock: Path) -> None:
    """Install with uv, which is eight times as quick; with pip where uv cannot be had or fails."""
    if UV.exists() or _fetch_uv():
        quick = [UV, "pip", "install", "--quiet", "--require-hashes", "--python", PYTHON, "-r", lock]
        if not _run(quick, check=False, env=os.environ | {"UV_PYTHON_DOWNLOADS": "never"}):
            return
    _run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock])


def _fetch_uv() -> bool:
    """Install the uv that the lock names, and only with its hashes."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(pinned_uv())
        file.flush()
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        return not _run([*pip, "--require-hashes", "-r", file.name], check=False)


def pinned_uv() -> str:
    """Return the lines of the lock about uv, or nothing where it has none."""
    lines = re.search(r"^uv==.*\\\n(?:    --hash=\S+(?: \\)?\n)+", (ROOT / "requirements-dev.txt").read_text(), re.M)
    return lines.group() if lines else ""


def _run(command: list[object], *, check: bool = True, env: dict[str, str] | None = None) -> int:
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=ROOT, check=check, env=env, stdin=subprocess.DEVNULL).returncode
