"""The alert of a row of findings: which finding it is about, and where (docs/requirements/suppliers.md#a-alerts)."""

from compliance.audits.rules.alerts import AlertSource, ProvisionalAlert
from compliance.suppliers.rules.references import fold_reference
from compliance.workbooks.comparison import ComparedRow
from compliance.workbooks.models import Import
from compliance.workbooks.planning.dispatch import Registers


def get_alert_source(upload: Import) -> AlertSource:
    """Return the file and its sender, as alerts name them."""
    return AlertSource(file_name=upload.name, sent_by=upload.uploaded_by_id)


def build_alert(sha256: str, row: ComparedRow, registers: Registers) -> ProvisionalAlert:
    """Return the alert of a row of a file with that hash.

    Keys are as the register will fold them; of a row that lacks one, its place in this file.
    """
    values = row.values
    audit, finding = (fold_reference(str(values.get(name) or "")) for name in ("audit_ref", "finding_ref"))
    site, supplier = _describe_place(audit, row, registers)
    return ProvisionalAlert(
        audit_key=audit or f"upload {sha256[:16]}",
        finding_key=finding or f"row {row.number}",
        issue_code=values["issue_code"],
        site_name=site,
        supplier_name=supplier,
        excerpt=str(values.get("description") or ""),
        sheet=row.sheet or "",
        row_number=row.number,
        has_own_keys=bool(audit and finding),
    )


def _describe_place(audit: str, row: ComparedRow, registers: Registers) -> tuple[str, str]:
    """Return the names of site and supplier: those of the register or of this file's list, else what the row says."""
    written = str(row.values.get("site_ref") or "")
    country, suppliers = str(row.values.get("site_country") or ""), registers.suppliers
    key = registers.audits.find_site(written, country, suppliers, fold_reference(written)) if written else None
    key = key or registers.audits.audits.get(audit, {}).get("site")
    site = suppliers.sites.get(key) if key else None
    if site is None:
        return written, ""
    supplier = suppliers.suppliers.get(site.get("supplier") or "")
    return str(site.get("name") or written), str((supplier or {}).get("name") or "")
