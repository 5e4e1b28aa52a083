"""Add and change suppliers and sites, one at a time, with a line of history each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import Site, Supplier, SupplyRelation
from compliance.suppliers.rules.references import fold_reference, hash_products
from compliance.suppliers.rules.similarity import normalise
from compliance.suppliers.services import risk_job
from portal.accounts.models import User
from portal.core.exceptions import EditConflict
from portal.history.services import record

type Record = Supplier | Site
# New values by the name of the model's field. Any: each field has a type of its own.
type FieldValues = Mapping[str, Any]

REFERENCE_FIELDS = {Supplier: "supplier_ref", Site: "site_ref"}
REFERENCE_PREFIXES = {Supplier: "S", Site: "ST"}


class ReferenceTaken(Exception):
    """The reference is another record's. field: of the form; sentence: for the person."""

    def __init__(self, field: str, other: Record | None) -> None:
        self.field = field
        name = other.name if other else _("no, another company")
        self.sentence = _("You already use this reference for %(name)s. Enter a different reference.") % {"name": name}
        super().__init__(self.sentence)


@transaction.atomic
def add_supplier(*, organisation: Organisation, actor: User, fields: FieldValues, supply: FieldValues) -> Supplier:
    """Add a supplier with what is bought from it (supply); without a reference it gets the next free one.

    Raises ReferenceTaken.
    """
    supplier = Supplier(organisation=organisation, **fields)
    _insert(supplier)
    build_relation(supplier, buys_from=None, **supply).save()
    rescore_and_record(actor, "suppliers.supplier.added", supplier, {"ref": supplier.supplier_ref})
    return supplier


@transaction.atomic
def answer_statement_match(*, supplier: Supplier, actor: User, key: str, is_same: bool) -> None:
    """Save whether a cleaned name of the statement registry is this supplier. It is not asked again; another may be."""
    locked = Supplier.objects.select_for_update(of=("self",)).get(pk=supplier.pk)
    if is_same:
        locked.registry_key = key
    else:
        locked.refuse_registry_key(key)
    locked.registry_like_key = locked.registry_searched_as = ""
    searched = ("registry_like_key", "registry_searched_as")
    locked.save(update_fields=["registry_key", "registry_refused_keys", *searched, "changed_at"])
    answer = _("yes") if is_same else _("no")
    facts = {"name": key, "answer": answer}
    rescore_and_record(actor, "suppliers.supplier.statement_matched", locked, facts)


@transaction.atomic
def add_site(*, supplier: Supplier, actor: User, fields: FieldValues) -> Site:
    """Add a site of a supplier; without a reference it gets the next free one. Raises ReferenceTaken."""
    organisation = supplier.organisation
    site = Site(organisation=organisation, supplier=supplier, **fields)
    _insert(site)
    rescore_and_record(actor, "suppliers.site.added", site, {"ref": site.site_ref})
    return site


@transaction.atomic
def update_record(*, row: Record, actor: User, fields: FieldValues, began_from: str) -> None:
    """Save the fields that differ. began_from: changed_at of the version that was on the screen, in ISO format.

    Raises EditConflict and ReferenceTaken.
    """
    current = _locked(row)
    if current.changed_at.isoformat() != began_from:
        raise EditConflict(current)
    changed = [name for name, value in fields.items() if getattr(current, name) != value]
    for name in changed:
        setattr(current, name, fields[name])
    if changed:
        _save(current)
        action = "suppliers.supplier.changed" if isinstance(current, Supplier) else "suppliers.site.changed"
        rescore_and_record(actor, action, current, {"fields": changed})


@transaction.atomic
def end_supplier(*, supplier: Supplier, actor: User, reason: str) -> None:
    """End a supplier. Nothing is deleted: what was bought and found stays. A second time does nothing."""
    current = _locked(supplier)
    if current.status != SupplierStatus.ENDED:
        current.status = SupplierStatus.ENDED
        current.save(update_fields=["status", "changed_at"])
        rescore_and_record(actor, "suppliers.supplier.ended", current, {"reason": reason})


@transaction.atomic
def resume_supplier(*, supplier: Supplier, actor: User) -> None:
    """Make an ended supplier active again. A second time does nothing."""
    current = _locked(supplier)
    if current.status == SupplierStatus.ENDED:
        current.status = SupplierStatus.ACTIVE
        current.save(update_fields=["status", "changed_at"])
        rescore_and_record(actor, "suppliers.supplier.resumed", current, {})


@transaction.atomic
def record_licence_check(*, supplier: Supplier, actor: User, number: str, checked_on: date) -> None:
    """Record the number of a labour provider's licence and the day on which somebody looked it up."""
    current = _locked(supplier)
    current.licence_number, current.licence_checked_on = number, checked_on
    current.save(update_fields=["licence_number", "licence_checked_on", "changed_at"])
    facts = {"number": number, "day": date_format(checked_on, "j F Y")}
    rescore_and_record(actor, "suppliers.supplier.licence_checked", current, facts)


def _locked(row: Any) -> Any:
    rows = type(row).objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=row.pk)


def _insert(row: Record) -> None:
    name = REFERENCE_FIELDS[type(row)]
    if not getattr(row, name):
        setattr(row, name, _next_reference(row))
    _save(row)


def _save(row: Record) -> None:
    """Save the row with the fields that follow from others. Raises ReferenceTaken."""
    name = REFERENCE_FIELDS[type(row)]
    row.key = fold_reference(getattr(row, name))
    if isinstance(row, Supplier):
        row.likeness = normalise(row.name)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ReferenceTaken(name, _get_holder(row)) from error


def _get_holder(row: Any) -> Record | None:
    rows: Any = type(row).objects.for_organisation(row.organisation)
    return rows.filter(key=row.key).exclude(pk=row.pk).first()


def _next_reference(row: Any) -> str:
    """Return S-0042 or ST-0042: the first number from the count of records on that nobody uses."""
    rows: Any = type(row).objects.for_organisation(row.organisation)
    letters, number = REFERENCE_PREFIXES[type(row)], rows.count() + 1
    while rows.filter(key=fold_reference(f"{letters}-{number:04d}")).exists():
        number += 1
    return f"{letters}-{number:04d}"


def build_relation(
    supplier: Supplier, *, products: list[str], **fields: Any
) -> SupplyRelation:  # Any: values of the model's own fields
    """Return a new supply relation, not saved."""
    return SupplyRelation(supplier=supplier, products=products, products_key=hash_products(products), **fields)


def rescore_and_record(actor: User, action: str, about: Supplier | Site, facts: Mapping[str, object]) -> None:
    """Queue the recomputation of the risk and write the line of history; call it last in the transaction."""
    risk_job.register_changed(about.organisation)
    record(actor, action, about, dict(facts), scope=about.organisation.uuid)
