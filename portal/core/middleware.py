"""Middleware for response headers, languages, number ranges, and what a page must not leave behind.

See docs/requirements/security.md#response-headers.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from portal.core import cookies, languages
from portal.core.concurrency import TOO_BUSY_KEY
from portal.core.flat_translations import flatten_language
from portal.core.forms import errors
from portal.core.views import too_busy

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
CMS_PATH = "/cms/"
# Longer searches of the editors' pages are cut: Wagtail takes a step deeper for each word, and falls at about 500.
MAX_SEARCH_LENGTH = 200
# Of the secret pages, those with forms that browsers send with an origin only under this policy.
WITH_FORMS = (*settings.ANONYMOUS_PATHS, "/pack/", "/services/entry/", "/guidance/mail/")
# What csp_override() of django.views.decorators.csp sets on an answer.
CSP_OVERRIDE = "_csp_config"

# No row has a larger number: the most that a column of 8 bytes holds. Years and positions are far below it.
MAX_NUMBER = 2**63 - 1
# A report would leave a line at the time of the visit.
REPORTERS_CSP = {name: value for name, value in settings.SECURE_CSP.items() if name != "report-uri"}

type GetResponse = Callable[[HttpRequest], HttpResponse]


class ResponseHeadersMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class TooBusyMiddleware:
    """Answers a request whose body nobody can take now. Only a small form is read, to be given back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return too_busy(request) if TOO_BUSY_KEY in request.META else self.get_response(request)


class AnonymousReporterMiddleware:
    """Signs nobody in on the pages for reporters: the web session of an account is not even read.

    Nothing there can then be tied to an account, by no line of history, no time of last use and no kept form. Browsers
    are asked for no reports of the content policy either.

    See docs/requirements/security.md#no-visitor-traces.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(settings.ANONYMOUS_PATHS):
            return self.get_response(request)
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        response = self.get_response(request)
        if not hasattr(response, CSP_OVERRIDE):
            setattr(response, CSP_OVERRIDE, REPORTERS_CSP)
        return response


class LanguageMiddleware:
    """Activates the language of the page, and keeps what the reader chose in a cookie that says nothing else.

    Not Django's own: that one reads what the browser prefers, and offers every language that there are words of.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        for code, _name in settings.LANGUAGES:
            flatten_language(code)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            if request.GET.get(languages.PARAMETER) in languages.offered_languages():
                return _redirect_to_choice(request)
            if (named := languages.language_in_path(request.path)) and named not in languages.offered_languages():
                return HttpResponseRedirect(languages.strip_language(request.path))
        request.LANGUAGE_CODE = languages.get_page_language(request)  # type: ignore[attr-defined]  # as Django’s own does
        with translation.override(request.LANGUAGE_CODE):  # type: ignore[attr-defined]
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        if languages.is_translated_path(request.path) and len(languages.offered_languages()) > 1:
            patch_vary_headers(response, ("Cookie",))
        return response


def _redirect_to_choice(request: HttpRequest) -> HttpResponse:
    """Redirect to the same page, without the choice in its address."""
    query = request.GET.copy()
    code = query.pop(languages.PARAMETER)[-1]
    path = f"/{request.path.lstrip('/')}"
    response = HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)
    return cookies.set_cookie(response, settings.LANGUAGE_COOKIE_NAME, str(code))


class NumberRangeMiddleware:
    """Answers 404 where an address holds a number that no row can have, before a view or a database reads it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if any(isinstance(value, int) and value > MAX_NUMBER for value in kwargs.values()):
            raise Http404


class PagePolicyMiddleware:
    """Sets caching, the content policy of the editors' pages, and status 422 for a form that comes back with errors."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(CMS_PATH) and len(request.GET.get("q", "")) > MAX_SEARCH_LENGTH:
            changed = request.GET.copy()
            changed["q"] = request.GET.get("q", "")[:MAX_SEARCH_LENGTH]
            request.GET = changed  # type: ignore[assignment]  # Django’s own way to change it
        response = self.get_response(request)
        if request.path.startswith(settings.SECRET_PATHS):
            response.headers["Cache-Control"] = "no-store"
            # Nothing goes to another site. "no-referrer" would also make browsers send the forms of these pages with
            # "Origin: null", which the check against forgery refuses; within the site the addresses tell nothing.
            response.headers["Referrer-Policy"] = (
                "same-origin" if request.path.startswith(WITH_FORMS) else "no-referrer"
            )
        elif _is_signed_in(request) and _is_personal(response):
            response.headers["Cache-Control"] = "no-store"
        else:
            # Pages that everybody may keep say so themselves.
            response.headers.setdefault("Cache-Control", "private, no-store")
        if request.path.startswith(CMS_PATH) and not hasattr(response, CSP_OVERRIDE):
            setattr(response, CSP_OVERRIDE, settings.CMS_CSP)
        return response

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        is_form_sent = request.method == "POST" and not request.path.startswith(CMS_PATH)
        shown = errors.get_bound_forms(response.context_data or {}) if is_form_sent else []
        if response.status_code == 200 and errors.get_error_summary(shown):
            response.status_code = 422
        return response


def _is_personal(response: HttpResponse) -> bool:
    """Return whether the response is one reader's: a page carries their navigation; a file may say itself who may keep
    it.
    """
    return "Cache-Control" not in response.headers or response.headers.get("Content-Type", "").startswith("text/html")


def _is_signed_in(request: HttpRequest) -> bool:
    """Return whether somebody is signed in, without asking the session where no cookie is: that would add Vary:
    Cookie.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
