"""Record what is bought from a supplier, and through whom."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from compliance.suppliers.models import Supplier, SupplyRelation
from compliance.suppliers.rules.references import hash_products
from compliance.suppliers.services.records import FieldValues, build_relation, rescore_and_record
from portal.accounts.models import User


class DuplicateSupply(Exception):
    """The same products are bought the same way already. sentence: for the person."""

    def __init__(self) -> None:
        self.sentence = _("You have already recorded these products, bought the same way. Change that entry instead.")
        super().__init__(self.sentence)


@transaction.atomic
def add_supply(*, supplier: Supplier, actor: User, fields: FieldValues) -> SupplyRelation:
    """Record something that is bought from the supplier. Raises DuplicateSupply."""
    relation = build_relation(supplier, **fields)
    _save(relation)
    _record(actor, "suppliers.supply.added", relation)
    return relation


@transaction.atomic
def update_supply(*, relation: SupplyRelation, actor: User, fields: FieldValues) -> None:
    """Change the fields that differ. Raises DuplicateSupply."""
    locked = SupplyRelation.objects.select_for_update(of=("self",)).select_related("supplier__organisation")
    current = locked.get(pk=relation.pk)
    if all(getattr(current, name) == value for name, value in fields.items()):
        return
    for name, value in fields.items():
        setattr(current, name, value)
    current.products_key = hash_products(current.products)
    _save(current)
    _record(actor, "suppliers.supply.changed", current)


def _save(relation: SupplyRelation) -> None:
    try:
        with transaction.atomic():
            relation.save()
    except IntegrityError as error:
        raise DuplicateSupply from error


def _record(actor: User, action: str, relation: SupplyRelation) -> None:
    what = ", ".join(relation.products) or str(relation.get_tier_display())
    rescore_and_record(actor, action, relation.supplier, {"what": what[:500]})
