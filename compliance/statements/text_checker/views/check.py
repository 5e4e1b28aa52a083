"""/check-a-statement/: what a statement that exists already covers. Open to all; nothing that is given is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from compliance.organisations.tenancy import get_memberships
from compliance.statements import permissions
from compliance.statements.rubric.rules.check import DISCLAIMER
from compliance.statements.text_checker.forms.upload import ExistingForm
from compliance.statements.text_checker.presenter import present
from portal.core import rate_limits
from portal.core.types import Context
from portal.core.views import add_wait_header, render_form

BUSY_SECONDS = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check a text. It comes back in the answer and is nowhere else: no session, no file, no row, no log."""
    context: Context = {"disclaimer": DISCLAIMER}
    if request.method != "POST":
        return render(request, "statements/existing/ask.html", context | {"form": ExistingForm()})
    if wait := rate_limits.get_visitor_wait("statement_check", request):
        form = ExistingForm(initial={"text": request.POST.get("text", "")})
        page = render(
            request, "statements/existing/ask.html", context | {"form": form, "wait": rate_limits.describe_wait(wait)}
        )
        return add_wait_header(page, wait)
    form = ExistingForm(request.POST, request.FILES)
    if not form.is_valid():
        if form.is_busy:
            # Not told by a status alone: the text is in the page again.
            page = render_form(request, "statements/existing/ask.html", context | {"form": form})
            page.status_code, page.headers["Retry-After"] = 503, str(BUSY_SECONDS)
            return page
        return render_form(request, "statements/existing/ask.html", context | {"form": form})
    context |= {
        "shown": present(form.examined.words, form.examined.judged),
        "words": form.examined.words,
        "takers": _takers(request),
    }
    return render(request, "statements/existing/result.html", context)


def _takers(request: HttpRequest) -> list[Any]:
    """Organisations of the reader that may take the text over."""
    if not request.user.is_authenticated:
        return []
    return [
        membership.organisation for membership in get_memberships(request.user) if permissions.can_start(membership)
    ]
