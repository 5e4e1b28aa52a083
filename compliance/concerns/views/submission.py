"""/r/6 check and send, /r/7 the code, and what comes after (docs/requirements/helpline.md#check-and-send)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.concerns import promise_labels, throttling
from compliance.concerns.choices import Channel
from compliance.concerns.forms.binding import LeaveCodeForm
from compliance.concerns.forms.submission import EndingForm, SendForm
from compliance.concerns.rules import journey
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import submission
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.views import check_answers
from compliance.concerns.views.base import (
    clear_browser_data,
    get_draft,
    get_post_data,
    had_draft,
    is_same_site_request,
    reporter_view,
    with_draft,
)
from compliance.concerns.views.start import BUSY_SECONDS, wait_page
from portal.core import rate_limits
from portal.core.views import render_form, see_other
from portal.vault import receipts
from portal.vault.kdf import Busy


@reporter_view
def check(request: HttpRequest) -> HttpResponse:
    """Show the answers and send the concern; sent again after the draft is deleted, it says that it was sent."""
    draft = get_draft(request)
    if request.method == "POST" and (draft is None or draft.is_sent):
        form = SendForm(request.POST)
        is_known = form.is_valid() and submission.was_sent(form.cleaned_data["token"])
        if draft is None and is_known:
            return render(request, "concerns/already.html")
    return _check(request)


@with_draft
def _check(request: HttpRequest, *, draft: OpenDraft) -> HttpResponse:
    if first := journey.get_page_to_answer_first(journey.CHECK, draft.answers, files=len(draft.files)):
        return redirect(first.address)
    now = timezone.now()
    if request.method == "POST":
        form = SendForm(request.POST, begun_at=draft.begun_at, now=now, draft=draft.row.submit_token)
        if form.is_valid():
            return _send(request, draft)
    else:
        form = SendForm(initial={"token": draft.row.submit_token})
        drafts.save_answers(draft.cookie, keys=(), values={journey.REACHED_CHECK: True}, now=now)
    context = {
        "form": form,
        "sections": check_answers.get_sections(draft),
        "tasks": check_answers.get_optional_tasks(draft),
        "previews": [preview for preview in check_answers.get_sharing_previews(draft) if preview.is_chosen],
        "is_anonymous": draft.answers["identity_mode"] == "anonymous",
        "is_device_unsafe": journey.is_device_unsafe(draft.answers),
    }
    return render_form(request, "concerns/check.html", context | promise_labels.for_check_page(draft.answers))


def _send(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """Send the draft. Over a limit it takes longer. While the machine is busy nothing is lost: the draft keeps the
    answers.
    """
    try:
        throttling.slow_down_if(_is_over_limit(request), "submit", request)
        submission.submit(draft, now=timezone.now())
    except Busy:
        return wait_page(request, BUSY_SECONDS)
    except (drafts.Gone, submission.Incomplete):
        return see_other("concerns:check")
    return see_other("concerns:code")


def _is_over_limit(request: HttpRequest) -> bool:
    """Count one more. Over the limit of the whole site the first reports of a network are still within theirs."""
    wait = rate_limits.get_visitor_wait("concern_submit", request)
    is_site_over = rate_limits.get_global_wait("concern_submit_site") > 0
    is_first = rate_limits.get_visitor_wait("concern_submit_first", request) == 0
    return wait > 0 or (is_site_over and not is_first)


@reporter_view
def code(request: HttpRequest) -> HttpResponse:
    """Show the code until the person confirms it. A wrong ending loses nothing."""
    draft = get_draft(request)
    if draft is None:
        return redirect("concerns:sent" if had_draft(request) else "concerns:start")
    if draft.row.sent_at is None:
        return redirect("concerns:check")
    if timezone.now() - draft.row.sent_at > submission.CODE_DISPLAY_TTL:
        submission.confirm_code_saved(draft.cookie)
        return see_other("concerns:sent")
    digits, form = drafts.get_receipt(draft), EndingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if "skip" in request.POST:
            return see_other("concerns:code_leave")
        if receipts.normalise(form.cleaned_data["ending"]) == digits[-4:]:
            submission.confirm_code_saved(draft.cookie)
            return see_other("concerns:sent")
        form.add_error("ending", _("Enter the last 4 digits of the code on this page"))
    context = {
        "form": form,
        "groups": receipts.format_receipt(digits).split(),
        "level": draft.answers["triage_level"],
        "is_anonymous": draft.answers["identity_mode"] == "anonymous",
        "is_device_unsafe": journey.is_device_unsafe(draft.answers),
        "is_business": draft.channel == Channel.PORTAL_BUSINESS,
        "shown_until": draft.row.sent_at + submission.CODE_DISPLAY_TTL,
    }
    return render_form(request, "concerns/code.html", context)


@reporter_view
def code_leave(request: HttpRequest) -> HttpResponse:
    """Ask "Have you saved it?" on a page and not in a dialog that can be clicked away."""
    draft = get_draft(request)
    if draft is None or not draft.is_sent:
        return redirect("concerns:code")
    form = LeaveCodeForm(get_post_data(request), binding=draft.form_binding)
    if request.method == "POST" and form.is_valid():
        submission.confirm_code_saved(draft.cookie)
        return see_other("concerns:sent")
    return render_form(request, "concerns/code_leave.html", {"form": form})


@reporter_view
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Show the end; from here on the browser knows nothing of the visit."""
    page = render(request, "concerns/sent.html")
    return clear_browser_data(page) if is_same_site_request(request) else page
