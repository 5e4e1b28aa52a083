"""python -m bench [--only NAME] [--small [--apart]] [--list] [--docs]: run the benchmarks and write bench/results.json.

Each runs in a process and on a database of its own, so that none warms or burdens another. PostgreSQL comes from
BENCH_DATABASE_URL, else from a temporary cluster. --small runs each once with a hundredth of its rows: what it does is
checked, and no figure is written. --apart leaves out what tests/bench runs in the same way. --docs writes
docs/performance.md from the results and stops.
"""

import argparse
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import bench
from bench.document import DOCUMENT, RESULTS, write_document
from bench.runner import REGISTRY, WORLDS, Benchmark, measure
from bench.surroundings import Surroundings, surroundings

HERE = Path(__file__).parent
# The tests measure pages in one process. This one asks those of the smaller worlds as well, on copies of PostgreSQL.
WITH_PARTS = {"directory_search_10000_cpu_ms_pg"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", default="", help="the name of one benchmark")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    parser.add_argument("--small", action="store_true", help="each once with a hundredth of its rows, no figures")
    parser.add_argument("--apart", action="store_true", help="only those that need processes of their own")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="only those on this database")
    parser.add_argument("--docs", action="store_true", help=f"write {DOCUMENT.name} from the results and stop")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    parser.add_argument("--build", default="", help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    load()
    if options.child or options.build:
        return _work(options.child, options.build, options.count)
    if options.docs:
        write_document()
        return 0
    if options.list:
        print(*(row.name for one in REGISTRY.values() for row in one.rows), sep="\n")
        return 0
    chosen = [
        one
        for one in REGISTRY.values()
        if (not options.only or options.only in {row.name for row in one.rows})
        and options.database in (None, one.database)
        and (needs_processes(one) or not options.apart)
    ]
    if not chosen:
        names = ", ".join(row.name for one in REGISTRY.values() for row in one.rows)
        print(f"No benchmark is called {options.only}. There are: {names}.", file=sys.stderr)
        return 2
    if options.small:
        os.environ |= {"BENCH_SHARE": "0.01", "BENCH_ONCE": "1"}
    return _run(chosen, writes=not options.small)


def load() -> None:
    """Import every module beside this one; each registers its benchmarks. They import Django only when they run."""
    for module in pkgutil.iter_modules([str(HERE)]):
        if module.name not in {"__main__", "bare", "pages"} and not module.ispkg:
            importlib.import_module(f"{bench.__name__}.{module.name}")


def needs_processes(one: Benchmark) -> bool:
    """Whether a test cannot run it whole, so that `.ci/run` does."""
    return one.is_served or one.name in WITH_PARTS


def _run(chosen: list[Benchmark], *, writes: bool) -> int:
    failed, start = [], time.perf_counter()
    with surroundings() as made:
        for number, one in enumerate(chosen, 1):
            print(f"[{number}/{len(chosen)}] {one.name} ({one.database}) …", flush=True)
            began = time.perf_counter()
            rows = _measure_apart(one, made)
            if rows is None:
                failed.append(one.name)
            for row in rows or ():
                if writes:
                    merge(row)
                print(f"  {row['name']}: {row['value']} {row['unit']}, ratio {row['ratio']}", flush=True)
            print(f"  {time.perf_counter() - began:.1f} s", flush=True)
    if writes:
        write_document()
    print(f"{len(chosen)} in {time.perf_counter() - start:.0f} s", flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _measure_apart(one: Benchmark, made: Surroundings) -> list[dict[str, object]] | None:
    """Return the rows that a process of its own measured, or None where it failed."""
    with ExitStack() as stack:
        env = stack.enter_context(made.copy(one.database, one.world))
        parts = {part: stack.enter_context(made.copy(one.database, one.world, part)) for part in one.divisors}
        names = ("VAR_DIR", "DATABASE_URL")
        env["BENCH_PARTS"] = json.dumps({part: {name: there[name] for name in names} for part, there in parts.items()})
        order = [sys.executable, "-m", "bench", "--child", one.name]
        done = subprocess.run(order, env=env, stdout=subprocess.PIPE, text=True, check=False)
    return None if done.returncode else json.loads(done.stdout.splitlines()[-1])


def _work(child: str, world: str, count: int) -> int:
    """Measure, or build a world, in a process of its own."""
    import django

    django.setup()
    if world:
        WORLDS[world].build(count)
    else:
        print(json.dumps(measure(REGISTRY[child])))
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
