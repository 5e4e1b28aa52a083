"""/o/<organisation>/actions/workbooks/: what is open as a workbook, and one for each supplier as a ZIP file."""

from uuid import UUID

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.audits.choices import Grade
from compliance.audits.forms.filters import ActionFilter
from compliance.audits.permissions import can_see_all_details
from compliance.audits.selectors import querysets
from compliance.audits.services import supplier_links
from compliance.organisations.models import Membership
from compliance.organisations.tenancy import get_membership, get_row, get_rows
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
from portal.history.services import record


def index(request: HttpRequest, organisation: str) -> HttpResponse:
    """POST has the workbooks for suppliers made; the page then says how far they are."""
    me = _get_plan_taker(request, organisation)
    if request.method == "POST":
        return _ask(request, me)
    context = page_context(
        me,
        package=get_rows(Package, me.organisation).select_related("file").first(),
        suppliers=len(supplier_links.count_open_actions(me.organisation)),
    )
    return render(request, "workbooks/plans.html", context)


def _ask(request: HttpRequest, me: Membership) -> HttpResponse:
    if wait := rate_limits.count_and_get_wait("export", me.user_id):
        return too_many_requests(request, wait)
    try:
        package_job.request_package(organisation=me.organisation, by=get_user(request), at=timezone.now())
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("plans:list", me.organisation.slug)


@require_safe
def download(request: HttpRequest, organisation: str) -> HttpResponse:
    """Open actions and findings without any, as the page of actions shows them under the same filter."""
    me = _get_recent_plan_taker(request, organisation)
    if request.method == "GET" and (wait := rate_limits.count_and_get_wait("export", me.user_id)):
        return too_many_requests(request, wait)
    form, today, now = ActionFilter(request.GET), timezone.localdate(), timezone.now()
    actions = querysets.get_open_actions(me.organisation).filter(form.query(today, finding="finding__"))
    findings = (
        querysets.get_findings_without_action(me.organisation)
        .exclude(grade=Grade.CAR)
        .filter(form.query(today, finding=""))
    )
    if not can_see_all_details(me):
        actions, findings = actions.filter(has_alert=False), findings.filter(has_alert=False)
    body = action_plans.render_business_plan(
        me.organisation, actions, findings, by=me.user, at=now, narrowed_by=form.in_words()
    )  # fmt: skip
    record(get_user(request), "workbooks.plan.downloaded", me.organisation, scope=me.organisation.uuid, at=now)
    return attachment_response(body, f"action-plan-{organisation}.xlsx")


@require_safe
def package(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    me = _get_recent_plan_taker(request, organisation)
    found = get_row(Package, me.organisation, uuid)
    if found.file is None:
        raise Http404
    return serve(found.file, by=get_user(request))


def attachment_response(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=XLSX_CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _get_plan_taker(request: HttpRequest, slug: str) -> Membership:
    me = get_membership(request, slug)
    if not can_take_plans(me):
        raise PermissionDenied
    return me


def _get_recent_plan_taker(request: HttpRequest, slug: str) -> Membership:
    me = _get_plan_taker(request, slug)
    if not is_recently_authenticated(request):
        raise ReauthenticationRequired
    return me
