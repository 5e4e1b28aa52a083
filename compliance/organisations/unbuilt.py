"""Parts of a business's area that are not built yet: an honest page for its members, behind the fence."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from compliance.organisations.fence import membership_of
from portal.core import unbuilt


@require_safe
def closed_door(request: HttpRequest, organisation: str, *, door: str) -> HttpResponse:
    membership = membership_of(request, organisation)
    context = {"organisation": membership.organisation, "membership": membership}
    return unbuilt.show(request, unbuilt.BUSINESS_DOORS[door], **context | {"layout": "layouts/organisation.html"})
