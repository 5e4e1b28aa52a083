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
    """Install what the locks name, with their hashes. For tests the longest lock, which holds the others."""
    locks = [ROOT / name for name in list_locks(tests=tests)]
    stamp = VENV / f".stamp-{'-'.join(lock.stem for lock in locks)}"

    def work() -> None:
        if not PYTHON.exists():
            _run([sys.executable, "-m", "venv", VENV])
        _install(locks)

    run_step("Python packages", stamp, lambda: fingerprint(locks), work)


def list_locks(*, tests: bool) -> list[str]:
    """Return the locks to install: what runs, what builds, and what a shared cache or shared storage needs where one is
    named.
    """
    if tests:
        return ["requirements-dev.txt"]
    shared_cache = ["requirements-redis.txt"] if os.environ.get("CACHE_URL", "").startswith("redis") else []
    shared_storage = ["requirements-s3.txt"] if os.environ.get("S3_BUCKETS") else []
    return ["requirements.txt", "requirements-build.txt", *shared_cache, *shared_storage]


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
    sources = [*catalogues.list_sources(), *catalogues.list_app_sources()]
    compiled = [source.with_suffix(".mo") for source in sources]

    def work() -> None:
        _run([PYTHON, "-m", "portal.operations.setup.catalogues"])

    run_step(
        "Languages",
        ROOT / "var" / ".stamp-languages",
        lambda: fingerprint(sources, str([path.exists() for path in compiled])),
        work,
    )


def compile_python() -> None:
    """Write the bytecode of all modules, for processes that may not write it: those of a server whose code is root's.

    Each of them would compile at every start whatever it imports, which takes longer than the rest of the start.
    """
    folders = [VENV / "lib", *(ROOT / name for name in ("portal", "compliance", "learning"))]
    # -qq and no check: some packages bring templates of modules, which are no Python.
    _run([PYTHON, "-m", "compileall", "-qq", "-j", "0", *folders], check=False)


def _install(locks: list[Path]) -> None:
    """Install with uv, which is eight times as quick; with pip where uv cannot be had or fails."""
    named = [word for lock in locks for word in ("-r", lock)]
    if UV.exists() or _fetch_uv():
        quick: list[object] = [UV, "pip", "install", "--quiet", "--require-hashes", "--python", PYTHON, *named]
        if not _run(quick, check=False, env=os.environ | {"UV_PYTHON_DOWNLOADS": "never"}):
            return
    _run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", *named])


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
