"""Views for machines: is the process alive, may it be sent visitors, whom to tell about a weakness."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.operations import readiness
from portal.operations.security_txt import render_security_txt

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type=PLAIN)


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 or 503; what is wrong is told to operators only, and so is all that a concern alone can set off."""
    results = readiness.run_checks(now=timezone.now())
    if _is_operator(request):
        status = 503 if any(results.values()) else 200
        return JsonResponse({name: problem or "ok" for name, problem in results.items()}, status=status)
    is_ready = not any(problem for name, problem in results.items() if name not in readiness.OPERATOR_ONLY_CHECKS)
    return HttpResponse("ready\n" if is_ready else "not ready\n", content_type=PLAIN, status=200 if is_ready else 503)


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_security_txt(now=timezone.now()), content_type=PLAIN)


def _is_operator(request: HttpRequest) -> bool:
    """Return whether the request comes from the machine itself, where the operator allows it; a proxy's comes from
    outside.
    """
    passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    return settings.READYZ_DETAIL and not passed_on and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
