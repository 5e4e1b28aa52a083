"""Whether a supplier has published a statement. The app that knows stands above: settings name it (SUPPLIERS_HOOKS).

Looked up by company number, of suppliers in the UK or of a country that is not known: elsewhere the same eight digits
are another company.
"""

from collections.abc import Iterable
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


def of(suppliers: Iterable[Supplier]) -> dict[int, Known]:
    """What is known, by key of the supplier: one query."""
    asked = {one.pk: one.company_number if one.country in COUNTRIES else "" for one in suppliers}
    numbers = {number for number in asked.values() if number}
    known = import_string(settings.SUPPLIERS_HOOKS["statements_of"])(numbers) if numbers else {}
    return {key: known.get(number, _unknown(number)) for key, number in asked.items()}


def _unknown(number: str) -> Known:
    return Known(StatementStatus.NOT_FOUND if number else StatementStatus.NO_NUMBER)


def narrowed(suppliers: QuerySet[Supplier], status: str) -> QuerySet[Supplier]:
    """Those of this status."""
    if status == StatementStatus.NO_NUMBER:
        return suppliers.exclude(CAN_LOOK)
    here, listed = _exists("is_published_here"), _exists("is_listed_elsewhere")
    wanted = {
        StatementStatus.HERE: Q(here),
        StatementStatus.LISTED: ~Q(here) & Q(listed),
        StatementStatus.NOT_FOUND: ~Q(here) & ~Q(listed),
    }
    return suppliers.filter(CAN_LOOK).filter(wanted[StatementStatus(status)])


def _exists(hook: str) -> Any:
    return import_string(settings.SUPPLIERS_HOOKS[hook])(OuterRef("company_number"))
