from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.resources.forms.search import SearchForm
from learning.resources.selectors.search import search_pages
from portal.core import rate_limits
from portal.core.views import add_wait_header


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET or {})
    is_good = form.is_valid()
    params = form.params()
    context: dict[str, object] = {"form": form, "params": params}
    if wait := rate_limits.get_visitor_wait("search", request):
        context["wait"] = rate_limits.describe_wait(wait)
        return add_wait_header(render(request, "resources/search.html", context), wait)
    results = search_pages(params, number=_number(request.GET.get("page", "")))
    context |= {"found": results, "page": results.page}
    return render(request, "resources/search.html", context, status=200 if is_good else 422)


def _number(text: str) -> int:
    """Return the page number; one that is no number is the first."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
