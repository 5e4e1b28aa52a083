"""/o/<organisation>/audits/requests/: audits that suppliers were asked for, and asking for them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext

from compliance.audits import permissions
from compliance.audits.forms.audit_requests import AuditRequestForm
from compliance.audits.models import AuditRequest
from compliance.audits.services import audit_requests
from compliance.audits.views.base import ReaderMixin, get_actor, get_today
from compliance.organisations.tenancy import get_membership, get_rows
from compliance.organisations.views.base import get_post_data, page_context
from compliance.suppliers.selectors.selection import get_selected_suppliers
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import PagedListView, render_form


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in the list. is_answered: an audit has ended since; is_late: none has, and the day is past."""

    request: AuditRequest
    is_answered: bool
    is_late: bool


class Index(ReaderMixin, PagedListView):
    """The requests, the newest first."""

    template_name = "audits/requests.html"

    def get_queryset(self) -> QuerySet[AuditRequest]:
        return get_rows(AuditRequest, self.organisation).select_related("supplier", "requested_by")

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(can_write=permissions.can_write(self.membership), **kwargs)
        return context | {"lines": [_describe(request, get_today()) for request in context["page"]]}


def _describe(request: AuditRequest, today: date) -> RequestLine:
    last = request.supplier.last_audit_on
    is_answered = last is not None and last >= timezone.localdate(request.requested_at)
    return RequestLine(request, is_answered, is_late=not is_answered and request.due_on < today)


def request(request: HttpRequest, organisation: str) -> HttpResponse:
    """Ask the suppliers that were chosen on the list for an audit."""
    me = get_membership(request, organisation)
    if not permissions.can_send_links(me):
        raise PermissionDenied
    chosen = list(get_selected_suppliers(me, request.GET).order_by("name", "pk"))
    ready = [supplier for supplier in chosen if supplier.contact_email]
    form = AuditRequestForm(get_post_data(request), today=get_today())
    if request.method == "POST" and ready and form.is_valid():
        return _send(request, me.organisation, ready, form.cleaned_data["due_on"])
    without = [supplier for supplier in chosen if not supplier.contact_email]
    context = page_context(me, form=form, ready=ready, without=without)
    return render_form(request, "audits/request.html", context)


def _send(request: HttpRequest, organisation: Any, suppliers: list[Any], due_on: date) -> HttpResponse:
    try:
        sent = audit_requests.send_requests(
            organisation=organisation, suppliers=suppliers, due_on=due_on, actor=get_actor(request), at=timezone.now()
        )
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        number = len(sent)
        sentence = ngettext("You asked %(n)d supplier for an audit.", "You asked %(n)d suppliers for an audit.", number)
        messages.success(request, sentence % {"n": number})
    return redirect("audits:requests", organisation.slug)
