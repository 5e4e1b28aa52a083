"""python -m bench [--only NAME] [--list]: run the benchmarks and write bench/results.json.

Each runs in a process and a database of its own, so that none warms or burdens another. PostgreSQL comes from
BENCH_DATABASE_URL, else from a temporary cluster.
"""

import argparse
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import bench
from bench.runner import REGISTRY, Benchmark, measure
from portal.operations.temporary_postgres import temporary_cluster

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", default="", help="the name of one benchmark")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    _load()
    if options.child:
        return _child(REGISTRY[options.child])
    if options.list:
        print(*REGISTRY, sep="\n")
        return 0
    if options.only and options.only not in REGISTRY:
        print(f"No benchmark is called {options.only}. There are: {', '.join(REGISTRY)}.", file=sys.stderr)
        return 2
    chosen = [REGISTRY[options.only]] if options.only else list(REGISTRY.values())
    return _run(chosen)


def _load() -> None:
    """Import every module beside this one; each registers its benchmarks. They import Django only when they run."""
    for module in pkgutil.iter_modules([str(HERE)]):
        if module.name not in {"__main__", "frame"}:
            importlib.import_module(f"{bench.__name__}.{module.name}")


def _run(chosen: list[Benchmark]) -> int:
    failed = []
    with ExitStack() as stack:
        server = ""
        if any(one.database == "postgresql" for one in chosen):
            server = os.environ.get("BENCH_DATABASE_URL", "") or stack.enter_context(temporary_cluster())
        for one in chosen:
            print(f"{one.name} …", flush=True)
            with _surroundings(one, server) as env:
                done = subprocess.run(
                    [sys.executable, "-m", "bench", "--child", one.name],
                    env=env,
                    stdout=subprocess.PIPE,
                    text=True,
                    check=False,
                )
            if done.returncode:
                failed.append(one.name)
                continue
            row = json.loads(done.stdout.splitlines()[-1])
            merge(row)
            print(f"  {row['value']} {row['unit']}, ratio {row['ratio']}", flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


@contextmanager
def _surroundings(one: Benchmark, server: str) -> Iterator[dict[str, str]]:
    """Return the environment of one benchmark: an empty var folder and an empty database, both thrown away
    afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        env = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "VAR_DIR": folder, "DATABASE_URL": ""}
        env |= {"DEBUG": "0", "DEMO": "0", "LOG_LEVEL": "WARNING"}
        if one.database != "postgresql":
            yield env
            return
        name = f"bench_{os.getpid()}"
        _sql(server, f'CREATE DATABASE "{name}"')
        try:
            yield env | {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
        finally:
            _sql(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _sql(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _child(one: Benchmark) -> int:
    """Measure in a process of its own: make Django and its database ready, measure, print the row."""
    import django

    from portal.operations.setup.keys import make_secrets

    make_secrets(Path(os.environ["VAR_DIR"]) / "secrets")
    # Apart, so that what migrating leaves in memory is not counted as the portal's.
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, check=True, stdout=subprocess.DEVNULL)
    django.setup()
    print(json.dumps(measure(one)))
    return 0


def merge(row: dict[str, object], path: Path = RESULTS) -> None:
    """Put the row in the place of the one of its name, and leave the others."""
    rows = json.loads(path.read_text()) if path.exists() else []
    names = [other["name"] for other in rows]
    if row["name"] in names:
        rows[names.index(row["name"])] = row
    else:
        rows.append(row)
    path.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
