"""What the lists of the register's API say of themselves, and what it answers where a statement is not."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from compliance.statements import documents, register
from compliance.statements.search import Found
from portal.core.api.responses import NOTHING_HERE, problem


def missing(request: HttpRequest, organisation: str) -> HttpResponse:
    """Nothing was ever there, or it is hidden: then the notice says why."""
    if reason := register.why_hidden(organisation):
        return problem(request, reason, status=410)
    return problem(request, NOTHING_HERE, status=404)


def page_of(found: Found) -> dict[str, Any]:
    """What every list says of itself."""
    return {
        "count": found.count,
        "is_more": found.is_more,
        "page": found.number,
        "pages": found.num_pages,
        "licence": documents.LICENCE,
    }


def beyond(request: HttpRequest, found: Found, page: int) -> HttpResponse | None:
    """The answer to a page that is not there: whoever counts up meets an end. The first page is always there."""
    if page == found.number:
        return None
    return problem(request, f"The last page is {found.num_pages}", status=404)
