"""/desk/retention/: what is deleted when, what a legal hold keeps, and a lead's word on a large run."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.casework import permissions
from compliance.casework.forms.retention import HoldForm, LiftForm
from compliance.casework.reading import retention as reading
from compliance.casework.services import finding, holds, large_runs
from compliance.casework.services.steps import Refusal
from compliance.casework.views.frame import Desk, done, for_leads, go, page, posted
from portal.accounts.reauthentication import recently_authenticated


@for_leads
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    today = timezone.localdate(desk.now)
    return page(
        request,
        desk,
        "retention/index.html",
        due=reading.due(today, desk.user, desk.keys),
        soon=reading.soon(today, desk.user),
        holds=reading.in_force(desk.keys, today, desk.user),
        runs=reading.runs(desk.user, desk.keys),
        waiting=reading.waiting_run(desk.user, desk.keys),
    )


@for_leads
def put_on(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A case that is not for this lead is told as one that is not there."""
    form = HoldForm(posted(request), today=timezone.localdate(desk.now), initial={"reference": request.GET.get("case")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        case = finding.case_by_reference(said["reference"])
        if case is None or not permissions.can_open_case(desk.user, case):
            form.add_error("reference", _("There is no case with this reference"))
        else:
            try:
                holds.put_on(
                    case=case,
                    reason=said["reason"],
                    review_on=said["review_on"],
                    by=desk.user,
                    keys=desk.keys,
                    at=desk.now,
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("%(case)s is on hold. Nothing of it is deleted.") % {"case": case})
                return go("duties:retention")
    return page(request, desk, "retention/hold.html", form=form)


@for_leads
def lift(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    hold = reading.hold(uuid)
    if hold is None or not permissions.can_open_case(desk.user, hold.case):
        raise Http404
    form = LiftForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = _("The hold on %(case)s is lifted.") % {"case": hold.case}
        given = {"hold": hold, "reason": form.cleaned_data["reason"], "by": desk.user, "keys": desk.keys}
        done(request, holds.lift, said=said, at=desk.now, **given)
        return go("duties:retention")
    reason = reading.reason_of(hold, desk.keys)
    return page(request, desk, "retention/lift.html", form=form, hold=hold, reason=reason)


@for_leads
@recently_authenticated
def confirm(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The newest run, if it waits for a lead."""
    waiting = reading.waiting_run(desk.user, desk.keys)
    if waiting is None:
        raise Http404
    if request.method == "POST":
        said = _("It is being deleted. The runs below say when it is done.")
        done(request, large_runs.confirm, said=said, run=waiting.run, by=desk.user, at=desk.now)
        return go("duties:retention")
    return page(request, desk, "retention/confirm.html", ran=waiting)
