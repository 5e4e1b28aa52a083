"""/plan/<token>/workbook/: a supplier takes its open actions as a workbook, and sends it back filled."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.audits.models import SupplierLink
from compliance.audits.services import supplier_answers, supplier_links
from compliance.audits.views.plan import by_link
from compliance.workbooks import action_plans
from compliance.workbooks.choices import WORKING, State
from compliance.workbooks.forms.returning import ReturnForm
from compliance.workbooks.selectors import rows_of
from compliance.workbooks.services import upload as services_upload
from compliance.workbooks.views.plans import attached
from portal.core import rate_limits
from portal.core.views import render_form, too_many_requests
from portal.files.services import serve

SHOWN = 20


@by_link
def home(request: HttpRequest, *, link: SupplierLink, token: str) -> HttpResponse:
    is_sent = request.method == "POST"
    form = ReturnForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        given = form.cleaned_data
        try:
            upload = services_upload.receive_by_link(given["file"], link=link, token=given["token"], at=timezone.now())
        except ValidationError as refused:
            form.add_error("file", refused)
        else:
            return redirect("plan_workbook:returned", token, upload.uuid)
    if not is_sent:
        supplier_links.open_by(link, timezone.now())
    context = {
        "link": link,
        "token": token,
        "form": form,
        "open_actions": supplier_links.actions_of(link).count(),
        "returned": services_upload.sent_by(link)[:SHOWN],
    }
    return render_form(request, "workbooks/by_link/home.html", context)


@by_link
@require_safe
def download(request: HttpRequest, *, link: SupplierLink, token: str) -> HttpResponse:
    if request.method == "GET" and (wait := rate_limits.wait("supplier_downloads", link.pk)):
        return too_many_requests(request, wait)
    body = action_plans.of_supplier(link.supplier, supplier_links.actions_of(link))
    supplier_links.workbook_taken(link, timezone.now())
    return attached(body, "actions.xlsx")


@by_link
@require_safe
def returned(request: HttpRequest, *, link: SupplierLink, token: str, uuid: UUID) -> HttpResponse:
    """What was taken and what was not, row by row."""
    upload = get_object_or_404(services_upload.sent_by(link), uuid=uuid)
    context = {
        "link": link,
        "token": token,
        "upload": upload,
        "is_working": upload.state in {*WORKING, State.STOPPED},
        "is_failed": upload.state in {State.FAILED, State.CANCELLED},
        "is_undone": upload.state == State.UNDONE,
        "rows": rows_of(upload),
        "owed": supplier_links.without_evidence(link),
    }
    return render(request, "workbooks/by_link/returned.html", context)


@by_link
@require_safe
def result(request: HttpRequest, *, link: SupplierLink, token: str, uuid: UUID) -> HttpResponse:
    upload = get_object_or_404(services_upload.sent_by(link), uuid=uuid)
    if upload.result is None:
        raise Http404
    return serve(upload.result, by=supplier_answers.name_of(link.supplier))
