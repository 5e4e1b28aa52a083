"""What chance fails is told and does not fail the run; what fails twice does. Every run hands out tests alike."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = """
from pathlib import Path

import pytest

TOLD = Path(__file__).parent / "told"


def first_time(name):
    path = TOLD / name
    path.parent.mkdir(exist_ok=True)
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


@pytest.fixture
def brought():
    assert not first_time("brought"), "nobody brought it"


@pytest.mark.parametrize("number", range(45))
def test_holds(number):
    pass
"""
CHANCE = """
def test_by_chance():
    assert not first_time("chance"), "the moon was full"


def test_by_chance_before_it_began(brought):
    pass
"""
WRONG = """
def test_wrong():
    assert 1 == 2
"""
CRASH = """
def test_crashes_once():
    if first_time("crash"):
        import os
        os._exit(9)
"""


ALONE, SHARED = ("-n", "0"), ("-n", "2", "--dist", "each")


@pytest.fixture
def look(tmp_path):
    def run(*parts: str, options: tuple[str, ...] = ALONE) -> subprocess.CompletedProcess[str]:
        (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --randomly-seed=54\n")
        (tmp_path / "test_trial.py").write_text("\n".join([TESTS, *parts]))
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_"))}
        env |= {"TMPDIR": str(tmp_path), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        plugins = [word for name in ("xdist", "pytest_randomly", "tests.support.shares") for word in ("-p", name)]
        command = [sys.executable, "-m", "tests.support.second_look", "-c", tmp_path / "pytest.ini", *plugins]
        return subprocess.run(
            [*command, *options, tmp_path], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )

    return run


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.strip().splitlines()[-1]


def test_what_fails_by_chance_is_told_with_its_failure_and_the_run_passes(look, tmp_path):
    done = look(CHANCE)
    assert done.returncode == 0, done.stdout
    assert last_line(done) == "47 passed, 0 failed, 2 flaky, 0 skipped"
    assert re.findall(r"^FLAKY .*::(\w+)$", done.stdout, re.M) == ["test_by_chance", "test_by_chance_before_it_began"]
    told = done.stdout.partition("FLAKY")[2]
    assert "the moon was full" in told and "nobody brought it" in told
    assert not list(tmp_path.glob("t-*")), "the run takes its folder along"


def test_what_fails_again_fails_the_run(look):
    done = look(CHANCE, WRONG)
    assert done.returncode == 1
    assert last_line(done) == "47 passed, 1 failed, 2 flaky, 0 skipped"
    assert "FLAKY" in done.stdout and "::test_wrong\n" not in done.stdout.partition("FLAKY")[2]


@pytest.mark.parametrize("options", [ALONE, SHARED, (*ALONE, "--exitfirst")])
def test_a_run_that_did_not_come_to_its_end_gets_no_second_look(look, options):
    """Else what was never run would pass."""
    done = look(WRONG if "--exitfirst" in options else "def test_half(:", options=options)
    assert done.returncode != 0
    assert "second look" not in done.stdout


def test_of_a_run_with_many_failures_nothing_is_tried_again(look):
    many = "\n".join(f"def test_{number}():\n    assert not first_time('{number}')\n" for number in range(16))
    done = look(many)
    assert done.returncode == 1
    assert "second look" not in done.stdout


def test_whoever_replaces_a_worker_that_crashed_runs_its_tests(look):
    done = look(CRASH, options=SHARED)
    assert done.returncode == 0, done.stdout
    assert last_line(done) == "46 passed, 0 failed, 1 flaky, 0 skipped"


def test_every_run_hands_each_worker_the_same_tests(look):
    def handed() -> list[str]:
        done = look(options=(*SHARED, "-v"))
        assert last_line(done) == "45 passed, 0 failed, 0 flaky, 0 skipped"
        return sorted(re.findall(r"^\[(gw\d)\].* PASSED (\S+)", done.stdout, re.M))

    first = handed()
    assert {worker for worker, _test in first} == {"gw0", "gw1"} and len(first) == 45
    assert first == handed()
