"""The slug of an organisation: its own, never reused, no address of the portal."""

from datetime import UTC, datetime

import pytest

from compliance.organisations.choices import LegalForm
from compliance.organisations.services import (
    organisations,
)
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def create(name="Harbour Foods Limited", **fields):
    return organisations.create(actor=UserFactory(), at=NOW, name=name, legal_form=LegalForm.COMPANY, **fields)


def test_slugs_are_never_given_twice_and_stay_when_the_name_changes():
    first, second = create(), create()
    assert (first.slug, second.slug) == ("harbour-foods-limited", "harbour-foods-limited-2")
    organisations.change(organisation=first, actor=first.created_by, at=NOW, name="Other")
    first.refresh_from_db()
    assert (first.name, first.slug, first.likeness) == ("Other", "harbour-foods-limited", "other")


@pytest.mark.parametrize("name", ["Verify", "New", "日本", "2026"])
def test_a_name_that_is_an_address_of_ours_or_has_no_letters_gets_another_slug(name):
    assert create(name).slug not in {"verify", "new", "2026", ""}
