"""The suppliers that a person chose on the list: those that are ticked, or all that the filter finds."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from compliance.organisations.models import Membership
from compliance.suppliers import exports
from compliance.suppliers.models import Supplier
from compliance.suppliers.selectors import search

MAX_TICKED, MAX_OFFERED = 200, 50
# In the address of the next page: a supplier's public id, and whether all that the filter finds are meant.
TICKED, ALL = "supplier", "all"


def has_selection(query: QueryDict) -> bool:
    """Return whether the address names suppliers at all."""
    return TICKED in query or ALL in query


def get_selected_suppliers(membership: Membership, query: QueryDict) -> QuerySet[Supplier]:
    """Return the chosen suppliers, of the member's organisation alone."""
    if query.get(ALL):
        params = exports.get_filter(membership, query).params
        return search.search_suppliers(membership.organisation, params, today=timezone.localdate())
    uuids = list(_parse_uuids(query.getlist(TICKED)[:MAX_TICKED]))
    return Supplier.objects.for_organisation(membership.organisation).filter(uuid__in=uuids)


def get_offered_suppliers(membership: Membership, data: QueryDict) -> QuerySet[Supplier]:
    """Return the ticked suppliers, and the first ones of the list, for whoever has to choose again."""
    suppliers = Supplier.objects.for_organisation(membership.organisation)
    first = list(suppliers.order_by("name", "pk").values_list("pk", flat=True)[:MAX_OFFERED])
    uuids = list(_parse_uuids(data.getlist(TICKED)[:MAX_TICKED]))
    return suppliers.filter(Q(pk__in=first) | Q(uuid__in=uuids)).order_by("name", "pk")


def build_selection_query(membership: Membership, data: QueryDict, address_query: QueryDict) -> str:
    """Return the query string that names the chosen suppliers on the next page; empty where none is chosen."""
    if data.get(ALL):
        query = exports.get_filter(membership, address_query).query().removeprefix("?")
        return f"?{ALL}=1&{query}" if query else f"?{ALL}=1"
    ticked = QueryDict(mutable=True)
    ticked.setlist(TICKED, [str(uuid) for uuid in _parse_uuids(data.getlist(TICKED)[:MAX_TICKED])])
    return f"?{ticked.urlencode()}" if ticked.getlist(TICKED) else ""


def _parse_uuids(values: list[str]) -> Iterator[UUID]:
    for value in values:
        try:
            yield UUID(value)
        except ValueError:
            continue
