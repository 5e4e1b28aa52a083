"""What is bought is recorded once for the same products, bought the same way."""

import pytest

from compliance.suppliers.models import SupplyRelation
from compliance.suppliers.services import supplies
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db


def test_the_same_products_are_recorded_once_whatever_their_order():
    supplier, actor = SupplierFactory(), UserFactory()
    supplies.add_supply(supplier=supplier, actor=actor, fields={"products": ["Yarn", "Silk"], "tier": 1})
    with pytest.raises(supplies.DuplicateSupply):
        supplies.add_supply(supplier=supplier, actor=actor, fields={"products": ["silk", "yarn"], "tier": 2})
    assert SupplyRelation.objects.get().tier == 1


def test_a_change_moves_the_key_of_the_products_and_no_change_leaves_no_line():
    supplier, actor = SupplierFactory(), UserFactory()
    relation = supplies.add_supply(supplier=supplier, actor=actor, fields={"products": ["Yarn"], "tier": 1})
    supplies.update_supply(relation=relation, actor=actor, fields={"tier": 1})
    assert not Entry.objects.filter(action="suppliers.supply.changed").exists()
    supplies.update_supply(relation=relation, actor=actor, fields={"products": ["Silk"]})
    supplies.add_supply(supplier=supplier, actor=actor, fields={"products": ["Yarn"], "tier": 1})
    assert Entry.objects.get(action="suppliers.supply.changed").detail["what"] == "Silk"
    assert SupplyRelation.objects.count() == 2
