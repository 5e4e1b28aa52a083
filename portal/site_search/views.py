"""/search/: the whole site by words, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core import rate_limits
from portal.core.views import add_wait_header
from portal.site_search.forms import SearchForm
from portal.site_search.selectors import search_site


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found by group; a visitor who searches too often waits, and keeps what they typed."""
    form = SearchForm(request.GET or {})
    form.is_valid()
    q = form.cleaned_data.get("q", "")
    context = {"form": form, "q": q}
    if q and (wait := rate_limits.get_visitor_wait("search", request)):
        wait_page = render(request, "site_search/search.html", context | {"wait": rate_limits.describe_wait(wait)})
        return add_wait_header(wait_page, wait)
    return render(request, "site_search/search.html", context | {"groups": search_site(q)})
