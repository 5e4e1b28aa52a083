"""/o/<organisation>/actions/links/…: links to suppliers: sent, answered and overdue ones."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from compliance.audits import permissions
from compliance.audits.forms.supplier_links import SendForm
from compliance.audits.models import SupplierLink
from compliance.audits.services import supplier_links
from compliance.organisations.models import Membership
from compliance.organisations.tenancy import get_membership, get_row, get_rows
from compliance.organisations.views.base import get_post_data, page_context
from compliance.suppliers.models import Supplier
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form

PAGE_SIZE = 50


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    """List the links."""
    me = get_membership(request, organisation)
    links = get_rows(SupplierLink, me.organisation).select_related("supplier__organisation", "sent_by")
    page = Paginator(links, PAGE_SIZE).get_page(request.GET.get("page"))
    open_counts, now = supplier_links.count_open_actions(me.organisation), timezone.now()
    context = page_context(
        me,
        page=page,
        entries=[_describe_link(link, open_counts, now) for link in page],
        can_send=permissions.can_send_links(me),
    )
    return render(request, "audits/links/list.html", context)


def send(request: HttpRequest, organisation: str) -> HttpResponse:
    """Choose suppliers and a day; then preview the mail before it is sent."""
    me = _get_writer(request, organisation)
    numbers = supplier_links.count_open_actions(me.organisation)
    with_work = list(get_rows(Supplier, me.organisation).filter(pk__in=numbers))
    ready = [(supplier, numbers[supplier.pk]) for supplier in with_work if supplier.contact_email]
    form = SendForm(get_post_data(request), suppliers=ready, today=timezone.localdate())
    context = page_context(me, form=form, ready=ready, without=[each for each in with_work if not each.contact_email])
    if request.method == "POST" and form.is_valid():
        suppliers = [supplier for supplier, _n in ready if str(supplier.uuid) in form.cleaned_data["suppliers"]]
        reply_by = form.cleaned_data["reply_by"]
        if request.POST.get("act") == "send":
            return _send_chosen(request, me, suppliers, reply_by)
        letter = supplier_links.render_preview(organisation=me.organisation, actor=me.user, reply_by=reply_by)
        preview = page_context(me, chosen=suppliers, reply_by=reply_by, letter=letter)
        return render(request, "audits/links/preview.html", preview)
    return render_form(request, "audits/links/send.html", context)


def _send_chosen(request: HttpRequest, me: Membership, suppliers: list[Supplier], reply_by: Any) -> HttpResponse:
    options = {"organisation": me.organisation, "suppliers": suppliers, "reply_by": reply_by}
    try:
        links = supplier_links.send_links(**options, actor=me.user, at=timezone.now())
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        sentence = ngettext(
            "A link is on its way to %(n)d supplier.", "Links are on their way to %(n)d suppliers.", len(links)
        )
        messages.success(request, sentence % {"n": len(links)})
    return redirect("links:list", me.organisation.slug)


@require_POST
def resend(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Send a link again."""
    me = _get_writer(request, organisation)
    try:
        supplier_links.resend_link(link=get_row(SupplierLink, me.organisation, uuid), actor=me.user, at=timezone.now())
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("A new link is on its way. The one before does not work any more."))
    return redirect("links:list", organisation)


@require_POST
def revoke(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Make a link stop working."""
    me = _get_writer(request, organisation)
    supplier_links.revoke_link(link=get_row(SupplierLink, me.organisation, uuid), actor=me.user, at=timezone.now())
    messages.success(request, _("The link does not work any more."))
    return redirect("links:list", organisation)


def _get_writer(request: HttpRequest, slug: str) -> Membership:
    me = get_membership(request, slug)
    if not permissions.can_send_links(me):
        raise PermissionDenied
    return me


def _describe_link(link: SupplierLink, open_counts: dict[int, int], now: datetime) -> dict[str, Any]:
    works = supplier_links.is_valid_link(link, now)
    is_late = link.returned_at is None and link.revoked_at is None and link.reply_by < timezone.localdate(now)
    return {"link": link, "left": open_counts.get(link.supplier_id, 0), "works": works, "is_late": is_late}
