"""python -m portal.operations.setup run | setup | setup-tests | seed

`make` calls it; see the Makefile.
"""

import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor

from portal.operations.setup import database, packages, serve, system
from portal.operations.setup.fingerprints import ROOT
from portal.operations.setup.keys import make_secrets


def set_up(pool: ThreadPoolExecutor, *, tests: bool = False) -> Future[None]:
    """Make all that a run or the tests need, and return the front end, which is still being built.

    What can happen at the same time does.
    """
    system.install(system.BASE_REQUIREMENTS)
    (ROOT / "var").mkdir(exist_ok=True)
    make_secrets(database.VAR / "secrets")
    libraries = pool.submit(system.install, system.RUN_REQUIREMENTS | (system.TEST_REQUIREMENTS if tests else {}))
    packages.install_python_packages(tests=tests)
    pages = pool.submit(packages.build_front_end)
    packages.compile_languages()
    libraries.result()
    return pages


def run(command: str, port: str) -> int:
    """Set up; for `run` and `seed` make the demo too. Return the exit status."""
    if command in {"run", "seed"} and (refusal := database.why_no_demo()):
        print(refusal, file=sys.stderr)
        return 1
    with ThreadPoolExecutor() as pool:
        front_end = set_up(pool, tests=command == "setup-tests")
        if command not in {"run", "seed"}:
            front_end.result()
            if command == "setup":
                packages.compile_python()
            return 0
        environment = serve.build_environment(port)
        content = pool.submit(database.make_pages, environment)
        front_end.result()
        if command == "run":
            return serve.serve(port, wait_for_pages=content.result, make_demo=lambda: database.make_demo(environment))
        content.result()
        database.make_demo(environment)
        print(database.ACCOUNTS.read_text())
        return 0


def main(command: str) -> int:
    try:
        return run(command, os.environ.get("PORT", "8000"))
    except system.Missing as missing:
        print(missing, file=sys.stderr)
    except subprocess.CalledProcessError as failed:
        print(f"This step failed: {' '.join(map(str, failed.cmd))}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
