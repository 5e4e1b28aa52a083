"""What the suppliers app asks of this one (settings.SUPPLIERS_HOOKS): who has a statement, and where."""

from typing import Any

from django.db.models import Exists, Subquery
from django.urls import reverse

from compliance.statements.models import Listing, Publication
from compliance.suppliers.choices import StatementStatus
from compliance.suppliers.statement_status import KnownStatement


def columns(number: Any) -> dict[str, Subquery]:
    """Return the latest statement with this company number, published here and listed elsewhere, for statement_of."""
    here = Publication.objects.listed().filter(company_number=number).order_by("-year")
    listed = Listing.objects.standing().filter(company_number=number).order_by("-year", "id")
    return {
        "here_year": Subquery(here.values("year")[:1]),
        "here_slug": Subquery(here.values("organisation_slug")[:1]),
        "listed_year": Subquery(listed.values("year")[:1]),
        "listed_at": Subquery(listed.values("statement_url")[:1]),
        "listed_page": Subquery(listed.values("summary_url")[:1]),
        "listed_dated": Subquery(listed.values("edition__dated")[:1]),
    }


def statement_of(row: Any) -> KnownStatement | None:
    """Return the statement to show; one published here goes before one listed."""
    if row.here_year:
        address = reverse("register:statement", args=(row.here_slug, row.here_year))
        return KnownStatement(StatementStatus.HERE, row.here_year, address)
    if row.listed_year:
        return KnownStatement(
            StatementStatus.LISTED, row.listed_year, row.listed_at or row.listed_page, row.listed_dated
        )
    return None


def is_published_here(number: Any) -> Exists:
    return Exists(Publication.objects.listed().filter(company_number=number))


def is_listed_elsewhere(number: Any) -> Exists:
    return Exists(Listing.objects.standing().filter(company_number=number))
