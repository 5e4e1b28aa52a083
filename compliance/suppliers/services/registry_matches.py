"""Names of the statement registry that may be suppliers', found by a worker for a person to confirm or refuse.

See docs/requirements/suppliers.md#statement-matches.
"""

from itertools import batched

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from compliance.organisations.models import Organisation
from compliance.suppliers import statement_status
from compliance.suppliers.models import Supplier
from compliance.suppliers.rules.registry_names import RegistryNames, list_names

BATCH_SIZE = 500
# Between the parts of searched_as: in no name, for names are cleaned.
_SEPARATOR = "|"


def search_names(organisation: Organisation) -> int:
    """Save the likest registered name of each supplier that is not listed under its own. Return how many were searched.

    What was searched with the same names in the same edition of the registry is not searched again.
    """
    edition = statement_status.get_registry_edition()
    suppliers = _get_unsearched(organisation, edition)
    if not edition or not suppliers.exists():
        return 0
    registry = RegistryNames(statement_status.list_registry_names())
    fields = ("pk", "name", "trading_name", "likeness", "registry_refused_keys")
    searched = 0
    for batch in batched(list(suppliers.order_by("pk").only(*fields)), BATCH_SIZE, strict=False):
        for supplier in batch:
            _search(supplier, registry, edition)
        with transaction.atomic():
            Supplier.objects.bulk_update(batch, ["registry_like_key", "registry_searched_as"])
        searched += len(batch)
    return searched


def _get_unsearched(organisation: Organisation, edition: str) -> QuerySet[Supplier]:
    own = Supplier.objects.for_organisation(organisation).filter(registry_key="")
    names = Concat(Value(edition + _SEPARATOR), "likeness", Value(_SEPARATOR), "trading_name")
    return own.annotate(searchable=names).exclude(registry_searched_as=F("searchable"))


def _search(supplier: Supplier, registry: RegistryNames, edition: str) -> None:
    names, refused = list_names(supplier.name, supplier.trading_name), supplier.list_refused_keys()
    found = registry.find(names, refused)
    # What is listed under its own name is found without being stored.
    supplier.registry_like_key = "" if found == supplier.likeness else found
    parts = (edition, supplier.likeness, supplier.trading_name)
    supplier.registry_searched_as = _SEPARATOR.join(parts)
