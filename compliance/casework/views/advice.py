"""/desk/cases/<uuid>/advice/: one page that answers a request for advice and closes its case; checked, then sent."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.forms.advice import AdviceForm
from compliance.casework.forms.messages import ENGLISH
from compliance.casework.models import Case
from compliance.casework.rules import messages as rules
from compliance.casework.selectors import case as reading
from compliance.casework.services import advice_replies, known_names, retention_period
from compliance.casework.views.base import Desk, as_conflict, case_to_change, get_post_data, go, save_form, unlocked
from compliance.casework.views.cases import case_page
from compliance.casework.views.messages import check_claims
from compliance.concerns.models import Concern
from compliance.concerns.services import desk as concern_desk
from portal.core.types import Context


@unlocked
def advise(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """What the reporter wrote so far is on the page, and counts as read once whose case it is has been shown it."""
    case = case_to_change(desk, uuid)
    if request.method != "POST" and not advice_replies.may_answer_and_close(case):
        raise Http404
    concern = advice_replies.get_concern(case)
    act = request.POST.get("act", "")
    form = _form(request, case, concern, act)
    context: Context = {}
    if act == "send":
        if save_form(request, form, lambda: _close(desk, case, form), context):
            return _closed(request, case, concern)
    elif act == "check" and form.is_valid() and check_claims(case, form):
        return _check(request, desk, case, concern, form)
    if request.method == "GET" and concern is not None and case.owner_id == desk.user.pk:
        concern_desk.mark_read(concern)
    talks = reading.get_conversations(case, desk.keys)
    response = case_page(
        request,
        desk,
        case,
        "case",
        "advice.html",
        form=form,
        stories=reading.get_stories(case, desk.keys),
        written=talks[0].messages if talks else [],
        **context,
    )
    return as_conflict(response, context)


def _form(request: HttpRequest, case: Case, concern: Concern | None, act: str) -> AdviceForm:
    if act == "change":
        return AdviceForm(initial=request.POST.dict(), has_code=concern is not None)
    initial = {"token": uuid4(), "version": case.version}
    return AdviceForm(get_post_data(request), initial=initial, has_code=concern is not None)


def _close(desk: Desk, case: Case, form: AdviceForm) -> None:
    cleaned = {"language": ENGLISH} | form.cleaned_data
    advice_replies.answer_and_close(case=case, actor=desk.user, keys=desk.keys, at=desk.now, **cleaned)


def _closed(request: HttpRequest, case: Case, concern: Concern | None) -> HttpResponse:
    if concern is None:
        message = _("Your advice is saved and case %(reference)s is closed.")
    else:
        message = _("Your answer has been sent and case %(reference)s is closed.")
    messages.success(request, message % {"reference": case.reference})
    return go("desk:queue")


def _check(request: HttpRequest, desk: Desk, case: Case, concern: Concern | None, form: AdviceForm) -> HttpResponse:
    """What goes, and what the handler should know before it goes."""
    cleaned = {"language": ENGLISH} | form.cleaned_data
    asked_for = "" if concern is None else concern.language
    today = timezone.localdate(desk.now)
    _retention, last_day = retention_period.get_class_and_last_day(case, today)
    return case_page(
        request,
        desk,
        case,
        "case",
        "advice_check.html",
        said=cleaned,
        is_sent=concern is not None,
        today=today,
        keep_until=last_day,
        look=rules.check_readability(cleaned["text"]) if cleaned["language"] == ENGLISH else None,
        names=rules.find_names(cleaned["text"], known_names.get_known_names(case, desk.keys)),
        asked_for="" if asked_for in {"unknown", "other", cleaned["language"]} else asked_for,
    )
