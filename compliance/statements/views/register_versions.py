"""All public versions of one year: who approved and signed each, and what changed between any two."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.statements import documents, register
from compliance.statements.forms.compare import CompareForm
from compliance.statements.models import Publication
from compliance.statements.reading.changes import Changed, addresses_changed, changes
from compliance.statements.register import Year
from compliance.statements.views.register import find_version, noticed
from portal.core import rate_limits
from portal.core.etags import conditional
from portal.core.views import render_form, too_many_requests


@require_safe
@noticed
def versions(request: HttpRequest, organisation: str, year: int) -> HttpResponseBase:
    """The question is in the address, so that an answer can be passed on."""
    found, publication = find_version(organisation, year)
    is_asked = "earlier" in request.GET or "later" in request.GET
    if is_asked and (wait := rate_limits.wait_of_visitor("search", request)):
        return too_many_requests(request, wait)
    context = {"year": found, "publication": publication, "versions": _rows(found)}
    response = _compared(request, found, context, is_asked=is_asked)
    return conditional(request, response, changed_at=found.changed_at)


def _rows(year: Year) -> list[dict[str, Any]]:
    """Each version with its sign-off; of a withdrawn one nothing but that it was."""
    told = register.signoffs(year)
    return [
        {
            "publication": one,
            "signoff": None if one.withdrawn_at else documents.signoff_in_words(told[one.pk], one.legal_form),
        }
        for one in year.versions
    ]


def _compared(request: HttpRequest, year: Year, context: dict[str, Any], *, is_asked: bool) -> HttpResponse:
    readable = [one for one in year.versions if not one.withdrawn_at]
    if len(readable) > 1:
        form = CompareForm(request.GET if is_asked else None, versions=readable)
        context |= {"form": form}
        if form.is_valid():
            numbers = (form.cleaned_data["earlier"], form.cleaned_data["later"])
            before, after = (register.whole(one) for number in numbers if (one := year.version(number)))
            context |= {"earlier": before, "later": after, "changes": _changes(before, after)}
    return render_form(request, "register/versions.html", context)


def _changes(before: Publication, after: Publication) -> list[Changed]:
    """Of the text, then of where it is published and why late."""
    return changes(before.content, after.content) + addresses_changed(_beside(before), _beside(after))


def _beside(publication: Publication) -> dict[str, str]:
    return {
        _("Address of the statement on the organisation’s website"): publication.statement_url,
        _("Email address for requests"): publication.request_email,
        _("Why it is late"): publication.late_reason,
    }
