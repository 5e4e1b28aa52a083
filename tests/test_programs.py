"""Every program that the portal or a test starts is brought by the set-up, or is part of every Debian."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.operations.setup import system
from tests.support import programs

ROOT = Path(__file__).parents[1]
BROUGHT = {name for names in system.TEST_PROGRAMS.values() for name in names} | set(system.TEST_SERVERS.values())
# Of a bare Debian, or asked for by the README.
GIVEN = {"apt-get", "dpkg-query", "env", "git", "make", "setpriv", "sh", "sleep", "sudo", "unshare"}
# With the reason why the set-up does not bring them.
EXCEPTED = {
    "initdb": "the temporary cluster installs PostgreSQL itself, where there is none",
    "pg_dump": "comes with that PostgreSQL",
    "pg_restore": "comes with that PostgreSQL",
    "soffice": "its two uses are optional and say so (CONTRIBUTING.md)",
}
# Functions of tests and portal that start the program they are given, or look for it; and what others start for us.
STARTING = {"which", "find_program", "run_tool", "_run", "_start"}
STARTED_BY_OTHERS = {"xgettext": "makemessages of Django"}


def started_programs(source: str) -> Iterator[str]:
    """Yield the names of programs in calls that start or look for one, also by way of a variable of the module."""
    nodes = list(ast.walk(ast.parse(source)))
    calls = [node for node in nodes if isinstance(node, ast.Call) and node.args and _starts(node)]
    variables = {argument.id for call in calls if isinstance(argument := call.args[0], ast.Name)}
    values = [call.args[0] for call in calls]
    for node in nodes:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id in variables for to in node.targets):
            values.append(node.value)
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and node.target.id in variables:
            values += getattr(node.iter, "elts", [])
    for value in values:
        first = value.elts[0] if isinstance(value, ast.List) and value.elts else value
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and not first.value.endswith(".py"):
            yield Path(first.value).name


def _starts(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute):
        return getattr(call.func.value, "id", "") == "subprocess" or call.func.attr in STARTING
    return getattr(call.func, "id", "") in STARTING


def modules() -> Iterator[Path]:
    for top in ("portal", "compliance", "learning", "tests", "bench"):
        for path in (ROOT / top).rglob("*.py"):
            if any(word in path.read_text() for word in ("subprocess", *STARTING)):
                yield path


def test_the_reader_finds_programs_in_lists_in_variables_and_in_loops():
    source = """
subprocess.run(["qpdf", "--check", path])
command = ["openssl", "req"]
subprocess.Popen(command)
for check in (["caddy", "validate"], ["nginx", "-t"]):
    subprocess.run(check)
shutil.which("age")
"""
    assert set(started_programs(source)) == {"qpdf", "openssl", "caddy", "nginx", "age"}


def test_every_program_that_is_started_is_brought_by_the_set_up():
    started = {name: path.relative_to(ROOT) for path in modules() for name in started_programs(path.read_text())}
    unknown = {name: path for name, path in started.items() if name not in BROUGHT | GIVEN | EXCEPTED.keys()}
    assert not unknown, "name their packages in portal/operations/setup/system.py"
    assert EXCEPTED.keys() <= started.keys()


def test_every_program_that_the_set_up_brings_is_started_somewhere():
    assert {
        name for path in modules() for name in started_programs(path.read_text())
    } >= BROUGHT - STARTED_BY_OTHERS.keys()


def test_a_program_that_is_missing_is_told_in_one_sentence_with_its_package(monkeypatch):
    monkeypatch.setattr(system.shutil, "which", lambda *_args, **_options: None)
    with pytest.raises(pytest.fail.Exception, match=r"^redis-server is missing: apt-get install redis-server$"):
        programs.find_program("redis-server")
    with pytest.raises(pytest.fail.Exception, match=r"^pdftotext is missing: apt-get install poppler-utils$"):
        programs.find_program("pdftotext")
