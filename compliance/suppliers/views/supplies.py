"""Add and change what is bought from a supplier."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from compliance.organisations.tenancy import get_rows
from compliance.organisations.views.base import get_post_data, get_user
from compliance.suppliers.forms.supplies import SupplyForm
from compliance.suppliers.models import SupplyRelation
from compliance.suppliers.services import supplies
from compliance.suppliers.views.base import get_supplier, get_writer, page_context, redirect_to
from portal.core.views import render_form


def add(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    supplier = get_supplier(membership, uuid)
    form = SupplyForm(get_post_data(request), supplier=supplier)
    if form.is_valid() and _saved(
        form, lambda: supplies.add_supply(supplier=supplier, actor=get_user(request), fields=form.values)
    ):
        messages.success(request, _("Products and services saved."))
        return redirect_to("supplier", organisation, supplier.uuid, fragment="bought")
    return render_form(request, "suppliers/supply.html", page_context(membership, supplier=supplier, form=form))


def edit(request: HttpRequest, organisation: str, uuid: UUID, key: int) -> HttpResponse:
    membership = get_writer(request, organisation)
    supplier = get_supplier(membership, uuid)
    relations = get_rows(SupplyRelation, membership.organisation).filter(supplier=supplier).select_related("buys_from")
    relation = get_object_or_404(relations, pk=key)
    form = SupplyForm(get_post_data(request), supplier=supplier, relation=relation)
    if form.is_valid() and _saved(
        form, lambda: supplies.update_supply(relation=relation, actor=get_user(request), fields=form.values)
    ):
        messages.success(request, _("Products and services saved."))
        return redirect_to("supplier", organisation, supplier.uuid, fragment="bought")
    context = page_context(membership, supplier=supplier, form=form, relation=relation)
    return render_form(request, "suppliers/supply.html", context)


def _saved(form: SupplyForm, save: Any) -> bool:
    try:
        save()
    except supplies.DuplicateSupply as error:
        form.add_error("products", error.sentence)
        return False
    return True
