"""/desk/retention/: what is deleted when, what a legal hold keeps, and a lead's word on a large run."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.casework import permissions
from compliance.casework.services import reference_lookup
from compliance.casework.views.base import Desk, for_leads, get_post_data, go, page, run_service
from compliance.data_protection.forms.retention import HoldForm, LiftForm
from compliance.data_protection.selectors import retention as reading
from compliance.data_protection.services import legal_holds, retention_confirmation
from portal.accounts.reauthentication import recently_authenticated
from portal.core.exceptions import ActionRefused


@for_leads
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    today = timezone.localdate(desk.now)
    return page(
        request,
        desk,
        "retention/index.html",
        due=reading.get_due(today, desk.user, desk.keys),
        soon=reading.get_due_soon(today, desk.user),
        holds=reading.get_holds(desk.keys, today, desk.user),
        runs=reading.get_runs(desk.user, desk.keys),
        waiting=reading.get_waiting_run(desk.user, desk.keys),
    )


@for_leads
def put_on(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A case that is not for this lead is told as one that is not there."""
    form = HoldForm(
        get_post_data(request), today=timezone.localdate(desk.now), initial={"reference": request.GET.get("case")}
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        case = reference_lookup.find_case(cleaned["reference"])
        if case is None or not permissions.can_open_case(desk.user, case):
            form.add_error("reference", _("No case has this reference"))
        else:
            try:
                legal_holds.set_hold(
                    case=case,
                    reason=cleaned["reason"],
                    review_on=cleaned["review_on"],
                    by=desk.user,
                    keys=desk.keys,
                    at=desk.now,
                )
            except ActionRefused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("%(case)s is on hold. We will not delete any of it.") % {"case": case})
                return go("duties:retention")
    return page(request, desk, "retention/hold.html", form=form)


@for_leads
def lift(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    hold = reading.find_hold(uuid)
    if hold is None or not permissions.can_open_case(desk.user, hold.case):
        raise Http404
    form = LiftForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        message = _("Hold on %(case)s removed.") % {"case": hold.case}
        arguments = {"hold": hold, "reason": form.cleaned_data["reason"], "by": desk.user, "keys": desk.keys}
        run_service(request, legal_holds.lift_hold, said=message, at=desk.now, **arguments)
        return go("duties:retention")
    reason = reading.get_hold_reason(hold, desk.keys)
    return page(request, desk, "retention/lift.html", form=form, hold=hold, reason=reason)


@for_leads
@recently_authenticated
def confirm(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The newest run, if it waits for a lead."""
    waiting = reading.get_waiting_run(desk.user, desk.keys)
    if waiting is None:
        raise Http404
    if request.method == "POST":
        message = _("Deletion started. See below for its progress.")
        run_service(
            request, retention_confirmation.confirm_run, said=message, run=waiting.run, by=desk.user, at=desk.now
        )
        return go("duties:retention")
    return page(request, desk, "retention/confirm.html", ran=waiting)
