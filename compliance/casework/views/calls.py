"""/desk/calls/…: a call while it lasts. Handing in and autosave work without a web session: the token is the key.

What is typed is saved before anything else is asked; a lock or an ended session then costs a sign-in, not the words.
Nor is a token against forgery asked for: signing in again in another window changes it under the open form, and no
other site can make up the address.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from compliance.casework import permissions
from compliance.casework.choices import CALL_ENDINGS
from compliance.casework.forms.calls import CallForm
from compliance.casework.models import CallDraft
from compliance.casework.rules.call_endings import may_end_quickly
from compliance.casework.selectors import call_script
from compliance.casework.selectors.finished_calls import get_finished_calls
from compliance.casework.services import abandoned_calls, calls
from compliance.casework.views.base import CONFLICT, Desk, at_desk, go, page, run_service, unlocked
from compliance.casework.views.call_endings import end_call, go_to_ending
from compliance.casework.views.interpreters import from_call
from portal.accounts.current_user import get_current_user
from portal.core.exceptions import ActionRefused, RowGone
from portal.core.types import JsonObject
from portal.vault import receipts
from portal.vault.encryption import DecryptionError

CASE, KNOWN, INTERPRETER, END = "case", "known", "interpreter", "end"


@unlocked
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Open forms of one's own, to go on with, and the calls that were finished in this shift."""
    finished = get_finished_calls(desk.user, now=desk.now)
    return page(request, desk, "calls.html", drafts=calls.get_own_drafts(desk.user), finished=finished)


@require_POST
@at_desk
def begin(request: HttpRequest) -> HttpResponse:
    """Needs no unlocked desk: the phone rings first."""
    draft = calls.start_call(handler=get_current_user(request), at=timezone.now())
    return go("desk:call", draft.token)


@require_POST
@unlocked
def take_over(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """A call form that somebody left becomes one's own, and opens."""
    draft = abandoned_calls.find_call(uuid)
    if draft is None:
        raise Http404
    if not permissions.can_take_over_call(desk.user, draft, now=desk.now):
        raise PermissionDenied
    message = _("The call form is now yours. Open a case from it, or end it.")
    if run_service(request, abandoned_calls.take_over_call, said=message, draft=draft, actor=desk.user, at=desk.now):
        return go("desk:call", draft.token)
    return go("desk:queue")


@csrf_exempt
@login_not_required
def call(request: HttpRequest, token: UUID) -> HttpResponse:
    if request.user.is_authenticated and not permissions.can_work_at_desk(request.user):
        raise Http404
    if request.method == "POST":
        saved = _saved(request, token)
        if saved is not None and saved.token != token:
            messages.warning(request, _explain_taken(token))
            return go("desk:call", saved.token)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, "account_login")
    return _call(request, token)


@csrf_exempt
@login_not_required
@require_POST
def autosave(request: HttpRequest, token: UUID) -> JsonResponse:
    """{"message": …, "may_end_quickly": …}; 404 where the form was handed in, 409 where somebody took it over."""
    if request.user.is_authenticated and not permissions.can_work_at_desk(request.user):
        raise Http404
    saved = _saved(request, token)
    if saved is None:
        return JsonResponse({"message": _("This call is already closed.")}, status=404)
    if saved.token != token:
        return JsonResponse({"message": _explain_taken(token)}, status=CONFLICT)
    return JsonResponse(
        {"message": _said_saved(), "may_end_quickly": may_end_quickly(CallForm(request.POST).as_typed())}
    )


def _saved(request: HttpRequest, token: UUID) -> CallDraft | None:
    """Seal what is typed, as it is. A draft of somebody else is not there.

    Returns another form, of their own, where somebody goes on typing into one that was taken over from them.
    """
    draft = calls.find_draft(token)
    if draft is None:
        return None
    answers = CallForm(request.POST).as_typed() | {"began_at": request.POST.get("began_at", "")[:40]}
    is_taken = draft.taken_from is not None and request.POST.get("owner") == str(draft.taken_from.uuid)
    if request.user.is_authenticated and draft.handler_id != request.user.pk:
        is_taken = draft.taken_from_id == request.user.pk
        if not is_taken:
            raise Http404
    try:
        if is_taken:
            return calls.save_copy(draft, answers, at=timezone.now())
        calls.save_draft(draft, answers, at=timezone.now())
    except RowGone:
        return None
    return draft


def _explain_taken(token: UUID) -> str:
    draft = calls.find_draft(token)
    name = (draft.handler if draft else None) or _("Someone else")
    return _(
        "%(name)s has taken over this call form. What you typed is saved in a form of your own. "
        "Tell %(name)s what is new."
    ) % {"name": name}


@unlocked
def _call(request: HttpRequest, desk: Desk, token: UUID) -> HttpResponse:
    draft = calls.find_draft(token)
    if draft is None:
        return _closed(token)
    if draft.handler_id != desk.user.pk:
        raise Http404
    if request.method == "POST":
        try:
            return _acted(request, desk, draft)
        except RowGone:
            return _closed(token)
    try:
        answers = calls.get_answers(draft, desk.keys)
    except DecryptionError:
        answers = {}
    return _shown(request, desk, draft, CallForm(initial=answers), answers.get("began_at", ""))


def _closed(token: UUID) -> HttpResponse:
    """The form was handed in before: on to what became of it."""
    contact = calls.get_contact(token)
    if contact is None:
        raise Http404
    return go("cases:case", contact.case_id) if contact.case_id else go("desk:contact", contact.pk)


def _acted(request: HttpRequest, desk: Desk, draft: CallDraft) -> HttpResponse:
    act = request.POST.get("act", "save")
    form = CallForm(request.POST, is_ending=act in {CASE, KNOWN})
    began = request.POST.get("began_at", "")[:40]
    if act in CALL_ENDINGS:
        form.is_valid()
        return end_call(request, desk, draft, form.every_answer() | {"began_at": began}, act)
    if act == END:
        return go_to_ending(draft)
    if act == INTERPRETER:
        return from_call(desk, draft.token, form["language"].value())
    if act not in {CASE, KNOWN}:
        messages.success(request, _said_saved())
        return go("desk:call", draft.token)
    if form.is_valid():
        arguments: dict[str, Any] = {"draft": draft, "answers": _answers(form, began), "actor": desk.user}
        arguments |= {"keys": desk.keys, "at": desk.now}
        try:
            opened = calls.add_to_case(**arguments) if act == KNOWN else calls.open_new_case(**arguments)
        except RowGone:
            raise
        except ActionRefused as refusal:
            form.add_error("known" if act == KNOWN else None, refusal.sentence)
        else:
            return _opened(request, desk, opened)
    return _shown(request, desk, draft, form, began)


def _opened(request: HttpRequest, desk: Desk, opened: calls.Opened) -> HttpResponse:
    """A code is on this answer only: it is read aloud, and kept nowhere."""
    if opened.words:
        messages.success(request, opened.words)
    if not opened.code:
        return go("cases:case", opened.case.pk)
    return page(request, desk, "call_code.html", case=opened.case, code=receipts.format_receipt(opened.code))


def _answers(form: CallForm, began: str) -> JsonObject:
    return {name: value for name, value in form.cleaned_data.items() if value} | {"began_at": began}


def _shown(request: HttpRequest, desk: Desk, draft: CallDraft, form: CallForm, began: str) -> HttpResponse:
    answers = form.as_typed() if form.is_bound else form.initial
    script = call_script.load_call_script()
    return page(
        request,
        desk,
        "call.html",
        draft=draft,
        form=form,
        began_at=began,
        may_end_quickly=may_end_quickly(answers),
        script=script,
        is_script_overdue=script.is_review_overdue(timezone.localdate(desk.now)),
    )


def _said_saved() -> str:
    time = date_format(timezone.localtime(timezone.now()), "H:i")
    return _("Saved at %(time)s.") % {"time": time}
