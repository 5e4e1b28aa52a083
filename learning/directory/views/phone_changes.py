"""Views of an entry's numbers: changes are requested by one person, agreed to by another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.directory import permissions
from learning.directory.choices import Act
from learning.directory.forms.moderation import DecideForm, NumberForm, SourceForm
from learning.directory.models import Phone, Service
from learning.directory.selectors import staff as selectors
from learning.directory.services import phone_changes
from learning.directory.views.staff import directory_staff_required, redirect_to_entry, require_post
from portal.accounts.current_user import get_current_user
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form


@directory_staff_required
def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    form = NumberForm(require_post(request))
    return _ask(request, selectors.get_entry(uuid), Act.ADD, None, form, heading=_("Add a number"))


@directory_staff_required
def change(request: HttpRequest, uuid: UUID, phone: UUID) -> HttpResponse:
    service = selectors.get_entry(uuid)
    row = selectors.get_phone(service, phone)
    form = NumberForm(require_post(request), phone=row)
    return _ask(request, service, Act.CHANGE, row, form, heading=_("Change a number"))


@directory_staff_required
def remove(request: HttpRequest, uuid: UUID, phone: UUID) -> HttpResponse:
    service = selectors.get_entry(uuid)
    row = selectors.get_phone(service, phone)
    return _ask(request, service, Act.REMOVE, row, SourceForm(require_post(request)), heading=_("Remove a number"))


def _ask(
    request: HttpRequest, service: Service, act: Act, phone: Phone | None, form: Any, *, heading: str
) -> HttpResponse:
    if form.is_valid():
        facts = form.facts() if act != Act.REMOVE else {name: getattr(phone, name) for name in phone_changes.FACTS}
        change_facts = {
            "service": service,
            "act": act,
            "phone": phone,
            "facts": facts,
            "source": form.cleaned_data["source"],
        }
        try:
            pending = phone_changes.request_change(**change_facts, actor=get_current_user(request), at=timezone.now())
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Sent to a second person for approval.") if pending else _("Saved."))
            return redirect_to_entry(service)
    button = _("Save") if service.is_draft else _("Ask a second person")
    context = {"form": form, "service": service, "heading": heading, "button": button, "phone": phone}
    return render_form(request, "directory/staff/act.html", context)


@directory_staff_required
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    row = selectors.get_phone_change(uuid)
    may_decide = permissions.can_decide_number(request.user, row)
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    form = DecideForm(require_post(request)) if may_decide else None
    if request.method == "POST" and form is not None and form.is_valid():
        is_yes = form.cleaned_data["answer"] == "yes"
        try:
            phone_changes.decide_change(change=row, is_yes=is_yes, actor=get_current_user(request), at=timezone.now())
        except ActionRefused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, _("Number changed.") if is_yes else _("Number not changed."))
        return redirect_to_entry(row.service)
    context = {"change": row, "service": row.service, "form": form}
    return render_form(request, "directory/staff/number.html", context)
