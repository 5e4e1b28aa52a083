"""/staff/statements/…: what an organisation has in public, and withdrawing one with a reason.

See docs/requirements/statements.md#staff-withdrawal.
"""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.models import Organisation
from compliance.organisations.permissions import can_decide_for
from compliance.organisations.tenancy import get_row_for_staff, get_rows
from compliance.statements.models import Publication
from compliance.statements.permissions import can_withdraw_as_staff
from compliance.statements.publication import documents
from compliance.statements.publication.forms.publication import WithdrawForm
from compliance.statements.publication.services import publish as services
from portal.accounts.reauthentication import recently_authenticated
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import render_form


@require_safe
def index(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the years of one organisation, those withdrawn too."""
    organisation = get_row_for_staff(Organisation, request.user, uuid)
    published = get_rows(Publication, organisation).filter(is_current=True).without_texts().order_by("-year")
    context: Context = {
        "organisation": organisation,
        "years": [{"publication": publication, "address": documents.address(publication)} for publication in published],
        "may_withdraw": _may_withdraw(request, organisation),
    }
    return render(request, "statements/staff_index.html", context)


@recently_authenticated
def withdraw(request: HttpRequest, uuid: UUID, year: int) -> HttpResponse:
    """Take the text out of the register in all its versions; its administrators and the public read the reason."""
    organisation = get_row_for_staff(Organisation, request.user, uuid)
    if not _may_withdraw(request, organisation):
        raise PermissionDenied
    publication = (
        get_rows(Publication, organisation).filter(year=year, is_current=True).select_related("version").first()
    )
    if publication is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(
                version=publication.version,
                actor=request.user,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
                by_staff=True,
            )
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, _("The statement is withdrawn. The administrators of the organisation have been told.")
            )
            return redirect("statements_staff:index", uuid)
    context = {"organisation": organisation, "publication": publication, "form": form}
    return render_form(request, "statements/staff_withdraw.html", context)


def _may_withdraw(request: HttpRequest, organisation: Organisation) -> bool:
    return can_withdraw_as_staff(request.user) and can_decide_for(request.user, organisation)
