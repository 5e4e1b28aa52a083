"""Write many suppliers and sites at once, as a workbook brings them: set-based, and the same the second time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from compliance.organisations.models import Organisation
from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures
from compliance.suppliers.rules.similarity import normalise
from compliance.suppliers.services.records import FieldValues
from portal.core.bulk_insert import insert_rows, make_factory

BATCH_SIZE = 500
type RelationKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """Hold fields to set on one record, which is created where it does not exist.

    key: its folded reference; of a relation the supplier, whom it sells to and the products. fields: new value by name.
    """

    key: Any
    fields: FieldValues


def get_existing_keys(
    model: Any,  # Any: a model with a key, of an organisation
    organisation: Organisation,
    keys: Collection[str],
) -> set[str]:
    """Return which of these keys are in the register."""
    matching = model.objects.for_organisation(organisation).filter(key__in=keys)
    return set(matching.values_list("key", flat=True)) if keys else set()


def upsert_suppliers(organisation: Organisation, changes: Iterable[Change]) -> dict[str, Supplier]:
    """Create or change suppliers; return all that were named, by key."""
    fields_by_key, make = _by_key(changes), make_factory(Supplier)
    suppliers = {row.key: row for row in Supplier.objects.for_organisation(organisation).filter(key__in=fields_by_key)}
    created, changed = [], []
    for key, fields in fields_by_key.items():
        supplier = suppliers.get(key)
        if supplier is None:
            supplier = suppliers[key] = make(organisation_id=organisation.pk, key=key)
            created.append(supplier)
        elif fields:
            changed.append(supplier)
        _assign(supplier, fields)
        supplier.likeness = normalise(supplier.name)
    insert_rows(Supplier, created)
    _bulk_update(
        Supplier, changed, {name for fields in fields_by_key.values() for name in fields} | {"likeness", "changed_at"}
    )
    return suppliers


def upsert_sites(
    organisation: Organisation, changes: Iterable[Change], suppliers: dict[str, Supplier]
) -> dict[str, Site]:
    """Create or change sites as upsert_suppliers does; a field "supplier" names its supplier's key."""
    fields_by_key, make = _by_key(changes), make_factory(Site)
    sites = {row.key: row for row in Site.objects.for_organisation(organisation).filter(key__in=fields_by_key)}
    created, changed = [], []
    for key, fields in fields_by_key.items():
        site = sites.get(key)
        if site is None:
            site = sites[key] = make(organisation_id=organisation.pk, key=key)
            created.append(site)
        elif fields:
            changed.append(site)
        if "supplier" in fields:
            site.supplier_id = suppliers[fields["supplier"]].pk
        _assign(site, {name: value for name, value in fields.items() if name != "supplier"})
    insert_rows(Site, created)
    _bulk_update(Site, changed, {name for fields in fields_by_key.values() for name in fields} | {"changed_at"})
    return sites


def upsert_relations(changes: Iterable[Change], suppliers: dict[str, Supplier]) -> None:
    """Create or change what is bought. A key is supplier, whom it sells to ("" is us), and the products' hash."""
    fields_by_key: dict[RelationKey, dict[str, Any]] = _by_key(changes)
    make = make_factory(SupplyRelation)
    sellers = {suppliers[relation_key[0]].pk for relation_key in fields_by_key}
    relations = {
        (row.supplier.key, row.buys_from.key if row.buys_from else "", row.products_key): row
        for row in SupplyRelation.objects.filter(supplier__in=sellers).select_related("supplier", "buys_from")
    }
    created, changed = [], []
    for relation_key, fields in fields_by_key.items():
        relation = relations.get(relation_key)
        if relation is None:
            seller, buyer, products = relation_key
            buys_from = suppliers[buyer].pk if buyer else None
            relation = make(supplier_id=suppliers[seller].pk, buys_from_id=buys_from, products_key=products)
            created.append(relation)
        elif fields:
            changed.append(relation)
        _assign(relation, fields)
    insert_rows(SupplyRelation, created)
    _bulk_update(SupplyRelation, changed, {name for fields in fields_by_key.values() for name in fields})


def upsert_figures(changes: Iterable[Change], sites: dict[str, Site], *, on: date) -> None:
    """Save figures counted on a day: a count of that day is changed, else the latest is copied into a new one."""
    fields_by_key, make = _by_key(changes), make_factory(WorkerFigures)
    latest: dict[int, WorkerFigures] = {}
    rows = WorkerFigures.objects.filter(site__in=[sites[key].pk for key in fields_by_key], counted_on__lte=on)
    for row in rows.order_by("counted_on"):
        latest[row.site_id] = row
    created, changed = [], []
    for key, fields in fields_by_key.items():
        figures = latest.get(sites[key].pk)
        if figures is not None and figures.counted_on == on:
            changed.append(figures)
        else:
            figures = make(site_id=sites[key].pk, counted_on=on, **_read_latest(figures))
            created.append(figures)
        _assign(figures, fields)
    insert_rows(WorkerFigures, created)
    _bulk_update(WorkerFigures, changed, {name for fields in fields_by_key.values() for name in fields})


def add_providers(changes: Iterable[Change], sites: dict[str, Site], suppliers: dict[str, Supplier]) -> None:
    """Add labour providers to sites. A change's field "labour_providers" lists suppliers' keys."""
    through = Site.labour_providers.through
    links = [
        through(site_id=sites[change.key].pk, supplier_id=suppliers[provider].pk)
        for change in changes
        for provider in change.fields["labour_providers"]
    ]
    through.objects.bulk_create(links, batch_size=BATCH_SIZE, ignore_conflicts=True)


def _read_latest(latest: WorkerFigures | None) -> dict[str, int | None]:
    names = (*WorkerFigures.CONTRACTS, *WorkerFigures.GROUPS, "total", "youngest_age")
    return {name: getattr(latest, name) for name in names} if latest else {}


def _by_key(changes: Iterable[Change]) -> dict[Any, dict[str, Any]]:
    """Return one dictionary of fields a record; of two rows about it the later adds to the earlier."""
    fields_by_key: dict[Any, dict[str, Any]] = {}
    for change in changes:
        fields_by_key.setdefault(change.key, {}).update(change.fields)
    return fields_by_key


def _assign(row: Any, fields: FieldValues) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


def _bulk_update(model: Any, rows: list[Any], fields: set[str]) -> None:
    """Update the rows, and changed_at too: bulk_update passes over auto_now, which only save and pre_save know."""
    if "changed_at" in fields:
        for row in rows:
            row.changed_at = timezone.now()
    if rows and fields:
        model.objects.bulk_update(rows, sorted(fields), batch_size=BATCH_SIZE)
