"""/desk/hotspots/campaigns/: the list of what drew people to the helpline, kept by leads."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compliance.casework.views.base import Desk, for_leads, get_post_data, go, page
from compliance.hotspots import permissions
from compliance.hotspots.forms.hotspots import CampaignForm
from compliance.hotspots.selectors import runs
from compliance.hotspots.services import campaigns


@for_leads
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = CampaignForm(get_post_data(request))
    if request.method == "POST" and form.is_valid() and permissions.can_keep_campaigns(desk.user):
        campaigns.add_campaign(actor=desk.user, at=desk.now, **form.cleaned_data)
        messages.success(request, _("Campaign added."))
        return go("hotspots:campaigns")
    return page(request, desk, "hotspots/campaigns.html", form=form, campaigns=runs.get_campaigns())


@require_POST
@for_leads
def remove(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    campaign = runs.find_campaign(uuid)
    if campaign is None:
        raise Http404
    campaigns.remove_campaign(campaign=campaign, actor=desk.user, at=desk.now)
    messages.success(request, _("Campaign removed."))
    return go("hotspots:campaigns")
