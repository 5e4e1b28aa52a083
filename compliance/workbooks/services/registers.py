"""A register as rows are compared with it: all of it for a preview, or only what a batch of rows names."""

from collections.abc import Collection, Iterable
from typing import Any

from compliance.audits.models import Audit
from compliance.organisations.models import Organisation
from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures
from compliance.workbooks.planning import suppliers as planning
from compliance.workbooks.planning.suppliers import Register

SUPPLIER_FIELDS = (*planning.SUPPLIER.values(), "country", "is_labour_provider")
SITE_FIELDS = tuple(planning.SITE.values())
FIGURE_FIELDS = tuple(planning.FIGURES.values())


def of_suppliers(
    organisation: Organisation,
    *,
    suppliers: Collection[str] | None = None,
    sites: Collection[str] | None = None,
    coming: Iterable[str] = (),
) -> Register:
    """suppliers, sites: folded references to look up; None is the whole register."""
    register = Register(coming=frozenset(coming))
    rows: Any = Supplier.objects.for_organisation(organisation)
    for row in _only(rows, "key", suppliers).values("key", *SUPPLIER_FIELDS).iterator():
        register.suppliers[row.pop("key")] = row
    _sites(register, organisation, sites)
    relations: Any = SupplyRelation.objects.for_organisation(organisation)
    names = ("supplier__key", "buys_from__key", "products_key", "tier", "sector", "activity", "annual_spend_pence")
    for seller, buyer, products, *values in _only(relations, "supplier__key", suppliers).values_list(*names).iterator():
        fields = dict(zip(names[3:], values, strict=True))
        register.relations[seller, buyer or "", products] = fields
    return register


def _sites(register: Register, organisation: Organisation, keys: Collection[str] | None) -> None:
    rows: Any = Site.objects.for_organisation(organisation)
    for row in _only(rows, "key", keys).values("key", "supplier__key", *SITE_FIELDS).iterator():
        row["supplier"] = row.pop("supplier__key")
        register.sites[row.pop("key")] = row
    figures: Any = WorkerFigures.objects.for_organisation(organisation)
    for row in _only(figures, "site__key", keys).order_by("counted_on").values("site__key", *FIGURE_FIELDS).iterator():
        register.figures[row.pop("site__key")] = row
    links: Any = Site.labour_providers.through.objects.filter(site__organisation=organisation)
    for site, supplier in _only(links, "site__key", keys).values_list("site__key", "supplier__key").iterator():
        register.providers.setdefault(site, set()).add(supplier)
    audits: Any = Audit.objects.for_organisation(organisation)
    for site, ended_on in _only(audits, "site__key", keys).values_list("site__key", "ended_on").iterator():
        register.stubs.add((site, ended_on.isoformat()))


def _only(rows: Any, name: str, keys: Collection[str] | None) -> Any:
    return rows if keys is None else rows.filter(**{f"{name}__in": keys})
