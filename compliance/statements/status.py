"""What the suppliers app asks of this one (settings.SUPPLIERS_HOOKS): who has a statement, and where."""

from collections.abc import Collection
from typing import Any

from django.db.models import CharField, DateField, Exists, F, IntegerField, Value
from django.urls import reverse

from compliance.statements.models import Listing, Publication
from compliance.suppliers.choices import StatementStatus
from compliance.suppliers.statements import Known


def of_numbers(numbers: Collection[str]) -> dict[str, Known]:
    """The latest statement of each company number that has one; one published here before one listed: one query."""
    here = (
        Publication.objects.listed()
        .filter(company_number__in=numbers)
        .order_by()
        .annotate(of=Value(0, IntegerField()), at=F("organisation_slug"), dated=Value(None, DateField()))
        .annotate(page=Value("", CharField()))
    )
    listed = (
        Listing.objects.standing()
        .filter(company_number__in=numbers)
        .order_by()
        .annotate(of=Value(1, IntegerField()), at=F("statement_url"), dated=F("edition__dated"), page=F("summary_url"))
    )
    columns = ("company_number", "of", "year", "at", "dated", "page")
    found = here.values_list(*columns).union(listed.values_list(*columns), all=True)
    known: dict[str, Known] = {}
    for number, of, year, at, dated, page in found.order_by("company_number", "of", "-year"):
        if number not in known and of:
            known[number] = Known(StatementStatus.LISTED, year, at or page, dated)
        elif number not in known:
            known[number] = Known(StatementStatus.HERE, year, reverse("register:statement", args=(at, year)))
    return known


def is_published_here(number: Any) -> Exists:
    return Exists(Publication.objects.listed().filter(company_number=number))


def is_listed_elsewhere(number: Any) -> Exists:
    return Exists(Listing.objects.standing().filter(company_number=number))
