"""/desk/lead/: the page of leads. Numbers of cases, never names of people helped."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework import permissions
from compliance.casework.rules.lookup_values import Kind
from compliance.casework.selectors import lead_dashboard as reading
from compliance.casework.selectors import seen_before, staff, workload
from compliance.casework.services import (
    abandoned_calls,
    approvals,
    call_endings,
    key_rotation,
    on_call_alerts,
    unlocking,
)
from compliance.casework.views.base import Desk, for_leads, go, page, run_service
from portal.accounts.reauthentication import recently_authenticated
from portal.core.exceptions import ActionRefused
from portal.vault.encryption import DecryptionError


@for_leads
@require_safe
def lead(request: HttpRequest, desk: Desk) -> HttpResponse:
    sealed = reading.sealed_from(desk.user)
    return page(
        request,
        desk,
        "lead.html",
        workload=workload.get_workload(now=desk.now, reader=desk.user),
        overdue=reading.get_overdue(now=desk.now, reader=desk.user),
        restricted=[case for case in reading.get_restricted_cases(reader=desk.user) if case not in sealed],
        sealed=sealed,
        alarms=on_call_alerts.get_unseen_alarms(desk.user),
        waiting_keys=len(unlocking.get_waiting_keys()),
        locked_out=reading.get_locked_out(),
        keys=key_rotation.get_rotation_state(now=desk.now),
        approvals=[
            row for row in approvals.get_waiting_approvals() if permissions.can_know_of_approval(desk.user, row)
        ],
        reviews=[
            row for row in approvals.get_approvals_to_review() if permissions.can_know_of_approval(desk.user, row)
        ],
        left_calls=abandoned_calls.get_abandoned_calls(desk.now),
        ended_calls=call_endings.get_contacts_to_review(),
        kept_days=abandoned_calls.DRAFT_TTL.days,
    )


@for_leads
@require_safe
def repeats(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Premises, or with ?of=business businesses, that several reports name."""
    kind = Kind.BUSINESS if request.GET.get("of") == Kind.BUSINESS else Kind.PREMISES
    found = seen_before.get_repeats(kind, user=desk.user, keys=desk.keys)
    return page(request, desk, "repeats.html", repeats=found, of_businesses=kind is Kind.BUSINESS)


@require_POST
@for_leads
def alarm_seen(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    if not on_call_alerts.mark_seen(uuid=uuid, actor=desk.user, at=desk.now):
        raise Http404
    messages.success(request, _("Alarm marked as seen."))
    return go("desk:lead")


@require_POST
@for_leads
def give_tries(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    person = staff.find_staff(str(uuid))
    if person is None:
        raise Http404
    message = _("%(name)s has 5 more attempts.") % {"name": person}
    run_service(request, unlocking.give_tries, said=message, user=person, by=desk.user, at=desk.now)
    return go("desk:lead")


@for_leads
@recently_authenticated
def rotate(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A new key for the team, or bringing open cases onto it; both are done while somebody is unlocked."""
    state = key_rotation.get_rotation_state(now=desk.now)
    if request.method == "POST":
        try:
            result = key_rotation.continue_rotation(
                keys=desk.keys, actor=desk.user, at=desk.now, begin="begin" in request.POST
            )
        except (ActionRefused, DecryptionError) as error:
            messages.warning(request, getattr(error, "sentence", _("Your key cannot open all of them.")))
        else:
            messages.success(request, result)
        return go("desk:rotate")
    return page(request, desk, "rotate.html", keys=state)
