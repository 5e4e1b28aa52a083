"""What machines ask: is the process alive, may it be sent visitors, whom to tell about a weakness."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.operations import readiness
from portal.operations.security_txt import security_txt

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
    """200 or 503; what is wrong is told to operators only, and so is all that a concern alone can set off."""
    found = readiness.problems(now=timezone.now())
    if _is_operator(request):
        status = 503 if any(found.values()) else 200
        return JsonResponse({name: problem or "ok" for name, problem in found.items()}, status=status)
    is_ready = not any(problem for name, problem in found.items() if name not in readiness.OPERATORS_ONLY)
    return HttpResponse("ready\n" if is_ready else "not ready\n", content_type=PLAIN, status=200 if is_ready else 503)


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    return HttpResponse(security_txt(now=timezone.now()), content_type=PLAIN)


def _is_operator(request: HttpRequest) -> bool:
    """Asked on the machine itself, where the operator allows it; what a proxy passes on comes from outside."""
    passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    return settings.READYZ_DETAIL and not passed_on and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
