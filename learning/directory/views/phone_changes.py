"""Numbers of an entry: asked for by one person, agreed to by another."""

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
from learning.directory.selectors import staff as reading
from learning.directory.services import phone_changes
from learning.directory.views.staff import keepers, posted, to_entry
from portal.accounts.current_user import signed_in
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form


@keepers
def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    form = NumberForm(posted(request))
    return _ask(request, reading.entry(uuid), Act.ADD, None, form, heading=_("Add a number"))


@keepers
def change(request: HttpRequest, uuid: UUID, phone: UUID) -> HttpResponse:
    service = reading.entry(uuid)
    found = reading.phone(service, phone)
    form = NumberForm(posted(request), phone=found)
    return _ask(request, service, Act.CHANGE, found, form, heading=_("Change a number"))


@keepers
def remove(request: HttpRequest, uuid: UUID, phone: UUID) -> HttpResponse:
    service = reading.entry(uuid)
    found = reading.phone(service, phone)
    return _ask(request, service, Act.REMOVE, found, SourceForm(posted(request)), heading=_("Take a number away"))


def _ask(
    request: HttpRequest, service: Service, act: Act, phone: Phone | None, form: Any, *, heading: str
) -> HttpResponse:
    if form.is_valid():
        facts = form.facts() if act != Act.REMOVE else {name: getattr(phone, name) for name in phone_changes.FACTS}
        given = {"service": service, "act": act, "phone": phone, "facts": facts, "source": form.cleaned_data["source"]}
        try:
            waits = phone_changes.ask(**given, actor=signed_in(request), at=timezone.now())
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Asked: a second person has to agree.") if waits else _("Saved."))
            return to_entry(service)
    button = _("Save") if service.is_draft else _("Ask a second person")
    context = {"form": form, "service": service, "heading": heading, "button": button, "phone": phone}
    return render_form(request, "directory/staff/act.html", context)


@keepers
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = reading.change(uuid)
    may_decide = permissions.can_decide_number(request.user, found)
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    form = DecideForm(posted(request)) if may_decide else None
    if request.method == "POST" and form is not None and form.is_valid():
        is_yes = form.cleaned_data["answer"] == "yes"
        try:
            phone_changes.decide(change=found, is_yes=is_yes, actor=signed_in(request), at=timezone.now())
        except ActionRefused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, _("The number is changed.") if is_yes else _("The number stays as it was."))
        return to_entry(found.service)
    context = {"change": found, "service": found.service, "form": form}
    return render_form(request, "directory/staff/number.html", context)
