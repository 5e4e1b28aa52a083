"""Records failed permission checks in history.

Both answers that a signed-in person can be refused with are kept: 403, and 404 below an organisation's address,
which is the same whether or not the organisation is there. So are the times: both cases write. To most people the desk
and the pages of our staff are not there either; who tries them is kept too.

See docs/requirements/security.md#refusals.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from portal.core import rate_limits
from portal.history.permissions import belongs_at_desk
from portal.history.services import record

DESK, STAFF_PAGES = "/desk/", "/staff/"
ONCE_IN_SECONDS = 600
CUT_OFF_TOLD_AT = (10, 100, 1000)


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self._is_refusal(request, response):
            self._record(request, response.status_code)
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        # Reached only by requests with a valid token against forgery: another site's doing is not the person's.
        request.reached_a_view = True  # type: ignore[attr-defined]

    @staticmethod
    def _is_refusal(request: HttpRequest, response: HttpResponse) -> bool:
        # The status first: asking who it is would make every public page vary by its cookie.
        if response.status_code not in {403, 404} or not getattr(request, "reached_a_view", False):
            return False
        if not request.user.is_authenticated:
            return False
        match = request.resolver_match
        is_inside = match is not None and "organisation" in match.kwargs and request.path.startswith("/o/")
        return response.status_code == 403 or is_inside or _is_closed_door(request)

    @staticmethod
    def _record(request: HttpRequest, status: int) -> None:
        match = request.resolver_match
        if match is None:
            return
        address = match.view_name or match.route
        organisation = str(match.kwargs.get("organisation", ""))[:80]
        number = rate_limits.count_act("refusal", request.user.pk)
        most = settings.LIMITS["refusal"][0]
        if number > most:
            # Whoever tries door after door does not fill the log: from here on it holds how often, now and then.
            if number in {most + 1, *(most * times for times in CUT_OFF_TOLD_AT)}:
                record(request.user, "history.access.cut_off", data={"count": number})
        # A person who tries the same door again and again leaves one line in ten minutes.
        elif cache.add(f"refused:{request.user.pk}:{address}:{organisation}", 1, ONCE_IN_SECONDS):
            facts = {"address": address, "method": request.method, "status": status, "organisation": organisation}
            record(request.user, "history.access.refused", data=facts)


def _is_closed_door(request: HttpRequest) -> bool:
    if request.path.startswith(DESK):
        return not belongs_at_desk(request.user)
    return request.path.startswith(STAFF_PAGES)
