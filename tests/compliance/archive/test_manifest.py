"""What an archive takes, and that nobody forgets a new table or column."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from compliance.archive.manifest import (
    EXCLUDED_FIELDS,
    EXCLUDED_MODELS,
    EXPORTED_MODELS,
    FILE,
    NATURAL_KEY_FIELDS,
    USER,
    get_exported_fields,
    get_exported_models,
    get_tenant_paths,
)
from compliance.archive.natural_keys import get_target_labels

DOCS = Path(__file__).parents[3] / "docs" / "archive.md"


def test_every_row_of_an_organisation_is_taken_or_left_out_for_a_reason():
    known = set(EXPORTED_MODELS) | set(EXCLUDED_MODELS)
    assert set(get_tenant_paths()) - known == set(), (
        "Say in compliance/archive/manifest.py whether an archive takes these."
    )
    assert known - set(get_tenant_paths()) == set()
    assert not set(EXPORTED_MODELS) & set(EXCLUDED_MODELS)
    assert all(len(reason) > 10 for reason in (*EXCLUDED_MODELS.values(), *EXCLUDED_FIELDS.values()))


def test_the_walk_finds_children_tables_between_and_fenced_rows():
    """Else a new table of a kind that the walk does not see would be forgotten in silence."""
    ways = get_tenant_paths()
    assert ways["statements.Facet"] == "publication__organisation"
    assert ways["statements.Comment_mentioned"] == "comment__version__statement__organisation"
    assert ways["suppliers.Site_labour_providers"].endswith("organisation")
    fenced = {
        model._meta.label for model in apps.get_models() if getattr(model, "organisation_path", None)
        or any(field.name == "organisation" and field.is_relation for field in model._meta.concrete_fields)
    }  # fmt: skip
    assert fenced - set(ways) == set()


def test_no_row_of_the_helpline_is_an_organisations():
    assert not {
        label
        for label in get_tenant_paths()
        if label.startswith(("casework.", "concerns.", "data_protection.", "referrals.", "vault."))
    }


def test_what_is_pointed_at_comes_first():
    seen: set[str] = {USER, FILE, *NATURAL_KEY_FIELDS}
    for model in get_exported_models():
        assert set(get_target_labels(model)) - seen - {model._meta.label} == set(), model._meta.label
        seen.add(model._meta.label)


def test_no_secret_is_taken():
    secrets = re.compile("token_hash|password|_sealed|session|secret")
    found = {
        f"{model._meta.label}.{field.name}" for model in get_exported_models() for field in get_exported_fields(model)
    }
    assert not {name for name in found if secrets.search(name)}


@pytest.mark.parametrize("label", [*EXPORTED_MODELS, *EXCLUDED_MODELS])
def test_the_page_about_the_format_names_every_kind(label):
    assert label in DOCS.read_text()
