"""Checks what the operating system has to bring: looked for by what it gives, named by its Debian package."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path


class Missing(Exception):
    """Something is missing that only the owner of the machine can install."""


def _library(name: str) -> Callable[[], bool]:
    def found() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return found


def _programs(names: list[str]) -> Callable[[], bool]:
    return lambda: all(shutil.which(name) for name in names)


def _fonts() -> bool:
    return any(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))


def _server(name: str) -> Callable[[], bool]:
    """Check for a server program. Where systemd is at work the package would start it at once, so the owner installs
    it.
    """
    return lambda: find_program(name) is not None or Path("/run/systemd/system").exists()


def _venv() -> bool:
    """Check for the venv module, which Debian takes out of Python and puts into python3-venv."""
    return importlib.util.find_spec("ensurepip") is not None


# The virtual environment comes first; the rest can be installed while packages are fetched.
BASE_REQUIREMENTS = {"python3-venv": _venv}
RUN_REQUIREMENTS = {
    "libpango-1.0-0": _library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": _library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": _library("libharfbuzz-subset.so.0"),
    "fonts-dejavu-core": _fonts,
}
# The programs that tests start, or the portal in a test, by the package that brings them. tests/test_programs.py holds
# both tables against the code.
TEST_PROGRAMS = {
    "age": ["age", "age-keygen"],
    "chromium-headless-shell": ["chromium-headless-shell"],
    "gettext": ["xgettext"],
    "gnupg": ["gpg", "gpgconf"],
    "openssh-client": ["ssh-keygen"],
    "openssl": ["openssl"],
    "poppler-utils": ["pdfdetach", "pdfinfo", "pdftotext"],
    "qpdf": ["qpdf"],
}
TEST_SERVERS = {
    "caddy": "caddy",
    "clamav-daemon": "clamd",
    "nginx-light": "nginx",
    "pgbouncer": "pgbouncer",
    "redis-server": "redis-server",
}
TEST_REQUIREMENTS = {package: _programs(names) for package, names in TEST_PROGRAMS.items()} | {
    package: _server(name) for package, name in TEST_SERVERS.items()
}


def find_program(name: str) -> str | None:
    """Return where a program is, also where Debian keeps programs that only root's path names."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def find_missing(wanted: dict[str, Callable[[], bool]]) -> list[str]:
    return [package for package, check in wanted.items() if not check()]


def install(wanted: dict[str, Callable[[], bool]]) -> None:
    """Install what is missing when we may (root, or sudo without a password). Raises Missing, naming it, when not."""
    packages = find_missing(wanted)
    if not packages:
        return
    command = f"apt-get install {' '.join(packages)}"
    may = _as_root()
    if may is None or not shutil.which("apt-get"):
        raise Missing(f"Some system packages are missing. Run: {command}")
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    _run([*may, *quiet, "update"])
    if _run([*may, *quiet, "-y", "--no-install-recommends", "install", *packages]) or find_missing(wanted):
        raise Missing(f"We could not install some system packages. Run: {command}")


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not _run(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def _run(command: list[str]) -> int:
    """Return the exit status. What the command prints is shown only when it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode and command[:2] != ["sudo", "-n"]:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n", flush=True)
    return done.returncode
