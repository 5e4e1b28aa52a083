"""/desk/approvals/: what a second person decides; what goes ahead without one, and who looks at it afterwards."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework import permissions
from compliance.casework.choices import ApprovalKind, ApprovalState
from compliance.casework.forms.approvals import AloneForm, DecideForm, ReviewForm
from compliance.casework.models import Approval
from compliance.casework.reading import sharing
from compliance.casework.reading.frame import SENT_ONCE_AGREED
from compliance.casework.services import alone, approvals, deciding
from compliance.casework.services.nrm import agreeing
from compliance.casework.services.steps import Refusal
from compliance.casework.views.frame import (
    REFERRAL_REAUTHENTICATION_SECONDS,
    Desk,
    done,
    go,
    page,
    posted,
    unlocked,
)
from portal.accounts.reauthentication import demand_recent


@unlocked
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits for a second person, and what went ahead without one; a handler may be that person."""
    waiting, reviews = (
        [row for row in rows if permissions.can_see_approval(desk.user, row)]
        for rows in (approvals.waiting(), approvals.to_review())
    )
    return page(request, desk, "approvals.html", approvals=waiting, reviews=reviews)


@unlocked
def approval(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """One of them: to decide, to look at afterwards, or to read."""
    found = _found(desk, uuid)
    may_decide, may_review = permissions.can_decide(desk.user, found), permissions.can_review(desk.user, found)
    shows_pack = may_decide and found.kind == ApprovalKind.NRM_HANDOVER
    if shows_pack:
        # The page says who the person is, as the page that the handler sees before asking does.
        demand_recent(request, within=REFERRAL_REAUTHENTICATION_SECONDS)
    form = ReviewForm(posted(request)) if may_review else DecideForm(posted(request))
    if request.method == "POST":
        if not (may_decide or may_review):
            raise PermissionDenied
        decide = approvals.review if may_review else deciding.decide
        if form.is_valid() and _done(request, desk, found, form, decide, _answer_saved(found)):
            return go("desk:approvals")
    return page(
        request,
        desk,
        "approval.html",
        handover=agreeing.read(found, reader=desk.user, keys=desk.keys, at=desk.now) if shows_pack else None,
        approval=found,
        said=sharing.reason_of(found, desk.keys).words,
        shown=sharing.shown_by(found, desk.keys),
        form=form if may_decide or may_review else None,
        may_review=may_review,
        may_open_case=found.case is not None and permissions.can_open_case(desk.user, found.case),
        may_go_alone=alone.may(found, desk.user, desk.keys),
        is_own=found.asked_by_id == desk.user.pk,
        referral=alone.referral_of(found),
    )


def _answer_saved(found: Approval) -> str:
    """Whoever asked sees the answer on every page of the desk until it is sent."""
    if found.kind in SENT_ONCE_AGREED and found.state == ApprovalState.WAITING:
        return _("Your answer is saved. The desk now shows it to %(name)s.") % {"name": found.asked_by}
    return _("Your answer is saved.")


@unlocked
def go_alone(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """With nobody else on shift whoever asked goes ahead, where it saves a life, and says why."""
    found = _found(desk, uuid)
    if not alone.may(found, desk.user, desk.keys):
        raise Http404
    form, referral = AloneForm(posted(request)), alone.referral_of(found)
    said = _("It is written down. Do it now: somebody looks at it within a day.")
    if request.method == "POST" and form.is_valid() and _done(request, desk, found, form, alone.go_ahead, said):
        return go("cases:refer_check", referral.case_id, referral.pk) if referral else go("desk:approvals")
    return page(
        request,
        desk,
        "alone.html",
        approval=found,
        said=sharing.reason_of(found, desk.keys).words,
        people=approvals.second_people(found, now=desk.now),
        form=form,
    )


@require_POST
@unlocked
def take_back(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = approvals.find(uuid)
    if found is None or found.asked_by_id != desk.user.pk:
        raise Http404
    done(request, approvals.take_back, said=_("You no longer ask."), approval=found, actor=desk.user, at=desk.now)
    return go("desk:approvals")


def _found(desk: Desk, uuid: UUID) -> Approval:
    found = approvals.find(uuid)
    if found is None or not permissions.can_see_approval(desk.user, found):
        raise Http404
    return found


def _done(request: HttpRequest, desk: Desk, found: Approval, form: Any, service: Callable[..., Any], said: str) -> bool:
    """Call the service with what the form says; where it refuses, what was typed stays."""
    try:
        service(approval=found, actor=desk.user, keys=desk.keys, at=desk.now, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    messages.success(request, said)
    return True
