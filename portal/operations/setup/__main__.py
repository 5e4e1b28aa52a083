"""python -m portal.operations.setup run | setup | setup-tests | seed

`make` calls it; see the Makefile.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from portal.operations.setup import database, packages, serve, system
from portal.operations.setup.fingerprints import ROOT
from portal.operations.setup.keys import make_secrets


def set_up(*, tests: bool = False, with_database: bool = False) -> None:
    """Make all that a run or the tests need. What can happen at the same time does."""
    system.install(system.BASE_REQUIREMENTS)
    (ROOT / "var").mkdir(exist_ok=True)
    make_secrets(database.VAR / "secrets")
    with ThreadPoolExecutor() as pool:
        libraries = pool.submit(system.install, system.RUN_REQUIREMENTS | (system.TEST_REQUIREMENTS if tests else {}))
        packages.install_python_packages(tests=tests)
        pages = pool.submit(packages.build_front_end)
        packages.compile_languages()
        if with_database:
            database.migrations()
        for waited in (libraries, pages):
            waited.result()


def main(command: str) -> int:
    port = os.environ.get("PORT", "8000")
    try:
        set_up(tests=command == "setup-tests", with_database=command in {"run", "seed"})
        if command in {"run", "seed"}:
            database.demo_content(serve.build_environment(port))
        if command == "seed":
            print(database.ACCOUNTS.read_text())
        return serve.serve(port) if command == "run" else 0
    except system.Missing as missing:
        print(missing, file=sys.stderr)
    except subprocess.CalledProcessError as failed:
        print(f"This step failed: {' '.join(map(str, failed.cmd))}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
