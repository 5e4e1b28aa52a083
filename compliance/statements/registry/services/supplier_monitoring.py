"""What a file of the registry changes for the suppliers of organisations: new, changed, removed, late and lapsed.

A supplier is found by its UK company number, or by the name on the registry that a person confirmed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Q, QuerySet

from compliance.organisations.models import Organisation
from compliance.statements.models import Edition, Listing
from compliance.statements.registry.rules.next_statement import get_absence, get_next_due_date
from compliance.suppliers import statement_status
from compliance.suppliers.choices import StatementChangeKind, StatementStatus, SupplierStatus
from compliance.suppliers.models import StatementChange, Supplier
from portal.history.services import record

BATCH_SIZE = 500


def notice_changes(edition: Edition, at: datetime) -> int:
    """Write what changed for suppliers with this file, and return how much; the first file is only a beginning."""
    found: list[StatementChange] = []
    if Edition.objects.exclude(pk=edition.pk).filter(finished_at__isnull=False).exists():
        found += _find_listing_changes(edition, at)
    found += _find_absences(edition, at)
    before = set(_get_keys(StatementChange.objects.filter(noticed_at=at)))
    StatementChange.objects.bulk_create(found, ignore_conflicts=True, batch_size=BATCH_SIZE)
    new = [key for key in _get_keys(StatementChange.objects.filter(noticed_at=at)) if key not in before]
    _record(edition, Counter(organisation for organisation, *_rest in new), at)
    return len(new)


def _get_keys(changes: QuerySet[StatementChange]) -> QuerySet[StatementChange, Any]:
    return changes.values_list("organisation", "supplier", "kind", "year")


def _find_listing_changes(edition: Edition, at: datetime) -> Iterator[StatementChange]:
    kinds = {
        StatementChangeKind.NEW: Q(added_at=at, changed_at=None, gone_at=None),
        StatementChangeKind.CHANGED: Q(changed_at=at, gone_at=None),
        StatementChangeKind.REMOVED: Q(gone_at=at),
    }
    for kind, condition in kinds.items():
        rows = Listing.objects.filter(condition).order_by("pk")
        for batch in batched(rows.iterator(chunk_size=BATCH_SIZE), BATCH_SIZE, strict=False):
            yield from _match(batch, kind, edition, at)


def _match(
    listings: Iterable[Listing], kind: StatementChangeKind, edition: Edition, at: datetime
) -> Iterator[StatementChange]:
    by_number: dict[str, list[Listing]] = {}
    by_name: dict[str, list[Listing]] = {}
    for listing in listings:
        if listing.company_number:
            by_number.setdefault(listing.company_number, []).append(listing)
        if listing.name_key:
            by_name.setdefault(listing.name_key, []).append(listing)
    has_number = statement_status.HAS_UK_NUMBER & Q(company_number__in=by_number)
    suppliers = _get_monitored().filter(has_number | Q(registry_key__in=[key for key in by_name if key]))
    for supplier in suppliers:
        is_uk = supplier.country in statement_status.UK_COUNTRIES
        rows = by_number.get(supplier.company_number, []) if is_uk and supplier.company_number else []
        rows = rows or by_name.get(supplier.registry_key, [])
        for listing in rows:
            yield StatementChange(
                organisation_id=supplier.organisation_id,
                supplier=supplier,
                kind=kind,
                year=listing.year,
                address=listing.statement_url or listing.pdf_url or listing.summary_url,
                dated=edition.dated,
                noticed_at=at,
            )


def _get_monitored() -> QuerySet[Supplier]:
    suppliers = Supplier.objects.filter(organisation__in=Organisation.objects.open())
    return suppliers.exclude(status=SupplierStatus.ENDED)


def _find_absences(edition: Edition, at: datetime) -> Iterator[StatementChange]:
    """Yield suppliers whose next statement is late or lapsed, each once for a year."""
    known = set(
        StatementChange.objects.filter(kind__in=(StatementChangeKind.LATE, StatementChangeKind.LAPSED)).values_list(
            "supplier", "kind", "year"
        )
    )
    suppliers = _get_monitored().filter(statement_status.HAS_UK_NUMBER | ~Q(registry_key=""))
    for supplier in statement_status.annotate_statement(suppliers).iterator(chunk_size=BATCH_SIZE):
        statement = statement_status.get_status(supplier)
        if statement.status not in (StatementStatus.HERE, StatementStatus.LISTED) or statement.year is None:
            continue
        due_on = get_next_due_date(year=statement.year, period_end=_get_period_end(supplier, statement.year))
        kind = get_absence(due_on=due_on, today=edition.dated)
        year = statement.year + 1
        if kind and (supplier.pk, kind.value, year) not in known:
            yield StatementChange(
                organisation_id=supplier.organisation_id,
                supplier=supplier,
                kind=kind,
                year=year,
                due_on=due_on,
                address=statement.address,
                dated=edition.dated,
                noticed_at=at,
            )


def _get_period_end(supplier: Any, year: int) -> Any:  # Any: a supplier with the columns of supplier_hooks
    if supplier.listed_year == year:
        return supplier.listed_period_end
    return supplier.named_period_end if supplier.named_year == year else None


def _record(edition: Edition, counts: Counter[int], at: datetime) -> None:
    for organisation in Organisation.objects.filter(pk__in=counts):
        data = {"count": counts[organisation.pk], "dated": edition.dated.isoformat()}
        record("system", "suppliers.statements.checked", organisation, data, scope=organisation.uuid, at=at)
