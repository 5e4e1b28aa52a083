"""What the pages of the register share."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.models import Membership
from compliance.organisations.tenancy import membership_of, row
from compliance.organisations.views.base import page_of, person
from compliance.suppliers.forms.records import Difference, RecordForm
from compliance.suppliers.models import Site, Supplier
from compliance.suppliers.permissions import can_change_register
from compliance.suppliers.services import records
from portal.core.exceptions import EditConflict
from portal.core.views import render_form, see_other

CONFLICT = 409


def writer_of(request: HttpRequest, slug: str) -> Membership:
    """The visitor's membership, for pages that change the register. A member who may only read it: 403."""
    membership = membership_of(request, slug)
    if not can_change_register(membership):
        raise PermissionDenied
    return membership


def supplier_of(membership: Membership, uuid: UUID) -> Supplier:
    supplier = row(Supplier, membership.organisation, uuid)
    supplier.organisation = membership.organisation
    return supplier


def site_of(membership: Membership, uuid: UUID) -> Site:
    site = row(Site, membership.organisation, uuid)
    site.organisation = membership.organisation
    return site


def page(membership: Membership, **context: Any) -> dict[str, Any]:
    return page_of(membership, can_change=can_change_register(membership), **context)


def see(name: str, *args: Any, query: str = "", fragment: str = "") -> HttpResponse:
    """On to a page of the register."""
    address = reverse(f"suppliers:{name}", args=args) + query
    return see_other(f"{address}#{fragment}" if fragment else address)


def today() -> date:
    return timezone.localdate()


def render_record(
    request: HttpRequest, form: RecordForm, row: records.Record, template: str, context: dict[str, Any]
) -> HttpResponse | None:
    """The page of a form that changes a supplier or a site; None where it is saved."""
    differences: list[Difference] = []
    if form.is_valid():
        try:
            began_from = form.cleaned_data["began_from"]
            records.change(row=row, actor=person(request), fields=form.values, began_from=began_from)
        except records.Taken as taken:
            form.add_error(taken.field, taken.sentence)
        except EditConflict as changed:
            differences = form.differences(changed.theirs)
        else:
            return None
    response = render_form(request, template, context | {"form": form, "differences": differences})
    if differences:
        response.status_code = CONFLICT
    return response
