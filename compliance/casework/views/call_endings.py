"""/desk/calls/…/end/: a call ends without a case although its form describes somebody."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from compliance.casework.forms.call_endings import EndCallForm
from compliance.casework.forms.calls import CallForm
from compliance.casework.models import CallDraft, Contact
from compliance.casework.rules import call_endings as rules
from compliance.casework.selectors.case import label_question
from compliance.casework.services import call_endings, calls
from compliance.casework.views.base import Desk, get_post_data, go, page, unlocked
from portal.core.exceptions import RowGone
from portal.core.types import JsonObject
from portal.vault.encryption import DecryptionError


def end_call(request: HttpRequest, desk: Desk, draft: CallDraft, answers: JsonObject, outcome: str) -> HttpResponse:
    """End it in one press where the form describes nobody; otherwise ask first."""
    if not rules.may_end_quickly(answers):
        return go_to_ending(draft, outcome)
    contact = call_endings.end_without_case(draft=draft, answers=answers, outcome=outcome, actor=desk.user, at=desk.now)
    return _ended(request, contact)


def go_to_ending(draft: CallDraft, outcome: str = "") -> HttpResponse:
    answer = go("desk:call_end", draft.token)
    if outcome:
        answer["Location"] += f"?outcome={outcome}"
    return answer


@unlocked
def end(request: HttpRequest, desk: Desk, token: UUID) -> HttpResponse:
    draft = calls.find_draft(token)
    if draft is None:
        return _closed(desk, token)
    if draft.handler_id != desk.user.pk:
        raise Http404
    answers = _saved_answers(draft, desk)
    at_risk = rules.fields_at_risk(answers)
    form = EndCallForm(
        get_post_data(request), is_at_risk=bool(at_risk), initial={"outcome": request.GET.get("outcome", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            contact = call_endings.end_without_case(
                draft=draft,
                answers=answers,
                outcome=form.cleaned_data["outcome"],
                explanation=form.explanation,
                actor=desk.user,
                at=desk.now,
            )
        except RowGone:
            return _closed(desk, token)
        return _ended(request, contact)
    return page(
        request,
        desk,
        "call_end.html",
        draft=draft,
        form=form,
        is_dangerous=answers.get("danger_level") == "happening_now",
        is_child=answers.get("age_of_person") in {"under_18", "not_sure"},
        fields_at_risk=[label_question(name) for name in at_risk],
    )


def _closed(desk: Desk, token: UUID) -> HttpResponse:
    """The form was handed in before: on to the contact that became of it."""
    contact = calls.get_contact(token)
    if contact is None or contact.handler_id != desk.user.pk:
        raise Http404
    return go("desk:contact", contact.pk)


def _saved_answers(draft: CallDraft, desk: Desk) -> JsonObject:
    """What the form holds, as its fields read it. The form that cannot be opened counts as one that holds something."""
    try:
        typed = calls.get_answers(draft, desk.keys)
    except DecryptionError:
        return {"as_typed": {"account": "–"}}
    began = typed.get("began_at", "")
    form = CallForm(typed)
    form.is_valid()
    return form.every_answer() | ({"began_at": began} if began else {})


def _ended(request: HttpRequest, contact: Contact) -> HttpResponse:
    outcome = {"outcome": contact.get_outcome_display(), "reference": contact.reference}
    text = _("Saved as “%(outcome)s”. The reference is %(reference)s.") % outcome
    if contact.review_due_at:
        text += " " + _("A lead will review it within a day.")
    messages.success(request, text)
    return go("desk:queue")
