"""Views of the jobs that failed for good."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core import row_security
from portal.history.services import record
from portal.jobs import put_aside
from portal.operations.permissions import can_retry_jobs


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """List the jobs that were put aside after their last attempt."""
    if not can_retry_jobs(request.user):
        raise Http404
    row_security.allow_all()
    return render(request, "operations/jobs.html", {"jobs": put_aside.list_jobs()})


@require_POST
def retry_job(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    if not can_retry_jobs(request.user):
        raise Http404
    row_security.allow_all()
    if put_aside.retry_job(kind, key, now=timezone.now()):
        record(request.user, "operations.job.retried", data={"kind": kind, "key": key})
        messages.success(request, _("We are trying the job again."))
    else:
        messages.warning(request, _("This job has already been restarted or replaced."))
    return redirect("operations_staff:jobs")
