"""A form of the desk that comes after the lock, or after the web session, keeps what was typed.

See docs/requirements/helpline.md#desk-drafts.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from compliance.casework.views.form_drafts import keep_late_form

DESK_PATH = "/desk/"
EXEMPT_PATHS = ("/desk/drafts/", "/desk/unlock/")


class FormDraftMiddleware:
    """Outside the middlewares that send a late form to the sign-in page or refuse it. After SessionMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            request.method == "POST"
            and request.path.startswith(DESK_PATH)
            and not request.path.startswith(EXEMPT_PATHS)
        ):
            keep_late_form(request, response)
        return response
