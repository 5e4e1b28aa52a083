"""/desk/cases/<uuid>/consent/: what somebody agreed to, or took back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.views.base import Desk, case_to_act, get_post_data, go, unlocked
from compliance.referrals.forms.consent import ConsentForm
from compliance.referrals.services import consent
from compliance.referrals.services.nrm import packs
from compliance.referrals.views.referrals import on_case
from portal.core.exceptions import ActionRefused


@unlocked
def add(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_act(desk, uuid)
    form = ConsentForm(
        get_post_data(request),
        today=timezone.localdate(desk.now),
        groups=packs.get_groups(case),
        reporters=consent.get_reporters(case),
        initial={"recipient": request.GET.getlist("to")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            consent.record_consents(
                case=case, recipients=form.recipients, actor=desk.user, keys=desk.keys, at=desk.now, **form.facts
            )
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Answer saved."))
            return go("cases:referrals", case.pk)
    return on_case(
        request,
        desk,
        case,
        "referrals/form.html",
        form=form,
        heading=_("What they agreed to"),
        button=_("Save answer"),
    )
