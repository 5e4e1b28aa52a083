"""The desk is not built yet: an honest page for those who will work there; to everybody else it is not there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.accounts.roles import StaffRole, has_role
from portal.core import unbuilt


@require_safe
def closed_desk(request: HttpRequest) -> HttpResponse:
    if not has_role(request.user, StaffRole.HANDLER, StaffRole.TRIAGE_LEAD):
        raise Http404
    return unbuilt.show(request, unbuilt.DOORS["desk"])
