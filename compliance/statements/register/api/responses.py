"""What the lists of the register's API say of themselves, and what it answers where a statement is not."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from compliance.statements.register import exports
from compliance.statements.register import selectors as register
from compliance.statements.register.results import SearchPage
from portal.core.api.responses import NOTHING_HERE, problem_response


def respond_missing(request: HttpRequest, organisation: str) -> HttpResponse:
    """Respond that nothing was ever there, or that it is hidden: then the notice says why."""
    if reason := register.get_hidden_notice(organisation):
        return problem_response(request, reason, status=410)
    return problem_response(request, NOTHING_HERE, status=404)


def get_page(results: SearchPage) -> dict[str, Any]:
    """Return what every list says of itself."""
    return {
        "count": results.paginator.count,
        "is_more": results.paginator.is_more,
        "page": results.number,
        "pages": results.paginator.num_pages,
        "licence": exports.LIST_LICENCE,
    }


def respond_beyond(request: HttpRequest, results: SearchPage, page: int) -> HttpResponse | None:
    """Respond to a page that is not there: whoever counts up meets an end. The first page is always there."""
    if page == results.number:
        return None
    return problem_response(request, f"The last page is {results.paginator.num_pages}", status=404)
