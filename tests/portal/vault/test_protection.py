"""The inventory: every column that we keep has its level of protection, and P4 stands nowhere but in the vault's.

portal/protection.csv, compliance/protection.csv, learning/protection.csv: model, field, level.
P1 public, P2 internal, P3 confidential, P4 life-critical: sealed, and in no admin, search, API or fixture.
"""

import ast
import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from wagtail.search.index import get_indexed_models
from wagtail.snippets.models import get_snippet_models

from portal.vault.fields import SealedField
from tests.test_architecture import PACKAGES, ROOT, files, name, sources

LEVELS = {"P1", "P2", "P3", "P4"}


@cache
def inventory(package: str) -> tuple[tuple[str, str, str], ...]:
    with (ROOT / package / "protection.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["model", "field", "level"]
    return tuple((model, field, level) for model, field, level in rows)


def own_models(package: str) -> list[type[models.Model]]:
    """Many-to-many tables among them."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name.startswith(f"{package}.")
    ]


def life_critical() -> list[type[models.Model]]:
    labels = {model for package in PACKAGES for model, _field, level in inventory(package) if level == "P4"}
    return [apps.get_model(label) for label in sorted(labels)]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_field_has_a_level_and_no_level_is_of_another_field(package):
    said = Counter((model, field) for model, field, _level in inventory(package))
    there = {(model._meta.label, field.name) for model in own_models(package) for field in model._meta.local_fields}
    lacking, unknown = there - set(said), set(said) - there
    assert not lacking, f"{package}/protection.csv wants a line for each of these: {sorted(lacking)}"
    assert not unknown, f"{package}/protection.csv names what is not there: {sorted(unknown)}"
    assert not [key for key, count in said.items() if count > 1]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_level_is_one_of_four(package):
    assert {level for _model, _field, level in inventory(package)} <= LEVELS


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_life_critical_is_sealed_and_nothing_else_is(package):
    said = {(model, field) for model, field, level in inventory(package) if level == "P4"}
    sealed = {
        (model._meta.label, field.name)
        for model in own_models(package)
        for field in model._meta.local_fields
        if isinstance(field, SealedField)
    }
    assert said == sealed


def test_the_vaults_own_keys_are_life_critical():
    assert {model._meta.label for model in life_critical()} >= {
        "vault.DataKey", "vault.HandlerKey", "vault.TeamWrap", "vault.Unlock",
    }  # fmt: skip


def test_no_admin_shows_what_is_life_critical():
    """Django's own admin is not installed at all; Wagtail shows snippets and pages."""
    assert not apps.is_installed("django.contrib.admin")
    shown = {*get_snippet_models(), *(model for model in apps.get_models() if _is_page(model))}
    assert not shown & set(life_critical())


def test_no_search_index_holds_what_is_life_critical():
    assert not set(get_indexed_models()) & set(life_critical())


ANSWERS_PROGRAMS = ("ninja", "rest_framework", "wagtail", "modelsearch")


def test_what_answers_programs_or_editors_imports_nothing_of_an_app_that_keeps_what_is_life_critical():
    keepers = tuple(sorted({model._meta.app_config.name for model in life_critical()}))
    found = [
        name(path)
        for path in sources()
        if _starts(imported := _imports(path), ANSWERS_PROGRAMS)
        and (_starts(imported, keepers) or _within(path, keepers))
    ]
    assert not found


def test_no_fixture_holds_what_is_life_critical():
    labels = [model._meta.label_lower for model in life_critical()]
    found = [
        f"{name(path)}: {label}"
        for path in files(".json", ".yaml", ".yml", ".xml", ".jsonl")
        for label in labels
        if label in path.read_text(errors="replace").lower()
    ]
    assert not found


def _is_page(model: type[models.Model]) -> bool:
    return any(parent._meta.label == "wagtailcore.Page" for parent in model._meta.get_parent_list())


def _imports(path: Path) -> set[str]:
    """Modules, and module.name for each name that is taken from one."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _starts(imported: set[str], packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for module in imported for package in packages)


def _within(path: Path, packages: tuple[str, ...]) -> bool:
    return name(path).replace("/", ".").startswith(tuple(f"{package}." for package in packages))
