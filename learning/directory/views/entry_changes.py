"""Views of what waits for other eyes: a change of an entry, old beside new; and the yearly check of suitability."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.directory import permissions
from learning.directory.forms.moderation import DecideChangeForm, SuitabilityForm
from learning.directory.selectors import staff as selectors
from learning.directory.selectors.changes import describe_changes
from learning.directory.services import entry_changes, verification
from learning.directory.views.staff import directory_staff_required, redirect_to_entry, require_post
from portal.accounts.current_user import get_current_user
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form


@directory_staff_required
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a change, old beside new, and take the decision of somebody who had no hand in it."""
    row = selectors.get_entry_change(uuid)
    may_decide = permissions.can_decide_change(request.user, row)
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    form = DecideChangeForm(require_post(request)) if may_decide else None
    if request.method == "POST" and form is not None and form.is_valid():
        cleaned = form.cleaned_data
        facts = {"is_yes": cleaned["answer"] == "yes", "reason": cleaned["reason"]}
        try:
            decided = entry_changes.decide_entry_change(
                change=row, actor=get_current_user(request), at=timezone.now(), **facts
            )
        except ActionRefused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, _describe_outcome(decided.outcome))
        return redirect_to_entry(row.service)
    context = {"change": row, "service": row.service, "form": form, "lines": describe_changes(row)}
    return render_form(request, "directory/staff/change.html", context)


def _describe_outcome(outcome: str) -> str:
    return {
        "accepted": _("Accepted. The entry has changed."),
        "refused": _("Refused. The entry stays as it is."),
    }.get(outcome, _("Thank you. One more person must accept it."))


@directory_staff_required
def suitability(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take the yearly check that an organisation is one to send people to."""
    service = selectors.get_entry(uuid)
    form = SuitabilityForm(require_post(request))
    if form.is_valid():
        verification.record_suitability(
            service=service, note=form.cleaned_data["note"], actor=get_current_user(request), at=timezone.now()
        )
        messages.success(request, _("Suitability checked. It is due again in a year."))
        return redirect("directory_staff:entry", service.uuid)
    words = {"heading": _("Check suitability"), "button": _("Save check")}
    return render_form(request, "directory/staff/act.html", {"form": form, "service": service, **words})
