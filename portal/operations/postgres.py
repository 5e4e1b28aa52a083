"""A PostgreSQL to work with: the one named, the one that answers here, or a temporary cluster of our own.

    python -m portal.operations.postgres COMMAND…   runs COMMAND with DATABASE_URL set

Needs no Django: `.ci/run` and the benchmarks use it before there is one.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USUAL = "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def postgres(named: str = "") -> Iterator[str]:
    """The address of a PostgreSQL as a DATABASE_URL. Raises LookupError where none can be had."""
    if named:
        yield named
    elif _answers(5432):
        yield USUAL
    else:
        with temporary_cluster() as url:
            yield url


@contextmanager
def temporary_cluster() -> Iterator[str]:
    """A cluster on a free port of the loopback, thrown away afterwards. Its speed settings suit tests, not data."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    data = folder / "data"
    port = _free_port()
    as_owner = _as_owner(folder)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    _run([*as_owner, binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8"])
    _run([*as_owner, binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run([*as_owner, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """Where initdb and pg_ctl live: on the path, or where Debian puts the newest."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not places:
        raise LookupError("No PostgreSQL here. On Debian: apt-get install postgresql")
    return places[-1].parent


def _as_owner(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root, so root hands the folder to the account that the package made."""
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _run(command: list[object]) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(command: list[str]) -> int:
    try:
        with postgres(os.environ.get("DATABASE_URL", "")) as url:
            return subprocess.run(command, check=False, env=os.environ | {"DATABASE_URL": url}).returncode  # noqa: S603
    except LookupError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
