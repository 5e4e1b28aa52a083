"""Download a list: a short one at once, a long one from a page that says how far its file is."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.organisations.models import Export, Membership
from compliance.organisations.services import export_job
from compliance.organisations.services.export_job import ExportKind
from compliance.organisations.tenancy import get_membership, get_row
from compliance.organisations.views.base import get_user, page_context
from portal.accounts.reauthentication import require_recent_authentication
from portal.core import rate_limits
from portal.core.views import see_other, too_many_requests
from portal.files.services import serve


def download(request: HttpRequest, membership: Membership, kind: ExportKind) -> HttpResponse:
    """Return the file of a list as the address filters it, or go to the page that says how far it is."""
    _check_may_have(request, membership, kind)
    if request.method == "GET" and (wait := rate_limits.count_and_get_wait("export", membership.user_id)):
        return too_many_requests(request, wait)
    if kind.is_slow or kind.count(membership, request.GET) > export_job.MAX_ROWS_AT_ONCE:
        if request.method == "HEAD":
            return redirect(kind.back, membership.organisation.slug) if kind.is_slow else HttpResponse()
        export = export_job.request_export(membership, kind, request.GET, at=timezone.now())
        return redirect("organisations:export", membership.organisation.slug, export.uuid)
    body = export_job.render_at_once(membership, kind, request.GET, at=timezone.now())
    response = HttpResponse(body, content_type=kind.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{kind.file_name(membership)}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def export_page(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Show how far the file is. A POST has one made again that could not be made."""
    membership = get_membership(request, organisation)
    export = _get_own_export(membership, uuid)
    if request.method == "POST":
        export_job.retry(export, now=timezone.now())
        return see_other("organisations:export", organisation, uuid)
    context = page_context(membership, export=export, kind=export_job.get_kind(export.kind))
    return render(request, "organisations/export.html", context)


@require_safe
def export_file(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_membership(request, organisation)
    export = _get_own_export(membership, uuid)
    _check_may_have(request, membership, export_job.get_kind(export.kind))
    if export.file is None or not export.is_available or not export_job.may_read(membership, export):
        raise Http404
    return serve(export.file, by=get_user(request))


def _get_own_export(membership: Membership, uuid: UUID) -> Export:
    """Raises Http404 for another person's."""
    export: Export = get_row(Export, membership.organisation, uuid, asked_by=membership.user)
    if not export_job.get_kind(export.kind).allows(membership):
        raise PermissionDenied
    return export


def _check_may_have(request: HttpRequest, membership: Membership, kind: ExportKind) -> None:
    if not kind.allows(membership):
        raise PermissionDenied
    if kind.is_sensitive:
        require_recent_authentication(request)
