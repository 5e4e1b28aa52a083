"""Manage the tables and weights that the scores of every business rest on: /staff/risk/…, for site administrators only.

A new edition or new weights are reviewed first: how many scores would change, and how. No business is named.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.views.base import get_post_data, get_post_data_and_files, get_user
from compliance.suppliers.forms.risk_staff import EditionForm, ReasonForm, WeightsForm
from compliance.suppliers.labels import risk as risk_labels
from compliance.suppliers.permissions import can_edit_risk_tables
from compliance.suppliers.selectors import weights as weight_selectors
from compliance.suppliers.services import risk_weights
from compliance.suppliers.services.risk import ScoringBasis, get_basis, get_basis_without_edition
from portal.accounts.reauthentication import recently_authenticated
from portal.core import row_security
from portal.core.csv_cells import csv_lines
from portal.core.types import Context
from portal.core.views import render_form
from portal.reference import editions
from portal.reference.edition_import import TABLE_FORMATS


def require_risk_staff(request: HttpRequest) -> None:
    """Raise Http404 for everybody who may not edit the risk tables."""
    if not can_edit_risk_tables(request.user):
        raise Http404
    row_security.allow_all()


def _table(request: HttpRequest, table: str) -> editions.Table:
    require_risk_staff(request)
    if table not in editions.TABLES:
        raise Http404
    return editions.get_current_tables()[table]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    require_risk_staff(request)
    return render(request, "suppliers/staff_risk.html", weight_selectors.get_overview(today=timezone.localdate()))


@require_safe
def download(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """Return the table in force as CSV, in the columns that an upload must have."""
    current = _table(request, table)
    columns = list(TABLE_FORMATS[table].columns)
    lines = csv_lines([columns, *([row[name] for name in columns] for row in current.rows)])
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return response


def upload(request: HttpRequest, table: str) -> HttpResponse:
    current = _table(request, table)
    form = EditionForm(*get_post_data_and_files(request), table=table, today=timezone.localdate())
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("edition", "dated_on", "reason")}
        saved = risk_weights.upload_edition(
            table=table, rows=form.rows, actor=get_user(request), at=timezone.now(), **values
        )
        return redirect("suppliers_staff:edition", saved.uuid)
    context = {
        "table": current,
        "title": risk_labels.TABLE_NAMES[table],
        "columns": list(TABLE_FORMATS[table].columns),
        "form": form,
        "kept": weight_selectors.get_uploaded_editions(table),
        "is_shipped": table not in editions.get_versions_in_force(),
    }
    return render_form(request, "suppliers/staff_risk_table.html", context)


def edition(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what an uploaded edition would change, and put it in force."""
    require_risk_staff(request)
    return _edition(request, uuid)


@recently_authenticated
def _edition(request: HttpRequest, uuid: UUID) -> HttpResponse:
    uploaded_edition = weight_selectors.get_edition(uuid)
    if request.method == "POST":
        risk_weights.activate_edition(edition=uploaded_edition, actor=get_user(request), at=timezone.now())
        messages.success(request, _("This edition is now in use. We’re updating the scores."))
        return redirect("suppliers_staff:risk")
    basis = get_basis(edition=(uploaded_edition.table, uploaded_edition.uuid))
    context = {
        "edition": uploaded_edition,
        "title": risk_labels.TABLE_NAMES[uploaded_edition.table],
        "rows_now": len(editions.get_current_tables()[uploaded_edition.table].rows),
        "rows": len(uploaded_edition.rows),
        **_effect(basis),
    }
    return render(request, "suppliers/staff_risk_edition.html", context)


def restore_shipped(request: HttpRequest, table: str) -> HttpResponse:
    """Go back to the edition that came with the portal."""
    _table(request, table)
    return _restore_shipped(request, table)


@recently_authenticated
def _restore_shipped(request: HttpRequest, table: str) -> HttpResponse:
    form = ReasonForm(get_post_data(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        risk_weights.restore_shipped_table(table=table, reason=reason, actor=get_user(request), at=timezone.now())
        messages.success(request, _("The original edition is restored. We’re updating the scores."))
        return redirect("suppliers_staff:risk")
    context = {
        "form": form,
        "table": editions.get_shipped_table(table),
        "title": risk_labels.TABLE_NAMES[table],
        **_effect(get_basis_without_edition(table)),
    }
    return render_form(request, "suppliers/staff_risk_shipped.html", context)


def weights(request: HttpRequest) -> HttpResponse:
    require_risk_staff(request)
    return _weights(request)


@recently_authenticated
def _weights(request: HttpRequest) -> HttpResponse:
    """Handle two buttons: see what would change, and use it."""
    basis = get_basis()
    form = WeightsForm(get_post_data(request), weights=basis.weights)
    context: Context = {"form": form, "current": weight_selectors.get_current_weights()}
    if form.is_valid():
        if not form.is_changed:
            form.add_error(None, _("Change at least one number"))
        elif "use" in request.POST:
            values = {"weights": form.chosen, "reason": form.cleaned_data["reason"]}
            risk_weights.set_weights(actor=get_user(request), at=timezone.now(), **values)
            messages.success(request, _("The new weights are in use. We’re updating the scores."))
            return redirect("suppliers_staff:risk")
        else:
            context |= _effect(get_basis(weights=form.chosen)) | {"is_preview": True}
    return render_form(request, "suppliers/staff_risk_weights.html", context)


def _effect(basis: ScoringBasis) -> Context:
    result = risk_weights.preview_effect(basis, today=timezone.localdate())
    lines = [
        (risk_labels.country_name(country), risk_labels.sector_or_activity_label(work), before, after, count)
        for (country, work, before, after), count in result.listed
    ]
    return {
        "effect": result,
        "lines": [(*line[:2], *weight_selectors.get_band_labels(*line[2:4]), line[4]) for line in lines],
    }
