"""What is bought from a supplier, and through whom."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from compliance.suppliers.models import Supplier, SupplyRelation
from compliance.suppliers.rules.references import products_key
from compliance.suppliers.services.history import rescore_and_record
from portal.accounts.models import User


class Twice(Exception):
    """The same products are bought the same way already. sentence: for the person."""

    def __init__(self) -> None:
        self.sentence = _("You wrote these products down already, bought the same way. Change that entry instead.")
        super().__init__(self.sentence)


def relation_of(supplier: Supplier, *, products: list[str], **fields: Any) -> SupplyRelation:
    """A new relation, not saved."""
    return SupplyRelation(supplier=supplier, products=products, products_key=products_key(products), **fields)


@transaction.atomic
def add(*, supplier: Supplier, actor: User, fields: dict[str, Any]) -> SupplyRelation:
    """Raises Twice."""
    relation = relation_of(supplier, **fields)
    _save(relation)
    _record(actor, "suppliers.supply.added", relation)
    return relation


@transaction.atomic
def change(*, relation: SupplyRelation, actor: User, fields: dict[str, Any]) -> None:
    """Raises Twice."""
    now = SupplyRelation.objects.select_for_update(of=("self",)).select_related("supplier__organisation")
    kept = now.get(pk=relation.pk)
    if all(getattr(kept, name) == value for name, value in fields.items()):
        return
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.products_key = products_key(kept.products)
    _save(kept)
    _record(actor, "suppliers.supply.changed", kept)


def _save(relation: SupplyRelation) -> None:
    try:
        with transaction.atomic():
            relation.save()
    except IntegrityError as error:
        raise Twice from error


def _record(actor: User, action: str, relation: SupplyRelation) -> None:
    what = ", ".join(relation.products) or str(relation.get_tier_display())
    rescore_and_record(actor, action, relation.supplier, {"what": what[:500]})
