"""/desk/partners/: agencies with an account here, brought in by leads."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.views.base import Desk, for_leads, get_post_data, go, page, run_service
from compliance.referrals.forms.partners import MemberForm, PartnerForm
from compliance.referrals.models import Partner
from compliance.referrals.services import partners
from portal.accounts.reauthentication import recently_authenticated
from portal.core.exceptions import ActionRefused
from portal.reference import places


@for_leads
@require_safe
def table(request: HttpRequest, desk: Desk) -> HttpResponse:
    return page(request, desk, "partners/table.html", partners=partners.get_partners())


@for_leads
@recently_authenticated
def add(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = PartnerForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        partner, _approval = partners.propose_partner(
            facts=form.facts, reason=form.cleaned_data["reason"], actor=desk.user, keys=desk.keys, at=desk.now
        )
        messages.success(request, _("Sent to a second person for approval."))
        return go("partners:partner", partner.pk)
    return page(request, desk, "partners/add.html", form=form)


def _at_hand(uuid: UUID) -> Partner:
    partner = partners.find_partner(uuid)
    if partner is None:
        raise Http404
    return partner


@for_leads
def partner(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Its people, its key's number to compare by voice, and its agreement."""
    partner, form = _at_hand(uuid), MemberForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            partners.add_member(partner=partner, email=form.cleaned_data["email"], actor=desk.user, at=desk.now)
        except ActionRefused as refusal:
            form.add_error("email", refusal.sentence)
        else:
            messages.success(request, _("Added to the agency."))
            return go("partners:partner", partner.pk)
    names = [force.name for code, force in places.get_police_forces().items() if code in partner.places]
    names += [council.name for council in map(places.get_council, partner.places) if council]
    return page(
        request,
        desk,
        "partners/partner.html",
        partner=partner,
        form=form,
        places=names,
        fingerprint=partners.fingerprint(partner),
    )


@require_POST
@for_leads
def begin(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    partner = _at_hand(uuid)
    run_service(
        request,
        partners.start_partnership,
        said=_("The agency is now a partner."),
        partner=partner,
        actor=desk.user,
        at=desk.now,
    )
    return go("partners:partner", partner.pk)


@require_POST
@for_leads
def end(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    partner = _at_hand(uuid)
    partners.end_partnership(partner=partner, actor=desk.user, at=desk.now)
    messages.success(request, _("Partnership ended. The agency can no longer open what you sent it."))
    return go("partners:partner", partner.pk)


@require_POST
@for_leads
def remove(request: HttpRequest, desk: Desk, uuid: UUID, user: UUID) -> HttpResponse:
    partner = _at_hand(uuid)
    message = _("Removed from the agency.")
    run_service(request, partners.remove_member, said=message, partner=partner, user=user, actor=desk.user, at=desk.now)
    return go("partners:partner", partner.pk)
