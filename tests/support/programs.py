"""The programs that tests start, each of which the set-up installs."""

from pathlib import Path

import pytest

from portal.operations.setup import system


def find_program(name: str) -> str:
    """Return where a program is. A check that cannot be made is a failure, which says how to get the program."""
    return system.find_program(name) or pytest.fail(f"{name} is missing: {_advice(name)}")


def needs_server(*names: str) -> pytest.MarkDecorator:
    """Skip where a server is missing on a machine with systemd: its package would start it for good, so set-up leaves
    it to the owner there. Elsewhere set-up brings it, and a test without it fails.
    """
    missing = [name for name in names if not system.find_program(name)]
    reason = "; ".join(f"{name} is missing: {_advice(name)}" for name in missing)
    return pytest.mark.skipif(bool(missing) and Path("/run/systemd/system").exists(), reason=reason)


def _advice(name: str) -> str:
    packages = [package for package, names in system.TEST_PROGRAMS.items() if name in names]
    packages += [package for package, server in system.TEST_SERVERS.items() if server == name]
    return f"apt-get install {' '.join(packages)}" if packages else "the set-up names no package of it"
