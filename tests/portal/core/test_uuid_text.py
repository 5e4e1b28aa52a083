"""A UUID is the same text on every database."""

import pytest

from compliance.suppliers.models import Supplier
from portal.core.uuid_text import UuidText
from tests.factories.suppliers import SupplierFactory


@pytest.mark.django_db
def test_it_is_the_text_that_python_writes():
    uuids = {str(SupplierFactory().uuid) for _ in range(3)}
    assert set(Supplier.objects.values_list(UuidText("uuid"), flat=True)) == uuids


@pytest.mark.django_db
def test_nothing_stays_nothing():
    assert [*Supplier.objects.none().values_list(UuidText("uuid"), flat=True)] == []
