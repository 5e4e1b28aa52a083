"""Show, add and change one site: its workers, what is in place, and who provides labour."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_read_activity
from compliance.organisations.tenancy import get_membership, get_row, get_rows
from compliance.organisations.views.base import get_post_data, get_user
from compliance.suppliers.forms.records import SiteForm
from compliance.suppliers.forms.sites import WORKER_LABELS, ControlForm, ProvidersForm, WorkersForm
from compliance.suppliers.models import Control, Site, WorkerFigures
from compliance.suppliers.page_extensions import get_cards, get_related_uuids
from compliance.suppliers.selectors import profile
from compliance.suppliers.services import records, sites
from compliance.suppliers.views.base import (
    get_site,
    get_supplier,
    get_writer,
    page_context,
    redirect_to,
    render_record,
    today,
)
from portal.core.views import render_form

MAX_DAYS = 4


@require_safe
def site(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_membership(request, organisation)
    loaded = profile.get_site(get_site(membership, uuid))
    cards = get_cards(membership, loaded.supplier, [loaded], today=today())
    context = page_context(
        membership,
        site=loaded,
        supplier=loaded.supplier,
        cards=cards,
        figures=_build_worker_table(loaded),
        lines=profile.get_history(loaded.organisation, loaded.uuid, *get_related_uuids(cards))
        if can_read_activity(membership)
        else [],
        can_read_activity=can_read_activity(membership),
    )
    return render(request, "suppliers/site.html", context)


@dataclass(frozen=True, slots=True)
class WorkerTable:
    """Counts of workers side by side. rows: the kind of worker in words, and its count of each day."""

    days: list[WorkerFigures]
    rows: list[tuple[str, list[int | None]]]


def _build_worker_table(shown_site: Site) -> WorkerTable:
    """Return the last counts side by side; kinds of worker that nobody counted are left out."""
    days = list(shown_site.figures.all())[:MAX_DAYS]
    rows = [(label, [getattr(day, name) for day in days]) for name, label in WORKER_LABELS.items()]
    return WorkerTable(days, [(label, values) for label, values in rows if any(v is not None for v in values)])


def add(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    supplier = get_supplier(membership, uuid)
    form = SiteForm(get_post_data(request), initial={"country": supplier.country})
    if form.is_valid():
        try:
            created = records.add_site(supplier=supplier, actor=get_user(request), fields=form.values)
        except records.ReferenceTaken as error:
            form.add_error(error.field, error.sentence)
        else:
            messages.success(
                request, _("Site %(name)s added. Add worker figures if you have them.") % {"name": created.name}
            )
            return redirect_to("site", organisation, created.uuid)
    return render_form(request, "suppliers/edit_site.html", page_context(membership, supplier=supplier, form=form))


def edit(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    current = get_site(membership, uuid)
    form = SiteForm(get_post_data(request), instance=current)
    context = page_context(membership, supplier=current.supplier, site=current)
    if (response := render_record(request, form, current, "suppliers/edit_site.html", context)) is not None:
        return response
    messages.success(request, _("Changes saved."))
    return redirect_to("site", organisation, current.uuid)


def count_workers(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    counted_site = get_site(membership, uuid)
    return _workers(
        request,
        membership,
        counted_site,
        WorkerFigures(site=counted_site),
        WorkersForm(get_post_data(request), today=today()),
    )


def edit_workers(request: HttpRequest, organisation: str, uuid: UUID, key: int) -> HttpResponse:
    membership = get_writer(request, organisation)
    counted_site = get_site(membership, uuid)
    figures = get_object_or_404(get_rows(WorkerFigures, membership.organisation), site=counted_site, pk=key)
    figures.site = counted_site
    return _workers(
        request, membership, counted_site, figures, WorkersForm(get_post_data(request), today=today(), figures=figures)
    )


def _workers(
    request: HttpRequest, membership: Membership, counted_site: Site, figures: WorkerFigures, form: WorkersForm
) -> HttpResponse:
    if form.is_valid():
        try:
            sites.save_worker_figures(figures=figures, actor=get_user(request), fields=form.cleaned_data)
        except sites.AlreadyRecorded as error:
            form.add_error("counted_on", error.sentence)
        else:
            _add_messages(request, form)
            return redirect_to("site", membership.organisation.slug, counted_site.uuid, fragment="workers")
    return render_form(
        request, "suppliers/workers.html", page_context(membership, site=counted_site, figures=figures, form=form)
    )


def _add_messages(request: HttpRequest, form: WorkersForm) -> None:
    messages.success(request, _("Figures saved."))
    for doubt in form.doubts():
        values = {"name": WORKER_LABELS.get(doubt.name, ""), "value": f"{doubt.value:,}", "total": f"{doubt.total:,}"}
        part = _("“%(name)s” is %(value)s") if doubt.name else _("the employment types add up to %(value)s")
        texts = {"part": part % values, **values}
        messages.warning(request, _("Check the figures: %(part)s, but “All workers” is %(total)s.") % texts)


def add_control(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    controlled_site = get_site(membership, uuid)
    form = ControlForm(get_post_data(request), today=today())
    if form.is_valid():
        try:
            sites.add_control(site=controlled_site, actor=get_user(request), fields=form.cleaned_data)
        except sites.AlreadyRecorded as error:
            form.add_error("held_on", error.sentence)
        else:
            messages.success(request, _("Measure recorded."))
            return redirect_to("site", organisation, controlled_site.uuid, fragment="controls")
    return render_form(request, "suppliers/control.html", page_context(membership, site=controlled_site, form=form))


def remove_control(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Ask first, then remove the control."""
    membership = get_writer(request, organisation)
    control = get_row(Control, membership.organisation, uuid)
    controlled_site = get_site(membership, control.site.uuid)
    control.site = controlled_site
    if request.method == "POST":
        sites.remove_control(control=control, actor=get_user(request))
        messages.success(request, _("Measure removed. We keep a record of it in the history."))
        return redirect_to("site", organisation, controlled_site.uuid, fragment="controls")
    return render(
        request, "suppliers/remove_control.html", page_context(membership, site=controlled_site, control=control)
    )


def providers(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    served_site = get_site(membership, uuid)
    form = ProvidersForm(get_post_data(request), site=served_site)
    if form.is_valid():
        sites.set_labour_providers(
            site=served_site, actor=get_user(request), providers=list(form.cleaned_data["providers"])
        )
        messages.success(request, _("Labour providers saved."))
        return redirect_to("site", organisation, served_site.uuid, fragment="providers")
    return render_form(request, "suppliers/providers.html", page_context(membership, site=served_site, form=form))
