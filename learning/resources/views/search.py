from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.resources.forms.search import SearchForm
from learning.resources.selectors.search import find
from portal.core import rate_limits
from portal.core.views import told_to_wait


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET or {})
    is_good = form.is_valid()
    params = form.params()
    context: dict[str, object] = {"form": form, "params": params}
    if wait := rate_limits.wait_of_visitor("search", request):
        context["wait"] = rate_limits.in_words(wait)
        return told_to_wait(render(request, "resources/search.html", context), wait)
    found = find(params, number=_number(request.GET.get("page", "")))
    context |= {"found": found, "page": found.page}
    return render(request, "resources/search.html", context, status=200 if is_good else 422)


def _number(given: str) -> int:
    """A page that is no number is the first."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 1
