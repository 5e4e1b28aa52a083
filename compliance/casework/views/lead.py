"""/desk/lead/: the page of leads. Numbers of cases, never names of people helped."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework import permissions
from compliance.casework.reading import lead as reading
from compliance.casework.reading import seen_before
from compliance.casework.services import alarms, approvals, call_endings, rotating, staff, unfinished, unlocking
from compliance.casework.services.steps import Refusal
from compliance.casework.views.frame import Desk, done, for_leads, go, page
from portal.accounts.reauthentication import recently_authenticated
from portal.vault.encryption import CannotOpen


@for_leads
@require_safe
def lead(request: HttpRequest, desk: Desk) -> HttpResponse:
    sealed = reading.sealed_from(desk.user)
    return page(
        request,
        desk,
        "lead.html",
        workload=reading.workload(now=desk.now, reader=desk.user),
        overdue=reading.overdue(now=desk.now, reader=desk.user),
        restricted=[case for case in reading.restricted(reader=desk.user) if case not in sealed],
        sealed=sealed,
        alarms=alarms.unseen(desk.user),
        waiting_keys=len(unlocking.waiting_keys()),
        locked_out=reading.locked_out(),
        keys=rotating.state(now=desk.now),
        approvals=[row for row in approvals.waiting() if permissions.may_know_of_approval(desk.user, row)],
        reviews=[row for row in approvals.to_review() if permissions.may_know_of_approval(desk.user, row)],
        left_calls=unfinished.left(desk.now),
        ended_calls=call_endings.awaiting_review(),
        kept_days=unfinished.KEPT_FOR.days,
    )


@for_leads
@require_safe
def repeat_premises(request: HttpRequest, desk: Desk) -> HttpResponse:
    found = seen_before.repeat_premises(user=desk.user, keys=desk.keys)
    return page(request, desk, "repeat_premises.html", premises=found)


@require_POST
@for_leads
def alarm_seen(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    if not alarms.see(uuid=uuid, actor=desk.user, at=desk.now):
        raise Http404
    messages.success(request, _("The alarm is marked as seen."))
    return go("desk:lead")


@require_POST
@for_leads
def take_over_call(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """A call form that nobody finished becomes the lead's own, and opens."""
    draft = unfinished.find(uuid, desk.now)
    if draft is None:
        raise Http404
    said = _("The call form is yours. Make a case of it, or end it.")
    if done(request, unfinished.take_over, said=said, draft=draft, actor=desk.user, at=desk.now):
        return go("desk:call", draft.token)
    return go("desk:lead")


@require_POST
@for_leads
def give_tries(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    person = staff.find(str(uuid))
    if person is None:
        raise Http404
    said = _("%(name)s has five new tries.") % {"name": person}
    done(request, unlocking.give_tries, said=said, user=person, by=desk.user, at=desk.now)
    return go("desk:lead")


@for_leads
@recently_authenticated
def rotate(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A new key for the team, or bringing open cases onto it; both are done while somebody is unlocked."""
    state = rotating.state(now=desk.now)
    if request.method == "POST":
        try:
            result = rotating.go_on(keys=desk.keys, actor=desk.user, at=desk.now, begin="begin" in request.POST)
        except (Refusal, CannotOpen) as error:
            messages.warning(request, getattr(error, "sentence", _("Your key does not open all of them.")))
        else:
            messages.success(request, result)
        return go("desk:rotate")
    return page(request, desk, "rotate.html", keys=state)
