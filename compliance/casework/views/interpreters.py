"""/desk/interpreters/…: the table of providers, kept by leads; and asking for one in a call.

See docs/requirements/helpline.md#interpreters.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework import permissions
from compliance.casework.choices import InterpreterMode
from compliance.casework.forms import interpreters as forms
from compliance.casework.models import InterpreterProvider, InterpreterSession
from compliance.casework.services import calls, interpreters
from compliance.casework.views.base import Desk, for_leads, get_post_data, go, page, run_service, unlocked
from portal.core.exceptions import ActionRefused
from portal.reference import helpline

WITH_PROVIDER = frozenset({InterpreterMode.THREE_WAY_CALL, InterpreterMode.CALLBACK, InterpreterMode.SIGN_LANGUAGE})


# --- The table -------------------------------------------------------------------------------------------------------


@unlocked
@require_safe
def table(request: HttpRequest, desk: Desk) -> HttpResponse:
    return page(request, desk, "interpreters/table.html", providers=interpreters.get_providers())


@for_leads
def add(request: HttpRequest, desk: Desk) -> HttpResponse:
    return _provider(request, desk, InterpreterProvider(), is_new=True)


@for_leads
def change(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    provider = interpreters.find_provider(uuid)
    if provider is None:
        raise Http404
    return _provider(request, desk, provider, is_new=False)


def _provider(request: HttpRequest, desk: Desk, row: InterpreterProvider, *, is_new: bool) -> HttpResponse:
    form = forms.ProviderForm(get_post_data(request), instance=row, initial={"position": 1} if is_new else None)
    if request.method == "POST" and form.is_valid():
        provider = form.save(commit=False)
        interpreters.save_provider(provider=provider, pin=form.new_pin, actor=desk.user, at=desk.now)
        messages.success(request, _("Provider saved."))
        return go("interpreters:table")
    return page(request, desk, "interpreters/provider.html", form=form, provider=None if is_new else row)


@require_POST
@for_leads
def end(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    provider = interpreters.find_provider(uuid)
    if provider is None:
        raise Http404
    interpreters.end_provider(row=provider, actor=desk.user, at=desk.now)
    messages.success(request, _("Provider removed."))
    return go("interpreters:table")


# --- In a call -------------------------------------------------------------------------------------------------------


def _at_hand(desk: Desk, call: UUID) -> dict[str, Any]:
    """The open form of one's own, or a contact that one may open, and the way back. 404 for anything else."""
    draft, contact = calls.find_draft(call), calls.get_contact(call)
    if draft is not None and draft.handler_id == desk.user.pk:
        return {"back": ("desk:call", call), "language": calls.get_answers(draft, desk.keys).get("language")}
    if contact is None:
        raise Http404
    if contact.case is None:
        return {"back": ("desk:contact", call), "language": contact.language}
    if not permissions.can_open_case(desk.user, contact.case):
        raise Http404
    return {"back": ("cases:referrals", contact.case_id), "language": contact.language}


@unlocked
def call(request: HttpRequest, desk: Desk, call: UUID) -> HttpResponse:
    """Asked for by one press; a companion is declined, with the words to say."""
    at_hand = _at_hand(desk, call)
    form = forms.AskForm(get_post_data(request), initial={"language": at_hand["language"]})
    refused = None
    if request.method == "POST" and form.is_valid():
        calls.set_language(call, form.cleaned_data["language"], desk.keys, at=desk.now)
        if form.cleaned_data["who"] != forms.COMPANION:
            session = _asked(desk, call, form.cleaned_data)
            return go("interpreters:session", call, session.pk)
        refused = form.cleaned_data["language"]
        interpreters.refuse_companion(call=call, language=refused, actor=desk.user, at=desk.now)
    response = page(
        request,
        desk,
        "interpreters/call.html",
        form=form,
        call=call,
        back=at_hand["back"],
        refused=refused,
        sessions=interpreters.get_sessions_of_call(call),
    )
    if refused:
        response.status_code = 422
    return response


def from_call(desk: Desk, call: UUID, language: str | None) -> HttpResponse:
    """One press on the form of a call, which is saved: asked at once where the language is there."""
    if language not in helpline.get_labels("language") or language == "unknown":
        return go("interpreters:call", call)
    cleaned = {"language": language, "gender": interpreters.ANY_GENDER, "booking": ""}
    return go("interpreters:session", call, _asked(desk, call, cleaned | {"who": InterpreterMode.THREE_WAY_CALL}).pk)


def _asked(desk: Desk, call: UUID, cleaned: dict[str, Any]) -> InterpreterSession:
    providers = (
        interpreters.get_providers_for(cleaned["language"], cleaned["gender"])
        if cleaned["who"] in WITH_PROVIDER
        else []
    )
    return interpreters.request_interpreter(
        call=call,
        language=cleaned["language"],
        mode=cleaned["who"],
        gender=cleaned["gender"],
        provider=providers[0] if providers else None,
        booking=cleaned["booking"],
        actor=desk.user,
        at=desk.now,
    )


def _session(desk: Desk, call: UUID, uuid: UUID) -> tuple[dict[str, Any], InterpreterSession]:
    at_hand, session = _at_hand(desk, call), interpreters.find_session(call, uuid)
    if session is None:
        raise Http404
    return at_hand, session


@unlocked
def session(request: HttpRequest, desk: Desk, call: UUID, uuid: UUID) -> HttpResponse:
    """The number to dial, the clock, and what to say; then how it ended."""
    at_hand, session = _session(desk, call, uuid)
    form = forms.EndedForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            interpreters.record_end(
                session=session, actor=desk.user, keys=desk.keys, at=desk.now, **form.cleaned_data
            )  # fmt: skip
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("How it ended is recorded."))
            return go(*at_hand["back"])
    return _shown(request, desk, call, session, at_hand, form, forms.JoinedForm())


def _shown(
    request: HttpRequest,
    desk: Desk,
    call: UUID,
    session: InterpreterSession,
    at_hand: dict[str, Any],
    form: Any,
    joining: Any,
) -> HttpResponse:
    others = (
        interpreters.get_providers_for(session.language, session.preferred_gender)
        if session.mode in WITH_PROVIDER
        else []
    )
    return page(
        request,
        desk,
        "interpreters/session.html",
        session=session,
        call=call,
        back=at_hand["back"],
        dial=None if session.outcome else interpreters.get_dial_in(session=session, actor=desk.user, at=desk.now),
        others=[provider for provider in others if provider != session.provider],
        joining=joining if session.preferred_gender in interpreters.GENDERS else None,
        form=form,
        needs_provider=session.mode in WITH_PROVIDER and session.provider is None,
    )


@require_POST
@unlocked
def joined(request: HttpRequest, desk: Desk, call: UUID, uuid: UUID) -> HttpResponse:
    at_hand, session = _session(desk, call, uuid)
    form = forms.JoinedForm(request.POST)
    if not form.is_valid():
        return _shown(request, desk, call, session, at_hand, forms.EndedForm(), form)
    message = _("The interpreter is on the line. We have recorded the wait.")
    arguments = {"session": session, "keys": desk.keys, "is_gender_met": form.met, "actor": desk.user, "at": desk.now}
    run_service(request, interpreters.record_join, said=message, **arguments)
    return go("interpreters:session", call, session.pk)


@require_POST
@unlocked
def other(request: HttpRequest, desk: Desk, call: UUID, uuid: UUID, provider: UUID) -> HttpResponse:
    """This provider has nobody: ask the next one."""
    _home, session = _session(desk, call, uuid)
    new = interpreters.find_provider(provider)
    if new is None:
        raise Http404
    row = interpreters.try_other(session=session, provider=new, keys=desk.keys, actor=desk.user, at=desk.now)
    return go("interpreters:session", call, row.pk)
