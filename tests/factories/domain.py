"""The domain vocabulary that our data files, forms and published files are held against.

It lies beside the checkout and is not part of it: a plain clone cannot run these tests, and says so.
"""

import json
from functools import cache
from pathlib import Path

import pytest

from compliance.statements import vocabulary

DOMAIN = Path(__file__).resolve().parents[2].parent / "shared" / "domain" / "section54_vocabulary.json"

needs_domain = pytest.mark.skipif(not DOMAIN.exists(), reason="the domain vocabulary is not beside this checkout")


@cache
def domain():
    return json.loads(DOMAIN.read_text(encoding="utf-8"))


def domain_fields():
    """Nothing where the vocabulary is not beside this checkout; the tests then skip."""
    return [*domain()["registry_fields"], *domain()["portal_fields"]] if DOMAIN.exists() else []


def list_of(question):
    """The list whose items have this question."""
    return next(one.code for one in vocabulary.fields() if one.item == question.prefix)
