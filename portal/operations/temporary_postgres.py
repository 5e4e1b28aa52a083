"""A PostgreSQL to work with: the one named, a temporary cluster of our own, or the one that answers here.

    python -m portal.operations.temporary_postgres COMMAND…   runs COMMAND with DATABASE_URL set

Needs no Django: `.ci/run` and the benchmarks start it before there is one.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from portal.operations.setup import system

DEFAULT_URL = "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def get_postgres(named: str = "") -> Iterator[str]:
    """Yield the address of a PostgreSQL as a DATABASE_URL. Raises system.Missing where none can be had."""
    if named:
        yield named
    elif not _places() and _answers(DEFAULT_URL):
        yield DEFAULT_URL
    else:
        with temporary_cluster() as url:
            yield url


@contextmanager
def temporary_cluster() -> Iterator[str]:
    """Yield the address of a cluster of our own. Raises system.Missing."""
    with cluster() as server:
        yield server.url


@dataclass(frozen=True)
class Cluster:
    """A cluster on the loopback, in a folder of its own. Its speed settings suit tests, not data."""

    folder: Path
    port: int
    control: Sequence[object]

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off -c shared_buffers=256MB"
        _run([*self.control, "-w", "-l", self.folder / "log", "-o", options, "start"])

    def stop(self, *, mode: str = "immediate") -> None:
        """Stop it. mode: as of pg_ctl. Either way connections are cut, and what was committed is there after a
        start.
        """
        _run([*self.control, "-m", mode, "stop"])


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Yield a cluster on a free port, and throw it away afterwards. Raises system.Missing."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    data = folder / "data"
    as_owner = _as_owner(folder)
    _run([*as_owner, binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8"])
    server = Cluster(folder, _free_port(), [*as_owner, binaries / "pg_ctl", "-D", data])
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def replica_of(url: str) -> Iterator[Cluster]:
    """Yield a streaming replica of the server at that address, and throw it away afterwards. Raises system.Missing.

    Stopped and started again, it catches up.
    """
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="portal-replica-"))
    data = folder / "data"
    as_owner = _as_owner(folder)
    copy = [binaries / "pg_basebackup", "-d", url, "-D", data, "--write-recovery-conf", "--checkpoint=fast"]
    _run([*as_owner, *copy, "--wal-method=stream", "--no-sync"])
    server = Cluster(folder, _free_port(), [*as_owner, binaries / "pg_ctl", "-D", data])
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """Return the folder of initdb and pg_ctl, installed if we may. Raises system.Missing."""
    system.install({"postgresql": lambda: bool(_places())})
    return _places()[-1]


def _places() -> list[Path]:
    """Return the folders with an initdb, the best last: where Debian puts each version, and the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    # Where a link leads, the other programs are, too.
    return [path.resolve().parent for path in (*debian, *([Path(on_path)] if on_path else []))]


def _as_owner(folder: Path) -> list[str]:
    """Hand the folder to the account that the package made: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _run(command: list[object]) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(command: list[str]) -> int:
    try:
        with get_postgres(os.environ.get("DATABASE_URL", "")) as url:
            return subprocess.run(command, check=False, env=os.environ | {"DATABASE_URL": url}).returncode  # noqa: S603
    except system.Missing as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
