"""A test that commits leaves the database as migrations made it."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Page

from portal.history.models import Entry
from portal.history.services import record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", [1, 2])
def test_what_the_last_test_committed_is_gone_and_what_migrations_made_is_here(turn):
    assert not get_user_model().objects.exists()
    assert not Entry.objects.exists()
    assert Page.objects.filter(depth=1).exists()
    get_user_model().objects.create_user("someone@example.org", "a long enough password")
    record("system", "tests.commit.made")
