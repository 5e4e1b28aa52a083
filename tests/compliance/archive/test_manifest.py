"""What an archive takes, and that nobody forgets a new table or column."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from compliance.archive.manifest import (
    FIELDS_LEFT_OUT,
    FILE,
    KNOWN_BY,
    LEFT_OUT,
    TAKEN,
    USER,
    fields_of,
    taken,
    tenants,
)
from compliance.archive.natural_keys import targets

DOCS = Path(__file__).parents[3] / "docs" / "archive.md"


def test_every_row_of_an_organisation_is_taken_or_left_out_for_a_reason():
    known = set(TAKEN) | set(LEFT_OUT)
    assert set(tenants()) - known == set(), "Say in compliance/archive/manifest.py whether an archive takes these."
    assert known - set(tenants()) == set()
    assert not set(TAKEN) & set(LEFT_OUT)
    assert all(len(reason) > 10 for reason in (*LEFT_OUT.values(), *FIELDS_LEFT_OUT.values()))


def test_the_walk_finds_children_tables_between_and_fenced_rows():
    """Else a new table of a kind that the walk does not see would be forgotten in silence."""
    ways = tenants()
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
        for label in tenants()
        if label.startswith(("casework.", "concerns.", "data_protection.", "referrals.", "vault."))
    }


def test_what_is_pointed_at_comes_first():
    seen: set[str] = {USER, FILE, *KNOWN_BY}
    for model in taken():
        assert set(targets(model)) - seen - {model._meta.label} == set(), model._meta.label
        seen.add(model._meta.label)


def test_no_secret_is_taken():
    secrets = re.compile("token_hash|password|_sealed|session|secret")
    found = {f"{model._meta.label}.{field.name}" for model in taken() for field in fields_of(model)}
    assert not {name for name in found if secrets.search(name)}


@pytest.mark.parametrize("label", [*TAKEN, *LEFT_OUT])
def test_the_page_about_the_format_names_every_kind(label):
    assert label in DOCS.read_text()
