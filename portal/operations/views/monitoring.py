"""Views for an operator's monitoring of the whole installation: what is wrong, figures."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core import row_security
from portal.operations import health, metrics
from portal.operations.permissions import can_monitor
from portal.operations.views.probes import render_report


@login_not_required
@require_safe
@never_cache
def show_health(request: HttpRequest) -> HttpResponse:
    """Answer 200 or 503 for the whole installation, with all that is wrong, to operators only."""
    if not can_monitor(request):
        raise Http404
    row_security.allow_all()
    return render_report(health.run_checks(now=timezone.now()))


@login_not_required
@require_safe
@never_cache
def show_metrics(request: HttpRequest) -> HttpResponse:
    """Answer with figures in Prometheus' text format, to operators only."""
    if not can_monitor(request):
        raise Http404
    row_security.allow_all()
    return HttpResponse(metrics.render(now=timezone.now()), content_type=metrics.CONTENT_TYPE)
