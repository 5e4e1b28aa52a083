"""References: one that comes up twice is drawn again, and nobody's words are lost by it."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from compliance.casework import reference_numbers
from compliance.casework.models import Contact
from compliance.casework.reference_numbers import make_unused_reference
from tests.factories import cases

pytestmark = pytest.mark.django_db


def test_a_reference_that_a_row_has_is_drawn_again(vault):
    taken = cases.contact(at=timezone.now()).reference
    drawn = iter([taken, taken, "C-333333"])
    assert make_unused_reference(lambda: next(drawn), Contact) == "C-333333"


def test_no_service_draws_one_without_looking():
    """A reference that is taken would end the saving of what somebody told us."""
    services = Path(reference_numbers.__file__).parent / "services"
    bare = re.compile(r"references\.\w+_reference\(\)")
    assert not [path.name for path in services.rglob("*.py") if bare.search(path.read_text())]
