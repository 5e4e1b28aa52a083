"""One supplier: its page, adding, changing and ending it, and the licence of a labour provider."""

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
    one = get_supplier(membership, uuid)
    one.statement = statement_status.get_statuses([one])[one.pk]
    sites = profile.get_sites(one)
    cards = get_cards(membership, sites, today=today())
    about = [one.uuid, *(site.uuid for site in sites), *get_related_uuids(cards)]
    context = page_context(
        membership,
        supplier=one,
        owner=get_owner(one),
        sites=sites,
        score=profile.get_highest_score(one),
        supplies=profile.get_supplies(one, today=today()),
        suppliers_of_it=profile.get_upstream_supplies(one, today=today()),
        serves=profile.get_served_sites(one) if one.is_labour_provider else [],
        cards=cards,
        lines=profile.get_history(one.organisation, *about) if can_read_activity(membership) else [],
        can_read_activity=can_read_activity(membership),
    )
    return render(request, "suppliers/supplier.html", context)


def add(request: HttpRequest, organisation: str) -> HttpResponse:
    membership = get_writer(request, organisation)
    form = NewSupplierForm(get_post_data(request))
    if form.is_valid():
        try:
            made = records.add_supplier(
                organisation=membership.organisation, actor=get_user(request), fields=form.values, supply=form.supply
            )
        except records.ReferenceTaken as taken:
            form.add_error(taken.field, taken.sentence)
        else:
            messages.success(request, _("%(name)s is in your register.") % {"name": made.name})
            return redirect_to("supplier", organisation, made.uuid)
    return render_form(request, "suppliers/add.html", page_context(membership, form=form))


def edit(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    one = get_supplier(membership, uuid)
    form = SupplierForm(get_post_data(request), instance=one)
    if (
        answer := render_record(request, form, one, "suppliers/edit.html", page_context(membership, supplier=one))
    ) is not None:
        return answer
    messages.success(request, _("Changes saved."))
    return redirect_to("supplier", organisation, one.uuid)


def end(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    one = get_supplier(membership, uuid)
    form = EndForm(get_post_data(request))
    if form.is_valid():
        records.end_supplier(supplier=one, actor=get_user(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("%(name)s has ended. All that you know of it is kept.") % {"name": one.name})
        return redirect_to("supplier", organisation, one.uuid)
    return render_form(request, "suppliers/end.html", page_context(membership, supplier=one, form=form))


@require_POST
def resume(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    one = get_supplier(membership, uuid)
    records.resume_supplier(supplier=one, actor=get_user(request))
    messages.success(request, _("%(name)s is active again.") % {"name": one.name})
    return redirect_to("supplier", organisation, one.uuid)


def licence(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    one = get_supplier(membership, uuid)
    kept = {"licence_number": one.licence_number, "licence_checked_on": one.licence_checked_on}
    form = LicenceForm(get_post_data(request), today=today(), initial=kept)
    if form.is_valid():
        given = form.cleaned_data
        records.record_licence_check(
            supplier=one,
            actor=get_user(request),
            number=given["licence_number"],
            checked_on=given["licence_checked_on"],
        )
        messages.success(request, _("Licence recorded."))
        return redirect_to("supplier", organisation, one.uuid)
    return render_form(request, "suppliers/licence.html", page_context(membership, supplier=one, form=form))
