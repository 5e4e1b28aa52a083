"""/desk/partners/: agencies with an account here, brought in by leads."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.forms.partners import MemberForm, PartnerForm
from compliance.casework.models import Partner
from compliance.casework.services import partners
from compliance.casework.services.steps import Refusal
from compliance.casework.views.frame import Desk, done, for_leads, go, page, posted
from portal.accounts.reauthentication import recently_authenticated
from portal.reference import places


@for_leads
@require_safe
def table(request: HttpRequest, desk: Desk) -> HttpResponse:
    return page(request, desk, "partners/table.html", partners=partners.all_partners())


@for_leads
@recently_authenticated
def add(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = PartnerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made, _approval = partners.propose(
            facts=form.facts, reason=form.cleaned_data["reason"], actor=desk.user, keys=desk.keys, at=desk.now
        )
        messages.success(request, _("Asked: a second person has to agree."))
        return go("partners:partner", made.pk)
    return page(request, desk, "partners/add.html", form=form)


def _at_hand(uuid: UUID) -> Partner:
    found = partners.find(uuid)
    if found is None:
        raise Http404
    return found


@for_leads
def partner(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Its people, its key's number to compare by voice, and its agreement."""
    found, form = _at_hand(uuid), MemberForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            partners.add_member(partner=found, email=form.cleaned_data["email"], actor=desk.user, at=desk.now)
        except Refusal as refusal:
            form.add_error("email", refusal.sentence)
        else:
            messages.success(request, _("They belong to the agency now."))
            return go("partners:partner", found.pk)
    names = [force.name for code, force in places.police_forces().items() if code in found.places]
    names += [council.name for council in map(places.council, found.places) if council]
    return page(
        request,
        desk,
        "partners/partner.html",
        partner=found,
        form=form,
        places=names,
        fingerprint=partners.fingerprint(found),
        has_agreement=partners.has_agreement(found, timezone.localdate(desk.now)),
    )


@require_POST
@for_leads
def begin(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = _at_hand(uuid)
    done(request, partners.begin, said=_("The agency is a partner now."), partner=found, actor=desk.user, at=desk.now)
    return go("partners:partner", found.pk)


@require_POST
@for_leads
def end(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = _at_hand(uuid)
    partners.end(partner=found, actor=desk.user, at=desk.now)
    messages.success(request, _("The agency is no partner any more. What was sent to it opens no longer."))
    return go("partners:partner", found.pk)


@require_POST
@for_leads
def remove(request: HttpRequest, desk: Desk, uuid: UUID, user: UUID) -> HttpResponse:
    found = _at_hand(uuid)
    said = _("They no longer belong to the agency.")
    done(request, partners.remove_member, said=said, partner=found, user=user, actor=desk.user, at=desk.now)
    return go("partners:partner", found.pk)
