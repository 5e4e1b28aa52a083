"""Let a supplier download its open actions as a workbook, and send it back filled: /plan/<token>/workbook/."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from compliance.audits.models import SupplierLink
from compliance.audits.services import supplier_answers, supplier_links
from compliance.audits.views.supplier_plan import require_link
from compliance.suppliers.languages import ENGLISH
from compliance.workbooks import action_plans
from compliance.workbooks.choices import WORKING, State
from compliance.workbooks.forms.uploading import ReturnForm
from compliance.workbooks.selectors.uploads import get_result_lines
from compliance.workbooks.services import uploads
from compliance.workbooks.unread_messages import UNREAD_OR_SHEET_CODES, get_unread_notes
from compliance.workbooks.views.plans import attachment_response
from portal.core import rate_limits
from portal.core.views import render_form, too_many_requests
from portal.files.services import serve

MAX_RETURNED = 20


def in_english[**Parameters](view: Callable[Parameters, HttpResponse]) -> Callable[Parameters, HttpResponse]:
    """Answer in English, whatever the supplier chose: so are the workbook and what is said of its rows.

    Each request has an override of its own. One that several share puts back the language of the last to enter.
    """

    @wraps(view)
    def wrapped(*args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        with translation.override(ENGLISH):
            return view(*args, **kwargs)

    return wrapped


@require_link
@in_english
def home(request: HttpRequest, *, link: SupplierLink, token: str) -> HttpResponse:
    is_sent = request.method == "POST"
    form = ReturnForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        cleaned = form.cleaned_data
        try:
            upload = uploads.receive_upload_by_link(
                cleaned["file"], link=link, token=cleaned["token"], at=timezone.now()
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("plan_workbook:returned", token, upload.uuid)
    if not is_sent:
        supplier_links.record_opening(link, timezone.now())
    context = {
        "link": link,
        "token": token,
        "form": form,
        "open_actions": supplier_links.get_link_actions(link).count(),
        "returned": uploads.get_uploads_by_link(link)[:MAX_RETURNED],
    }
    return render_form(request, "workbooks/by_link/home.html", context)


@require_link
@in_english
@require_safe
def download(request: HttpRequest, *, link: SupplierLink, token: str) -> HttpResponse:
    if request.method == "GET" and (wait := rate_limits.count_and_get_wait("supplier_downloads", link.pk)):
        return too_many_requests(request, wait)
    body = action_plans.render_supplier_plan(link.supplier, supplier_links.get_link_actions(link))
    supplier_links.record_workbook_download(link, timezone.now())
    return attachment_response(body, "actions.xlsx")


@require_link
@in_english
@require_safe
def returned(request: HttpRequest, *, link: SupplierLink, token: str, uuid: UUID) -> HttpResponse:
    """Show what was imported and what was not, row by row."""
    upload = get_object_or_404(uploads.get_uploads_by_link(link), uuid=uuid)
    context = {
        "link": link,
        "token": token,
        "upload": upload,
        "is_working": upload.state in {*WORKING, State.STOPPED},
        "is_failed": upload.state in {State.FAILED, State.CANCELLED},
        "is_undone": upload.state == State.UNDONE,
        "rows": get_result_lines(upload),
        "unread_parts": get_unread_notes(upload.messages, UNREAD_OR_SHEET_CODES),
        "owed": supplier_links.get_actions_missing_evidence(link),
    }
    return render(request, "workbooks/by_link/returned.html", context)


@require_link
@in_english
@require_safe
def result(request: HttpRequest, *, link: SupplierLink, token: str, uuid: UUID) -> HttpResponse:
    upload = get_object_or_404(uploads.get_uploads_by_link(link), uuid=uuid)
    if upload.result is None:
        raise Http404
    return serve(upload.result, by=supplier_answers.get_history_name(link.supplier))
