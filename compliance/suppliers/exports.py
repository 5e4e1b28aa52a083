"""Export the register in the columns of the sheet "Suppliers", so that it can be uploaded again.

See docs/requirements/suppliers.md#supplier-rows.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.organisations.choices import ExportList
from compliance.organisations.models import Membership, Organisation
from compliance.organisations.services.export_job import (
    IGNORE_PROGRESS,
    PROGRESS_EVERY,
    ExportFile,
    ExportKind,
    Progress,
)
from compliance.suppliers import statement_status
from compliance.suppliers.choices import Activity, SiteFunction, StatementStatus
from compliance.suppliers.forms.filters import RegisterFilter
from compliance.suppliers.models import RiskScore, Site, SiteFacts, Supplier, SupplyRelation, WorkerFigures
from compliance.suppliers.permissions import can_export_register, can_find_alerts
from compliance.suppliers.selectors import search
from compliance.suppliers.selectors.register_choices import get_register_choices
from portal.core.xlsx import Sheet, build_workbook
from portal.reference.synonyms import get_country_names
from portal.reference.tables import sector_names

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As the workbooks app reads them; a test holds both lists against each other.
COLUMNS = (
    "supplier_ref", "supplier_name", "trading_name", "company_number", "site_ref", "site_name", "address", "town",
    "region", "postcode", "country", "latitude", "longitude", "tier", "buys_from_ref", "sector", "activity",
    "product", "function", "workers_total", "workers_women", "workers_migrant", "workers_agency",
    "workers_temporary", "workers_young", "workers_in_housing", "labour_providers", "recruits_from_abroad",
    "annual_spend_gbp", "contact_name", "contact_email", "status", "os_id", "duns", "lei", "sedex_company_ref",
    "sedex_site_ref", "last_audit_date", "last_audit_scheme", "notes",
)  # fmt: skip
FIGURE_FIELDS = {
    "workers_total": "total",
    "workers_women": "women",
    "workers_migrant": "migrant_international",
    "workers_agency": "agency",
    "workers_temporary": "temporary",
    "workers_young": "young",
    "workers_in_housing": "in_provided_housing",
}
# Beside them, for people; an upload leaves them alone.
STATEMENT_COLUMNS = (
    "portal_statement",
    "portal_statement_year",
    "portal_statement_address",
    "portal_registry_file_date",
)
# The scores with one decimal, as an export has them (docs/requirements/suppliers.md#showing-risk).
RISK_COLUMNS = ("portal_inherent_risk", "portal_risk", "portal_risk_band", "portal_priority")
# Any: a cell holds a text, a number, a day or nothing.
type Row = list[Any]
type Cells = dict[str, Any]


def get_filter(membership: Membership, query: QueryDict) -> RegisterFilter:
    """Return the filter of an address, with what this member may choose (form.register_choices)."""
    choices = get_register_choices(membership)
    form = RegisterFilter(
        query,
        countries=choices.countries,
        categories=choices.categories,
        owners=choices.owners,
        may_find_alerts=can_find_alerts(membership),
    )
    form.register_choices = choices
    return form


def _get_suppliers(membership: Membership, query: QueryDict) -> QuerySet[Supplier]:
    params = get_filter(membership, query).params
    return search.search_suppliers(membership.organisation, params, today=timezone.localdate())


def _count(membership: Membership, query: QueryDict) -> int:
    suppliers = _get_suppliers(membership, query)
    return max(suppliers.count(), Site.objects.filter(supplier__in=suppliers.order_by().values("pk")).count())


def render_workbook(membership: Membership, query: QueryDict, at: datetime, progress: Progress) -> ExportFile:
    """Return an .xlsx file with a row a site, and a sheet that says who downloaded it, when, and by which filter."""
    narrowed_by = get_filter(membership, query).describe()
    rows = _build_rows(_get_suppliers(membership, query), progress)
    body = _build_workbook(membership.organisation, rows, by=str(membership.user), at=at, narrowed_by=narrowed_by)
    return ExportFile(body, {"count": len(rows), "filter": narrowed_by or _("all suppliers")})


EXPORT = ExportKind(
    name=ExportList.SUPPLIERS,
    event="suppliers.register.exported",
    back="suppliers:index",
    content_type=CONTENT_TYPE,
    file_name=lambda membership: f"suppliers-{membership.organisation.slug}.xlsx",
    allows=can_export_register,
    count=_count,
    render=render_workbook,
)


def render_full_register(*, organisation: Organisation, by: str, at: datetime) -> bytes:
    """Return the workbook of all suppliers without a line of history, as a part of a download that has one."""
    rows = _build_rows(Supplier.objects.for_organisation(organisation), IGNORE_PROGRESS)
    return _build_workbook(organisation, rows, by=by, at=at, narrowed_by="")


def _build_rows(suppliers: QuerySet[Supplier], progress: Progress) -> list[Row]:
    ordered, rows = list(suppliers.order_by("name", "pk")), list[Row]()
    for start in range(0, len(ordered), PROGRESS_EVERY):
        progress(start, len(ordered))
        rows += _iter_rows(ordered[start : start + PROGRESS_EVERY])
    return rows


def _build_workbook(organisation: Organisation, rows: list[Row], *, by: str, at: datetime, narrowed_by: str) -> bytes:
    about: list[Row] = [
        [_("Organisation"), organisation.name],
        [_("Downloaded by"), by],
        [_("Downloaded at"), timezone.localtime(at).isoformat(timespec="seconds")],
        [_("Filtered by"), narrowed_by or _("no filters")],
        [_("Rows"), len(rows)],
    ]
    return build_workbook(
        [
            Sheet("Suppliers", (*COLUMNS, *STATEMENT_COLUMNS, *RISK_COLUMNS), rows),
            Sheet(_("About"), (_("Item"), _("Value")), about),
        ]
    )


def _iter_rows(suppliers: list[Supplier]) -> Iterator[Row]:
    sites = _group_by(
        Site.objects.filter(supplier__in=suppliers).prefetch_related("labour_providers").order_by("name", "pk"),
        "supplier_id",
    )
    supplies = _group_by(
        SupplyRelation.objects.filter(supplier__in=suppliers, ended_on=None).select_related("buys_from"), "supplier_id"
    )
    figures = {
        row.site_id: row for row in WorkerFigures.objects.filter(site__supplier__in=suppliers).order_by("counted_on")
    }
    facts = {row.pk: row for row in SiteFacts.objects.filter(site__supplier__in=suppliers)}
    statements = statement_status.get_statuses(suppliers)
    scores = {
        (row.supplier_id, row.site_id): row
        for row in RiskScore.objects.filter(supplier__in=suppliers, is_current=True).defer(
            "inputs", "parts", "editions"
        )
    }
    for supplier in suppliers:
        supplier_sites, supplier_supplies = sites.get(supplier.pk, []), supplies.get(supplier.pk, [])
        for number in range(max(len(supplier_sites), len(supplier_supplies), 1)):
            site = supplier_sites[number] if number < len(supplier_sites) else None
            supply = supplier_supplies[min(number, len(supplier_supplies) - 1)] if supplier_supplies else None
            key = site.pk if site else 0
            values = _row(supplier, site, supply, figures.get(key), facts.get(key))
            score = scores.get((supplier.pk, site.pk if site else None))
            yield values + _statement_values(statements[supplier.pk]) + _risk_values(score)


def _group_by(rows: Any, name: str) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(getattr(row, name), []).append(row)
    return groups


def _row(supplier: Supplier, site: Any, supply: Any, figures: Any, facts: Any) -> Row:
    values = _supplier_values(supplier) | _supply_values(supply)
    if site:
        values["function"] = None
        values |= {name: value for name, value in _site_values(site).items() if value is not None}
    values |= {column: getattr(figures, name) for column, name in FIGURE_FIELDS.items()} if figures else {}
    if facts:
        values |= {"last_audit_date": facts.last_audit_on, "last_audit_scheme": facts.last_audit_scheme}
    return [values.get(column) for column in COLUMNS]


def _statement_values(known: statement_status.KnownStatement) -> Row:
    address = settings.SITE_URL + known.address if known.status == StatementStatus.HERE else known.address
    return [str(known.status.label), known.year, address, known.dated]


def _risk_values(score: RiskScore | None) -> Row:
    if score is None:
        return [None] * len(RISK_COLUMNS)
    values = (None if value is None else round(value, 1) for value in (score.inherent, score.residual, score.priority))
    inherent, residual, priority = values
    return [inherent, residual, score.get_band_display() or None, priority]


def _supplier_values(supplier: Supplier) -> Cells:
    return {
        "supplier_ref": supplier.supplier_ref,
        "supplier_name": supplier.name,
        "trading_name": supplier.trading_name,
        "company_number": supplier.company_number,
        "country": _country(supplier.country),
        "function": SiteFunction.LABOUR_PROVIDER.label if supplier.is_labour_provider else None,
        "contact_name": supplier.contact_name,
        "contact_email": supplier.contact_email,
        "status": supplier.status,
        "os_id": supplier.os_id,
        "duns": supplier.duns,
        "lei": supplier.lei,
        "sedex_company_ref": supplier.sedex_company_ref,
        "notes": supplier.notes,
    }


def _supply_values(supply: SupplyRelation | None) -> Cells:
    if supply is None:
        return {}
    return {
        "tier": supply.tier,
        "buys_from_ref": supply.buys_from.supplier_ref if supply.buys_from else None,
        "sector": _sector(supply.sector),
        "activity": _label(Activity, supply.activity),
        "product": "|".join(supply.products),
        "annual_spend_gbp": supply.annual_spend_pence / 100 if supply.annual_spend_pence is not None else None,
    }


def _site_values(site: Site) -> Cells:
    """Return values by column; None keeps what the supplier's or the supply's row says."""
    return {
        "site_ref": site.site_ref,
        "site_name": site.name,
        "address": site.address,
        "town": site.town,
        "region": site.region,
        "postcode": site.postcode,
        "country": _country(site.country) or None,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "sector": _sector(site.sector),
        "activity": _label(Activity, site.activity),
        "function": _label(SiteFunction, site.function),
        "labour_providers": "|".join(provider.supplier_ref for provider in site.labour_providers.all()),
        "recruits_from_abroad": {True: "yes", False: "no", None: None}[site.recruits_from_abroad],
        "os_id": site.os_id or None,
        "sedex_site_ref": site.sedex_site_ref,
    }


def _country(code: str) -> str:
    return get_country_names().get(code, code)


def _sector(code: str) -> str | None:
    return sector_names().get(code, code) or None


@cache
def _label(choices: type[models.TextChoices], code: str) -> str | None:
    """Return the label of a code. Django's own way to it costs most of the time of a long list."""
    return str(choices(code).label) if code in choices else code or None
