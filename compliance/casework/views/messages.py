"""/desk/cases/<uuid>/conversation/: what was said under a code, and writing back: preview first, then send.

See docs/requirements/helpline.md#messages.
"""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from compliance.casework.forms.messages import ENGLISH, MessageForm
from compliance.casework.message_snippets import SNIPPET_CLAIMS, SNIPPETS
from compliance.casework.models import Case
from compliance.casework.rules import messages as rules
from compliance.casework.rules.message_claims import get_true_snippets as offered_phrases
from compliance.casework.selectors import case as reading
from compliance.casework.services import guidance_drafts, known_names, message_claims
from compliance.casework.services import messages as services_messages
from compliance.casework.views.base import Desk, case_at_hand, case_to_act, get_post_data, go, unlocked
from compliance.casework.views.cases import case_page
from compliance.concerns.services import desk as concern_desk
from portal.core.exceptions import ActionRefused
from portal.core.types import Context


@unlocked
def conversation(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """What the reporter wrote counts as read once whose case it is has been shown it."""
    case = case_at_hand(desk, uuid)
    talks = reading.get_conversations(case, desk.keys)
    offered = offered_phrases(SNIPPETS, SNIPPET_CLAIMS, message_claims.get_log(case))
    forms = {
        talk.concern.pk: MessageForm(initial={"token": uuid4()}, auto_id=_ids(talk, talks), offered=offered)
        for talk in talks
    }
    form = None
    if request.method == "POST":
        case_to_act(desk, uuid)
        talk = _addressed(request, talks)
        form = MessageForm(get_post_data(request), auto_id=_ids(talk, talks), offered=offered)
        if request.POST.get("act") == "phrases":
            form = form.with_phrases()
        elif request.POST.get("act") == "change":
            form = MessageForm(initial=request.POST.dict(), auto_id=form.auto_id, offered=offered)
        elif form.is_valid() and check_claims(case, form):
            return _previewed_or_sent(request, desk, case, talk, form)
        forms[talk.concern.pk] = form
    elif request.method == "GET" and case.owner_id == desk.user.pk:
        for talk in talks:
            concern_desk.mark_read(talk.concern)
    context: Context = {"talks": [(talk, forms[talk.concern.pk]) for talk in talks], "form": form}
    context["may_advise"] = guidance_drafts.may_become_guidance(case)
    return case_page(request, desk, case, "conversation", "conversation.html", **context)


def check_claims(case: Case, form: forms.Form) -> bool:
    """Return whether the log of the case bears out what the text claims; the form says what it does not."""
    try:
        message_claims.require_true_claims(case, form.cleaned_data["text"])
    except ActionRefused as refusal:
        form.add_error("text", refusal.sentence)
        return False
    return True


def _addressed(request: HttpRequest, talks: list[reading.Conversation]) -> reading.Conversation:
    """To whom it goes, as the form says: among several there is no guess."""
    wanted = request.POST.get("concern", "")
    if len(talks) == 1 and not wanted:
        return talks[0]
    chosen = next((talk for talk in talks if str(talk.concern.pk) == wanted), None)
    if chosen is None:
        raise Http404
    return chosen


def _ids(talk: reading.Conversation, talks: list[reading.Conversation]) -> str:
    """Each form of a page has its own."""
    return "id_%s" if len(talks) == 1 else f"id_{talk.reference}_%s"


def _previewed_or_sent(
    request: HttpRequest, desk: Desk, case: Case, talk: reading.Conversation, form: MessageForm
) -> HttpResponse:
    cleaned = {name: form.cleaned_data[name] for name in ("text", "language", "is_told", "token")}
    if request.POST.get("act") == "send":
        services_messages.send_message(
            case=case, concern=talk.concern, actor=desk.user, keys=desk.keys, at=desk.now, **cleaned
        )
        return go("cases:conversation", case.pk)
    return case_page(
        request,
        desk,
        case,
        "conversation",
        "message_preview.html",
        said=cleaned,
        talk=talk,
        **_beside(desk, case, talk, cleaned),
    )


def _beside(desk: Desk, case: Case, talk: reading.Conversation, cleaned: dict[str, Any]) -> dict[str, Any]:
    """What the handler should know before it goes."""
    asked_for = talk.concern.language
    return {
        "today": timezone.localdate(desk.now),
        "look": rules.check_readability(cleaned["text"]) if cleaned["language"] == ENGLISH else None,
        "names": rules.find_names(cleaned["text"], known_names.get_known_names(case, desk.keys)),
        "asked_for": "" if asked_for in {"unknown", "other", cleaned["language"]} else asked_for,
    }
