"""The folders and databases that benchmarks run in: one migrated for each kind of database, one a world, all copied.

Copying takes a second where migrating takes a minute of processor time, and making 100,000 rows takes another.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench.runner import Database, World
from portal.operations.setup.keys import make_secrets

SETTINGS = "bench.floors.settings"


@dataclass(frozen=True, slots=True)
class Template:
    """A var folder, which holds a SQLite database, and the name of a database of PostgreSQL."""

    folder: Path
    database: str = ""


@dataclass(slots=True)
class Surroundings:
    """Make templates when they are first asked for, and copies of them. start_server: returns PostgreSQL's address."""

    root: Path
    start_server: Callable[[], str]
    _server: str = ""
    _templates: dict[tuple[Database, str, int], Template] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def copy(self, database: Database, world: World | None, divisor: int = 1) -> Iterator[dict[str, str]]:
        """Yield the environment of a process that has a fresh copy of the world, thrown away afterwards."""
        template = self._world(database, world, world.size(divisor)) if world else self._migrated(database)
        copied = self._copy(template)
        try:
            yield self.environment(copied)
        finally:
            self._drop(copied)

    def environment(self, template: Template) -> dict[str, str]:
        """Return the environment of a process that works in the template."""
        url = urlunsplit(urlsplit(self._server)._replace(path=f"/{template.database}")) if template.database else ""
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "VAR_DIR": str(template.folder),
            "DATABASE_URL": url,
            "BENCH_SHARED": str(self.root),
            "DEBUG": "0",
            # What a benchmark fills is no server's; its settings switch the demo off again.
            "DEMO": "1",
            "LOG_LEVEL": "WARNING",
        }

    def _migrated(self, database: Database) -> Template:
        key = (database, "", 0)
        if key not in self._templates:
            if database == "postgresql" and not self._server:
                self._server = self.start_server()
            made = Template(self._folder(), self._create() if database == "postgresql" else "")
            make_secrets(made.folder / "secrets")
            self._run(made, "-m", "django", "migrate", "--verbosity", "0")
            self._run(made, "-m", "django", "createcachetable", "--verbosity", "0")
            self._templates[key] = made
        return self._templates[key]

    def _world(self, database: Database, world: World, size: int) -> Template:
        key = (database, world.name, size)
        if key not in self._templates:
            made = self._copy(self._migrated(database))
            self._run(made, "-m", "bench", "--build", world.name, "--count", str(size))
            self._templates[key] = made
        return self._templates[key]

    def _run(self, template: Template, *arguments: str) -> None:
        order = [sys.executable, *arguments]
        subprocess.run(order, env=self.environment(template), check=True, stdout=subprocess.DEVNULL)

    def _copy(self, template: Template) -> Template:
        folder = self._folder()
        shutil.copytree(template.folder, folder, dirs_exist_ok=True)
        return Template(folder, self._create(template.database) if template.database else "")

    def _folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.root))

    def _create(self, template: str = "") -> str:
        name = f"bench_{os.getpid()}_{next(self._numbers)}"
        like = f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
        self._sql(f'CREATE DATABASE "{name}"{like}')
        return name

    def _drop(self, template: Template) -> None:
        shutil.rmtree(template.folder, ignore_errors=True)
        if template.database:
            self._sql(f'DROP DATABASE "{template.database}" WITH (FORCE)')

    def drop_all(self) -> None:
        """Drop the databases of all templates."""
        for template in self._templates.values():
            self._drop(template)

    def _sql(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def surroundings() -> Iterator[Surroundings]:
    """Yield the surroundings of one run. PostgreSQL is that of BENCH_DATABASE_URL, else one for this run alone."""
    from portal.operations.temporary_postgres import temporary_cluster

    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        made = Surroundings(
            root, lambda: os.environ.get("BENCH_DATABASE_URL", "") or stack.enter_context(temporary_cluster())
        )
        try:
            yield made
        finally:
            made.drop_all()
