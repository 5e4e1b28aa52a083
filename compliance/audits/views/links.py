"""/o/<organisation>/actions/links/…: links to suppliers: what was sent, what came back, who is overdue."""

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
from compliance.audits.forms.links import SendForm
from compliance.audits.models import SupplierLink
from compliance.audits.services import supplier_links
from compliance.organisations.models import Membership
from compliance.organisations.tenancy import membership_of, row, rows
from compliance.organisations.views.base import page_of, posted
from compliance.suppliers.models import Supplier
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form

PAGE = 50


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    me = membership_of(request, organisation)
    sent = rows(SupplierLink, me.organisation).select_related("supplier__organisation", "sent_by")
    page = Paginator(sent, PAGE).get_page(request.GET.get("page"))
    left, now = supplier_links.open_actions(me.organisation), timezone.now()
    context = page_of(
        me,
        page=page,
        entries=[_entry(link, left, now) for link in page],
        can_send=permissions.can_send_links(me),
    )
    return render(request, "audits/links/list.html", context)


def send(request: HttpRequest, organisation: str) -> HttpResponse:
    """Choose suppliers and a day; then the mail is shown before it leaves."""
    me = _writer(request, organisation)
    numbers = supplier_links.open_actions(me.organisation)
    with_work = list(rows(Supplier, me.organisation).filter(pk__in=numbers))
    ready = [(supplier, numbers[supplier.pk]) for supplier in with_work if supplier.contact_email]
    form = SendForm(posted(request), suppliers=ready, today=timezone.localdate())
    context = page_of(me, form=form, ready=ready, without=[each for each in with_work if not each.contact_email])
    if request.method == "POST" and form.is_valid():
        chosen = [supplier for supplier, _n in ready if str(supplier.uuid) in form.cleaned_data["suppliers"]]
        reply_by = form.cleaned_data["reply_by"]
        if request.POST.get("act") == "send":
            return _sent(request, me, chosen, reply_by)
        letter = supplier_links.preview(organisation=me.organisation, actor=me.user, reply_by=reply_by)
        preview = page_of(me, chosen=chosen, reply_by=reply_by, letter=letter)
        return render(request, "audits/links/preview.html", preview)
    return render_form(request, "audits/links/send.html", context)


def _sent(request: HttpRequest, me: Membership, chosen: list[Supplier], reply_by: Any) -> HttpResponse:
    given = {"organisation": me.organisation, "suppliers": chosen, "reply_by": reply_by}
    try:
        sent = supplier_links.send(**given, actor=me.user, at=timezone.now())
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        words = ngettext(
            "A link is on its way to %(n)d supplier.", "Links are on their way to %(n)d suppliers.", len(sent)
        )
        messages.success(request, words % {"n": len(sent)})
    return redirect("links:list", me.organisation.slug)


@require_POST
def resend(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    me = _writer(request, organisation)
    try:
        supplier_links.resend(link=row(SupplierLink, me.organisation, uuid), actor=me.user, at=timezone.now())
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("A new link is on its way. The one before does not work any more."))
    return redirect("links:list", organisation)


@require_POST
def revoke(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    me = _writer(request, organisation)
    supplier_links.revoke(link=row(SupplierLink, me.organisation, uuid), actor=me.user, at=timezone.now())
    messages.success(request, _("The link does not work any more."))
    return redirect("links:list", organisation)


def _writer(request: HttpRequest, slug: str) -> Membership:
    me = membership_of(request, slug)
    if not permissions.can_send_links(me):
        raise PermissionDenied
    return me


def _entry(link: SupplierLink, left: dict[int, int], now: datetime) -> dict[str, Any]:
    works = supplier_links.works(link, now)
    is_late = link.returned_at is None and link.revoked_at is None and link.reply_by < timezone.localdate(now)
    return {"link": link, "left": left.get(link.supplier_id, 0), "works": works, "is_late": is_late}
