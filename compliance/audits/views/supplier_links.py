"""/o/<organisation>/actions/links/…: links to suppliers: sent, answered and overdue ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from compliance.audits import permissions
from compliance.audits.forms.supplier_links import SendForm
from compliance.audits.models import Action, SupplierLink
from compliance.audits.selectors import page_contexts, querysets
from compliance.audits.services import supplier_links
from compliance.organisations.models import Membership
from compliance.organisations.tenancy import OrganisationMixin, get_membership, get_row, get_rows
from compliance.organisations.views.base import get_post_data, page_context
from compliance.suppliers.models import Supplier
from compliance.suppliers.selectors.selection import get_selected_suppliers, has_selection
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import PagedListView, render_form


class Index(OrganisationMixin, PagedListView):
    """The links to suppliers, each with how far it is."""

    template_name = "audits/links/list.html"

    def get_queryset(self) -> QuerySet[SupplierLink]:
        return get_rows(SupplierLink, self.organisation).select_related("supplier__organisation", "sent_by")

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(can_send=permissions.can_send_links(self.membership), **kwargs)
        open_counts, now = supplier_links.count_open_actions(self.organisation), timezone.now()
        return context | {"entries": [_describe_link(link, open_counts, now) for link in context["page"]]}


class Returned(OrganisationMixin, PagedListView):
    """What came back by one link: the actions that the supplier answered, and the files it sent."""

    template_name = "audits/links/returned.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.link = get_row(SupplierLink, self.organisation, kwargs["uuid"])

    def get_queryset(self) -> QuerySet[Action]:
        answered = supplier_links.get_answered_actions(self.link)
        return querysets.with_action_alerts(answered).prefetch_related("files__file")

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(link=self.link, **kwargs)
        shows_all = permissions.can_see_all_details(self.membership)
        lines = page_contexts.get_action_lines(context["page"], today=timezone.localdate(), shows_all=shows_all)
        return context | {"lines": lines, "can_verify": permissions.can_verify_actions(self.membership)}


def send(request: HttpRequest, organisation: str) -> HttpResponse:
    """Choose suppliers and a day; then preview the mail before it is sent."""
    me = _get_writer(request, organisation)
    numbers = supplier_links.count_open_actions(me.organisation)
    is_selection = has_selection(request.GET)
    offered = get_selected_suppliers(me, request.GET) if is_selection else get_rows(Supplier, me.organisation)
    with_work = list(offered.filter(pk__in=numbers).order_by("name", "pk"))
    ready = [(supplier, numbers[supplier.pk]) for supplier in with_work if supplier.contact_email]
    form = SendForm(get_post_data(request), suppliers=ready, today=timezone.localdate(), is_selection=is_selection)
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
        messages.success(request, _("A new link is on its way. The previous one no longer works."))
    return redirect("links:list", organisation)


@require_POST
def revoke(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Make a link stop working."""
    me = _get_writer(request, organisation)
    supplier_links.revoke_link(link=get_row(SupplierLink, me.organisation, uuid), actor=me.user, at=timezone.now())
    messages.success(request, _("The link no longer works."))
    return redirect("links:list", organisation)


def _get_writer(request: HttpRequest, slug: str) -> Membership:
    me = get_membership(request, slug)
    if not permissions.can_send_links(me):
        raise PermissionDenied
    return me


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link in the list. left: how many actions of the supplier are open."""

    link: SupplierLink
    left: int
    works: bool
    is_late: bool


def _describe_link(link: SupplierLink, open_counts: dict[int, int], now: datetime) -> LinkLine:
    works = supplier_links.is_valid_link(link, now)
    is_late = link.returned_at is None and link.revoked_at is None and link.reply_by < timezone.localdate(now)
    return LinkLine(link, open_counts.get(link.supplier_id, 0), works, is_late)
