"""The first public number of each service that everybody may find, in one query."""

import pytest

from learning.directory.selectors.phones import get_public_phones
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.django_db


def test_each_public_service_gives_its_first_public_number(django_assert_num_queries):
    shown = ServiceFactory(slug="shown", phone="0300 000 0001")
    shown.phones.create(number="0300 000 0002", position=1)
    ServiceFactory(slug="draft", phone="0300 000 0003", is_draft=True)
    with django_assert_num_queries(1):
        assert get_public_phones() == {"shown": "0300 000 0001"}
