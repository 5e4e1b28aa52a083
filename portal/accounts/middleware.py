"""How long a web session lasts, who must show a second factor, and what the account pages have in common."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.accounts import factors, websessions
from portal.accounts.adapter import CannotReadFactor
from portal.accounts.permissions import needs_second_factor
from portal.accounts.visitors import signed_in

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


def wants_sign_in(view: Callable) -> bool:
    """Whether Django's LoginRequiredMiddleware guards the view."""
    return getattr(view, "login_required", True)


class SessionLifetimeMiddleware:
    """Ends a web session that was idle too long or lasted too long (security 3.12). Before LoginRequiredMiddleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without the cookie nothing is read, so that a public page does not vary by it.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = timezone.now()
            ended = websessions.why_ended(request, now=now)
            if ended:
                logout(request)
                request.session_ended = ended  # type: ignore[attr-defined]
            else:
                websessions.touch(request, now=now)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        ended = getattr(request, "session_ended", "")
        if not ended or not wants_sign_in(view):
            return None
        return redirect(f"{reverse('account_login')}?{urlencode({'next': _came_from(request), 'ended': ended})}")


def _came_from(request: HttpRequest) -> str:
    """The page to return to: this one, or the one that held the form which was sent."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc == request.get_host() and referrer.path:
        return referrer.path + (f"?{referrer.query}" if referrer.query else "")
    return request.path


class SecondFactorMiddleware:
    """Sends those who must have a second factor, and have none, to set one up. Pages open to anyone stay open."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        if not wants_sign_in(view) or not request.user.is_authenticated or self._is_open(request):
            return None
        if not self._is_missing(request):
            return None
        return redirect(f"{reverse('people:second_step')}?{urlencode({'next': _came_from(request)})}")

    def _is_open(self, request: HttpRequest) -> bool:
        return request.path.startswith(ACCOUNT_PAGES)

    def _is_missing(self, request: HttpRequest) -> bool:
        user = signed_in(request)
        if not (user.must_set_second_factor or settings.SECOND_FACTOR_DEMANDED):
            return False
        if request.session.get(factors.SEEN):
            return False
        if factors.has_factor(user):
            request.session[factors.SEEN] = True
            return False
        return user.must_set_second_factor or needs_second_factor(user)


class AccountPagesMiddleware:
    """The account pages are never stored, refused forms answer 422, and an unreadable factor gets a page of its own."""

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
        """Says when to try again."""
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
