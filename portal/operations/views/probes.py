"""Views for machines: is the process alive, may it be sent visitors; and whom to tell of a flaw."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.operations import readiness
from portal.operations.permissions import can_monitor
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
    """Answer 200 or 503 for this process alone; what is wrong is told to operators only."""
    results = readiness.run_checks(now=timezone.now())
    if can_monitor(request):
        return render_report(results, readiness.describe_replica())
    is_ready = not any(results.values())
    return HttpResponse("ready\n" if is_ready else "not ready\n", content_type=PLAIN, status=200 if is_ready else 503)


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_security_txt(now=timezone.now()), content_type=PLAIN)


def render_report(results: dict[str, str], facts: dict[str, str] | None = None) -> HttpResponse:
    """Answer 200 or 503, with what each check found. facts: shown beside it, and never a reason for 503."""
    status = 503 if any(results.values()) else 200
    return JsonResponse({name: problem or "ok" for name, problem in results.items()} | (facts or {}), status=status)
