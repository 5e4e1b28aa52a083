"""/desk/operator/: another operator takes over. One lead enters their key, another compares it; then it is proved."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compliance.casework.forms.handover import CodeForm, KeyForm
from compliance.casework.services import handover as services
from compliance.casework.views.base import Desk, for_leads, get_post_data, go, page, run_service
from portal.accounts.reauthentication import recently_authenticated
from portal.core.exceptions import ActionRefused
from portal.vault.models import KeyHandover


@for_leads
@recently_authenticated
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """With the one form that comes next: the key, or the code."""
    row = services.get_current_handover()
    form: Any = None
    if row is None:
        form = KeyForm(get_post_data(request))
    elif row.exported_at:
        form = CodeForm(get_post_data(request))
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            if row is None:
                services.propose_handover(**form.cleaned_data, by=desk.user, at=desk.now)
                message = _("Another lead must now compare the numbers with the new operator.")
            else:
                services.finish_handover(handover=row, **form.cleaned_data, by=desk.user, at=desk.now)
                message = _("The handover is complete. The new operator has opened every key.")
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, message)
            return go("duties:operator")
    return page(
        request,
        desk,
        "operator.html",
        row=row,
        form=form,
        past=services.get_past_handovers(),
        is_own=row is not None and row.proposed_by_id == desk.user.pk,
    )


def _under_way() -> KeyHandover:
    row = services.get_current_handover()
    if row is None:
        raise Http404
    return row


@require_POST
@for_leads
@recently_authenticated
def confirm(request: HttpRequest, desk: Desk) -> HttpResponse:
    message = _("Confirmed. You can now hand over the keys.")
    run_service(request, services.confirm_handover, said=message, handover=_under_way(), by=desk.user, at=desk.now)
    return go("duties:operator")


@require_POST
@for_leads
def withdraw(request: HttpRequest, desk: Desk) -> HttpResponse:
    message = _("The handover is withdrawn and cannot be used again.")
    run_service(request, services.withdraw_handover, said=message, handover=_under_way(), by=desk.user, at=desk.now)
    return go("duties:operator")


@require_POST
@for_leads
@recently_authenticated
def export(request: HttpRequest, desk: Desk) -> HttpResponse:
    row = _under_way()
    try:
        text = services.export_keys(handover=row, by=desk.user, keys=desk.keys, at=desk.now)
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
        return go("duties:operator")
    response = HttpResponse(text, content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="handover-{timezone.localdate(desk.now)}.jsonl"'
    return response
