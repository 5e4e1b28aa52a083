"""Show, add, change and end one supplier, and record the licence of a labour provider."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.organisations.permissions import can_read_activity
from compliance.organisations.tenancy import get_membership
from compliance.organisations.views.base import get_post_data, get_user
from compliance.suppliers import statement_status
from compliance.suppliers.forms.records import EndForm, LicenceForm, NewSupplierForm, SupplierForm
from compliance.suppliers.page_extensions import get_cards, get_related_uuids
from compliance.suppliers.selectors import profile
from compliance.suppliers.selectors.owners import get_owner
from compliance.suppliers.services import records
from compliance.suppliers.views.base import get_supplier, get_writer, page_context, redirect_to, render_record, today
from portal.core.views import render_form


@require_safe
def supplier(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_membership(request, organisation)
    loaded = get_supplier(membership, uuid)
    loaded.statement = statement_status.get_statuses([loaded])[loaded.pk]
    sites = profile.get_sites(loaded)
    cards = get_cards(membership, loaded, sites, today=today())
    about = [loaded.uuid, *(site.uuid for site in sites), *get_related_uuids(cards)]
    is_open = loaded.statement.status in statement_status.OPEN_STATUSES and not loaded.registry_key
    context = page_context(
        membership,
        supplier=loaded,
        matches=statement_status.find_similar_names(loaded) if is_open else [],
        owner=get_owner(loaded),
        sites=sites,
        score=profile.get_highest_score(loaded),
        supplies=profile.get_supplies(loaded, today=today()),
        suppliers_of_it=profile.get_upstream_supplies(loaded, today=today()),
        serves=profile.get_served_sites(loaded) if loaded.is_labour_provider else [],
        cards=cards,
        lines=profile.get_history(loaded.organisation, *about) if can_read_activity(membership) else [],
        can_read_activity=can_read_activity(membership),
    )
    return render(request, "suppliers/supplier.html", context)


@require_POST
def statement_match(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Record whether a name in the statement registry is this supplier."""
    membership = get_writer(request, organisation)
    loaded = get_supplier(membership, uuid)
    key = request.POST.get("same") or request.POST.get("other") or ""
    if key in {found for found, _name, _year in statement_status.find_similar_names(loaded)}:
        records.answer_statement_match(
            supplier=loaded, actor=get_user(request), key=key, is_same="same" in request.POST
        )  # fmt: skip
        messages.success(request, _("Your answer is saved. We will not ask again."))
    return redirect_to("supplier", organisation, uuid)


def add(request: HttpRequest, organisation: str) -> HttpResponse:
    membership = get_writer(request, organisation)
    form = NewSupplierForm(get_post_data(request))
    if form.is_valid():
        try:
            created = records.add_supplier(
                organisation=membership.organisation, actor=get_user(request), fields=form.values, supply=form.supply
            )
        except records.ReferenceTaken as error:
            form.add_error(error.field, error.sentence)
        else:
            messages.success(request, _("%(name)s added to your register.") % {"name": created.name})
            return redirect_to("supplier", organisation, created.uuid)
    return render_form(request, "suppliers/add.html", page_context(membership, form=form))


def edit(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    current = get_supplier(membership, uuid)
    form = SupplierForm(get_post_data(request), instance=current)
    if (
        response := render_record(
            request, form, current, "suppliers/edit.html", page_context(membership, supplier=current)
        )
    ) is not None:
        return response
    messages.success(request, _("Changes saved."))
    return redirect_to("supplier", organisation, current.uuid)


def end(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    current = get_supplier(membership, uuid)
    form = EndForm(get_post_data(request))
    if form.is_valid():
        records.end_supplier(supplier=current, actor=get_user(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("%(name)s is marked as ended. We’ve kept its records.") % {"name": current.name})
        return redirect_to("supplier", organisation, current.uuid)
    return render_form(request, "suppliers/end.html", page_context(membership, supplier=current, form=form))


@require_POST
def resume(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    current = get_supplier(membership, uuid)
    records.resume_supplier(supplier=current, actor=get_user(request))
    messages.success(request, _("%(name)s is active again.") % {"name": current.name})
    return redirect_to("supplier", organisation, current.uuid)


def licence(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    current = get_supplier(membership, uuid)
    initial = {"licence_number": current.licence_number, "licence_checked_on": current.licence_checked_on}
    form = LicenceForm(get_post_data(request), today=today(), initial=initial)
    if form.is_valid():
        cleaned = form.cleaned_data
        records.record_licence_check(
            supplier=current,
            actor=get_user(request),
            number=cleaned["licence_number"],
            checked_on=cleaned["licence_checked_on"],
        )
        messages.success(request, _("Licence recorded."))
        return redirect_to("supplier", organisation, current.uuid)
    return render_form(request, "suppliers/licence.html", page_context(membership, supplier=current, form=form))
