"""A workbook for each supplier with open actions, all in one ZIP file. The Package row is the truth (security 4.3)."""

import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import F, Q

from compliance.audits.models import Action
from compliance.audits.services import links
from compliance.organisations.models import Organisation
from compliance.suppliers.models import Supplier
from compliance.workbooks import plans
from compliance.workbooks.choices import PackageState
from compliance.workbooks.models import Package
from compliance.workbooks.services.leases import BACK_OFF
from portal.files import services as files

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
OWED = frozenset({PackageState.WAITING, PackageState.MAKING})
TOLD_EVERY = 20
ZIP = "application/zip"
SUPPLIER = "finding__audit__site__supplier"
# Names that Windows keeps for itself.
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def work(package_id: int, *, clock: Callable[[], datetime]) -> None:
    """Make one that is owed, unless another worker is at it. The same the second time."""
    now = clock()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Q(next_at=None) | Q(next_at__lte=now)
    taken = Package.objects.filter(free, due, pk=package_id, state__in=OWED).update(
        state=PackageState.MAKING, lease_until=now + LEASE, attempt=F("attempt") + 1
    )
    if not taken:
        return
    package = Package.objects.select_related("organisation").get(pk=package_id)
    try:
        _keep(package, _zipped(package, clock))
    except Exception:
        logger.exception("The workbooks of package %s could not be made", package_id)
        is_over = package.attempt >= len(BACK_OFF)
        again = {"state": PackageState.FAILED} if is_over else {"next_at": clock() + BACK_OFF[package.attempt]}
        Package.objects.filter(pk=package_id).update(lease_until=None, **again)


def lost(now: datetime) -> list[int]:
    rows = Package.objects.filter(state__in=OWED).filter(Q(lease_until=None) | Q(lease_until__lt=now))
    return list(rows.filter(Q(next_at=None) | Q(next_at__lte=now)).values_list("pk", flat=True))


def _keep(package: Package, body: bytes) -> None:
    name = f"action-plans-{package.asked_at:%Y-%m-%d}.zip"
    with transaction.atomic():
        kept = files.keep_made(body, name=name, content_type=ZIP, scope=package.organisation.uuid)
        Package.objects.filter(pk=package.pk).update(
            state=PackageState.READY, file=kept, lease_until=None, next_at=None
        )


def _zipped(package: Package, clock: Callable[[], datetime]) -> bytes:
    out, used = io.BytesIO(), set[str]()
    total = links.actions_to_send(package.organisation).values(SUPPLIER).distinct().count()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:  # a workbook is packed already
        for number, (supplier, actions) in enumerate(_by_supplier(package.organisation)):
            if number % TOLD_EVERY == 0:
                told = {"progress": number, "total": total, "lease_until": clock() + LEASE}
                Package.objects.filter(pk=package.pk).update(**told)
            zipped.writestr(_name(supplier, used), plans.of_supplier(supplier, actions))
    return out.getvalue()


def _by_supplier(organisation: Organisation) -> Iterator[tuple[Supplier, list[Action]]]:
    """One query for all; each supplier's own rows and no other's."""
    found = links.in_order(links.actions_to_send(organisation)).select_related(SUPPLIER)
    order = (f"{SUPPLIER}__key", f"{SUPPLIER}__pk", *found.query.order_by)
    for supplier, own in groupby(found.order_by(*order).iterator(), lambda action: action.finding.audit.site.supplier):
        yield supplier, list(own)


def _name(supplier: Supplier, used: set[str]) -> str:
    """A name that every system takes, and that no other supplier's file has, whatever its case."""
    said = re.sub(r"[^\w .-]|_", " ", f"{supplier.supplier_ref} {supplier.name}")
    stem = " ".join(said.split())[:80].strip(" .") or "supplier"
    stem = f"supplier {stem}" if RESERVED.fullmatch(stem.split(".")[0].split(" ")[0]) else stem
    name, number = f"{stem}.xlsx", 1
    while name.casefold() in used:
        number += 1
        name = f"{stem} ({number}).xlsx"
    used.add(name.casefold())
    return name
