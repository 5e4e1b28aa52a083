"""Middleware for web sessions: how long they last, who must show a second factor, what the account pages share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.accounts import hooks, mfa, pending_forms, session_lifetime
from portal.accounts.adapter import CannotReadFactor
from portal.accounts.current_user import get_current_user
from portal.accounts.form_refill import refill
from portal.accounts.pending_forms import get_form_page
from portal.accounts.permissions import needs_second_factor
from portal.accounts.remembered import remember_answers

type GetResponse = Callable[[HttpRequest], HttpResponse]

ACCOUNT_PAGES = "/accounts/"
# How long until the strictest limit of a page lets somebody in again (ACCOUNT_RATE_LIMITS); a minute elsewhere.
WAIT_MINUTES = {
    "account_signup": 60,
    "account_reset_password": 60,
    "account_email": 3,
    "account_email_verification_sent": 3,
}
# What allauth calls the forms of its pages.
FORM_NAMES = ("form", "verify_form", "change_form", "webauthn_form")


def requires_sign_in(view: Callable) -> bool:
    """Return whether Django's LoginRequiredMiddleware guards the view."""
    return getattr(view, "login_required", True)


@dataclass(frozen=True)
class SessionEnd:
    """Why a web session ended, "idle", "long" or "closed", and the uuid of the account that was signed in."""

    why: str
    user: str


class SessionLifetimeMiddleware:
    """Ends a web session that was idle too long or lasted too long. Before LoginRequiredMiddleware.

    See docs/requirements/security.md#sessions.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without the cookie nothing is read, so that a public page does not vary by it.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.session_ended = self._ended(request, now=timezone.now())  # type: ignore[attr-defined]
        return self.get_response(request)

    def _ended(self, request: HttpRequest, *, now: datetime) -> SessionEnd | None:
        if not request.user.is_authenticated:
            # A form sent once more, or after the page's own script had found out that the session was over.
            pending = pending_forms.get_pending_form(request, now=now) if request.method == "POST" else None
            return SessionEnd("idle", pending.user) if pending else None
        why, user = session_lifetime.get_end_reason(request, now=now), str(get_current_user(request).uuid)
        if not why:
            if request.method in {"GET", "HEAD"}:
                remember_answers(get_current_user(request))
            session_lifetime.record_use(request, now=now)
            return None
        logout(request)
        return SessionEnd(why, user)

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        if not requires_sign_in(view):
            return None
        ended = getattr(request, "session_ended", None) or self._closed(request)
        if ended is None:
            return None
        return pending_forms.request_sign_in(request, user=ended.user, why=ended.why, now=timezone.now())

    def _closed(self, request: HttpRequest) -> SessionEnd | None:
        """Return whose form comes after somebody signed out in another tab, or after the session was lost."""
        if request.method != "POST" or request.user.is_authenticated:
            return None
        owner = pending_forms.get_owner(request)
        return SessionEnd("closed", owner) if owner else None


class PendingFormMiddleware:
    """Puts back what a person typed into a form that was sent too late. After SessionLifetimeMiddleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        pending = self._waiting(request)
        if pending and self._is_sent_again(request, pending):
            pending_forms.discard_form(request)
        response = self.get_response(request)
        is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
        if pending and request.method == "GET" and request.path == pending.page and is_page and not response.streaming:
            self._put_back(request, response, pending)
        if pending_forms.is_new_secret(request) and request.user.is_authenticated:
            pending_forms.record_owner(request, user=str(get_current_user(request).uuid))
        return response

    def _waiting(self, request: HttpRequest) -> pending_forms.PendingForm | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        pending = pending_forms.get_pending_form(request, now=timezone.now())
        if pending and pending.user != str(get_current_user(request).uuid):
            pending_forms.discard_form(request)
            return None
        return pending

    def _is_sent_again(self, request: HttpRequest, pending: pending_forms.PendingForm) -> bool:
        """Return whether the pending form is sent, not by the button in the same page that discards it."""
        if request.method != "POST" or request.path.startswith(ACCOUNT_PAGES):
            return False
        return bool({request.path, get_form_page(request).partition("?")[0]} & {pending.page, pending.sent_to})

    def _put_back(self, request: HttpRequest, response: HttpResponse, pending: pending_forms.PendingForm) -> None:
        filled = refill(response.text, pending.fields, address=pending.page, sent_to=pending.sent_to)
        main = filled.soup.select_one("main")
        if main is None or not filled.was_typed:
            pending_forms.discard_form(request)
            return
        hooks.redraw_editors(filled.soup)
        notice = render_to_string("account/_kept.html", {"left": filled.left}, request)
        main.insert(0, BeautifulSoup(notice, "html.parser"))
        response.content = str(filled.soup)


class SecondFactorMiddleware:
    """Sends people who must have a second factor, and have none, to set one up. Pages open to anyone stay open."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        if not requires_sign_in(view) or not request.user.is_authenticated or self._is_open(request):
            return None
        if not self._is_missing(request):
            return None
        page = get_form_page(request)
        if request.method == "POST":
            user = str(get_current_user(request).uuid)
            pending_forms.save_form(request, user=user, page=page, now=timezone.now())
        return redirect(f"{reverse('people:second_step')}?{urlencode({'next': page})}")

    def _is_open(self, request: HttpRequest) -> bool:
        return request.path.startswith(ACCOUNT_PAGES)

    def _is_missing(self, request: HttpRequest) -> bool:
        user = get_current_user(request)
        if not (user.must_set_second_factor or settings.SECOND_FACTOR_DEMANDED):
            return False
        if request.session.get(mfa.HAS_FACTOR_SESSION_KEY):
            return False
        if mfa.has_factor(user):
            request.session[mfa.HAS_FACTOR_SESSION_KEY] = True
            return False
        return user.must_set_second_factor or needs_second_factor(user)


class AccountPagesMiddleware:
    """Keeps account pages out of every store, answers refused forms with 422, and shows a page for an unreadable
    factor.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(ACCOUNT_PAGES):
            return response
        if response.status_code == 429:
            response = self._wait(request)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def _wait(self, request: HttpRequest) -> HttpResponse:
        """Add to the response when the person may try again."""
        name = str(request.resolver_match.url_name) if request.resolver_match else ""
        minutes = WAIT_MINUTES.get(name, 1)
        context = {"minutes": minutes, "hours": minutes // 60, "is_error_page": True}
        response = render(request, "account/wait.html", context, status=429)
        response.headers["Retry-After"] = str(minutes * 60)
        return response

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        if request.method == "POST" and response.status_code == 200 and request.path.startswith(ACCOUNT_PAGES):
            forms = [(response.context_data or {}).get(name) for name in FORM_NAMES]
            if any(form is not None and form.is_bound and form.errors for form in forms):
                response.status_code = 422
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, CannotReadFactor):
            return render(request, "account/factor_unreadable.html", status=503)
        return None
