"""Share what the pages of the register need."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.models import Membership
from compliance.organisations.tenancy import OrganisationMixin, get_membership, get_row
from compliance.organisations.views.base import get_user
from compliance.organisations.views.base import page_context as organisation_context
from compliance.suppliers.forms.records import Difference, RecordForm
from compliance.suppliers.models import Site, Supplier
from compliance.suppliers.permissions import can_change_register
from compliance.suppliers.services import records
from portal.core.exceptions import EditConflict
from portal.core.types import Context
from portal.core.views import render_form, see_other

CONFLICT = 409


class RegisterMixin(OrganisationMixin):
    """Finds the organisation, and tells the page whether the member may change the register."""

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(can_change=can_change_register(self.membership), **kwargs)


def get_writer(request: HttpRequest, slug: str) -> Membership:
    """Return the visitor's membership, for pages that change the register. A member who may only read it gets a 403."""
    membership = get_membership(request, slug)
    if not can_change_register(membership):
        raise PermissionDenied
    return membership


def get_supplier(membership: Membership, uuid: UUID) -> Supplier:
    """Return a supplier of the member's organisation. Raises Http404."""
    supplier = get_row(Supplier, membership.organisation, uuid)
    supplier.organisation = membership.organisation
    return supplier


def get_site(membership: Membership, uuid: UUID) -> Site:
    """Return a site of the member's organisation. Raises Http404."""
    site = get_row(Site, membership.organisation, uuid)
    site.organisation = membership.organisation
    return site


def page_context(membership: Membership, **context: Any) -> Context:
    """Return the context of a page of the register."""
    return organisation_context(membership, can_change=can_change_register(membership), **context)


def redirect_to(name: str, *args: Any, query: str = "", fragment: str = "") -> HttpResponse:
    """Redirect to a page of the register."""
    address = reverse(f"suppliers:{name}", args=args) + query
    return see_other(f"{address}#{fragment}" if fragment else address)


def today() -> date:
    return timezone.localdate()


def render_record(
    request: HttpRequest, form: RecordForm, row: records.Record, template: str, context: Context
) -> HttpResponse | None:
    """Return the page of a form that changes a supplier or a site; None where it is saved."""
    differences: list[Difference] = []
    if form.is_valid():
        try:
            began_from = form.cleaned_data["began_from"]
            records.update_record(row=row, actor=get_user(request), fields=form.values, began_from=began_from)
        except records.ReferenceTaken as error:
            form.add_error(error.field, error.sentence)
        except EditConflict as error:
            differences = form.differences(error.theirs)
        else:
            return None
    response = render_form(request, template, context | {"form": form, "differences": differences})
    if differences:
        response.status_code = CONFLICT
    return response
