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
from compliance.audits.services import supplier_links
from compliance.organisations.models import Organisation
from compliance.suppliers.models import Supplier
from compliance.workbooks import action_plans
from compliance.workbooks.choices import PackageState
from compliance.workbooks.models import Package
from compliance.workbooks.services.leases import BACK_OFF
from portal.core import leases
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
    package = _claim(package_id, clock())
    if package is None:
        return
    try:
        _keep(package, _zipped(package, clock))
    except leases.LeaseLost:
        logger.info("Package %s was taken over by another worker", package_id)
    except Exception:
        logger.exception("The workbooks of package %s could not be made", package_id)
        is_over = package.attempt >= len(BACK_OFF)
        again = {"state": PackageState.FAILED} if is_over else {"next_at": clock() + BACK_OFF[package.attempt]}
        leases.held(package).update(**leases.RELEASED, **again)


def _claim(package_id: int, now: datetime) -> Package | None:
    due = Q(next_at=None) | Q(next_at__lte=now)
    rows = Package.objects.filter(leases.free(now), due, pk=package_id, state__in=OWED)
    token = leases.claim(rows, until=now + LEASE, state=PackageState.MAKING, attempt=F("attempt") + 1)
    if token is None:
        return None
    return Package.objects.select_related("organisation").filter(pk=package_id, lease_token=token).first()


def lost(now: datetime) -> list[int]:
    rows = Package.objects.filter(leases.free(now), state__in=OWED)
    return list(rows.filter(Q(next_at=None) | Q(next_at__lte=now)).values_list("pk", flat=True))


def _keep(package: Package, body: bytes) -> None:
    name = f"action-plans-{package.asked_at:%Y-%m-%d}.zip"
    with transaction.atomic():
        leases.lock(package)
        kept = files.keep_made(body, name=name, content_type=ZIP, scope=package.organisation.uuid)
        leases.held(package).update(state=PackageState.READY, file=kept, next_at=None, **leases.RELEASED)


def _zipped(package: Package, clock: Callable[[], datetime]) -> bytes:
    out, used = io.BytesIO(), set[str]()
    total = supplier_links.actions_to_send(package.organisation).values(SUPPLIER).distinct().count()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:  # a workbook is packed already
        for number, (supplier, actions) in enumerate(_by_supplier(package.organisation)):
            if number % TOLD_EVERY == 0:
                leases.update(package, progress=number, total=total, lease_until=clock() + LEASE)
            zipped.writestr(_name(supplier, used), action_plans.of_supplier(supplier, actions))
    return out.getvalue()


def _by_supplier(organisation: Organisation) -> Iterator[tuple[Supplier, list[Action]]]:
    """One query for all; each supplier's own rows and no other's."""
    found = supplier_links.in_order(supplier_links.actions_to_send(organisation)).select_related(SUPPLIER)
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
