"""The domain vocabularies and tables that our data files, forms and published files are held against.

They lie beside the checkout and are no part of it: a plain clone cannot run these tests, and says so.
"""

import csv
import json
from functools import cache
from pathlib import Path

import pytest

from compliance.statements import vocabulary

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
DOMAIN = SHARED / "domain" / "section54_vocabulary.json"

needs_domain = pytest.mark.skipif(not DOMAIN.exists(), reason="the domain vocabulary is not beside this checkout")


@cache
def domain():
    return json.loads(DOMAIN.read_text(encoding="utf-8"))


# What the portal adds to the helpline's vocabulary, which has no code for it: that nobody asked, or nobody knows.
# See docs/requirements/helpline.md#who-told-us.
OUR_LISTS = frozenset({"for_self"})
OUR_CODES = frozenset({("contact_purpose", "unknown"), ("identity_mode", "not_asked"), ("consent_state", "unknown")})


@cache
def helpline_lists():
    """The lists of the helpline's vocabulary, by name."""
    return json.loads((SHARED / "domain" / "helpline_vocabulary.json").read_text(encoding="utf-8"))["lists"]


@cache
def shared_rows(name):
    """The rows of a table of facts, as dictionaries."""
    with (SHARED / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def shared_services():
    """The seed entries of the directory, by slug."""
    found = json.loads((SHARED / "data" / "services.json").read_text(encoding="utf-8"))
    return {one["slug"]: one for one in found["services"]}


@cache
def our_words():
    """What we say, for each code and sentence of the vocabulary that we say in plainer words."""
    with (Path(__file__).parent / "reworded.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {(row["code"], row["vocabulary"]): row["ours"] for row in rows}


def reworded(record, code):
    """A record of the vocabulary, with those sentences that we say in other words in ours."""
    return {
        key: our_words().get((record[code], value), value) if isinstance(value, str) else value
        for key, value in record.items()
    }


def domain_fields():
    """Nothing where the vocabulary is not beside this checkout; the tests then skip."""
    return [*domain()["registry_fields"], *domain()["portal_fields"]] if DOMAIN.exists() else []


def list_of(question):
    """The list whose items have this question."""
    return next(one.code for one in vocabulary.fields() if one.item == question.prefix)
