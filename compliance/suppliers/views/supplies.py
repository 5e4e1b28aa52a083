"""What is bought from a supplier: adding and changing an entry."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from compliance.organisations.tenancy import rows
from compliance.organisations.views.base import person, posted
from compliance.suppliers.forms.supplies import SupplyForm
from compliance.suppliers.models import SupplyRelation
from compliance.suppliers.services import supplies
from compliance.suppliers.views.base import page, see, supplier_of, writer_of
from portal.core.views import render_form


def add(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    supplier = supplier_of(membership, uuid)
    form = SupplyForm(posted(request), supplier=supplier)
    if form.is_valid() and _saved(
        form, lambda: supplies.add(supplier=supplier, actor=person(request), fields=form.values)
    ):
        messages.success(request, _("Saved."))
        return see("supplier", organisation, supplier.uuid, fragment="bought")
    return render_form(request, "suppliers/supply.html", page(membership, supplier=supplier, form=form))


def edit(request: HttpRequest, organisation: str, uuid: UUID, key: int) -> HttpResponse:
    membership = writer_of(request, organisation)
    supplier = supplier_of(membership, uuid)
    known = rows(SupplyRelation, membership.organisation).filter(supplier=supplier).select_related("buys_from")
    relation = get_object_or_404(known, pk=key)
    form = SupplyForm(posted(request), supplier=supplier, relation=relation)
    if form.is_valid() and _saved(
        form, lambda: supplies.change(relation=relation, actor=person(request), fields=form.values)
    ):
        messages.success(request, _("Saved."))
        return see("supplier", organisation, supplier.uuid, fragment="bought")
    context = page(membership, supplier=supplier, form=form, relation=relation)
    return render_form(request, "suppliers/supply.html", context)


def _saved(form: SupplyForm, save: Any) -> bool:
    try:
        save()
    except supplies.Twice as twice:
        form.add_error("products", twice.sentence)
        return False
    return True
