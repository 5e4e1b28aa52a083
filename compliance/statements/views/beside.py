"""/statements/compare/: up to four organisations' latest statements, question by question (page e7)."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.statements import documents, register, search
from compliance.statements.forms.beside import MOST, FindForm, asked_for
from compliance.statements.models import Publication
from compliance.statements.reading.side_by_side import topics
from portal.core import rate_limits
from portal.core.etags import conditional
from portal.core.views import too_many_requests

NAME = "with"
MOST_FOUND = 10


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    if wait := rate_limits.wait_of_visitor("search", request):
        return too_many_requests(request, wait)
    slugs = asked_for(request.GET.getlist(NAME))
    statements = register.latest_of(slugs[:MOST])
    form = FindForm(request.GET)
    q = form.cleaned_data["q"] if form.is_valid() else ""
    if len(slugs) > MOST:
        form.add_error(None, _("You can compare four organisations. Remove one first"))
    chosen = [one.organisation_slug for one in statements]
    context = {
        "form": form,
        "columns": [_column(one, chosen) for one in statements],
        "topics": topics([one.content for one in statements]),
        "found": _found(q, chosen) if q else None,
        "is_full": len(chosen) >= MOST,
        "missing": len(slugs[:MOST]) - len(chosen),
        "q": q,
    }
    response = render(request, "register/compare.html", context, status=422 if form.errors else 200)
    return conditional(request, response)


def _column(statement: Publication, chosen: list[str]) -> dict[str, Any]:
    others = [slug for slug in chosen if slug != statement.organisation_slug]
    signoff = documents.signoff_in_words(statement.signoff, statement.legal_form)
    return {"statement": statement, "signoff": signoff, "without": address(others)}


def _found(q: str, chosen: list[str]) -> list[dict[str, Any]]:
    rows = search.find_organisations(q, size=MOST_FOUND).rows
    return [
        {"statement": row, "add": address([*chosen, row.organisation_slug])}
        for row in rows
        if row.organisation_slug not in chosen
    ]


def address(slugs: list[str]) -> str:
    return f"{reverse('register:compare')}?{urlencode([(NAME, slug) for slug in slugs])}"
