"""Look up whether a supplier has published a statement.

The app that knows is above: settings name it (SUPPLIERS_HOOKS).

It is looked up by company number, of suppliers in the UK or of a country that is not known: elsewhere the same eight
digits are another company.
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

UK_COUNTRIES = ("GB", "")
HAS_UK_NUMBER = Q(country__in=UK_COUNTRIES) & ~Q(company_number="")


@dataclass(frozen=True)
class KnownStatement:
    """Hold what is known of a statement. dated: the day of the registry's file; address: empty where none is known."""

    status: StatementStatus
    year: int | None = None
    address: str = ""
    dated: date | None = None


def annotate_statement(suppliers: QuerySet[Supplier]) -> QuerySet[Supplier]:
    """Add to each row what get_status reads, in the same query."""
    return suppliers.annotate(**_hook("statement_columns")(OuterRef("company_number")))


def get_status(supplier: Any) -> KnownStatement:
    """Return what is known of a supplier that was read with annotate_statement."""
    if not supplier.company_number or supplier.country not in UK_COUNTRIES:
        return KnownStatement(StatementStatus.NO_NUMBER)
    return _hook("statement_of")(supplier) or KnownStatement(StatementStatus.NOT_FOUND)


def get_statuses(suppliers: Collection[Supplier]) -> dict[int, KnownStatement]:
    """Return what is known of each supplier, by primary key: one query, where any has a number."""
    numbered = [supplier.pk for supplier in suppliers if supplier.company_number and supplier.country in UK_COUNTRIES]
    rows = Supplier.objects.filter(pk__in=numbered).only("company_number", "country")
    statuses = {row.pk: get_status(row) for row in annotate_statement(rows)} if numbered else {}
    return {supplier.pk: statuses.get(supplier.pk, KnownStatement(StatementStatus.NO_NUMBER)) for supplier in suppliers}


def filter_by_status(suppliers: QuerySet[Supplier], status: str) -> QuerySet[Supplier]:
    """Return the suppliers that have this status."""
    if status == StatementStatus.NO_NUMBER:
        return suppliers.exclude(HAS_UK_NUMBER)
    number = OuterRef("company_number")
    is_here, is_listed = _hook("is_published_here")(number), _hook("is_listed_elsewhere")(number)
    conditions = {
        StatementStatus.HERE: Q(is_here),
        StatementStatus.LISTED: ~Q(is_here) & Q(is_listed),
        StatementStatus.NOT_FOUND: ~Q(is_here) & ~Q(is_listed),
    }
    return suppliers.filter(HAS_UK_NUMBER).filter(conditions[StatementStatus(status)])


def _hook(name: str) -> Any:
    return import_string(settings.SUPPLIERS_HOOKS[name])
