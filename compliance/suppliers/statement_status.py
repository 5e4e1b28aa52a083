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

UK_COUNTRIES = ("GB", "")
HAS_UK_NUMBER = Q(country__in=UK_COUNTRIES) & ~Q(company_number="")


@dataclass(frozen=True)
class KnownStatement:
    """dated: the day of the registry's file; address: empty where none is known."""

    status: StatementStatus
    year: int | None = None
    address: str = ""
    dated: date | None = None


def annotate_statement(suppliers: QuerySet[Supplier]) -> QuerySet[Supplier]:
    """With what known_of reads, in the same query."""
    return suppliers.annotate(**_hook("statement_columns")(OuterRef("company_number")))


def get_status(supplier: Any) -> KnownStatement:
    """What is known of one that was read with its columns."""
    if not supplier.company_number or supplier.country not in UK_COUNTRIES:
        return KnownStatement(StatementStatus.NO_NUMBER)
    return _hook("statement_of")(supplier) or KnownStatement(StatementStatus.NOT_FOUND)


def get_statuses(suppliers: Collection[Supplier]) -> dict[int, KnownStatement]:
    """What is known of each, by its key: one query, where any has a number."""
    numbered = [one.pk for one in suppliers if one.company_number and one.country in UK_COUNTRIES]
    rows = Supplier.objects.filter(pk__in=numbered).only("company_number", "country")
    known = {row.pk: get_status(row) for row in annotate_statement(rows)} if numbered else {}
    return {one.pk: known.get(one.pk, KnownStatement(StatementStatus.NO_NUMBER)) for one in suppliers}


def filter_by_status(suppliers: QuerySet[Supplier], status: str) -> QuerySet[Supplier]:
    """Those of this status."""
    if status == StatementStatus.NO_NUMBER:
        return suppliers.exclude(HAS_UK_NUMBER)
    number = OuterRef("company_number")
    here, listed = _hook("is_published_here")(number), _hook("is_listed_elsewhere")(number)
    wanted = {
        StatementStatus.HERE: Q(here),
        StatementStatus.LISTED: ~Q(here) & Q(listed),
        StatementStatus.NOT_FOUND: ~Q(here) & ~Q(listed),
    }
    return suppliers.filter(HAS_UK_NUMBER).filter(wanted[StatementStatus(status)])


def _hook(name: str) -> Any:
    return import_string(settings.SUPPLIERS_HOOKS[name])
