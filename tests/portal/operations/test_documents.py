"""What the documents say is so: variables, commands, files and links."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = ROOT / "portal" / "settings"
READERS = {"env", "env_bool", "env_int", "env_list", "by_face", "os.environ.get", "os.environ.setdefault"}
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def variables_read() -> set[str]:
    """The names in env("…"), env_bool("…"), env_list("…"), os.environ and those of secrets, which add _FILE."""
    names = set()
    for file in SETTINGS.glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                reader = ast.unparse(call.func)
                if reader in {
                    "env",
                    "env_bool",
                    "env_int",
                    "env_list",
                    "by_face",
                    "os.environ.get",
                    "os.environ.setdefault",
                }:
                    names.add(call.args[0].value)
                elif reader in {"secret_file", "optional_secret", "required_secret"}:
                    names.add(call.args[0].value + "_FILE")
    return names


def test_each_variable_that_the_settings_read_has_a_row_and_no_row_is_of_another():
    page = (ROOT / "docs" / "settings.md").read_text()
    rows = set(re.findall(r"^\| `([A-Z0-9_]+)`", page, re.M))
    assert rows == variables_read() - {"TEST_DATABASE_NAME"}
    assert "TEST_DATABASE_NAME" in page


def test_the_environment_is_read_in_the_settings_only():
    """Apart from the set-up, which runs before there are settings, and a library's own variable in pdf.py."""
    exempt = (
        "portal/settings/",
        "portal/operations/setup/",
        "portal/operations/temporary_postgres.py",
        "portal/core/sandbox.py",
        "portal/core/pdf.py",
    )
    files = [file for package in ("portal", "compliance", "learning") for file in (ROOT / package).rglob("*.py")]
    names = {
        str(file.relative_to(ROOT))
        for file in files
        if re.search(r"os\.(environ\b(?!\.setdefault)|getenv)", file.read_text())
    }
    assert [name for name in names if not name.startswith(exempt)] == []


def test_make_help_lists_every_target_that_people_call():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"^  make ([a-z-]+)", listed, re.M)) == targets - {"setup-tests"}
    for named in (
        "setup",
        "run",
        "seed",
        "test",
        "test-access",
        "journeys",
        "lint",
        "format",
        "check",
        "bench",
        "soak",
    ):
        assert named in targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_named_files_exist(page):
    text = page.read_text()
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
    missing = [link for link in links if not (page.parent / link).exists()]
    named = re.findall(r"`((?:portal|compliance|learning|tests|docs|bench|frontend|\.ci)/[^`<>*…]+)`", text)
    missing += [name for name in named if not (ROOT / name).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_in_the_documents_exist(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"\bmake ([a-z-]+)(?=[`\s)])", _code(page.read_text()))) <= targets


def test_decision_records_fill_a_page_at_most():
    for record in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(record.read_text().splitlines()) <= 60, record


def _code(text: str) -> str:
    """Return what is set as code: between backticks, and lines that begin with make. Diagrams are no code."""
    without_diagrams = re.sub(r"^```mermaid\n.*?^```$", "", text, flags=re.M | re.S)
    return "\n".join(re.findall(r"`[^`]+`|^make .*$", without_diagrams, re.M))
