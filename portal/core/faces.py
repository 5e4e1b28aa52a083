"""The faces of the portal: which of them serves an address, and where it is.

Where PORTAL_FACE is set, a process serves the addresses of its face alone. Links stay paths: whoever follows one to
another face is sent to its host. See docs/decisions/0036-faces.md.
"""

from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from portal.core.views import not_found

# The longest beginning of a path decides; what is not here is the public's.
ADDRESSES = {
    "/report/": "reporters",
    "/r/": "reporters",
    "/desk/": "desk",
    "/pack/": "desk",
    "/staff/people/": "desk",
    "/staff/accounts/": "desk",
    "/staff/history/": "desk",
    "/health": "desk",
    "/metrics": "desk",
    "/staff/": "cms",
    "/cms/": "cms",
    "/_util/": "cms",
}
# Of whichever face is asked.
EVERYWHERE = ("/static/", "/robots.txt", "/healthz", "/readyz", "/policy-report/", "/.well-known/security.txt")
# Where people sign in: never reporters.
ACCOUNTS = ("/accounts/", "/dashboard/", "/media/", "/documents/", "/demo/")
SIGN_UP = "/accounts/signup/"
OPEN = ("public", "reporters")


def get_face(path: str) -> str:
    """Return the face that serves a path."""
    beginning = max((known for known in ADDRESSES if path.startswith(known)), key=len, default="")
    return ADDRESSES.get(beginning, "public")


def build_address(path: str) -> str:
    """Return the whole address of a path, on the host of its face."""
    return settings.FACE_URLS.get(get_face(path), settings.SITE_URL) + path


def seals_concerns() -> bool:
    """Return whether this process seals what people tell us, for which it needs the team's key."""
    return settings.FACE not in {"public", "cms"}


def has_desk() -> bool:
    """Return whether this process can load what the desk is made of."""
    return apps.is_installed("compliance.casework")


def is_served(path: str, face: str) -> bool:
    """Return whether a process of this face serves a path."""
    if path.startswith(EVERYWHERE):
        return True
    if path.startswith(ACCOUNTS) and not path.startswith(SIGN_UP):
        return face != "reporters"
    return get_face(path) == face


class FaceMiddleware:
    """Serves the addresses of this face. To whoever opens one of another, says where it is, or that there is none.

    What strangers may know leads there from everywhere. That there is a desk, and editors, strangers are not told.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_served(request.path, settings.FACE):
            return self.get_response(request)
        is_told = get_face(request.path) in OPEN or settings.FACE not in OPEN
        if request.method in {"GET", "HEAD"} and is_told:
            return HttpResponseRedirect(build_address(request.get_full_path()))
        return not_found(request)
