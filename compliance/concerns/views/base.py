"""The helpers of all reporters' pages: the check of the team's key, two cookies, and the way between pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from compliance.concerns.forms.binding import BoundForm
from compliance.concerns.rules import journey
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import reporter_sessions
from compliance.concerns.services.draft import OpenDraft
from portal.core import cookies
from portal.core.views import see_other
from portal.vault.services import epochs


@dataclass(frozen=True)
class TimeLeft:
    """The time at which the page's content is deleted. kind: draft or visit. keep: the URL name to extend it."""

    kind: str
    ends_at: datetime
    keep: str

    @property
    def seconds(self) -> int:
        """Return the seconds left, never below 0."""
        return max(0, int((self.ends_at - timezone.now()).total_seconds()))


type View = Callable[..., HttpResponse]

# So that nothing of the visit stays in the browser (docs/requirements/security.md#neutral-addresses).
STRICT_COOKIES = (settings.DRAFT_COOKIE_NAME, settings.VISIT_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME)
CLEAR_SITE_DATA = '"cache", "cookies", "storage"'


def reporter_view(view: View) -> View:
    """Open a view to all. Without the team's key nothing could be encrypted: then it shows whom to call, and asks
    nothing.
    """

    @login_not_required
    @sensitive_post_parameters()
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            epochs.get_current_epoch()
        except epochs.NoTeamKey:
            return render(request, "concerns/closed.html")
        return view(request, *args, **kwargs)

    return opened


def get_draft(request: HttpRequest) -> OpenDraft | None:
    """Return the draft of the request's cookie, or None; a request decrypts it once."""
    if not hasattr(request, "_open_draft"):
        cookie = request.COOKIES.get(settings.DRAFT_COOKIE_NAME, "")
        request._open_draft = drafts.find_draft(cookie, now=timezone.now())
    return request._open_draft


def with_draft(view: View) -> View:
    """Give a view the unsent draft; without one, redirect to the start."""

    @reporter_view
    @wraps(view)
    def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        draft = get_draft(request)
        if draft is None:
            return redirect(f"{reverse('concerns:start')}?ended=1" if had_draft(request) else "concerns:start")
        if draft.is_sent:
            return redirect("concerns:code")
        now = timezone.now()
        drafts.extend_draft(draft, now=now)
        request.time_left = TimeLeft("draft", now + drafts.DRAFT_TTL, "concerns:keep")
        return view(request, draft=draft, **kwargs)

    return opened


def with_visit(view: View) -> View:
    """Give a view the visit of somebody who returned with a code; one that ended leads to the page for the code."""

    @reporter_view
    @wraps(view)
    def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        cookie = request.COOKIES.get(settings.VISIT_COOKIE_NAME, "")
        visit = reporter_sessions.find_visit(cookie, now=timezone.now())
        if visit is None:
            return redirect(f"{reverse('concerns:return')}?ended=1" if cookie else "concerns:return")
        request.time_left = TimeLeft("visit", visit.ends_at, "concerns:talk_keep")
        try:
            return view(request, visit=visit, **kwargs)
        except reporter_sessions.VisitEnded:
            return see_other(f"{reverse('concerns:return')}?ended=1")

    return opened


def had_draft(request: HttpRequest) -> bool:
    """Return whether the browser sent a draft's cookie."""
    return bool(request.COOKIES.get(settings.DRAFT_COOKIE_NAME))


def get_post_data(request: HttpRequest) -> QueryDict | None:
    """Return the data of a POST; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def should_save_typed(form: BoundForm, page: journey.Page, draft: OpenDraft) -> bool:
    """Return whether a submitted form is saved, although its page does not open yet in the current draft.

    It came from a page of another draft, or was sent once more on purpose: then it is saved, and the questions before
    it come next. Nothing that was typed is lost.
    """
    is_of_route = page in journey.REQUIRED_PAGES or page in journey.get_optional_pages(draft.answers)
    return form.was_shown and (form.is_for_other or is_of_route)


def redirect_to_page(page: journey.Page) -> HttpResponse:
    """Redirect to a page of the journey."""
    return see_other(page.address)


def is_same_site_request(request: HttpRequest) -> bool:
    """Return whether the request began on one of our pages or in the address bar, and not on another site.

    Clearing the browser also destroys a draft's cookie, so that a picture or a link of another site could end a
    report. Browsers say where a request began; of one that does not say it, a cookie that goes along is proof, for no
    browser sends these cookies on behalf of another site.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    return any(request.COOKIES.get(name) for name in STRICT_COOKIES)


def clear_browser_data(response: HttpResponse) -> HttpResponse:
    """Delete the cookies and ask the browser to delete what it stored of the visit."""
    for name in STRICT_COOKIES:
        cookies.delete_cookie(response, name)
    response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    return response
