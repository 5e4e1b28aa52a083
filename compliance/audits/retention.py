"""The retention of audit files: six years from the audit's last day; findings and actions stay.

See docs/requirements/suppliers.md#audit-retention.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from compliance.audits.models import ActionFile, Audit, AuditFile
from compliance.audits.services import questionnaires
from portal.history.services import record

RETENTION_YEARS = 6


def retain(now: datetime) -> int:
    """Delete file rows of older audits, reports and evidence alike, and return of how many audits.

    The sweep deletes the bytes.
    """
    ended_before = six_years_before(timezone.localdate(now))
    has_files = Q(files__isnull=False) | Q(findings__actions__files__isnull=False)
    audits = Audit.objects.filter(has_files, ended_on__lt=ended_before).select_related("organisation").distinct()
    expired = list(audits)
    for audit in expired:
        _delete_files(audit, now)
    questionnaires.delete_old_sheets(timezone.localdate(now))
    return len(expired)


def six_years_before(day: date) -> date:
    """Return the day six years earlier; of 29 February the day before it."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - RETENTION_YEARS, day=28 if is_leap_day else day.day)


@transaction.atomic
def _delete_files(audit: Audit, now: datetime) -> None:
    dropped = AuditFile.objects.filter(audit=audit).delete()[0]
    dropped += ActionFile.objects.filter(action__finding__audit=audit).delete()[0]
    record("system", "audits.audit.files_expired", audit, {"files": dropped}, scope=audit.organisation.uuid, at=now)
