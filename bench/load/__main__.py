"""python -m bench.load [--short] [--tenfold]: measure, print, and write docs/operations/load.md and its plot.

--short: seconds in the place of minutes, and nothing is written: to see that it works. --tenfold: ten times today's
data, in figures of their own. --tenth: a tenth of the times. --docs: write the page from the figures of the last runs
and stop. `--help` says how long each takes. What the processes log is in var/load-*.log.
"""

import argparse
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import document
from bench.load.figures import PLANS, SHORT, shorten
from bench.load.progress import Progress
from portal.operations.setup.fingerprints import ROOT
from portal.operations.setup.keys import make_secrets
from portal.operations.temporary_postgres import get_postgres

SETTINGS = "tests.reliability.overload_settings"


def describe_seconds(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@contextmanager
def logging_to(log: Path, folder: Path) -> Iterator[None]:
    """Write what this process logs into a file, and at the end what the others did into theirs in the folder."""
    root = logging.getLogger()
    on_screen, handler = root.handlers, logging.FileHandler(log, mode="w")
    handler.setFormatter(on_screen[0].formatter)
    root.handlers = [handler]
    try:
        yield
    finally:
        root.handlers = on_screen
        handler.close()
        with log.open("ab") as out:
            for path in (folder / "log", *sorted(folder.glob("worker-*"))):
                if path.exists():
                    out.write(path.read_bytes())


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.load")
    full = PLANS["today"]
    parser.epilog = f"Measuring takes {describe_seconds(full.seconds)}, after the rows are made."
    short, tenth = (describe_seconds(plan.seconds) for plan in (SHORT, shorten(full)))
    parser.add_argument("--short", action="store_true", help=f"{short} of measuring; nothing is written")
    parser.add_argument("--tenfold", action="store_true", help="with ten times today's data")
    parser.add_argument("--tenth", action="store_true", help=f"a tenth of the times, {tenth}; written")
    parser.add_argument("--database", default="", help="an empty database to use, in the place of a cluster of our own")
    parser.add_argument("--docs", action="store_true", help="write the page from the last figures and stop")
    options = parser.parse_args()
    if options.docs:
        document.write()
        return 0
    plan = SHORT if options.short else PLANS["tenfold" if options.tenfold else "today"]
    plan = shorten(plan) if options.tenth else plan
    with get_postgres(options.database) as url, tempfile.TemporaryDirectory(prefix="portal-load-") as name:
        folder = Path(name)
        make_secrets(folder / "secrets")
        os.environ |= {"DJANGO_SETTINGS_MODULE": SETTINGS, "VAR_DIR": name, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
        os.environ |= {"SECOND_FACTOR_DEMANDED": "no", "DATABASE_POOL": "0"}
        import django

        django.setup()
        from bench.load.run import run

        log = ROOT / "var" / f"load-{plan.name}.log"
        progress = Progress()
        with logging_to(log, folder):
            progress.tell(f"Measuring takes {describe_seconds(plan.seconds)}, and the last answers of each stage")
            figures = run(plan, folder, progress)
    print(document.describe(figures))
    print(f"What the processes logged: {log}")
    if not options.short:
        document.save(plan.name, figures)
        document.write()
    return 1 if figures["failed"] or figures["spike"]["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
