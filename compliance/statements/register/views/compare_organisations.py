"""/statements/compare/: up to four organisations' latest statements, question by question.

See docs/requirements/statements.md#comparing-organisations.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.statements.models import Publication
from compliance.statements.presenters import signoff as presenters_signoff
from compliance.statements.register import search
from compliance.statements.register import selectors as register
from compliance.statements.register.compare_organisations import build_topics
from compliance.statements.register.forms.compare_organisations import MAX_ORGANISATIONS, FindForm, get_requested
from portal.core import rate_limits
from portal.core.etags import conditional_response
from portal.core.types import Context
from portal.core.views import too_many_requests

NAME = "with"
MAX_RESULTS = 10


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    if wait := rate_limits.get_visitor_wait("register_search", request):
        return too_many_requests(request, wait)
    slugs = get_requested(request.GET.getlist(NAME))
    statements = register.get_latest_statements(slugs[:MAX_ORGANISATIONS])
    form = FindForm(request.GET)
    q = form.cleaned_data["q"] if form.is_valid() else ""
    if len(slugs) > MAX_ORGANISATIONS:
        form.add_error(None, _("You can compare four organisations. Remove one first"))
    chosen = [statement.organisation_slug for statement in statements]
    context = {
        "form": form,
        "columns": [_column(statement, chosen) for statement in statements],
        "topics": build_topics([(statement.content, _statement_address(statement)) for statement in statements]),
        "found": _find_organisations(q, chosen) if q else None,
        "is_full": len(chosen) >= MAX_ORGANISATIONS,
        "missing": len(slugs[:MAX_ORGANISATIONS]) - len(chosen),
        "q": q,
    }
    response = render(request, "register/compare.html", context, status=422 if form.errors else 200)
    return conditional_response(request, response)


def _statement_address(statement: Publication) -> str:
    return reverse("register:statement", args=(statement.organisation_slug, statement.year))


def _column(statement: Publication, chosen: list[str]) -> Context:
    others = [slug for slug in chosen if slug != statement.organisation_slug]
    signoff = presenters_signoff.describe_signoff(statement.signoff, statement.legal_form)
    return {"statement": statement, "signoff": signoff, "without": address(others)}


def _find_organisations(q: str, chosen: list[str]) -> list[Context]:
    rows = search.find_organisations(q, size=MAX_RESULTS).rows
    return [
        {"statement": row, "add": address([*chosen, row.organisation_slug])}
        for row in rows
        if row.organisation_slug not in chosen
    ]


def address(slugs: list[str]) -> str:
    return f"{reverse('register:compare')}?{urlencode([(NAME, slug) for slug in slugs])}"
