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
from compliance.casework.hooks import get_caution, registered
from compliance.casework.models import Approval
from compliance.casework.selectors import tasks
from compliance.casework.selectors.desk_header import SENT_ONCE_AGREED
from compliance.casework.services import approvals, decisions, single_person_override
from compliance.casework.views.base import (
    REFERRAL_REAUTHENTICATION_SECONDS,
    Desk,
    get_post_data,
    go,
    page,
    run_service,
    unlocked,
)
from portal.accounts.reauthentication import require_recent_authentication
from portal.core.exceptions import ActionRefused
from portal.core.types import Context


@unlocked
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits for a second person, and what went ahead without one; a handler may be that person."""
    waiting, reviews = (
        [row for row in rows if permissions.can_see_approval(desk.user, row)]
        for rows in (approvals.get_waiting_approvals(), approvals.get_approvals_to_review())
    )
    return page(request, desk, "approvals.html", approvals=waiting, reviews=reviews)


@unlocked
def approval(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """One of them: to decide, to look at afterwards, or to read."""
    answered = approvals.find_approval(uuid) if request.method == "POST" else None
    if answered is not None and permissions.is_answered_by_another(desk.user, answered):
        return _too_late(request, desk, answered)
    approval = _found(desk, uuid)
    may_decide, may_review = permissions.can_decide(desk.user, approval), permissions.can_review(desk.user, approval)
    shows_pack = may_decide and approval.kind == ApprovalKind.NRM_HANDOVER
    if shows_pack:
        # The page says who the person is, as the page that the handler sees before asking does.
        require_recent_authentication(request, within=REFERRAL_REAUTHENTICATION_SECONDS)
    data = get_post_data(request)
    form = ReviewForm(data) if may_review else DecideForm(data, caution=get_caution(approval) if may_decide else "")
    if request.method == "POST":
        if not (may_decide or may_review):
            raise PermissionDenied
        decide = approvals.review_approval if may_review else decisions.decide_and_apply
        if form.is_valid() and _done(request, desk, approval, form, decide, _answer_saved(approval)):
            return go("desk:approvals")
    return page(
        request,
        desk,
        "approval.html",
        approval=approval,
        said=tasks.get_reason(approval, desk.keys).words,
        form=form if may_decide or may_review else None,
        may_review=may_review,
        may_open_case=approval.case is not None and permissions.can_open_case(desk.user, approval.case),
        may_go_alone=permissions.can_go_ahead_alone(desk.user, approval, desk.keys),
        is_own=approval.asked_by_id == desk.user.pk,
        **_asked_for(desk, approval, shows_pack=shows_pack),
    )


def _too_late(request: HttpRequest, desk: Desk, approval: Approval) -> HttpResponse:
    """Give back what was typed; of the approval only what whoever typed it had read."""
    form = ReviewForm(request.POST) if "was_right" in request.POST else DecideForm(request.POST)
    form.add_error(None, _("This was answered or withdrawn before you. Your answer is not saved: copy your comments."))
    reason = tasks.get_reason(approval, desk.keys).words["reason"]
    is_review = isinstance(form, ReviewForm)
    context = {"approval": approval, "said": {"reason": reason}, "form": form, "may_review": is_review}
    return page(request, desk, "approval.html", **context)


def _asked_for(desk: Desk, approval: Approval, *, shows_pack: bool) -> Context:
    """What the apps above casework show of it."""
    context: Context = {}
    for hooks in registered():
        context |= hooks.get_approval_context(
            approval, reader=desk.user, keys=desk.keys, at=desk.now, shows_pack=shows_pack
        )
    return context


def _answer_saved(approval: Approval) -> str:
    """Whoever asked sees the answer on every page of the desk until it is sent."""
    if approval.kind in SENT_ONCE_AGREED and approval.state == ApprovalState.WAITING:
        return _("Your answer is saved. The desk now shows it to %(name)s.") % {"name": approval.asked_by}
    return _("Your answer is saved.")


@unlocked
def go_alone(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """With nobody else on shift whoever asked goes ahead, where it saves a life, and says why."""
    approval = _found(desk, uuid)
    if not permissions.can_go_ahead_alone(desk.user, approval, desk.keys):
        raise Http404
    form = AloneForm(get_post_data(request))
    message = _("Recorded. Do it now. Someone else will review it within a day.")
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(request, desk, approval, form, single_person_override.go_ahead_alone, message)
    ):
        pages = (hooks.get_page_after_override(approval) for hooks in registered())
        return go(*next(filter(None, pages), ("desk:approvals",)))
    return page(
        request,
        desk,
        "alone.html",
        approval=approval,
        said=tasks.get_reason(approval, desk.keys).words,
        people=approvals.get_second_people(approval, now=desk.now),
        form=form,
    )


@require_POST
@unlocked
def take_back(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    approval = approvals.find_approval(uuid)
    if approval is None or approval.asked_by_id != desk.user.pk:
        raise Http404
    run_service(
        request,
        approvals.withdraw_request,
        said=_("You have withdrawn your request."),
        approval=approval,
        actor=desk.user,
        at=desk.now,
    )
    return go("desk:approvals")


def _found(desk: Desk, uuid: UUID) -> Approval:
    approval = approvals.find_approval(uuid)
    if approval is None or not permissions.can_see_approval(desk.user, approval):
        raise Http404
    return approval


def _done(
    request: HttpRequest, desk: Desk, approval: Approval, form: Any, service: Callable[..., Any], message: str
) -> bool:
    """Call the service with what the form says; where it refuses, what was typed stays."""
    try:
        service(approval=approval, actor=desk.user, keys=desk.keys, at=desk.now, **form.cleaned_data)
    except ActionRefused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    messages.success(request, message)
    return True
