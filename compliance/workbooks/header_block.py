"""Read what stands above a header: "label: value" cells, as reports of audits have them. Pure.

See docs/requirements/suppliers.md#header-rows.
"""

from collections.abc import Iterable

from compliance.workbooks.headers import fold_header
from compliance.workbooks.types import Row, Value

BLOCK_LABELS = {
    "audit ref": "audit_ref",
    "sedex audit reference": "audit_ref",
    "sedex site reference": "site_ref",
    "name of site": "site_ref",
    "audit start date": "audit_start",
    "audit end date": "audit_end",
    "end date": "audit_end",
    "audit conducted by": "audit_company",
    "auditor company": "audit_company",
    "audit reference": "audit_ref",
    "report number": "audit_ref",
    "report no": "audit_ref",
    "site": "site_ref",
    "site name": "site_ref",
    "site reference": "site_ref",
    "site country": "site_country",
    "country": "site_country",
    "audit date": "audit_end",
    "date of audit": "audit_end",
    "audit dates": "audit_end",
    "audit type": "audit_type",
    "type of audit": "audit_type",
    "audit company": "audit_company",
    "scheme": "scheme",
    "audit standard": "scheme",
    # German, French, Spanish and Chinese, folded
    "berichtsnummer": "audit_ref",
    "auditnummer": "audit_ref",
    "numero du rapport": "audit_ref",
    "n du rapport": "audit_ref",
    "no de informe": "audit_ref",
    "numero de informe": "audit_ref",
    "报告编号": "audit_ref",
    "auditdatum": "audit_end",
    "datum des audits": "audit_end",
    "date de l audit": "audit_end",
    "fecha de auditoria": "audit_end",
    "fecha de la auditoria": "audit_end",
    "审核日期": "audit_end",
    "betriebsstatte": "site_ref",
    "standort": "site_ref",
    "nom du site": "site_ref",
    "nombre del sitio": "site_ref",
    "工厂名称": "site_ref",
    "auditgesellschaft": "audit_company",
    "societe d audit": "audit_company",
    "empresa auditora": "audit_company",
    "审核公司": "audit_company",
    "land": "site_country",
    "pays": "site_country",
    "pais": "site_country",
    "国家": "site_country",
}


def read_block(rows: Iterable[Row], header_row: int) -> dict[str, tuple[Value, int, int]]:
    """Return "label: value" cells above a header, as reports have them: column name to value, row, position from 0."""
    block: dict[str, tuple[Value, int, int]] = {}
    for row in rows:
        if row.number >= header_row:
            break
        for position, value in enumerate(row.values):
            if not isinstance(value, str):
                continue
            label, colon, text = value.replace("：", ":").partition(":")
            field = BLOCK_LABELS.get(fold_header(label))
            if not field or field in block:
                continue
            if colon and text.strip():
                block[field] = (text.strip(), row.number, position)
            elif (after := _next(row, position)) is not None:
                block[field] = (row.values[after], row.number, after)
    return block


def _next(row: Row, position: int) -> int | None:
    return next((i for i in range(position + 1, len(row.values)) if row.values[i] not in (None, "")), None)
