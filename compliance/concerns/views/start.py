"""/report/ and the pages beside the questions: how to stay safe, how to leave, and leaving.

See docs/requirements/helpline.md#starting-and-leaving.
"""

from contextlib import suppress

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.concerns import promise_labels, throttling
from compliance.concerns.forms.required import PurposeForm
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import files, reporter_sessions
from compliance.concerns.views.base import clear_browser_data, get_draft, is_same_site_request, reporter_view
from portal.core import cookies, rate_limits
from portal.core.resubmission import get_resubmission
from portal.core.views import render_form, see_other
from portal.vault.kdf import Busy

BUSY_SECONDS = 10


@reporter_view
def start(request: HttpRequest) -> HttpResponse:
    """Show the safety advice and the promises, then the first question. Its answer starts the draft."""
    form = PurposeForm(request.POST if request.method == "POST" else None)
    draft = get_draft(request)
    if request.method == "POST" and form.is_valid():
        now, purpose = timezone.now(), form.cleaned_data["purpose"]
        if draft and not draft.is_sent:
            drafts.save_answers(draft.cookie, keys=("purpose",), values={"purpose": purpose}, now=now)
            return see_other("concerns:danger")
        try:
            throttling.slow_down_if(rate_limits.get_visitor_wait("concern_begin", request) > 0, "begin", request)
        except Busy:
            return wait_page(request, BUSY_SECONDS)
        opened = drafts.start_draft(answers={"purpose": purpose}, now=now)
        return cookies.set_cookie(see_other("concerns:danger"), settings.DRAFT_COOKIE_NAME, opened.cookie.text)
    context = {"form": form, "has_draft": bool(draft), "has_ended": request.GET.get("ended") == "1"}
    context |= promise_labels.for_start_page()
    return render_form(request, "concerns/start.html", context)


def wait_page(request: HttpRequest, wait: int) -> HttpResponse:
    """Ask to wait. Never a refusal: nothing is lost, and there is a number to call.

    See docs/requirements/security.md#rate-limits.
    """
    context = {"when": rate_limits.describe_wait(wait), "resubmission": get_resubmission(request)}
    response = render(request, "concerns/wait.html", context, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


@reporter_view
@require_safe
def online(request: HttpRequest) -> HttpResponse:
    """Show how to stay safe online."""
    return render(request, "concerns/online.html", {"has_draft": bool(get_draft(request))})


@reporter_view
@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """Show how to leave the pages quickly."""
    return render(request, "concerns/leaving.html", {"has_draft": bool(get_draft(request))})


@login_not_required
@require_safe
def exit_page(request: HttpRequest) -> HttpResponse:
    """Delete what was not sent, clear the browser's data and go to another site.

    A plain link, for it must work without a script. Sent here by another site, a browser goes elsewhere and loses
    nothing.
    """
    response = HttpResponseRedirect(settings.EXIT_URL)
    if request.method != "GET" or not is_same_site_request(request):
        return response
    # The way out is open without a database too: without its cookie a draft opens no more, and it ends by itself.
    with suppress(DatabaseError):
        _forget(request)
    return clear_browser_data(response)


def _forget(request: HttpRequest) -> None:
    if draft := get_draft(request):
        files.delete_draft(draft)
    reporter_sessions.end_visit(request.COOKIES.get(settings.VISIT_COOKIE_NAME, ""))
