"""Content Security Policy reports: kept as directive and route alone.

The pages for reporters ask for no reports (portal.core.middleware), and one that comes from there all the same, from a
page that was open before, is dropped without a line: its time would tell when somebody was there.

See docs/requirements/security.md#response-headers, docs/requirements/security.md#policy-reports.
"""

import json
import logging
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.core import logs, rate_limits

log = logging.getLogger("portal.policy")
MAX_REPORT_BYTES = 16 * 1024
DIRECTIVE = re.compile(r"[a-z][a-z-]{2,30}")


@csrf_exempt  # a browser sends it by itself and has no token; nothing but a line of the log comes of it
@login_not_required
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    try:
        if int(request.headers.get("Content-Length") or 0) > MAX_REPORT_BYTES:
            return HttpResponse(status=413)
        report = json.loads(request.body)["csp-report"]
        said = str(report.get("effective-directive") or report.get("violated-directive") or "").partition(" ")[0]
        directive = DIRECTIVE.fullmatch(said)
        path = urlsplit(str(report.get("document-uri") or "")).path
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return HttpResponse(status=400)
    if path.startswith(settings.ANONYMOUS_PATHS):
        logs.suppress_request_log()
        return HttpResponse(status=204)
    if directive is None:
        return HttpResponse(status=400)
    if wait := rate_limits.get_visitor_wait("policy_report", request) or rate_limits.get_global_wait(
        "policy_report_site"
    ):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    log.warning("policy broken", extra={"facts": {"directive": directive[0], "route": _route(path)}})
    return HttpResponse(status=204)


def _route(path: str) -> str:
    """Return the template of a page's address, without the values in it."""
    try:
        return resolve(path).route
    except Resolver404:
        return "(no route)"
