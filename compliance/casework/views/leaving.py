"""/desk/leaving/: somebody leaves the desk; what they have in hand goes to others first."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.casework.forms.leaving import LeavingForm
from compliance.casework.services import leaving, staff
from compliance.casework.services.steps import Refusal
from compliance.casework.views.frame import Desk, for_leads, go, page, posted
from portal.accounts.reauthentication import recently_authenticated


@for_leads
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    return page(request, desk, "leaving/index.html", people=[one for one in staff.people() if one.pk != desk.user.pk])


@for_leads
@recently_authenticated
def leave(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Everything that the person has, each with its new owner. Nobody does this to themselves."""
    person = staff.find(str(uuid))
    if person is None or person.pk == desk.user.pk:
        raise Http404
    had = leaving.had_by(person, desk.user)
    others = [one for one in staff.people() if one.pk != person.pk]
    form = LeavingForm(posted(request), had=had, people=others)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.leave(person=person, owners=form.owners, by=desk.user, keys=desk.keys, at=desk.now)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = _("%(name)s has left the desk, and the team has a new key. Everybody unlocks again, you too.")
            messages.success(request, said % {"name": person})
            return go("desk:unlock")
    alone = leaving.only_reader_of(person, desk.user)
    return page(request, desk, "leaving/leave.html", person=person, had=had, form=form, alone=alone)
