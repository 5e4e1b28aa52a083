"""/desk/cases/<uuid>/advice/: one page that answers a request for advice and closes its case; checked, then sent."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.forms.advice import AdviceForm
from compliance.casework.forms.messages import ENGLISH
from compliance.casework.models import Case
from compliance.casework.reading import case as reading
from compliance.casework.rules import messages as rules
from compliance.casework.services import answering, names, retention
from compliance.casework.views.cases import case_page
from compliance.casework.views.frame import Desk, case_to_change, go, posted, unlocked
from compliance.casework.views.messages import check_claims
from compliance.casework.views.referrals import as_conflict, saved
from compliance.concerns.models import Concern
from compliance.concerns.services import desk as concern_desk


@unlocked
def advise(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """What the reporter wrote so far is on the page, and counts as read once whose case it is has been shown it."""
    case = case_to_change(desk, uuid)
    if request.method != "POST" and not answering.can_answer_and_close(case):
        raise Http404
    concern = answering.concern_of(case)
    act = request.POST.get("act", "")
    form = _form(request, case, concern, act)
    context: dict[str, Any] = {}
    if act == "send":
        if saved(request, form, lambda: _close(desk, case, form), context):
            return _closed(request, case, concern)
    elif act == "check" and form.is_valid() and check_claims(case, form):
        return _check(request, desk, case, concern, form)
    if request.method == "GET" and concern is not None and case.owner_id == desk.user.pk:
        concern_desk.mark_read(concern)
    talks = reading.talks(case, desk.keys)
    response = case_page(
        request,
        desk,
        case,
        "case",
        "advice.html",
        form=form,
        stories=reading.stories(case, desk.keys),
        written=talks[0].messages if talks else [],
        **context,
    )
    return as_conflict(response, context)


def _form(request: HttpRequest, case: Case, concern: Concern | None, act: str) -> AdviceForm:
    if act == "change":
        return AdviceForm(initial=request.POST.dict(), has_code=concern is not None)
    initial = {"token": uuid4(), "version": case.version}
    return AdviceForm(posted(request), initial=initial, has_code=concern is not None)


def _close(desk: Desk, case: Case, form: AdviceForm) -> None:
    said = {"language": ENGLISH} | form.cleaned_data
    answering.answer_and_close(case=case, actor=desk.user, keys=desk.keys, at=desk.now, **said)


def _closed(request: HttpRequest, case: Case, concern: Concern | None) -> HttpResponse:
    if concern is None:
        said = _("Your advice is saved and case %(reference)s is closed.")
    else:
        said = _("Your answer is sent and case %(reference)s is closed.")
    messages.success(request, said % {"reference": case.reference})
    return go("desk:queue")


def _check(request: HttpRequest, desk: Desk, case: Case, concern: Concern | None, form: AdviceForm) -> HttpResponse:
    """What goes, and what the handler should know before it goes."""
    said = {"language": ENGLISH} | form.cleaned_data
    asked_for = "" if concern is None else concern.language
    today = timezone.localdate(desk.now)
    _retention, last_day = retention.keep_until(case, today)
    return case_page(
        request,
        desk,
        case,
        "case",
        "advice_check.html",
        said=said,
        is_sent=concern is not None,
        today=today,
        keep_until=last_day,
        look=rules.look_at(said["text"]) if said["language"] == ENGLISH else None,
        names=rules.names_in(said["text"], names.known(case, desk.keys)),
        asked_for="" if asked_for in {"unknown", "other", said["language"]} else asked_for,
    )
