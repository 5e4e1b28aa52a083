"""Where an alert is: site, supplier, file and row. It follows a row, finding or audit that is corrected."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from compliance.audits.models import Alert, Audit, Finding
from compliance.audits.rules.alerts import AlertSource, ProvisionalAlert, is_same_row
from compliance.organisations.models import Organisation

PLACE_FIELDS = ("site_name", "supplier_name", "file_name", "sheet", "row_number", "sent_by")
type AlertKey = tuple[str, str, str]


def get_place(item: ProvisionalAlert, source: AlertSource) -> dict[str, Any]:  # Any: values of fields
    """Return what an alert says of its place before its finding is in the register."""
    return {
        "site_name": item.site_name[:200],
        "supplier_name": item.supplier_name[:200],
        "file_name": source.file_name[:255],
        "sheet": item.sheet[:100],
        "row_number": item.row_number,
        "sent_by_id": source.sent_by,
    }


def set_changed(alert: Alert, values: Mapping[str, Any]) -> bool:  # Any: values of fields
    """Set the values and return whether one of them differed."""
    changed = {name: value for name, value in values.items() if getattr(alert, name) != value}
    for name, value in changed.items():
        setattr(alert, name, value)
    return bool(changed)


def update_places(pairs: Iterable[tuple[Alert, ProvisionalAlert]], source: AlertSource) -> None:
    """Write the place of alerts that are read again; what the file does not say leaves what is known."""
    changed = []
    for alert, item in pairs:
        place = {name: value for name, value in get_place(item, source).items() if value}
        if alert.finding_id is None and set_changed(alert, place):
            changed.append(alert)
    Alert.objects.bulk_update(changed, PLACE_FIELDS, batch_size=500)


def follow_corrected_rows(
    organisation: Organisation, new: Mapping[AlertKey, ProvisionalAlert], source: AlertSource
) -> dict[AlertKey, ProvisionalAlert]:
    """Give open alerts of rows that lacked a reference the keys of the corrected rows; return the rows without one."""
    remaining = dict(new)
    corrected = [(key, item) for key, item in new.items() if item.has_own_keys]
    if not corrected:
        return remaining
    has_no_reference = Q(audit_key__startswith="upload ") | Q(finding_key__startswith="row ")
    waiting = list(Alert.objects.for_organisation(organisation).filter(has_no_reference, finding=None, closed_at=None))
    changed = []
    for key, item in corrected:
        alert = next((alert for alert in waiting if _is_of_row(alert, item, source)), None)
        if alert is not None:
            waiting.remove(alert)
            del remaining[key]
            alert.audit_key, alert.finding_key = item.audit_key, item.finding_key
            set_changed(alert, get_place(item, source))
            changed.append(alert)
    Alert.objects.bulk_update(changed, ["audit_key", "finding_key", *PLACE_FIELDS], batch_size=500)
    return remaining


def _is_of_row(alert: Alert, item: ProvisionalAlert, source: AlertSource) -> bool:
    if alert.issue_code != item.issue_code:
        return False
    return is_same_row(
        item,
        source,
        excerpt=alert.excerpt,
        site_name=alert.site_name,
        file_name=alert.file_name,
        place=(alert.sheet, alert.row_number),
    )


def follow_corrected_references(alerts: Sequence[Alert], findings: Iterable[Finding]) -> None:
    """Give the alerts of findings that have another reference now the keys of the finding."""
    taken = {(alert.audit_key, alert.finding_key, alert.issue_code) for alert in alerts}
    findings_by_pk = {finding.pk: finding for finding in findings}
    changed = []
    for alert in alerts:
        finding = findings_by_pk.get(alert.finding_id) if alert.finding_id else None
        if finding is None or (alert.audit_key, alert.finding_key) == (finding.audit.key, finding.key):
            continue
        key = (finding.audit.key, finding.key, alert.issue_code)
        if key not in taken:
            taken.add(key)
            alert.audit_key, alert.finding_key = key[:2]
            changed.append(alert)
    Alert.objects.bulk_update(changed, ["audit_key", "finding_key"], batch_size=500)


def follow_audit(audit: Audit, *, key_before: str) -> None:
    """Move the alerts of an audit to its new reference and site."""
    alerts = Alert.objects.for_organisation(audit.organisation).filter(finding__audit=audit)
    taken = set(
        Alert.objects.for_organisation(audit.organisation)
        .filter(audit_key=audit.key)
        .values_list("finding_key", "issue_code")
    )
    changed = []
    for alert in alerts.filter(audit_key=key_before):
        if key_before != audit.key and (alert.finding_key, alert.issue_code) in taken:
            continue
        alert.audit_key, alert.site, alert.site_name = audit.key, audit.site, audit.site.name
        alert.supplier_name = audit.site.supplier.name
        changed.append(alert)
    Alert.objects.bulk_update(changed, ["audit_key", "site", "site_name", "supplier_name"], batch_size=500)
