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
from compliance.audits.selectors import lists
from compliance.audits.services import supplier_links
from compliance.organisations.models import Membership
from compliance.organisations.tenancy import membership_of, row, rows
from compliance.organisations.views.base import page_of, person
from compliance.workbooks import action_plans
from compliance.workbooks.models import Package
from compliance.workbooks.permissions import can_take_plans
from compliance.workbooks.services import package_job
from compliance.workbooks.views.uploads import XLSX
from portal.accounts.reauthentication import is_recent
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.views import too_many_requests
from portal.files.services import serve
from portal.history.services import record


def index(request: HttpRequest, organisation: str) -> HttpResponse:
    """POST has the workbooks for suppliers made; the page then says how far they are."""
    me = _taker(request, organisation)
    if request.method == "POST":
        return _ask(request, me)
    context = page_of(
        me,
        package=rows(Package, me.organisation).select_related("file").first(),
        suppliers=len(supplier_links.open_actions(me.organisation)),
    )
    return render(request, "workbooks/plans.html", context)


def _ask(request: HttpRequest, me: Membership) -> HttpResponse:
    if wait := rate_limits.wait("export", me.user_id):
        return too_many_requests(request, wait)
    try:
        package_job.request_package(organisation=me.organisation, by=person(request), at=timezone.now())
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("plans:list", me.organisation.slug)


@require_safe
def download(request: HttpRequest, organisation: str) -> HttpResponse:
    """Open actions and findings without any, as the page of actions shows them under the same filter."""
    me = _recent(request, organisation)
    if request.method == "GET" and (wait := rate_limits.wait("export", me.user_id)):
        return too_many_requests(request, wait)
    form, today, now = ActionFilter(request.GET), timezone.localdate(), timezone.now()
    actions = lists.open_actions(me.organisation).filter(form.query(today, finding="finding__"))
    findings = lists.without_action(me.organisation).exclude(grade=Grade.CAR).filter(form.query(today, finding=""))
    if not can_see_all_details(me):
        actions, findings = actions.filter(has_alert=False), findings.filter(has_alert=False)
    body = action_plans.of_business(
        me.organisation, actions, findings, by=me.user, at=now, narrowed_by=form.in_words()
    )  # fmt: skip
    record(person(request), "workbooks.plan.downloaded", me.organisation, scope=me.organisation.uuid, at=now)
    return attached(body, f"action-plan-{organisation}.xlsx")


@require_safe
def package(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    me = _recent(request, organisation)
    found = row(Package, me.organisation, uuid)
    if found.file is None:
        raise Http404
    return serve(found.file, by=person(request))


def attached(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _taker(request: HttpRequest, slug: str) -> Membership:
    me = membership_of(request, slug)
    if not can_take_plans(me):
        raise PermissionDenied
    return me


def _recent(request: HttpRequest, slug: str) -> Membership:
    me = _taker(request, slug)
    if not is_recent(request):
        raise ReauthenticationRequired
    return me
