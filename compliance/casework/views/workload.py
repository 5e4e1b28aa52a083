"""/desk/lead/workload/: the rows behind one count of the page of leads."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.casework.selectors import staff
from compliance.casework.selectors.workload import Part, get_rows
from compliance.casework.views.base import Desk, for_leads, page

PAGE_SIZE = 50
# What an address has for owner where it asks for what nobody has taken.
NOBODY = "none"


@for_leads
@require_safe
def workload(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One person's open rows, or those that nobody has taken; ?of= as Part. 404 for what is no count."""
    owner, part = request.GET.get("owner", ""), request.GET.get("of", "")
    person = None if owner == NOBODY else staff.find_staff(owner)
    if part not in set(Part) or (person is None and owner != NOBODY):
        raise Http404
    rows = get_rows(owner=person, part=Part(part), now=desk.now, reader=desk.user)
    shown = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    name = str(person) if person else _("Unassigned")
    return page(request, desk, "workload.html", rows=shown, name=name, part=part, total=len(rows))
