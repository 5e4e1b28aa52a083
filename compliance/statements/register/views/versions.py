"""All public versions of one year: who approved and signed each, and what changed between any two."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.statements.models import Publication
from compliance.statements.presenters import signoff
from compliance.statements.presenters.changes import Changed, addresses_changed, changes
from compliance.statements.register import selectors as register
from compliance.statements.register.forms.compare_versions import CompareForm
from compliance.statements.register.selectors import Year
from compliance.statements.register.views.register import find_version, with_hidden_notice
from portal.core import rate_limits
from portal.core.etags import conditional_response
from portal.core.types import Context
from portal.core.views import render_form, too_many_requests


@require_safe
@with_hidden_notice
def versions(request: HttpRequest, organisation: str, year: int) -> HttpResponseBase:
    """Answer the question in the address, so that the answer can be passed on."""
    shown_year, publication = find_version(organisation, year)
    is_asked = "earlier" in request.GET or "later" in request.GET
    if is_asked and (wait := rate_limits.get_visitor_wait("register_search", request)):
        return too_many_requests(request, wait)
    context = {"year": shown_year, "publication": publication, "versions": _rows(shown_year)}
    context["has_withdrawn"] = any(version.withdrawn_at for version in shown_year.versions)
    response = _compared(request, shown_year, context, is_asked=is_asked)
    return conditional_response(request, response, changed_at=shown_year.changed_at)


def _rows(year: Year) -> list[Context]:
    """Each version with its sign-off; of a withdrawn one nothing but that it was."""
    signoffs = register.get_signoffs(year)
    return [
        {
            "publication": version,
            "signoff": None
            if version.withdrawn_at
            else signoff.describe_signoff(signoffs[version.pk], version.legal_form),
        }
        for version in year.versions
    ]


def _compared(request: HttpRequest, year: Year, context: Context, *, is_asked: bool) -> HttpResponse:
    readable = [version for version in year.versions if not version.withdrawn_at]
    if len(readable) > 1:
        form = CompareForm(request.GET if is_asked else None, versions=readable)
        context |= {"form": form}
        if form.is_valid():
            numbers = (form.cleaned_data["earlier"], form.cleaned_data["later"])
            before, after = (register.get_whole(version) for number in numbers if (version := year.version(number)))
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
