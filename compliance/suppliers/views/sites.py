"""One site: its page, adding and changing it, its workers, what is in place, and who provides labour."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_read_activity
from compliance.organisations.tenancy import membership_of, row, rows
from compliance.organisations.views.base import person, posted
from compliance.suppliers.forms.records import SiteForm
from compliance.suppliers.forms.sites import WORKERS, ControlForm, ProvidersForm, WorkersForm
from compliance.suppliers.models import Control, Site, WorkerFigures
from compliance.suppliers.page_extensions import about_of, cards_of
from compliance.suppliers.selectors import profile
from compliance.suppliers.services import records
from compliance.suppliers.services import sites as services
from compliance.suppliers.views.base import page, render_record, see, site_of, supplier_of, today, writer_of
from portal.core.views import render_form

DAYS_SHOWN = 4


@require_safe
def site(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = membership_of(request, organisation)
    one = profile.site_with_all(site_of(membership, uuid))
    cards = cards_of(membership, [one], today=today())
    context = page(
        membership,
        site=one,
        supplier=one.supplier,
        cards=cards,
        figures=_by_day(one),
        lines=profile.history_of(one.organisation, one.uuid, *about_of(cards)) if can_read_activity(membership) else [],
        can_read_activity=can_read_activity(membership),
    )
    return render(request, "suppliers/site.html", context)


def _by_day(one: Site) -> dict[str, Any]:
    """The last counts side by side; kinds of worker that nobody counted are left out."""
    days = list(one.figures.all())[:DAYS_SHOWN]
    rows = [(label, [getattr(day, name) for day in days]) for name, label in WORKERS.items()]
    return {"days": days, "rows": [(label, values) for label, values in rows if any(v is not None for v in values)]}


def add(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    supplier = supplier_of(membership, uuid)
    form = SiteForm(posted(request), initial={"country": supplier.country})
    if form.is_valid():
        try:
            made = records.add_site(supplier=supplier, actor=person(request), fields=form.values)
        except records.Taken as taken:
            form.add_error(taken.field, taken.sentence)
        else:
            messages.success(request, _("Site %(name)s added. Say who works there, if you know.") % {"name": made.name})
            return see("site", organisation, made.uuid)
    return render_form(request, "suppliers/edit_site.html", page(membership, supplier=supplier, form=form))


def edit(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    one = site_of(membership, uuid)
    form = SiteForm(posted(request), instance=one)
    context = page(membership, supplier=one.supplier, site=one)
    if (answer := render_record(request, form, one, "suppliers/edit_site.html", context)) is not None:
        return answer
    messages.success(request, _("Changes saved."))
    return see("site", organisation, one.uuid)


def count_workers(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    one = site_of(membership, uuid)
    return _workers(request, membership, one, WorkerFigures(site=one), WorkersForm(posted(request), today=today()))


def edit_workers(request: HttpRequest, organisation: str, uuid: UUID, key: int) -> HttpResponse:
    membership = writer_of(request, organisation)
    one = site_of(membership, uuid)
    figures = get_object_or_404(rows(WorkerFigures, membership.organisation), site=one, pk=key)
    figures.site = one
    return _workers(request, membership, one, figures, WorkersForm(posted(request), today=today(), figures=figures))


def _workers(
    request: HttpRequest, membership: Membership, one: Site, figures: WorkerFigures, form: WorkersForm
) -> HttpResponse:
    if form.is_valid():
        try:
            services.count_workers(figures=figures, actor=person(request), fields=form.cleaned_data)
        except services.CountedTwice as twice:
            form.add_error("counted_on", twice.sentence)
        else:
            _tell(request, form)
            return see("site", membership.organisation.slug, one.uuid, fragment="workers")
    return render_form(request, "suppliers/workers.html", page(membership, site=one, figures=figures, form=form))


def _tell(request: HttpRequest, form: WorkersForm) -> None:
    messages.success(request, _("Figures saved."))
    for doubt in form.doubts():
        values = {"name": WORKERS.get(doubt.name, ""), "value": f"{doubt.value:,}", "total": f"{doubt.total:,}"}
        part = _("“%(name)s” is %(value)s") if doubt.name else _("how they are employed adds up to %(value)s")
        said = {"part": part % values, **values}
        messages.warning(request, _("Check the figures: %(part)s, and all workers are %(total)s.") % said)


def add_control(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    one = site_of(membership, uuid)
    form = ControlForm(posted(request), today=today())
    if form.is_valid():
        try:
            services.add_control(site=one, actor=person(request), fields=form.cleaned_data)
        except services.CountedTwice as twice:
            form.add_error("held_on", twice.sentence)
        else:
            messages.success(request, _("Recorded."))
            return see("site", organisation, one.uuid, fragment="controls")
    return render_form(request, "suppliers/control.html", page(membership, site=one, form=form))


def remove_control(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Asks first."""
    membership = writer_of(request, organisation)
    control = row(Control, membership.organisation, uuid)
    one = site_of(membership, control.site.uuid)
    control.site = one
    if request.method == "POST":
        services.remove_control(control=control, actor=person(request))
        messages.success(request, _("Taken away. The history keeps what it was."))
        return see("site", organisation, one.uuid, fragment="controls")
    return render(request, "suppliers/remove_control.html", page(membership, site=one, control=control))


def providers(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    one = site_of(membership, uuid)
    form = ProvidersForm(posted(request), site=one)
    if form.is_valid():
        services.choose_providers(site=one, actor=person(request), providers=list(form.cleaned_data["providers"]))
        messages.success(request, _("Labour providers saved."))
        return see("site", organisation, one.uuid, fragment="providers")
    return render_form(request, "suppliers/providers.html", page(membership, site=one, form=form))
