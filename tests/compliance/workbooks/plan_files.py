"""Action plans as people handle them: opened, filled, sent back; and a business with suppliers that have actions."""

import io
import uuid
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.audits.models import Action, Audit, Finding, SupplierLink
from compliance.suppliers.models import Site, Supplier
from compliance.workbooks.models import Import
from compliance.workbooks.services import commands, import_job, package_job, uploads
from portal.files.services import read_body
from tests.factories.alerts import SupplierLinkFactory
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SHEET = "Action plan"

type Filling = dict[str, Any]


def suppliers_with_actions(organisation, how_many: int, *, each: int = 2) -> list[Supplier]:
    """All have the same finding references, and names that differ little: what a mix-up would need."""
    suppliers = Supplier.objects.bulk_create(
        SupplierFactory.build(
            organisation=organisation, supplier_ref=f"S-{n:04d}", key=f"s-{n:04d}", name=f"Thread & Co {n % 7}"
        )
        for n in range(how_many)
    )
    sites = Site.objects.bulk_create(
        SiteFactory.build(
            supplier=one, organisation=organisation, site_ref=f"ST-{one.supplier_ref}", key=f"st-{one.key}"
        )
        for one in suppliers
    )
    audits = Audit.objects.bulk_create(
        AuditFactory.build(
            site=site, organisation=organisation, audit_ref=f"A-{site.supplier.supplier_ref}",
            key=f"a-{site.supplier.key}",
        )
        for site in sites
    )  # fmt: skip
    findings = Finding.objects.bulk_create(
        FindingFactory.build(audit=audit, finding_ref=f"NC-{n}", key=f"nc-{n}") for audit in audits for n in range(each)
    )
    Action.objects.bulk_create(
        Action(
            finding=finding, number=1, corrective_action=f"Agreed for {finding.audit.audit_ref} {finding.finding_ref}"
        )
        for finding in findings
    )
    return suppliers


def links_of(suppliers: list[Supplier]) -> dict[str, SupplierLink]:
    return {
        one.supplier_ref: SupplierLinkFactory(supplier=one, token=f"token of {one.supplier_ref}", sent_at=NOW)
        for one in suppliers
    }


def packed(organisation, by) -> dict[str, bytes]:
    """The workbooks by file name, made by the worker's own function."""
    package = package_job.request_package(organisation=organisation, by=by, at=NOW)
    package_job.make_package(package.pk, clock=lambda: NOW)
    package.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(read_body(package.file))) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def rows_in(body: bytes) -> list[Filling]:
    sheet = openpyxl.load_workbook(io.BytesIO(body))[SHEET]
    head = [cell.value for cell in sheet[1]]
    return [dict(zip(head, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=3)]


def filled(body: bytes, fill: Callable[[Filling], Filling], *, arrange: Callable[[list], Any] = list) -> bytes:
    """The same workbook with cells filled; arrange: puts its rows into another order, or leaves some out."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    sheet = book[SHEET]
    head = [cell.value for cell in sheet[1]]
    rows = list(arrange(rows_in(body)))
    sheet.delete_rows(3, sheet.max_row)
    for number, row in enumerate(rows, 3):
        for column, name in enumerate(head, 1):
            cell = sheet.cell(number, column)
            cell.value = (row | fill(row)).get(name)
            if isinstance(cell.value, str):
                cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_link(link: SupplierLink, body: bytes, *, name: str = "actions.xlsx", at: datetime = NOW) -> Import:
    upload = uploads.receive_upload_by_link(SimpleUploadedFile(name, body), link=link, token=uuid.uuid4(), at=at)
    return _worked(upload, at)


def by_member(member, body: bytes, *, at: datetime = NOW, applied: bool = True) -> Import:
    upload = uploads.receive_upload(
        SimpleUploadedFile("plan.xlsx", body), organisation=member.organisation, token=uuid.uuid4(), kind="auto",
        by=member.user, at=at,
    )  # fmt: skip
    _worked(upload, at)
    if applied and upload.state == "preview":
        commands.apply(upload, by=member.user, at=at)
        _worked(upload, at)
    return upload


def _worked(upload: Import, at: datetime) -> Import:
    import_job.work_on_import(upload.pk, clock=lambda: at)
    upload.refresh_from_db()
    return upload


def answers(organisation) -> Iterator[tuple[str, str, str]]:
    """Audit, finding and what is said to have caused it."""
    kept = Action.objects.for_organisation(organisation).order_by("pk")
    return kept.values_list("finding__audit__audit_ref", "finding__finding_ref", "root_cause").iterator()
