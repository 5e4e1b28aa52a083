"""Whether a supplier has published a statement. The app that knows stands above: settings name it (SUPPLIERS_HOOKS).

Looked up by company number, of suppliers in the UK or of a country that is not known: elsewhere the same eight digits
are another company.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from compliance.suppliers.choices import StatementStatus
from compliance.suppliers.models import Supplier

COUNTRIES = ("GB", "")
CAN_LOOK = Q(country__in=COUNTRIES) & ~Q(company_number="")


@dataclass(frozen=True)
class Known:
    """dated: the day of the registry's file; address: empty where none is known."""

    status: StatementStatus
    year: int | None = None
    address: str = ""
    dated: date | None = None


def with_columns(suppliers: QuerySet[Supplier]) -> QuerySet[Supplier]:
    """With what known_of reads, in the same query."""
    return suppliers.annotate(**_hook("statement_columns")(OuterRef("company_number")))


def known_of(supplier: Any) -> Known:
    """What is known of one that was read with its columns."""
    if not supplier.company_number or supplier.country not in COUNTRIES:
        return Known(StatementStatus.NO_NUMBER)
    return _hook("statement_of")(supplier) or Known(StatementStatus.NOT_FOUND)


def of(suppliers: Collection[Supplier]) -> dict[int, Known]:
    """What is known of each, by its key: one query, where any has a number."""
    numbered = [one.pk for one in suppliers if one.company_number and one.country in COUNTRIES]
    rows = Supplier.objects.filter(pk__in=numbered).only("company_number", "country")
    known = {row.pk: known_of(row) for row in with_columns(rows)} if numbered else {}
    return {one.pk: known.get(one.pk, Known(StatementStatus.NO_NUMBER)) for one in suppliers}


def narrowed(suppliers: QuerySet[Supplier], status: str) -> QuerySet[Supplier]:
    """Those of this status."""
    if status == StatementStatus.NO_NUMBER:
        return suppliers.exclude(CAN_LOOK)
    number = OuterRef("company_number")
    here, listed = _hook("is_published_here")(number), _hook("is_listed_elsewhere")(number)
    wanted = {
        StatementStatus.HERE: Q(here),
        StatementStatus.LISTED: ~Q(here) & Q(listed),
        StatementStatus.NOT_FOUND: ~Q(here) & ~Q(listed),
    }
    return suppliers.filter(CAN_LOOK).filter(wanted[StatementStatus(status)])


def _hook(name: str) -> Any:
    return import_string(settings.SUPPLIERS_HOOKS[name])
