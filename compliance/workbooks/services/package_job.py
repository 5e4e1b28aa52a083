"""A workbook for each supplier with open actions, all in one ZIP file. The Package row is the truth.

See docs/requirements/security.md#background-jobs.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import groupby

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.audits.models import Action
from compliance.audits.services import supplier_links
from compliance.organisations.models import Organisation
from compliance.suppliers.models import Supplier
from compliance.workbooks import action_plans
from compliance.workbooks.choices import PackageState
from compliance.workbooks.models import Package
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.files import services as files
from portal.history.services import record
from portal.jobs import leases, protocol
from portal.jobs.protocol import JobKind

OWED = frozenset({PackageState.WAITING, PackageState.MAKING})
# Suppliers between two renewals of the lease.
PROGRESS_EVERY = 20
ZIP = "application/zip"
SUPPLIER = "finding__audit__site__supplier"
# Names that Windows keeps for itself.
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)

JOB = JobKind(
    model=Package,
    label=gettext_lazy("Workbooks for all suppliers, as a ZIP file"),
    owed=Q(state__in=sorted(OWED)),
    aside=Q(state=PackageState.FAILED),
    task="compliance.workbooks.tasks.pack",
    put_aside=lambda package, now: {"state": PackageState.FAILED},
    restart=lambda package, now: {"state": PackageState.WAITING},
    on_claim={"state": PackageState.MAKING},
    related=("organisation",),
    waits_after_loss=False,
)


def request_package(*, organisation: Organisation, by: User, at: datetime) -> Package:
    """Have the ZIP file made. Asking twice meanwhile makes one; those made before are dropped, for they are outdated.

    Raises ActionRefused.
    """
    if not supplier_links.get_actions_to_send(organisation).exists():
        raise ActionRefused(_("No suppliers have open actions to send."))
    try:
        with transaction.atomic():
            package = Package.objects.create(organisation=organisation, asked_by=by, asked_at=at)
            Package.objects.for_organisation(organisation).exclude(pk=package.pk).delete()
            record(by, "workbooks.package.asked", package, scope=organisation.uuid, at=at)
            transaction.on_commit(partial(protocol.wake, JOB, package.pk))
    except IntegrityError:
        return Package.objects.for_organisation(organisation).get(state__in=OWED)
    return package


def make_package(package_id: int, *, clock: Callable[[], datetime]) -> None:
    """Make one that is owed, unless another worker is at it. The same the second time."""
    package = protocol.claim(JOB, pk=package_id, now=clock())
    if package is not None:
        protocol.attempt(JOB, package, lambda package: _save(package, _build_zip(package, clock)), clock=clock)


def retry(package: Package, *, now: datetime) -> bool:
    """Make a package again that could not be made. Return whether there was one."""
    return protocol.retry(JOB, pk=package.pk, now=now)


def _save(package: Package, body: bytes) -> None:
    name = f"action-plans-{timezone.localdate(package.asked_at)}.zip"
    with transaction.atomic():
        leases.lock(package)
        saved = files.save_generated(body, name=name, content_type=ZIP, scope=package.organisation.uuid)
        protocol.release(package, state=PackageState.READY, file=saved)


def _build_zip(package: Package, clock: Callable[[], datetime]) -> bytes:
    out, used = io.BytesIO(), set[str]()
    total = supplier_links.get_actions_to_send(package.organisation).values(SUPPLIER).distinct().count()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # a workbook is packed already
        for number, (supplier, actions) in enumerate(_group_by_supplier(package.organisation)):
            if number % PROGRESS_EVERY == 0:
                protocol.renew(package, clock(), progress=number, total=total)
            archive.writestr(_file_name(supplier, used), action_plans.render_supplier_plan(supplier, actions))
    return out.getvalue()


def _group_by_supplier(organisation: Organisation) -> Iterator[tuple[Supplier, list[Action]]]:
    """One query for all; each supplier's own rows and no other's."""
    actions = supplier_links.order_for_supplier(supplier_links.get_actions_to_send(organisation)).select_related(
        SUPPLIER
    )
    order = (f"{SUPPLIER}__key", f"{SUPPLIER}__pk", *actions.query.order_by)
    for supplier, rows in groupby(
        actions.order_by(*order).iterator(), lambda action: action.finding.audit.site.supplier
    ):
        yield supplier, list(rows)


def _file_name(supplier: Supplier, used: set[str]) -> str:
    """A name that every system takes, and that no other supplier's file has, whatever its case."""
    words = re.sub(r"[^\w .-]|_", " ", f"{supplier.supplier_ref} {supplier.name}")
    stem = " ".join(words.split())[:80].strip(" .") or "supplier"
    stem = f"supplier {stem}" if RESERVED.fullmatch(stem.split(".")[0].split(" ")[0]) else stem
    name, number = f"{stem}.xlsx", 1
    while name.casefold() in used:
        number += 1
        name = f"{stem} ({number}).xlsx"
    used.add(name.casefold())
    return name
