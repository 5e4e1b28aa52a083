"""One supplier: its page, adding, changing and ending it, and the licence of a labour provider."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.organisations.permissions import can_read_activity
from compliance.organisations.tenancy import membership_of
from compliance.organisations.views.base import person, posted
from compliance.suppliers import statement_status
from compliance.suppliers.forms.records import EndForm, LicenceForm, NewSupplierForm, SupplierForm
from compliance.suppliers.owners import owner_of
from compliance.suppliers.page_extensions import about_of, cards_of
from compliance.suppliers.selectors import profile
from compliance.suppliers.services import records
from compliance.suppliers.views.base import page, render_record, see, supplier_of, today, writer_of
from portal.core.views import render_form


@require_safe
def supplier(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = membership_of(request, organisation)
    one = supplier_of(membership, uuid)
    one.statement = statement_status.of([one])[one.pk]
    sites = profile.sites_of(one)
    cards = cards_of(membership, sites, today=today())
    about = [one.uuid, *(site.uuid for site in sites), *about_of(cards)]
    context = page(
        membership,
        supplier=one,
        owner=owner_of(one),
        sites=sites,
        score=profile.score_of(one),
        supplies=profile.supplies_of(one, today=today()),
        suppliers_of_it=profile.suppliers_of(one, today=today()),
        serves=profile.served_by(one) if one.is_labour_provider else [],
        cards=cards,
        lines=profile.history_of(one.organisation, *about) if can_read_activity(membership) else [],
        can_read_activity=can_read_activity(membership),
    )
    return render(request, "suppliers/supplier.html", context)


def add(request: HttpRequest, organisation: str) -> HttpResponse:
    membership = writer_of(request, organisation)
    form = NewSupplierForm(posted(request))
    if form.is_valid():
        try:
            made = records.add_supplier(
                organisation=membership.organisation, actor=person(request), fields=form.values, supply=form.supply
            )
        except records.Taken as taken:
            form.add_error(taken.field, taken.sentence)
        else:
            messages.success(request, _("%(name)s is in your register.") % {"name": made.name})
            return see("supplier", organisation, made.uuid)
    return render_form(request, "suppliers/add.html", page(membership, form=form))


def edit(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    one = supplier_of(membership, uuid)
    form = SupplierForm(posted(request), instance=one)
    if (answer := render_record(request, form, one, "suppliers/edit.html", page(membership, supplier=one))) is not None:
        return answer
    messages.success(request, _("Changes saved."))
    return see("supplier", organisation, one.uuid)


def end(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    one = supplier_of(membership, uuid)
    form = EndForm(posted(request))
    if form.is_valid():
        records.end(supplier=one, actor=person(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("%(name)s has ended. All that you know of it is kept.") % {"name": one.name})
        return see("supplier", organisation, one.uuid)
    return render_form(request, "suppliers/end.html", page(membership, supplier=one, form=form))


@require_POST
def resume(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    one = supplier_of(membership, uuid)
    records.resume(supplier=one, actor=person(request))
    messages.success(request, _("%(name)s is active again.") % {"name": one.name})
    return see("supplier", organisation, one.uuid)


def licence(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    one = supplier_of(membership, uuid)
    kept = {"licence_number": one.licence_number, "licence_checked_on": one.licence_checked_on}
    form = LicenceForm(posted(request), today=today(), initial=kept)
    if form.is_valid():
        given = form.cleaned_data
        records.keep_licence(
            supplier=one,
            actor=person(request),
            number=given["licence_number"],
            checked_on=given["licence_checked_on"],
        )
        messages.success(request, _("Licence recorded."))
        return see("supplier", organisation, one.uuid)
    return render_form(request, "suppliers/licence.html", page(membership, supplier=one, form=form))
