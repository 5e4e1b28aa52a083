"""Export what is open as a workbook, and one for each supplier as a ZIP file: /o/<organisation>/actions/workbooks/."""

from uuid import UUID

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.audits.services import supplier_links
from compliance.organisations.models import Membership
from compliance.organisations.tenancy import get_membership, get_row, get_rows
from compliance.organisations.views import exports
from compliance.organisations.views.base import get_user, page_context
from compliance.workbooks import action_plans
from compliance.workbooks.models import Package
from compliance.workbooks.permissions import can_take_plans
from compliance.workbooks.services import package_job
from compliance.workbooks.views.uploads import XLSX_CONTENT_TYPE
from portal.accounts.reauthentication import is_recently_authenticated
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.views import too_many_requests
from portal.files.services import serve


def index(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show how far the workbooks for suppliers are; POST has them made."""
    membership = _get_plan_taker(request, organisation)
    if request.method == "POST":
        return _ask(request, membership)
    context = page_context(
        membership,
        package=get_rows(Package, membership.organisation).select_related("file").first(),
        suppliers=len(supplier_links.count_open_actions(membership.organisation)),
    )
    return render(request, "workbooks/plans.html", context)


def _ask(request: HttpRequest, membership: Membership) -> HttpResponse:
    if wait := rate_limits.count_and_get_wait("export", membership.user_id):
        return too_many_requests(request, wait)
    try:
        package_job.request_package(organisation=membership.organisation, by=get_user(request), at=timezone.now())
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("plans:list", membership.organisation.slug)


@require_safe
def download(request: HttpRequest, organisation: str) -> HttpResponse:
    """Export open actions and findings without any, as the page of actions shows them under the same filter."""
    return exports.download(request, get_membership(request, organisation), action_plans.EXPORT)


@require_safe
def package(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = _get_recent_plan_taker(request, organisation)
    package_row = get_row(Package, membership.organisation, uuid)
    if package_row.file is None:
        raise Http404
    return serve(package_row.file, by=get_user(request))


def attachment_response(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=XLSX_CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _get_plan_taker(request: HttpRequest, slug: str) -> Membership:
    membership = get_membership(request, slug)
    if not can_take_plans(membership):
        raise PermissionDenied
    return membership


def _get_recent_plan_taker(request: HttpRequest, slug: str) -> Membership:
    membership = _get_plan_taker(request, slug)
    if not is_recently_authenticated(request):
        raise ReauthenticationRequired
    return membership
