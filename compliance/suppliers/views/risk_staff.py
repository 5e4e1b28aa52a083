"""/staff/risk/…: tables and weights that the scores of every business rest on. Only for site administrators.

A new edition or new weights are looked at first: how many scores would change, and how. No business is named.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.views.base import get_post_data, get_post_data_and_files, get_user
from compliance.suppliers.forms.risk_staff import EditionForm, ReasonForm, WeightsForm
from compliance.suppliers.labels import risk as wording
from compliance.suppliers.permissions import can_edit_risk_tables
from compliance.suppliers.selectors import weights as selectors_weights
from compliance.suppliers.services import risk_weights
from compliance.suppliers.services.risk import get_basis, get_basis_without_edition
from portal.accounts.reauthentication import recently_authenticated
from portal.core.csv_cells import csv_lines
from portal.core.views import render_form
from portal.reference import editions
from portal.reference.edition_import import TABLE_FORMATS


def require_risk_staff(request: HttpRequest) -> None:
    if not can_edit_risk_tables(request.user):
        raise Http404


def _table(request: HttpRequest, table: str) -> editions.Table:
    require_risk_staff(request)
    if table not in editions.TABLES:
        raise Http404
    return editions.get_current_tables()[table]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    require_risk_staff(request)
    return render(request, "suppliers/staff_risk.html", selectors_weights.get_overview(today=timezone.localdate()))


@require_safe
def download(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """The table in force, in the columns that an upload must have."""
    found = _table(request, table)
    columns = list(TABLE_FORMATS[table].columns)
    lines = csv_lines([columns, *([row[name] for name in columns] for row in found.rows)])
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return response


def upload(request: HttpRequest, table: str) -> HttpResponse:
    found = _table(request, table)
    form = EditionForm(*get_post_data_and_files(request), table=table, today=timezone.localdate())
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("edition", "dated_on", "reason")}
        kept = risk_weights.upload_edition(
            table=table, rows=form.rows, actor=get_user(request), at=timezone.now(), **values
        )
        return redirect("suppliers_staff:edition", kept.uuid)
    context = {
        "table": found,
        "title": wording.TABLE_NAMES[table],
        "columns": list(TABLE_FORMATS[table].columns),
        "form": form,
        "kept": selectors_weights.get_uploaded_editions(table),
        "is_shipped": table not in editions.get_versions_in_force(),
    }
    return render_form(request, "suppliers/staff_risk_table.html", context)


def edition(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An edition that was uploaded: what it would change, and putting it in force."""
    require_risk_staff(request)
    return _edition(request, uuid)


@recently_authenticated
def _edition(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = selectors_weights.get_edition(uuid)
    if request.method == "POST":
        risk_weights.activate_edition(edition=found, actor=get_user(request), at=timezone.now())
        messages.success(request, _("The edition is in force. The scores are being worked out anew."))
        return redirect("suppliers_staff:risk")
    by = get_basis(edition=(found.table, found.uuid))
    context = {
        "edition": found,
        "title": wording.TABLE_NAMES[found.table],
        "rows_now": len(editions.get_current_tables()[found.table].rows),
        "rows": len(found.rows),
        **_effect(by),
    }
    return render(request, "suppliers/staff_risk_edition.html", context)


def restore_shipped(request: HttpRequest, table: str) -> HttpResponse:
    """Back to the edition that came with the portal."""
    _table(request, table)
    return _restore_shipped(request, table)


@recently_authenticated
def _restore_shipped(request: HttpRequest, table: str) -> HttpResponse:
    form = ReasonForm(get_post_data(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        risk_weights.restore_shipped_table(table=table, reason=reason, actor=get_user(request), at=timezone.now())
        messages.success(request, _("The table is as it came. The scores are being worked out anew."))
        return redirect("suppliers_staff:risk")
    context = {
        "form": form,
        "table": editions.get_shipped_table(table),
        "title": wording.TABLE_NAMES[table],
        **_effect(get_basis_without_edition(table)),
    }
    return render_form(request, "suppliers/staff_risk_shipped.html", context)


def weights(request: HttpRequest) -> HttpResponse:
    require_risk_staff(request)
    return _weights(request)


@recently_authenticated
def _weights(request: HttpRequest) -> HttpResponse:
    """Two buttons: see what would change, and use it."""
    by = get_basis()
    form = WeightsForm(get_post_data(request), weights=by.weights)
    context: dict[str, Any] = {"form": form, "current": selectors_weights.get_current_weights()}
    if form.is_valid():
        if not form.is_changed:
            form.add_error(None, _("No number was changed"))
        elif "use" in request.POST:
            values = {"weights": form.chosen, "reason": form.cleaned_data["reason"]}
            risk_weights.set_weights(actor=get_user(request), at=timezone.now(), **values)
            messages.success(request, _("The weights are in force. The scores are being worked out anew."))
            return redirect("suppliers_staff:risk")
        else:
            context |= _effect(get_basis(weights=form.chosen)) | {"is_preview": True}
    return render_form(request, "suppliers/staff_risk_weights.html", context)


def _effect(by: Any) -> dict[str, Any]:
    found = risk_weights.preview_effect(by, today=timezone.localdate())
    lines = [
        (wording.country_name(country), wording.sector_or_activity_label(work), before, after, count)
        for (country, work, before, after), count in found.listed
    ]
    return {
        "effect": found,
        "lines": [(*line[:2], *selectors_weights.get_band_labels(*line[2:4]), line[4]) for line in lines],
    }
