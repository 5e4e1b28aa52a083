"""/desk/leaving/: somebody leaves the desk; what they have in hand goes to others first."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.casework.selectors import staff
from compliance.casework.views.base import Desk, for_leads, get_post_data, go, page
from compliance.data_protection.forms.offboarding import LeavingForm
from compliance.data_protection.services import offboarding
from portal.accounts.reauthentication import recently_authenticated
from portal.core.exceptions import ActionRefused


@for_leads
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    return page(
        request,
        desk,
        "leaving/index.html",
        people=[colleague for colleague in staff.get_staff() if colleague.pk != desk.user.pk],
    )


@for_leads
@recently_authenticated
def leave(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Everything that the person has, each with its new owner. Nobody does this to themselves."""
    person = staff.find_staff(str(uuid))
    if person is None or person.pk == desk.user.pk:
        raise Http404
    had = offboarding.get_work_in_hand(person, desk.user)
    others = [colleague for colleague in staff.get_staff() if colleague.pk != person.pk]
    form = LeavingForm(get_post_data(request), had=had, people=others)
    if request.method == "POST" and form.is_valid():
        try:
            offboarding.offboard(person=person, owners=form.owners, by=desk.user, keys=desk.keys, at=desk.now)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            message = _(
                "%(name)s has left the desk, and the team has a new key. Everyone must unlock the desk again, "
                "including you."
            )
            messages.success(request, message % {"name": person})
            return go("desk:unlock")
    alone = offboarding.get_sealed_cases_of(person, desk.user)
    return page(request, desk, "leaving/leave.html", person=person, had=had, form=form, alone=alone)
